"""Where to go: the windows of an item in a division; what is not known is said to be."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from knowledge.guidebook import CITY, Guidebook
from knowledge.materials import applying
from knowledge.open_now import OpenNow, open_now
from knowledge.schema import Division, Level, ServiceCentre, ServiceItem

UNKNOWN_ADDRESS = "地址未收录，请在浙里办查“办事网点”或拨打 12345"
UNKNOWN_HOURS = "法定工作日办公，具体钟点未收录，去之前请拨打 12345 确认"
CITY_PROPER = "330399"  # 市本级


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place that takes the item, in words.

    A notice is the same at any hour: ``open_now`` is filled in when an answer is given (``checked``), and stays empty
    where the hours are not recorded or not written so that they can be read (``knowledge/hours.py``).
    """

    level: str
    division: str
    name: str
    note: str | None
    address: str
    hours: str
    phone: str
    open_now: OpenNow | None = None


def checked(places: Iterable[Place], at: datetime) -> tuple[Place, ...]:
    """Return the places with whether each is open ``at`` that moment."""
    return tuple(replace(place, open_now=open_now(place.hours, at)) for place in places)


def places_for(
    guidebook: Guidebook, item: ServiceItem, division: Division, settled: frozenset[str]
) -> tuple[Place, ...]:
    """Return the places of ``item`` in ``division``, the nearest level first.

    In a county-level division city windows are left out where the county handles the item itself.
    """
    windows = applying(item.windows, settled)
    if division.level is Level.COUNTY:
        local = [w for w in windows if w.level in (Level.TOWN, Level.VILLAGE, Level.COUNTY)]
        if "龙港" in division.name:
            # 龙港 has no towns: its city windows and communities do a town's work.
            local = [w for w in local if w.level is not Level.TOWN] or local
        windows = tuple(local) or windows
    elif division.code == CITY_PROPER:
        windows = tuple(w for w in windows if w.level is Level.CITY) or windows
    order = [Level.VILLAGE, Level.TOWN, Level.COUNTY, Level.CITY, Level.PROVINCE, Level.NATION]
    city = guidebook.division(CITY)
    return tuple(
        _place(
            guidebook,
            window.level,
            window.name,
            window.note,
            city if window.level is Level.CITY else division,
        )
        for window in sorted(windows, key=lambda w: order.index(w.level))
    )


def _place(guidebook: Guidebook, level: Level, name: str, note: str | None, division: Division) -> Place:
    centre = centre_of(guidebook, division) if level in (Level.COUNTY, Level.CITY) and "政务服务中心" in name else None
    return Place(
        level=level,
        division=division.name,
        name=name,
        note=note,
        address=(centre.address if centre else None) or UNKNOWN_ADDRESS,
        hours=(centre.hours if centre else None) or UNKNOWN_HOURS,
        phone=(centre.phone if centre else None) or "12345（政务服务热线）",
    )


def centre_of(guidebook: Guidebook, division: Division) -> ServiceCentre | None:
    """Return the division's own service centre, or the nearest one above it."""
    current: Division | None = division
    while current is not None:
        if current.centre is not None:
            return current.centre
        current = guidebook.divisions.get(current.parent or "")
    return None
