"""Which circumstances are open, and which records apply under those chosen."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from knowledge.schema import Circumstance, Material, ServiceItem


class Conditional(Protocol):
    """A record that may hold under some circumstances only."""

    @property
    def when(self) -> tuple[str, ...]:
        """References ``circumstance.option`` on which the record hangs; empty: always."""
        ...


C = TypeVar("C", bound=Conditional)


def reference(circumstance_id: str, option_id: str) -> str:
    """Name an option the way records do: ``circumstance.option``."""
    return f"{circumstance_id}.{option_id}"


def holds(references: Iterable[str], chosen: frozenset[str]) -> bool:
    """Say whether ``references`` hold: one of each circumstance named must be chosen."""
    wanted: dict[str, bool] = {}
    for ref in references:
        circumstance_id = ref.partition(".")[0]
        wanted[circumstance_id] = wanted.get(circumstance_id, False) or ref in chosen
    return all(wanted.values())


def applying(records: Iterable[C], chosen: frozenset[str]) -> tuple[C, ...]:
    """Return the records that hold under the chosen circumstances, in guidebook order."""
    return tuple(record for record in records if holds(record.when, chosen))


def materials_for(item: ServiceItem, chosen: frozenset[str]) -> tuple[Material, ...]:
    """Return the materials that apply under the chosen circumstances, in guidebook order."""
    return applying(item.materials, chosen)


def settle(item: ServiceItem, chosen: frozenset[str]) -> frozenset[str]:
    """Add what is assumed, and drop answers to questions that no longer arise.

    Works through the circumstances in guidebook order, so that a question may depend on an
    earlier answer only.
    """
    settled: set[str] = set()
    for circumstance in item.circumstances:
        if not holds(circumstance.asked_if, frozenset(settled)):
            continue
        picked = [
            reference(circumstance.id, option.id)
            for option in circumstance.options
            if reference(circumstance.id, option.id) in chosen
        ]
        if picked:
            settled.add(picked[0])
        elif circumstance.assumed:
            settled.add(reference(circumstance.id, circumstance.assumed))
    return frozenset(settled)


def open_circumstance(item: ServiceItem, chosen: frozenset[str]) -> Circumstance | None:
    """Return the next circumstance that must be asked, or ``None`` when the notice is settled."""
    settled = settle(item, chosen)
    for circumstance in item.circumstances:
        if not holds(circumstance.asked_if, settled):
            continue
        if not any(reference(circumstance.id, o.id) in settled for o in circumstance.options):
            return circumstance
    return None


def combinations(item: ServiceItem) -> Iterator[frozenset[str]]:
    """Yield every reachable, settled combination of circumstances of ``item``."""

    def walk(index: int, settled: frozenset[str]) -> Iterator[frozenset[str]]:
        if index == len(item.circumstances):
            yield settled
            return
        circumstance = item.circumstances[index]
        if not holds(circumstance.asked_if, settled):
            yield from walk(index + 1, settled)
            return
        for option in circumstance.options:
            yield from walk(index + 1, settled | {reference(circumstance.id, option.id)})

    return walk(0, frozenset())
