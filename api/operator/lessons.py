"""Questions that the assistant did not get right, a matter at a time, with the items they may mean."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from api.publications import Published
from knowledge.grouping import group
from store.asked import AskedKind, KeptQuestion

SUGGESTED = 3  # items offered for a matter
SHOWN = 100  # matters on the page; the largest come first, settling some brings the next


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item or life event that a matter may mean; ``picked`` counts the people who chose it themselves."""

    id: str
    name: str
    picked: int


@dataclass(frozen=True, slots=True)
class Matter:
    """Questions that mean the same, the most typical first."""

    questions: tuple[KeptQuestion, ...]
    kinds: dict[AskedKind, int]
    suggestions: tuple[Suggestion, ...]


def matters_of(questions: Sequence[KeptQuestion], book: Published) -> tuple[list[Matter], int]:
    """Group questions by meaning; returns the largest groups and how many groups there are in all."""
    groups = group([question.words for question in questions], book.searcher.scorer.encoder)
    chosen = [tuple(questions[index] for index in indices) for indices in groups[:SHOWN]]
    return [_matter(members, book) for members in chosen], len(groups)


def _matter(members: tuple[KeptQuestion, ...], book: Published) -> Matter:
    kinds = Counter(question.kind for question in members)
    return Matter(members, dict(kinds), tuple(_suggested(members, book)))


def _suggested(members: tuple[KeptQuestion, ...], book: Published) -> list[Suggestion]:
    """What people picked themselves first, then what the search thinks of the most typical question."""
    picked = Counter(question.picked for question in members if question.picked)
    result = book.searcher.search(members[0].words)
    ids = [*(subject for subject, _ in picked.most_common()), *(c.id for c in (*result.candidates, *result.rejected))]
    named = [(subject, name_of(book, subject)) for subject in dict.fromkeys(ids)]
    return [Suggestion(subject, name, picked[subject]) for subject, name in named if name][:SUGGESTED]


def name_of(book: Published, subject_id: str) -> str:
    """Return the name of an item or life event; empty where the guidebook has it no more."""
    subject = book.guidebook.items.get(subject_id) or book.guidebook.life_events.get(subject_id)
    return subject.name if subject else ""
