"""Find the division that a text names: 「我在瑞安」「柳市镇」."""

from dataclasses import dataclass
from functools import lru_cache

from knowledge.guidebook import Guidebook
from knowledge.schema import Division, Level


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


@lru_cache(maxsize=4)
def _names(guidebook: Guidebook) -> tuple[tuple[str, Division], ...]:
    names = [
        (name, division)
        for division in guidebook.divisions.values()
        for name in {division.name, *division.common_names, *division.towns}
    ]
    # Longest first: 「温州市本级」 before 「温州」; counties before the city they lie in.
    return tuple(sorted(names, key=lambda pair: (pair[1].level is Level.CITY, -len(pair[0]))))
