"""The report that the reform asks for: which items still make people come twice, and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from knowledge.guidebook import Guidebook
from knowledge.open_now import BEIJING
from store.feedback import FeedbackKind
from store.reports import WastedTrip

UNNAMED = "（没有说明）"
QUOTED = 5  # people's own words shown of an item, the latest first
HOURS = tuple(range(24))
WEEKS_FROM = 45  # days; a longer time is drawn by weeks


@dataclass(frozen=True, slots=True)
class Counted:
    """A name and how often it was told."""

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One item that people came twice for, with what they said was missing or wrong."""

    id: str
    name: str
    window: str
    count: int
    share: float  # of all wasted trips in the time
    materials: tuple[Counted, ...]
    places: tuple[Counted, ...]
    words: tuple[str, ...]
    helpful: int
    unhelpful: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """One window: wasted trips by the hour of Beijing at which they were told."""

    window: str
    hours: tuple[int, ...]  # 24 counts


@dataclass(frozen=True, slots=True, kw_only=True)
class TwiceReport:
    """All of it; ``until`` is the last day, included."""

    since: date
    until: date
    total: int
    items: tuple[ItemRow, ...]
    materials: tuple[Counted, ...]
    windows: tuple[Counted, ...]
    trend: tuple[Counted, ...]  # a point for each day, or for each week from its first day
    by_weeks: bool
    heat: tuple[HeatRow, ...]


def report(
    trips: Sequence[WastedTrip],
    counts: Counter[tuple[str | None, FeedbackKind]],
    guidebook: Guidebook,
    since: date,
    until: date,
) -> TwiceReport:
    """Put the wasted trips of a time in order, most frequent first; what has no item is counted as such."""
    window = _windows(guidebook)
    by_item = Counter(trip.item_id or "" for trip in trips)
    weeks = (until - since).days >= WEEKS_FROM
    return TwiceReport(
        since=since,
        until=until,
        total=len(trips),
        items=tuple(_row(item_id, count, trips, counts, guidebook) for item_id, count in by_item.most_common()),
        materials=_counted(f"{_name(guidebook, t.item_id)}：{name}" for t in trips for name in t.materials),
        windows=_counted(map(window, trips)),
        trend=tuple(_trend(trips, since, until, 7 if weeks else 1)),
        by_weeks=weeks,
        heat=tuple(_heat(trips, window)),
    )


def _row(
    item_id: str,
    count: int,
    trips: Sequence[WastedTrip],
    counts: Counter[tuple[str | None, FeedbackKind]],
    guidebook: Guidebook,
) -> ItemRow:
    own = [trip for trip in trips if (trip.item_id or "") == item_id]
    item = guidebook.items.get(item_id)
    said = [trip.words for trip in reversed(own) if trip.words]
    return ItemRow(
        id=item_id,
        name=_name(guidebook, item_id),
        window=item.window if item else "",
        count=count,
        share=count / len(trips),
        materials=_counted(name for trip in own for name in trip.materials),
        places=_counted(trip.place for trip in own if trip.place),
        words=tuple(dict.fromkeys(said))[:QUOTED],
        helpful=counts[item_id or None, FeedbackKind.HELPFUL],
        unhelpful=counts[item_id or None, FeedbackKind.UNHELPFUL],
    )


def _name(guidebook: Guidebook, item_id: str | None) -> str:
    if not item_id:
        return UNNAMED
    found = guidebook.items.get(item_id) or guidebook.life_events.get(item_id)
    return found.name if found else item_id


def _windows(guidebook: Guidebook) -> Callable[[WastedTrip], str]:
    """The window that a person named, else the counter of the item."""

    def window(trip: WastedTrip) -> str:
        item = guidebook.items.get(trip.item_id or "")
        return trip.place or (item.window if item else UNNAMED)

    return window


def _counted(names: Iterable[str]) -> tuple[Counted, ...]:
    return tuple(Counted(name, count) for name, count in Counter(names).most_common())


def _trend(trips: Sequence[WastedTrip], since: date, until: date, days: int) -> Iterable[Counted]:
    told = Counter((trip.at.astimezone(BEIJING).date() - since).days // days for trip in trips)
    for number in range((until - since).days // days + 1):
        yield Counted((since + timedelta(days=number * days)).isoformat(), told[number])


def _heat(trips: Sequence[WastedTrip], window: Callable[[WastedTrip], str]) -> Iterable[HeatRow]:
    told = Counter((window(trip), trip.at.astimezone(BEIJING).hour) for trip in trips)
    for each in _counted(map(window, trips)):
        yield HeatRow(window=each.name, hours=tuple(told[each.name, hour] for hour in HOURS))


def midnight(day: date) -> datetime:
    """Return the beginning of a day in Beijing."""
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING)
