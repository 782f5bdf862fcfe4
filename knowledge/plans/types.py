"""What a plan is made of. Everything is frozen; words are in the order in which a person needs them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from knowledge.merging import MergedMaterial
from knowledge.schema import Circumstance

MOST_ITEMS = 20  # in one plan; the longest life event of the sample has ten


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An item that is wanted, with the circumstances known so far (``circumstance.option``)."""

    item_id: str
    chosen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """An item of the plan that comes before another, and why."""

    item_id: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One item of the plan; ``stage`` counts from 1, equal stages run side by side (并联)."""

    item_id: str
    item_name: str
    window: str
    stage: int
    before: tuple[Before, ...]
    circumstances: tuple[str, ...]  # in words, with those assumed
    online: str  # how far it can be done online, and where
    visits: tuple[int, ...]  # numbers of the trips on which it is dealt with; none: no trip
    materials: tuple[int, ...]  # numbers of the merged materials that it needs
    time: str
    starts: date | None  # the earliest day; empty where it waits for something of unknown length
    ready_by: date | None  # counted by its time limit; empty where the record has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """What is dealt with on a trip, at which window; ``nth`` visit of the item."""

    item_id: str
    item_name: str
    window: str
    note: str | None
    nth: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedVisit:
    """One trip: a place, a day where it can be reckoned, the stops in order, and what goes along."""

    number: int
    place: str
    level: str
    division: str
    address: str
    hours: str
    phone: str
    day: date | None  # the earliest
    when: str
    stops: tuple[Stop, ...]
    materials: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineFirst:
    """What of an item is done online before anybody leaves home."""

    item_id: str
    item_name: str
    whole: bool  # all of it, so that no trip is left
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeLine:
    """A charge of an item in words; ``counted`` in the total or not."""

    item_id: str
    text: str
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalFee:
    """Charges that are certain, added up (yuan), and those that the record leaves open."""

    certain: Decimal
    complete: bool
    text: str
    lines: tuple[FeeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An item that is not in the plan, and why, in words."""

    item_id: str
    item_name: str
    why: str
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything to know before dealing with several items together."""

    division_code: str
    division_name: str
    start: date
    steps: tuple[PlanStep, ...]
    visits: tuple[PlannedVisit, ...]
    trips_text: str
    online_first: tuple[OnlineFirst, ...]
    materials: tuple[MergedMaterial, ...]
    materials_text: str
    same_person: tuple[str, ...]  # papers of one kind that are one paper if they are one person's, in words
    fee: TotalFee
    finish: date | None
    finish_text: str
    left_out: tuple[LeftOut, ...]
    unordered: tuple[str, ...]  # items that the records make wait for each other, in words
    sample: bool
    guidebook_version: str


class PlanStatus(StrEnum):
    """Why there is a plan, or why there is none."""

    ANSWERED = "answered"
    CLARIFICATION = "clarification"  # a circumstance of an item must be asked first
    UNAVAILABLE = "unavailable"  # none of the items can be applied for


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReply:
    """The plan, or the circumstance (of which item) that must be asked first, or the items left out."""

    status: PlanStatus
    plan: Plan | None = None
    item_id: str | None = None
    item_name: str | None = None
    question: Circumstance | None = None
    left_out: tuple[LeftOut, ...] = ()
