"""Look-up as a clerk types: characters, pinyin, its initials (csdj → 出生登记), a code, or parts with a gap.

Each spelling of all names stands in one long text, a line a name, so that the C speed of ``str.find`` serves a
hundred thousand items without an index structure. What is found is ranked by how it was found (``How``), the earlier
the better, and within that the shorter name first.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, islice
from typing import Any

from pypinyin import Style, lazy_pinyin

from knowledge.guidebook import Guidebook
from knowledge.schema import LifeEvent, ServiceItem

EXAMINED = 8_000  # lines looked at for one way of finding: what is that common tells nothing, and the clerk types on
WEIGHED = 3_000  # of them, those that pass the filter and are looked at closely
KEPT = 200  # of them, those that are ranked
LONGEST = 64  # characters that are looked up; whoever types more is telling a story, which the search understands
_BLANKS = re.compile(r"[\s'’·,，、]+")
_LATIN = re.compile(r"[a-z]+")
_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{2,}")


class How(IntEnum):
    """How a name was found, best first."""

    CODE = 0
    WHOLE = 1
    BEGINS = 2
    HOLDS = 3
    GAPPED = 4  # two parts in their order: 身份证…补领


class Spelling(IntEnum):
    """In which spelling."""

    TEXT = 0
    INITIALS = 1
    PINYIN = 2
    CODE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An item or life event that was found: under which of its names, how, and which characters of it were meant."""

    id: str
    name: str  # the name that matched; may be a common name
    official: bool  # whether it is the record's own name
    how: How
    spelling: Spelling
    marks: tuple[tuple[int, int], ...] = ()  # half-open ranges of ``name`` to be shown as meant

    @property
    def order(self) -> tuple[int, int, str]:
        """Sorts the best first."""
        return _RANKS.index((self.how, self.official)), len(self.name), self.id


# A part of a common name says less than two parts of the record's own: sfzbl is 身份证…补领 before 临时身份证办理.
_RANKS = [
    (How.CODE, True),
    (How.WHOLE, True),
    (How.WHOLE, False),
    (How.BEGINS, True),
    (How.BEGINS, False),
    (How.HOLDS, True),
    (How.GAPPED, True),
    (How.HOLDS, False),
    (How.GAPPED, False),
]


@dataclass(frozen=True, slots=True)
class _Line:
    id: str
    name: str
    official: bool


class _Column:
    """One spelling of all names as one text; ``widths`` are the letters of each character, where they are several."""

    def __init__(self, lines: Sequence[str], widths: Sequence[Sequence[int]] | None = None) -> None:
        self.text = "\n" + "\n".join(lines) + "\n"
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=1))[:-1]
        self._offsets = [tuple(accumulate(ws, initial=0)) for ws in widths] if widths is not None else None

    def find(self, part: str, wanted: Callable[[int], bool]) -> Iterator[tuple[int, int, int]]:
        """Yield (line, begin, end) in characters of the name, once a wanted line, in the order of the lines."""
        letters = part.strip("\n")
        position = self.text.find(part)
        weighed = 0
        for _ in range(EXAMINED):
            if position < 0 or weighed == WEIGHED:
                return
            number = bisect_right(self._starts, position + part.startswith("\n")) - 1
            if wanted(number):
                weighed += 1
                if marks := self.within(number, letters, 0):
                    yield number, *marks
            position = self.text.find(part, self.text.index("\n", position + 1))

    def within(self, number: int, part: str, after: int) -> tuple[int, int] | None:
        """Return the first place of ``part`` in a line from a character on; letters of a sound count from its first."""
        start = self._starts[number]
        end = self.text.index("\n", start)
        if self._offsets is None:
            found = self.text.find(part, start + after, end) - start
            return (found, found + len(part)) if found >= 0 else None
        offsets = self._offsets[number]
        if after >= len(offsets):
            return None
        found = self.text.find(part, start + offsets[after], end) - start
        while found >= 0:
            character = bisect_right(offsets, found) - 1
            if offsets[character] == found:
                return character, bisect_left(offsets, found + len(part))
            found = self.text.find(part, start + found + 1, end) - start
        return None


class Lookup:
    """All names of a guidebook, ready to be found; build one for each published version."""

    def __init__(self, names: Sequence[tuple[str, str, bool]], codes: Sequence[tuple[str, str, str]] = ()) -> None:
        """``names`` are (id, name, official); ``codes`` are (code, id, official name)."""
        self._lines = [_Line(*name) for name in names]
        folded = [_folded(line.name) for line in self._lines]
        sounds = [_sounds(name) for name in folded]
        self._columns = {
            Spelling.TEXT: _Column(folded),
            Spelling.INITIALS: _Column(["".join(sound[0] for sound in line) for line in sounds]),
            Spelling.PINYIN: _Column(["".join(line) for line in sounds], [[len(s) for s in line] for line in sounds]),
        }
        self._codes = [_Line(id, name, True) for _, id, name in codes]
        self._code_column = _Column([code.lower() for code, _, _ in codes])

    @classmethod
    def of(cls, guidebook: Guidebook) -> "Lookup":
        """Take the names of all items and life events, the official ones first, and every code of a record."""
        subjects: list[ServiceItem | LifeEvent] = [*guidebook.items.values(), *guidebook.life_events.values()]
        official = [(subject.id, subject.name, True) for subject in subjects]
        common = [(subject.id, name, False) for subject in subjects for name in subject.common_names]
        codes = [(code, item.id, item.name) for item in guidebook.items.values() for code in _codes_of(item)]
        codes += [(event.id, event.id, event.name) for event in guidebook.life_events.values()]
        return cls([*official, *common], codes)

    def find(self, typed: str, limit: int = 20, wanted: Callable[[str], bool] = lambda _: True) -> list[Match]:
        """Return the best matches, each id once; ``wanted`` says which ids may be shown. Blank input finds nothing."""
        text = _folded(typed).strip()
        parts = [part for part in _BLANKS.split(text) if part]
        best: dict[str, Match] = {}
        if parts and len(text) <= LONGEST:
            for how in How:
                for match in self._found(how, parts, text, wanted):
                    if match.id not in best or match.order < best[match.id].order:
                        best[match.id] = match
                if len(best) >= limit and how <= How.BEGINS:
                    break
        return sorted(best.values(), key=lambda match: match.order)[:limit]

    def _found(self, how: How, parts: list[str], text: str, wanted: Callable[[str], bool]) -> Iterator[Match]:
        if how in (How.CODE, How.BEGINS):
            yield from islice(self._by_code(how, text, wanted), KEPT)
        if how is How.GAPPED:
            yield from islice(self._gapped(parts, lambda number: wanted(self._lines[number].id)), KEPT)
        elif how is not How.CODE and len(parts) == 1:
            for spelling in _spellings(parts[0]):
                if parts[0] in self._columns[spelling].text:
                    yield from islice(self._plain(how, parts[0], spelling, wanted), KEPT)

    def _by_code(self, how: How, text: str, wanted: Callable[[str], bool]) -> Iterator[Match]:
        if not _CODE.fullmatch(text):
            return
        needle = f"\n{text}\n" if how is How.CODE else f"\n{text}"
        for number, _, _ in self._code_column.find(needle, lambda number: wanted(self._codes[number].id)):
            line = self._codes[number]
            yield Match(id=line.id, name=line.name, official=True, how=how, spelling=Spelling.CODE)

    def _plain(self, how: How, part: str, spelling: Spelling, wanted: Callable[[str], bool]) -> Iterator[Match]:
        needle = {How.WHOLE: f"\n{part}\n", How.BEGINS: f"\n{part}", How.HOLDS: part}[how]
        found = self._columns[spelling].find(needle, lambda number: wanted(self._lines[number].id))
        for number, begin, end in found:
            yield self._match(number, how, spelling, ((begin, end),))

    def _gapped(self, parts: list[str], wanted: Callable[[int], bool]) -> Iterator[Match]:
        """Find lines that hold all parts in any order, or the two halves of a single part in their order."""
        in_order = len(parts) == 1
        weighed = iter(range(WEIGHED))
        for pieces in _halves(parts[0]) if in_order else [parts]:
            rarest = max(pieces, key=lambda piece: (len(piece), not piece.isascii()))
            spellings = [
                s for s in _spellings(rarest) if not (in_order and s is Spelling.PINYIN)
            ]  # sounds meet by chance
            for spelling in spellings:
                for number, _, _ in self._columns[spelling].find(rarest, wanted):
                    if next(weighed, None) is None:
                        return
                    if marks := self._all_of(number, pieces, in_order):
                        yield self._match(number, How.GAPPED, spelling, marks)

    def _all_of(self, number: int, pieces: Sequence[str], in_order: bool) -> tuple[tuple[int, int], ...]:
        marks: list[tuple[int, int]] = []
        for piece in pieces:
            after = marks[-1][1] if marks and in_order else 0
            places = (self._columns[spelling].within(number, piece, after) for spelling in _spellings(piece))
            mark = next(filter(None, places), None)
            if mark is None:
                return ()
            marks.append(mark)
        return tuple(sorted(marks))

    def _match(self, number: int, how: How, spelling: Spelling, marks: tuple[tuple[int, int], ...]) -> Match:
        line = self._lines[number]
        return Match(id=line.id, name=line.name, official=line.official, how=how, spelling=spelling, marks=marks)


@lru_cache(maxsize=3)
def lookup_of(guidebook: Guidebook) -> Lookup:
    """Return the look-up of a guidebook, made once for each."""
    return Lookup.of(guidebook)


def _folded(text: str) -> str:
    """Fold widths and case; every character keeps its place unless NFKC spreads it."""
    return unicodedata.normalize("NFKC", text).lower()


def _spellings(part: str) -> tuple[Spelling, ...]:
    """Letters may be a word, initials or pinyin; anything else is meant as it stands."""
    return (Spelling.TEXT, Spelling.INITIALS, Spelling.PINYIN) if _LATIN.fullmatch(part) else (Spelling.TEXT,)


def _halves(part: str) -> list[tuple[str, str]]:
    """Cut a part where two words may meet: at least two characters a side, and between letters and characters."""
    cuts = {i for i in range(1, len(part)) if part[i - 1].isascii() != part[i].isascii()}
    if not cuts:
        cuts = set(range(2, len(part) - 1))
    return [(part[:cut], part[cut:]) for cut in sorted(cuts)]


@lru_cache(maxsize=100_000)
def _sounds(name: str) -> tuple[str, ...]:
    """Return one sound a character, ü as v; what is not Chinese sounds as it is written."""
    each: Any = list  # pypinyin takes a list as one sound each; its types do not say so
    return tuple(sound.replace("ü", "v") for sound in lazy_pinyin(name, style=Style.NORMAL, errors=each))


def _codes_of(item: ServiceItem) -> Iterator[str]:
    yield item.id
    exchange = item.exchange
    if exchange is not None:
        yield from filter(
            None, (exchange.task_code, exchange.handle_item_code, exchange.catalog_code, exchange.local_code)
        )
