"""Filters of the clerk's desk: by counter, department, audience, division, and whether the trip can be saved."""

from dataclasses import dataclass
from functools import lru_cache

from knowledge.guidebook import CITY, Guidebook
from knowledge.schema import Audience, Division, Level, OnlineDepth, ServiceItem

_LOCAL = frozenset({Level.VILLAGE, Level.TOWN, Level.COUNTY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """What is wanted; an empty field wants everything."""

    window: str | None = None
    department: str | None = None
    audience: Audience | None = None
    division: str | None = None  # only what a window of this division takes
    zero_trip: bool = False


@lru_cache(maxsize=64)
def passing(guidebook: Guidebook, sieve: Sieve) -> frozenset[str]:
    """Return the ids of the items that pass; raises ``UnknownReference`` for an unknown division."""
    division = guidebook.division(sieve.division) if sieve.division else None
    return frozenset(item.id for item in guidebook.items.values() if _passes(item, sieve, division))


def _passes(item: ServiceItem, sieve: Sieve, division: Division | None) -> bool:
    return (
        sieve.window in (None, item.window)
        and sieve.department in (None, item.department)
        and (sieve.audience is None or sieve.audience in item.audience)
        and (not sieve.zero_trip or saves_the_trip(item))
        and (division is None or taken_in(item, division))
    )


def saves_the_trip(item: ServiceItem) -> bool:
    """Say whether an item can be had without a visit (零跑)."""
    online = item.handling is not None and item.handling.online.depth is OnlineDepth.FULL
    return online or (item.trips is not None and item.trips.count == 0)


def taken_in(item: ServiceItem, division: Division) -> bool:
    """Say whether a window of this very division takes the item; the whole city takes what anybody takes."""
    levels = {window.level for window in item.windows}
    if division.code == CITY:
        return bool(levels)
    return bool(levels & (_LOCAL if division.level is Level.COUNTY else {division.level}))
