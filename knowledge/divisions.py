"""Find the division that a text names: 「我在瑞安」「柳市镇」."""

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.guidebook import Guidebook
from knowledge.schema import Division, Level

PASSING_MENTION = 8  # characters beside the name: 「那瓯海呢」「去龙湾办行不行」 are about the place itself


@dataclass(frozen=True, slots=True)
class NamedDivision:
    """A division named in a text, with the words that named it (a town's, perhaps)."""

    division: Division
    words: str


def named_division(guidebook: Guidebook, text: str) -> NamedDivision | None:
    """Return the most precisely named division of ``text``, ``None`` where none is named."""
    for words, division in _names(guidebook):
        if words in text:
            return NamedDivision(division, words)
    return None


def is_where_one_is(guidebook: Guidebook, named: NamedDivision, text: str, before: str | None) -> bool:
    """Say whether a named division tells where the person is, or is only named in passing.

    Where none is known yet, any naming is better than none. 「想转到温州来」 does not take back the page's 泰顺,
    and of places named in a story only 「我在瑞安」「我住鹿城」「在苍南办」 are where one is.
    """
    if before is None or before == named.division.code:
        return True
    if before in guidebook.divisions and _lies_in(guidebook, before, named.division.code):
        return False
    return re.search(
        rf"(?:我们?|人|现|就|家|住)(?:现在)?[在住]{named.words}|在{named.words}(?:这边)?(?:能|可以)?办", text
    ) is not None or (len(text) - len(named.words) <= PASSING_MENTION)


def _lies_in(guidebook: Guidebook, code: str, within: str) -> bool:
    parent = guidebook.division(code).parent
    return parent is not None and (parent == within or _lies_in(guidebook, parent, within))


@lru_cache(maxsize=4)
def _names(guidebook: Guidebook) -> tuple[tuple[str, Division], ...]:
    names = [
        (name, division)
        for division in guidebook.divisions.values()
        for name in {division.name, *division.common_names, *division.towns}
    ]
    # Longest first: 「温州市本级」 before 「温州」; counties before the city they lie in.
    return tuple(sorted(names, key=lambda pair: (pair[1].level is Level.CITY, -len(pair[0]))))
