"""Make a plan of several items: settle each, put them in order, find the fewest trips, and say it all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.guidebook import Guidebook
from knowledge.materials import applying, materials_for, open_circumstance, reference, settle
from knowledge.merging import MergedMaterial, Use, merge
from knowledge.places import Place, places_for
from knowledge.plans import words
from knowledge.plans.dates import Length, Schedule, length, schedule
from knowledge.plans.fees import total_fee
from knowledge.plans.order import Order, Settled, order
from knowledge.plans.trips import Errand, Trip, fewest_trips
from knowledge.plans.types import (
    LeftOut,
    OnlineFirst,
    Plan,
    PlannedVisit,
    PlanReply,
    PlanStatus,
    PlanStep,
    Stop,
    Wanted,
)
from knowledge.schema import Division, OnlineDepth, ServiceItem, State, Submission
from knowledge.wording import abolition_text, hindrance_text, time_text

HALLS = ("便民服务中心", "政务服务中心")  # windows in one of these are in one building, whatever they are called


def make_plan(
    guidebook: Guidebook, wanted: Sequence[Wanted], division_code: str | None = None, start: date | None = None
) -> PlanReply:
    """Plan several items together, begun on ``start`` (the guidebook's day) or the next working day.

    An item that is wanted twice is planned once. Returns the question where a circumstance is open. Raises
    ``UnknownReference`` for an unknown item or division.
    """
    division = guidebook.division(division_code)
    wanted = list({one.item_id: one for one in wanted}.values())
    items = [guidebook.item(one.item_id) for one in wanted]
    left_out = tuple(found for item in items if (found := _left_out(guidebook, item)) is not None)
    out = {one.item_id for one in left_out}
    going = [item for item in items if item.id not in out]
    chosen = {one.item_id: one.chosen for one in wanted}
    for item in going:
        question = open_circumstance(item, chosen[item.id])
        if question is not None:
            return PlanReply(
                status=PlanStatus.CLARIFICATION, item_id=item.id, item_name=item.name, question=question,
                left_out=left_out,
            )  # fmt: skip
    if not going:
        return PlanReply(status=PlanStatus.UNAVAILABLE, left_out=left_out)
    settled = {item.id: settle(item, chosen[item.id]) for item in going}
    begin = start or guidebook.day or guidebook.as_of
    return PlanReply(
        status=PlanStatus.ANSWERED, plan=_plan(guidebook, going, settled, division, begin, left_out), left_out=left_out
    )


def _left_out(guidebook: Guidebook, item: ServiceItem) -> LeftOut | None:
    if item.state is State.ABOLISHED and item.abolition is not None:
        instead = tuple(i for i in item.abolition.replaced_by if i in guidebook.items)
        return LeftOut(item_id=item.id, item_name=item.name, why=abolition_text(item), instead=instead)
    hindrance = hindrance_text(item, guidebook.day)
    return LeftOut(item_id=item.id, item_name=item.name, why=hindrance) if hindrance else None


@dataclass(frozen=True, slots=True)
class _Visit:
    """An errand's item; ``nth`` of its ``of`` visits, 0 of 0 for what needs no trip."""

    item: ServiceItem
    nth: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """Everything reckoned about the plan, before it is put into words."""

    items: Sequence[ServiceItem]
    settled: Settled
    order: Order
    places: dict[str, dict[str, Place]]  # of each item, its windows by building
    visits: list[_Visit]
    trips: tuple[Trip, ...]
    days: Schedule
    materials: tuple[MergedMaterial, ...]

    def papers(self, item_ids: set[str]) -> tuple[int, ...]:
        """Numbers of the papers to carry for these items."""
        return tuple(
            paper.number
            for paper in self.materials
            if paper.submission is not Submission.WAIVED and item_ids & set(paper.item_ids)
        )


def _plan(
    guidebook: Guidebook,
    items: Sequence[ServiceItem],
    settled: Settled,
    division: Division,
    start: date,
    left_out: tuple[LeftOut, ...],
) -> Plan:
    work = _reckon(guidebook, items, settled, division, start)
    visits = _visits(work)
    waived = sum(paper.submission is Submission.WAIVED for paper in work.materials)
    ends = dict(zip((visit.item.name for visit in work.visits), work.days.ready, strict=True))
    return Plan(
        division_code=division.code,
        division_name=division.name,
        start=start,
        steps=_steps(work, visits),
        visits=visits,
        trips_text=words.trips_text(items, visits),
        online_first=tuple(online for item in items if (online := _online_first(item)) is not None),
        materials=work.materials,
        materials_text=words.materials_text(len(items), len(work.materials), waived),
        same_person=words.same_person_texts(work.materials),
        fee=total_fee(items, settled),
        finish=max((day for day in ends.values() if day), default=None) if all(ends.values()) else None,
        finish_text=words.finish_text(ends),
        left_out=left_out,
        unordered=tuple(words.circle_text(guidebook, circle) for circle in work.order.circles),
        sample=guidebook.sample,
        guidebook_version=guidebook.version,
    )


def _reckon(
    guidebook: Guidebook, items: Sequence[ServiceItem], settled: Settled, division: Division, start: date
) -> _Work:
    ordered = order(guidebook, items, settled)
    items = sorted(items, key=lambda item: ordered.stage(item.id))
    places = {
        item.id: {building(place): place for place in reversed(places_for(guidebook, item, division, settled[item.id]))}
        for item in items
    }
    visits, errands, lengths = _errands(items, settled, ordered, places)
    trips = fewest_trips(errands)
    days = schedule(errands, lengths, trips, start)
    by_day = sorted(range(len(trips)), key=lambda number: (days.trips[number] or date.max, number))
    uses = [Use(item=item, material=m) for item in items for m in materials_for(item, settled[item.id])]
    return _Work(
        items=items,
        settled=settled,
        order=ordered,
        places=places,
        visits=visits,
        trips=tuple(trips[number] for number in by_day),
        days=Schedule(tuple(days.trips[number] for number in by_day), days.starts, days.ready),
        materials=merge(uses),
    )


def building(place: Place) -> str:
    """Name the building of a window: all windows of one service centre are one trip."""
    hall = next((hall for hall in HALLS if hall in place.name), place.name)
    return f"{place.level}|{place.division}|{hall}"


def _errands(
    items: Sequence[ServiceItem], settled: Settled, ordered: Order, places: dict[str, dict[str, Place]]
) -> tuple[list[_Visit], list[Errand], list[Length | None]]:
    """One errand for each visit of an item, or a single one from home; between two visits lies an unknown time."""
    visits: list[_Visit] = []
    errands: list[Errand] = []
    lengths: list[Length | None] = []
    last: dict[str, int] = {}
    for item in items:
        after = frozenset(last[earlier.item_id] for earlier in ordered.before[item.id])
        count = item.trips.count if item.trips else 0
        whole = length(item, settled[item.id])
        windows = tuple(reversed(places[item.id])) or (f"|{item.id}|",)
        for nth in range(1, count + 1) if count else (0,):
            final = nth == count
            taken = whole if count < 2 else Length(0) if final else None
            visits.append(_Visit(item, nth, count))
            lengths.append(taken)
            errands.append(Errand(windows if count else (), after, at_once=taken is not None and not taken.days))
            after = frozenset({len(errands) - 1})
        last[item.id] = len(errands) - 1
    return visits, errands, lengths


def _visits(work: _Work) -> tuple[PlannedVisit, ...]:
    found = []
    for number, (trip, day) in enumerate(zip(work.trips, work.days.trips, strict=True), 1):
        stops = [work.visits[index] for index in trip.errands]
        here = [work.places[visit.item.id].get(trip.place) for visit in stops]
        place = next((place for place in here if place is not None), None)
        awaited = [earlier.item_id for visit in stops for earlier in work.order.before[visit.item.id]]
        found.append(
            PlannedVisit(
                number=number,
                place=words.place_name(place, HALLS) if place else f"{stops[0].item.window}窗口（地点未收录）",
                level=place.level if place else "",
                division=place.division if place else "",
                address=place.address if place else words.UNKNOWN_ADDRESS,
                hours=place.hours if place else words.UNKNOWN_HOURS,
                phone=place.phone if place else words.HOTLINE,
                day=day,
                when=words.visit_when(day, [item.name for item in work.items if item.id in awaited], stops[0].nth),
                stops=tuple(
                    Stop(
                        item_id=visit.item.id,
                        item_name=visit.item.name,
                        window=window.name if window else visit.item.window,
                        note=window.note if window else None,
                        nth=visit.nth,
                        of=visit.of,
                    )
                    for visit, window in zip(stops, here, strict=True)
                ),
                materials=work.papers({visit.item.id for visit in stops}),
            )
        )
    return tuple(found)


def _steps(work: _Work, visits: tuple[PlannedVisit, ...]) -> tuple[PlanStep, ...]:
    first = {visit.item.id: index for index, visit in reversed(list(enumerate(work.visits)))}
    last = {visit.item.id: index for index, visit in enumerate(work.visits)}
    return tuple(
        PlanStep(
            item_id=item.id,
            item_name=item.name,
            window=item.window,
            stage=work.order.stage(item.id),
            before=work.order.before[item.id],
            circumstances=_circumstances(item, work.settled[item.id]),
            online=words.online_text(item),
            visits=tuple(visit.number for visit in visits if any(stop.item_id == item.id for stop in visit.stops)),
            materials=tuple(paper.number for paper in work.materials if item.id in paper.item_ids),
            time="；".join(time_text(time) for time in applying(item.times, work.settled[item.id])) or words.NO_TIME,
            starts=work.days.starts[first[item.id]],
            ready_by=work.days.ready[last[item.id]],
        )
        for item in work.items
    )


def _circumstances(item: ServiceItem, settled: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        option.label
        for circumstance in item.circumstances
        for option in circumstance.options
        if reference(circumstance.id, option.id) in settled
    )


def _online_first(item: ServiceItem) -> OnlineFirst | None:
    whole = bool(item.trips) and item.trips is not None and item.trips.count == 0
    depth = item.handling.online.depth if item.handling else OnlineDepth.NONE
    if not whole and depth not in (OnlineDepth.FULL, OnlineDepth.APPLICATION, OnlineDepth.PRE_CHECK):
        return None
    return OnlineFirst(item_id=item.id, item_name=item.name, whole=whole, text=words.online_text(item))
