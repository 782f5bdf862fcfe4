"""Which item of a plan comes before which, by ``obtained_by`` of materials and ``after`` of life events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.guidebook import Guidebook
from knowledge.materials import materials_for
from knowledge.plans.types import Before
from knowledge.schema import ServiceItem

Settled = Mapping[str, frozenset[str]]  # circumstances of each item


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """For each item what comes before it; ``circles`` are items that the records make wait for each other."""

    before: Mapping[str, tuple[Before, ...]]
    circles: tuple[tuple[str, ...], ...]

    def stage(self, item_id: str) -> int:
        """Count from 1 how many items one after another lead up to this one."""
        return 1 + max((self.stage(earlier.item_id) for earlier in self.before[item_id]), default=0)


def order(guidebook: Guidebook, items: Sequence[ServiceItem], settled: Settled) -> Order:
    """Put the items into order; within a circle nothing comes first, and the circle is handed over to be said."""
    reasons = _reasons(guidebook, items, settled)
    leads_to = {item.id: _reached(item.id, reasons) for item in items}
    circles = {
        tuple(other.id for other in items if item.id in leads_to[other.id] and other.id in leads_to[item.id])
        for item in items
        if item.id in leads_to[item.id]
    }
    before = {
        item.id: tuple(
            Before(item_id=earlier, why=why)
            for earlier, why in reasons[item.id].items()
            if earlier not in leads_to or item.id not in leads_to[earlier]
        )
        for item in items
    }
    return Order(before=before, circles=tuple(sorted(circles)))


def _reasons(guidebook: Guidebook, items: Sequence[ServiceItem], settled: Settled) -> dict[str, dict[str, str]]:
    """For each item the others that come before it, with the reason in words."""
    here = {item.id: item for item in items}
    reasons: dict[str, dict[str, str]] = {item.id: {} for item in items}
    for item in items:
        for material in materials_for(item, settled[item.id]):
            earlier = material.obtained_by
            if earlier in here and earlier != item.id:
                reasons[item.id].setdefault(str(earlier), f"要用“{here[str(earlier)].name}”办出来的“{material.name}”")
        for event in guidebook.life_events_of.get(item.id, ()):
            after = next(step.after for step in event.steps if step.item_id == item.id)
            for earlier in after:
                if earlier in here:
                    reasons[item.id].setdefault(earlier, f"“{event.name}”的顺序：先办“{here[earlier].name}”")
    return reasons


def _reached(item_id: str, reasons: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """All items that come before one, directly or not; itself too where it stands in a circle."""
    found: set[str] = set()
    waiting = list(reasons[item_id])
    while waiting:
        earlier = waiting.pop()
        if earlier not in found:
            found.add(earlier)
            waiting += reasons[earlier]
    return frozenset(found)
