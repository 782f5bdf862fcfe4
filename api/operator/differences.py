"""What the draft, or a version, changes against another: records in plain words, and questions line by line."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.guidebook import Guidebook, load_guidebook
from knowledge.index.passages import read_out_of_scope, read_questions
from knowledge.publishing import ItemChanges, compare
from knowledge.publishing.golden import FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionChanges:
    """Questions of one subject that came or went; empty id: those that no item answers, ``golden``: must-answer."""

    id: str
    name: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """All that differs between two guidebook folders."""

    items: tuple[ItemChanges, ...]
    questions: tuple[QuestionChanges, ...]


OUTSIDE, GOLDEN = "不归任何事项的问句", "必答问句"


def differences(before: Path, after: Path) -> Differences:
    """Compare two folders; raises ``GuidebookError`` where one cannot be read."""
    old, new = load_guidebook(before), load_guidebook(after)
    asked = read_questions(before), read_questions(after)
    found = [_lines(key, _name(new, old, key), asked[0].get(key, ()), asked[1].get(key, ())) for key in _keys(*asked)]
    found.append(_lines("", OUTSIDE, read_out_of_scope(before), read_out_of_scope(after)))
    found.append(_lines("golden", GOLDEN, _golden(before), _golden(after)))
    return Differences(items=compare(old, new), questions=tuple(each for each in found if each is not None))


def _keys(old: dict[str, tuple[str, ...]], new: dict[str, tuple[str, ...]]) -> list[str]:
    return sorted({*old, *new})


def _name(new: Guidebook, old: Guidebook, key: str) -> str:
    books = (new.items, new.life_events, old.items, old.life_events)
    return next((book[key].name for book in books if key in book), key)


def _lines(key: str, name: str, before: tuple[str, ...], after: tuple[str, ...]) -> QuestionChanges | None:
    had, has = set(before), set(after)
    added = tuple(line for line in after if line not in had)
    removed = tuple(line for line in before if line not in has)
    return QuestionChanges(id=key, name=name, added=added, removed=removed) if added or removed else None


def _golden(folder: Path) -> tuple[str, ...]:
    path = folder / FILE
    return tuple(path.read_text("utf-8").splitlines()) if path.exists() else ()
