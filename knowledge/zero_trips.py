"""Zero trips first (零跑优先): every way around a trip that the record of an item knows, as a typed value."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.guidebook import Guidebook
from knowledge.materials import applying, materials_for, settle
from knowledge.notices import differences
from knowledge.places import places_for
from knowledge.schema import Answer, Handling, Level, OnlineDepth, ServiceItem, State, Submission
from knowledge.wording import material_key, trips_text

NEAREST = (Level.TOWN, Level.VILLAGE)
PROXY_CIRCUMSTANCE = "agent"  # the circumstance by which records ask who goes (谁去办)
_ONLINE = {
    OnlineDepth.FULL: Answer.YES,
    OnlineDepth.APPLICATION: Answer.PARTLY,
    OnlineDepth.PRE_CHECK: Answer.PARTLY,
    OnlineDepth.INFORMATION: Answer.NO,
    OnlineDepth.NONE: Answer.NO,
}


class Way(StrEnum):
    """A way around a trip, or to a shorter one."""

    ONLINE = "网上办"
    POST_IN = "邮寄材料"
    POST_OUT = "结果寄到家"
    SELF_SERVICE = "自助机"
    NEARBY = "镇街、村社区就近办"
    PROXY = "别人代办"


@dataclass(frozen=True, slots=True, kw_only=True)
class WayAround:
    """Whether a way is open, where, and what it changes; ``url`` only where the record is certain of it."""

    way: Way
    answer: Answer
    where: tuple[str, ...]
    text: str
    changes: tuple[str, ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Electronic:
    """A certificate whose record says something of its electronic form (电子证照), in the record's words."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ZeroTrips:
    """All ways of an item, those that save the trip first."""

    item_id: str
    item_name: str
    trips: int
    trips_text: str
    ways: tuple[WayAround, ...]
    electronic_in_place_of_paper: tuple[Electronic, ...]
    result_is_electronic: Answer | None  # empty: the record does not say


def zero_trips(
    guidebook: Guidebook, item_id: str, chosen: frozenset[str] = frozenset(), division_code: str | None = None
) -> ZeroTrips | None:
    """Return the ways around a trip; ``None`` for an item that is no longer handled.

    Raises ``UnknownReference`` for an unknown item or division.
    """
    item = guidebook.item(item_id)
    division = guidebook.division(division_code)
    if item.state is State.ABOLISHED or item.handling is None or item.trips is None:
        return None
    settled = settle(item, chosen)
    near = tuple(p.name for p in places_for(guidebook, item, division, settled) if p.level in NEAREST)
    results = {result.electronic for result in applying(item.results, settled)}
    ways = (*_from_home(item.handling), _nearby(near), _proxy(item, settled))
    open_first = [Answer.YES, Answer.PARTLY, Answer.VARIES, Answer.NO]
    return ZeroTrips(
        item_id=item.id,
        item_name=item.name,
        trips=item.trips.count,
        trips_text=trips_text(item.trips),
        ways=tuple(sorted(ways, key=lambda one: open_first.index(one.answer))),
        electronic_in_place_of_paper=tuple(
            Electronic(name=material_key(material), text=material.notes)
            for material in materials_for(item, settled)
            if material.submission is not Submission.WAIVED and material.notes and "电子" in material.notes
        ),
        result_is_electronic=results.pop() if len(results) == 1 else None,
    )


def _from_home(handling: Handling) -> tuple[WayAround, ...]:
    online = handling.online
    return (
        WayAround(
            way=Way.ONLINE,
            answer=_ONLINE[online.depth],
            where=(online.where,) if online.where else (),
            text=online.depth,
            changes=(online.note,) if online.note else (),
            url=online.url,
        ),
        WayAround(way=Way.POST_IN, answer=handling.post_in, where=(), text=handling.post_in),
        WayAround(way=Way.POST_OUT, answer=handling.post_out, where=(), text=handling.post_out),
        WayAround(
            way=Way.SELF_SERVICE,
            answer=handling.self_service,
            where=(),
            text=handling.self_service,
            changes=(handling.self_service_note,) if handling.self_service_note else (),
        ),
    )


def _nearby(windows: tuple[str, ...]) -> WayAround:
    answer = Answer.YES if windows else Answer.NO
    return WayAround(way=Way.NEARBY, answer=answer, where=windows, text="、".join(windows) or "记录里没有就近的窗口")


def _proxy(item: ServiceItem, settled: frozenset[str]) -> WayAround:
    assert item.handling is not None  # noqa: S101 - asked by the caller
    proxy = item.handling.proxy
    changed = tuple(d.text for d in differences(item, settled) if d.circumstance_id == PROXY_CIRCUMSTANCE)
    return WayAround(way=Way.PROXY, answer=proxy.allowed, where=(), text=proxy.note or proxy.allowed, changes=changed)
