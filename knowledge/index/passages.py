"""What is searched: every item and life event with its names, its questions and the words of its record."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import GuidebookError
from knowledge.guidebook import SAMPLE, Guidebook
from knowledge.schema import Audience, ServiceItem

OUT_OF_SCOPE = "_out_of_scope"  # file of questions that no item answers


@dataclass(frozen=True, slots=True)
class Entry:
    """One findable subject: an item or a life event."""

    id: str
    name: str
    window: str
    names: tuple[str, ...]  # name and common names
    questions: tuple[str, ...]  # asked by people, for training and for search
    words: tuple[str, ...]  # the record's own: summary, FAQ, results
    audience: frozenset[Audience]
    bundles: frozenset[str] = frozenset()  # ids of the items of a life event

    @property
    def is_life_event(self) -> bool:
        """Whether this is a life event (一件事) and no item."""
        return bool(self.bundles)


def entries_of(guidebook: Guidebook, folder: Path = SAMPLE) -> list[Entry]:
    """Return the findable subjects of ``guidebook`` with the questions kept in ``folder``."""
    asked = read_questions(folder)
    entries = [
        Entry(
            id=item.id,
            name=item.name,
            window=item.window,
            names=(item.name, *item.common_names),
            questions=asked.get(item.id, ()),
            words=_words(item),
            audience=frozenset(item.audience),
        )
        for item in guidebook.items.values()
    ]
    entries += [
        Entry(
            id=event.id,
            name=event.name,
            window="一件事",
            names=(event.name, *event.common_names),
            questions=asked.get(event.id, ()),
            words=(event.summary,),
            audience=frozenset(event.audience),
            bundles=frozenset(event.item_ids),
        )
        for event in guidebook.life_events.values()
    ]
    return entries


def _words(item: ServiceItem) -> tuple[str, ...]:
    return (item.summary, *(faq.question for faq in item.faqs), *(result.name for result in item.results))


def read_questions(folder: Path = SAMPLE) -> dict[str, tuple[str, ...]]:
    """Read ``questions/<counter>/<id>.txt``, one question a line; raises ``GuidebookError``."""
    return {path.stem: _lines(path) for path in sorted(folder.glob("questions/*/*.txt"))}


def read_out_of_scope(folder: Path = SAMPLE) -> tuple[str, ...]:
    """Read the example questions that no item answers."""
    path = folder / "questions" / f"{OUT_OF_SCOPE}.txt"
    return _lines(path) if path.exists() else ()


def _lines(path: Path) -> tuple[str, ...]:
    try:
        lines: Iterable[str] = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        raise GuidebookError(f"{path}：不是 UTF-8 编码，请另存为 UTF-8。") from None
    return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))


def lexicon_of(guidebook: Guidebook) -> list[str]:
    """Return the words that jieba must keep whole: names of items, materials and places."""
    words: set[str] = set()
    for item in guidebook.items.values():
        words.update((item.name, *item.common_names))
        words.update(material.name for material in item.materials)
    for event in guidebook.life_events.values():
        words.update((event.name, *event.common_names))
    for division in guidebook.divisions.values():
        words.update((division.name, *division.common_names, *division.towns))
    # Longer ones are phrases, not words: keeping them whole would hide their parts from search.
    return sorted(word.strip("《》") for word in words if 2 <= len(word.strip("《》")) <= 6)
