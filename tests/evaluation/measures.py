"""What is measured of understanding, on questions written apart from the training ones."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.index.results import SearchResult, SearchStatus

QUESTIONS = Path(__file__).parent / "questions"


@dataclass(frozen=True)
class Asked:
    """One held-out question. ``expected_id`` is empty where nothing should be answered.

    Where a question does not say which of several is meant (「护照要去哪里办」), all stand there, separated by ``/``.
    """

    expected_id: str
    question: str
    kind: str = ""  # of difficulty
    also: str = ""  # the second matter of the message

    def accepts(self, id_: str) -> bool:
        """Whether an item is one of those expected."""
        return id_ in self.expected_id.split("/")


@dataclass(frozen=True)
class Judged:
    """A held-out question with what the search made of it."""

    asked: Asked
    actual: SearchResult

    @property
    def ranking(self) -> list[str]:
        """Ids from best to worst, whatever the decision was."""
        return [c.id for c in (*self.actual.candidates, *self.actual.rejected)]

    @property
    def answered(self) -> bool:
        return self.actual.status is SearchStatus.ANSWERED

    @property
    def right_or_offered(self) -> bool:
        return any(self.asked.accepts(candidate.id) for candidate in self.actual.candidates)

    @property
    def place(self) -> int:
        """Place of the first right entry, from 1; 0 where there is none."""
        return next((place for place, id_ in enumerate(self.ranking, 1) if self.asked.accepts(id_)), 0)


def read_questions(name: str) -> list[Asked]:
    """Read ``questions/<name>.tsv``: id (empty: out of scope) and question."""
    with (QUESTIONS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Asked(row["id"].strip(), row["question"], row.get("kind") or "", row.get("also") or "") for row in rows]


@dataclass(frozen=True)
class Report:
    """Shares of questions, 0–1."""

    questions: int
    top1: float
    top3: float
    top10: float
    mrr: float
    answered: float
    confident_wrong: float
    clarified: float
    resolved: float  # answered rightly, or the right one offered
    right_or_asked: float  # answered rightly, or asked back
    no_match: float


def report(judged: Iterable[Judged]) -> Report:
    """Measure questions that have an answer."""
    rows = list(judged)

    def share(flags: Iterable[bool]) -> float:
        return sum(flags) / max(len(rows), 1)

    places = [row.place for row in rows]
    answered_right = [row.answered and row.right_or_offered for row in rows]
    asked = [row.actual.status is SearchStatus.CLARIFICATION for row in rows]
    return Report(
        questions=len(rows),
        top1=share(place == 1 for place in places),
        top3=share(0 < place <= 3 for place in places),
        top10=share(0 < place <= 10 for place in places),
        mrr=sum(1 / place for place in places if place) / max(len(rows), 1),
        answered=share(row.answered for row in rows),
        confident_wrong=share(row.answered and not row.right_or_offered for row in rows),
        clarified=share(asked),
        resolved=share(row.right_or_offered for row in rows),
        right_or_asked=share(map(any, zip(answered_right, asked, strict=True))),
        no_match=share(row.actual.status is SearchStatus.NO_MATCH for row in rows),
    )


def falsely_answered(judged: Iterable[Judged]) -> float:
    """Share of questions without an answer that were answered all the same."""
    rows = list(judged)
    return sum(row.answered for row in rows) / max(len(rows), 1)


def second_kept(judged: Iterable[Judged]) -> float:
    """Share of messages with two matters whose second is kept for later, or answered instead of the first."""
    rows = [row for row in judged if row.asked.also]
    kept = (row.asked.also in [c.id for c in (*row.actual.candidates[:1], *row.actual.also)] for row in rows)
    return sum(kept) / max(len(rows), 1)
