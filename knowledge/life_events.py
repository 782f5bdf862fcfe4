"""A life event (一件事) as one answer: its items in order, its materials merged."""

from dataclasses import dataclass

from knowledge.guidebook import Guidebook
from knowledge.materials import reference
from knowledge.merging import MergedMaterial, Use, merge
from knowledge.schema import Level, LifeEvent, Material, ServiceItem, State, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleStep:
    """One item of the bundle; ``stage`` counts from 1, equal stages run side by side (并联)."""

    item_id: str
    item_name: str
    window: str
    stage: int
    after: tuple[str, ...]
    only_if: str | None
    level: str
    abolished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The answer for a life event: every item and every material any of them may ask for."""

    life_event_id: str
    name: str
    summary: str
    steps: tuple[BundleStep, ...]
    materials: tuple[MergedMaterial, ...]
    total: int
    total_text: str
    notes: tuple[str, ...]
    version: int
    as_of: str
    sample: bool


def bundle(guidebook: Guidebook, event: LifeEvent) -> Bundle:
    """Merge the items of a life event; conditional materials say when they are needed."""
    stages: dict[str, int] = {}
    steps = []
    for step in event.steps:
        item = guidebook.item(step.item_id)
        stages[step.item_id] = 1 + max((stages[earlier] for earlier in step.after), default=0)
        steps.append(
            BundleStep(
                item_id=item.id,
                item_name=item.name,
                window=item.window,
                stage=stages[item.id],
                after=step.after,
                only_if=step.only_if,
                level="、".join(item.levels or (Level.COUNTY,)),
                abolished=item.state is State.ABOLISHED,
            )
        )
    materials = merged_materials(guidebook, event)
    always = sum(not m.only_if and m.submission is not Submission.WAIVED for m in materials)
    return Bundle(
        life_event_id=event.id,
        name=event.name,
        summary=event.summary,
        steps=tuple(sorted(steps, key=lambda step: step.stage)),
        materials=materials,
        total=len(materials),
        total_text=f"{len(steps)} 个事项，材料合并后共 {len(materials)} 项，其中人人都要准备的 {always} 项",
        notes=event.notes,
        version=event.version,
        as_of=event.as_of.isoformat(),
        sample=guidebook.sample,
    )


def merged_materials(guidebook: Guidebook, event: LifeEvent) -> tuple[MergedMaterial, ...]:
    """Merge the papers of all items, with when each is needed in words."""
    return merge(
        Use(item=item, material=material, only_if=_when_words(item, material, step.only_if))
        for step in event.steps
        for item in (guidebook.item(step.item_id),)
        for material in item.materials
    )


def _when_words(item: ServiceItem, material: Material, item_only_if: str | None) -> str:
    """Say in words when a material is needed; empty when it always is."""
    by_circumstance: dict[str, list[str]] = {}
    for circumstance in item.circumstances:
        for option in circumstance.options:
            if reference(circumstance.id, option.id) in material.when:
                by_circumstance.setdefault(circumstance.id, []).append(option.label)
    words = "，且".join("或".join(labels) for labels in by_circumstance.values())
    if item_only_if:
        words = f"{item_only_if}，且{words}" if words else item_only_if
    return words
