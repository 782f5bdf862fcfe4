"""What a clerk's typing finds: by its spelling first, then by its meaning, each with why it is there."""

from collections.abc import Iterator
from enum import StrEnum

from pydantic import BaseModel, Field

from api.publications import Published
from knowledge.lookup import How, Match, Spelling, lookup_of
from knowledge.schema import LifeEvent, ServiceItem, State
from knowledge.sieve import Sieve, passing, saves_the_trip

MEANT_AT_LEAST = 2  # characters; a single one is looked up as it stands, not searched for by meaning


class FoundKind(StrEnum):
    """What a result is."""

    ITEM = "item"
    LIFE_EVENT = "life_event"


class FoundBy(StrEnum):
    """In what way it was found."""

    CODE = "code"
    NAME = "name"
    INITIALS = "initials"
    PINYIN = "pinyin"
    MEANING = "meaning"


class DeskResult(BaseModel):
    """One line under the field: what it is, and why it stands there."""

    id: str
    kind: FoundKind
    name: str
    window: str
    department: str = ""
    zero_trip: bool = False
    state: State = State.IN_USE
    by: FoundBy
    why: str = Field(description="为什么列出，给人看")
    matched: str = Field(default="", description="对上的名称；也可能是俗称")
    marks: tuple[tuple[int, int], ...] = Field(default=(), description="matched 里对上的字：起、止")


def find(book: Published, typed: str, sieve: Sieve, limit: int) -> list[DeskResult]:
    """Return the best results that pass the sieve. Blocks for some milliseconds: call it in a thread."""
    guidebook = book.guidebook
    through = None if sieve == Sieve() else passing(guidebook, sieve)  # life events pass no filter: they span windows

    def wanted(subject_id: str) -> bool:
        return through is None or subject_id in through

    matches = lookup_of(guidebook).find(typed, limit, wanted)
    found = {match.id: _spelt(book, match) for match in matches}
    named = any(match.how < How.GAPPED for match in matches)  # a name is being typed: the search would add noise
    if not named and len(typed.strip()) >= MEANT_AT_LEAST and not typed.isascii():
        for result in _meant(book, typed):
            if wanted(result.id):
                found.setdefault(result.id, result)
    return list(found.values())[:limit]


def _meant(book: Published, typed: str) -> Iterator[DeskResult]:
    searched = book.searcher.search(typed)
    for candidate in (*searched.candidates, *searched.also, *searched.rejected):
        yield _result(book, candidate.id, by=FoundBy.MEANING, why=candidate.why)


def _spelt(book: Published, match: Match) -> DeskResult:
    by = {Spelling.CODE: FoundBy.CODE, Spelling.INITIALS: FoundBy.INITIALS, Spelling.PINYIN: FoundBy.PINYIN}
    way = {
        FoundBy.CODE: "编号",
        FoundBy.INITIALS: "首字母",
        FoundBy.PINYIN: "拼音",
        FoundBy.NAME: "名称" if match.official else "俗称",
    }[found_by := by.get(match.spelling, FoundBy.NAME)]
    also = f"，又叫“{match.name}”" if not match.official and found_by is not FoundBy.NAME else ""
    how = {How.WHOLE: "相同", How.CODE: "对上", How.BEGINS: "开头", How.HOLDS: "里有", How.GAPPED: "里都有"}[match.how]
    result = _result(book, match.id, by=found_by, why=f"{way}{how}{also}")
    return result.model_copy(update={"matched": match.name, "marks": match.marks})


def _result(book: Published, subject_id: str, by: FoundBy, why: str) -> DeskResult:
    subject: ServiceItem | LifeEvent | None = book.guidebook.items.get(subject_id)
    if isinstance(subject, ServiceItem):
        return DeskResult(
            id=subject.id,
            kind=FoundKind.ITEM,
            name=subject.name,
            window=subject.window,
            department=subject.department,
            zero_trip=saves_the_trip(subject),
            state=subject.state,
            by=by,
            why=why,
        )
    event = book.guidebook.life_event(subject_id)
    return DeskResult(id=event.id, kind=FoundKind.LIFE_EVENT, name=event.name, window="一件事", by=by, why=why)
