"""The circumstances of an item as switches: every question that arises, with what is chosen and what is still open."""

from dataclasses import dataclass

from knowledge.materials import holds, reference, settle
from knowledge.schema import Circumstance, ServiceItem


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchOption:
    """One answer; ``note`` explains it where the record does."""

    id: str
    label: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One circumstance; ``chosen`` is empty while it is open, ``assumed`` says that nobody chose it."""

    id: str
    question: str
    hint: str | None
    options: tuple[SwitchOption, ...]
    chosen: str | None
    assumed: bool


def switches(item: ServiceItem, chosen: frozenset[str]) -> tuple[Switch, ...]:
    """Return the circumstances that arise under ``chosen``, in guidebook order."""
    settled = settle(item, chosen)
    arising = (c for c in item.circumstances if holds(c.asked_if, settled))
    return tuple(_switch(circumstance, chosen, settled) for circumstance in arising)


def _switch(circumstance: Circumstance, chosen: frozenset[str], settled: frozenset[str]) -> Switch:
    refs = {reference(circumstance.id, option.id): option.id for option in circumstance.options}
    picked = next((ref for ref in refs if ref in settled), None)
    return Switch(
        id=circumstance.id,
        question=circumstance.question,
        hint=circumstance.hint,
        options=tuple(SwitchOption(id=o.id, label=o.label, note=o.note) for o in circumstance.options),
        chosen=refs[picked] if picked else None,
        assumed=picked is not None and picked not in chosen,
    )
