"""When what can be done: the earliest days of trips and results, counted by the time limits of the records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.calendar import deadline, working_day
from knowledge.materials import applying
from knowledge.plans.trips import Errand, Trip
from knowledge.schema import DayUnit, ServiceItem, TimeLimit


@dataclass(frozen=True, slots=True)
class Length:
    """How long the office may take; the promised time (承诺时限) where there is one, else the statutory one."""

    days: int
    unit: DayUnit = DayUnit.WORKING_DAYS


@dataclass(frozen=True, slots=True)
class Schedule:
    """Days by the index of trips and errands; ``None`` behind anything whose length the record does not say."""

    trips: tuple[date | None, ...]
    starts: tuple[date | None, ...]
    ready: tuple[date | None, ...]


def length(item: ServiceItem, settled: frozenset[str]) -> Length | None:
    """Return the longest applying time limit, ``None`` where the record names no number."""
    times = applying(item.times, settled)
    promised = [Length(time.promised_days, time.unit) for time in times if time.promised_days is not None]
    statutory = [Length(time.statutory_days, time.unit) for time in times if time.statutory_days is not None]
    if not promised and any(_open(time) for time in times):
        return None
    return max(promised or statutory, key=_in_calendar_days, default=None)


def _open(time: TimeLimit) -> bool:
    return time.promised_days is None and time.statutory_days is None


def _in_calendar_days(limit: Length) -> float:
    return limit.days * (7 / 5 if limit.unit is DayUnit.WORKING_DAYS else 1)


def schedule(
    errands: Sequence[Errand], lengths: Sequence[Length | None], trips: Sequence[Trip], start: date
) -> Schedule:
    """Reckon the earliest days, every errand begun as early as its trip allows."""
    trip_of = {index: number for number, trip in enumerate(trips) for index in trip.errands}
    days: dict[int, date | None] = {}
    ready: dict[int, date | None] = {}

    def begin(index: int) -> date | None:
        return trip_day(trip_of[index]) if index in trip_of else after(errands[index].after)

    def trip_day(number: int) -> date | None:
        if number not in days:
            mates = frozenset(trips[number].errands)
            days[number] = after(frozenset[int]().union(*(errands[index].after for index in mates)) - mates)
        return days[number]

    def after(earlier: frozenset[int]) -> date | None:
        return _latest(start, [result(index) for index in earlier])

    def result(index: int) -> date | None:
        if index not in ready:
            begun, taken = begin(index), lengths[index]
            ready[index] = deadline(begun, taken.days, taken.unit) if begun and taken else None
        return ready[index]

    return Schedule(
        trips=tuple(trip_day(number) for number in range(len(trips))),
        starts=tuple(begin(index) for index in range(len(errands))),
        ready=tuple(result(index) for index in range(len(errands))),
    )


def _latest(start: date, days: Sequence[date | None]) -> date | None:
    if any(day is None for day in days):
        return None
    return working_day(max([start, *(day for day in days if day is not None)]))
