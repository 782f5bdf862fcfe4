"""OneTimeNotice (一次性告知单): the answer itself, rendered from one record and from nothing else.

The chat, the notice endpoint, the clerk's desk and the printed slip all show this one value, so
they cannot disagree. Contents follow DB33/T 2036.1-2017, annex A.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.errors import UnknownReference
from knowledge.guidebook import Guidebook
from knowledge.materials import applying, materials_for, open_circumstance, reference, settle
from knowledge.places import Place, places_for
from knowledge.schema import Abolition, Circumstance, LegalBasis, Material, ServiceItem, State, Submission
from knowledge.wording import (
    abolition_text,
    counts_text,
    difference_text,
    fee_text,
    hindrance_text,
    material_key,
    proxy_text,
    reason_text,
    time_text,
    total_text,
    trips_text,
    unrecorded_text,
    ways,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialLine:
    """One numbered line of the list, with the words a person reads."""

    number: int
    name: str
    of: str | None
    original: int
    copies: int
    counts: str
    submission: Submission
    reason: str | None
    format: str
    source: str
    issuer: str | None
    notes: str | None
    legal_basis: str | None
    obtained_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenCircumstance:
    """An answered circumstance; ``assumed`` where nobody asked."""

    id: str
    question: str
    option_id: str
    label: str
    assumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What another option of a circumstance would change in the list."""

    circumstance_id: str
    option_id: str
    label: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the answer comes from: item, version of its record and of the whole guidebook, as-of date, law."""

    item_id: str
    version: int
    as_of: date
    legal_basis: tuple[LegalBasis, ...]
    sample: bool
    guidebook_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimeNotice:
    """Everything to be told at once (一次性告知) for an item, a division and circumstances."""

    item_id: str
    item_name: str
    summary: str
    window: str
    department: str
    division_code: str
    division_name: str
    date: date
    circumstances: tuple[ChosenCircumstance, ...]
    total: int
    to_bring: int
    total_text: str
    materials: tuple[MaterialLine, ...]
    differences: tuple[Difference, ...]
    conditions: tuple[str, ...]
    fees: tuple[str, ...]
    times: tuple[str, ...]
    trips: str
    ways: tuple[str, ...]
    proxy: str
    places: tuple[Place, ...]
    steps: tuple[str, ...]
    results: tuple[str, ...]
    faqs: tuple[tuple[str, str], ...]
    differs: tuple[str, ...]
    source: Source


class NoticeStatus(StrEnum):
    """Why there is a notice, or why there is none."""

    ANSWERED = "answered"
    CLARIFICATION = "clarification"  # a circumstance must be asked first
    ABOLISHED = "abolished"
    UNAVAILABLE = "unavailable"  # suspended, expired or not yet in force on that date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeReply:
    """The notice, or the question or the plain words that stand in its place."""

    status: NoticeStatus
    notice: OneTimeNotice | None = None
    question: Circumstance | None = None
    abolition: Abolition | None = None
    text: str | None = None


def chosen_from(item: ServiceItem, answers: Mapping[str, str]) -> frozenset[str]:
    """Turn ``{circumstance: option}`` into references; raises ``UnknownReference``."""
    chosen = set()
    for circumstance_id, option_id in answers.items():
        try:
            circumstance = item.circumstance(circumstance_id)
        except KeyError:
            raise UnknownReference("情形", circumstance_id) from None
        if option_id not in {option.id for option in circumstance.options}:
            raise UnknownReference("情形选项", f"{circumstance_id}.{option_id}")
        chosen.add(reference(circumstance_id, option_id))
    return frozenset(chosen)


def answer(
    guidebook: Guidebook,
    item_id: str,
    chosen: frozenset[str] = frozenset(),
    division_code: str | None = None,
    on: date | None = None,
) -> NoticeReply:
    """Answer for an item on a day (the guidebook's own, or ``on``): the notice, or why there is none.

    Raises ``UnknownReference`` for an unknown item or division.
    """
    if on is not None:
        guidebook = guidebook.on(on)
    item = guidebook.item(item_id)
    division = guidebook.division(division_code)
    if item.abolition is not None and item.state is State.ABOLISHED:
        return NoticeReply(status=NoticeStatus.ABOLISHED, abolition=item.abolition, text=abolition_text(item))
    hindrance = hindrance_text(item, guidebook.day) or (on and unrecorded_text(item, on))
    if hindrance:
        return NoticeReply(status=NoticeStatus.UNAVAILABLE, text=hindrance)
    question = open_circumstance(item, chosen)
    if question:
        return NoticeReply(status=NoticeStatus.CLARIFICATION, question=question)
    settled = settle(item, chosen)
    assert item.handling is not None and item.trips is not None  # noqa: S101 - the check proves it before publishing
    materials = material_lines(materials_for(item, settled))
    waived = sum(line.submission is Submission.WAIVED for line in materials)
    notice = OneTimeNotice(
        item_id=item.id,
        item_name=item.name,
        summary=item.summary,
        window=item.window,
        department=item.department,
        division_code=division.code,
        division_name=division.name,
        date=guidebook.day or item.as_of,
        circumstances=_chosen_circumstances(item, settled, chosen),
        total=len(materials),
        to_bring=len(materials) - waived,
        total_text=total_text(len(materials), waived),
        materials=materials,
        differences=differences(item, settled),
        conditions=tuple(condition.text for condition in applying(item.conditions, settled)),
        fees=tuple(fee_text(fee) for fee in applying(item.fees, settled)),
        times=tuple(time_text(time) for time in applying(item.times, settled)),
        trips=trips_text(item.trips),
        ways=ways(item.handling),
        proxy=proxy_text(item),
        places=places_for(guidebook, item, division, settled),
        steps=tuple(f"{step.name}：{step.text}" for step in applying(item.steps, settled)),
        results=tuple(
            result.name
            + (f"（有效期：{result.validity}）" if result.validity else "")
            + (f"。{result.note}" if result.note else "")
            for result in applying(item.results, settled)
        ),
        faqs=tuple((faq.question, faq.answer) for faq in item.faqs),
        differs=item.differs,
        source=Source(
            item_id=item.id,
            version=item.version,
            as_of=item.as_of,
            legal_basis=item.legal_basis,
            sample=guidebook.sample,
            guidebook_version=guidebook.version,
        ),
    )
    return NoticeReply(status=NoticeStatus.ANSWERED, notice=notice)


def material_lines(materials: Iterable[Material]) -> tuple[MaterialLine, ...]:
    """Number the materials and put each one's counts and reason into words."""
    return tuple(
        MaterialLine(
            number=number,
            name=material.name,
            of=material.of,
            original=material.original,
            copies=material.copies,
            counts=counts_text(material),
            submission=material.submission,
            reason=reason_text(material),
            format=material.format,
            source=material.source,
            issuer=material.issuer,
            notes=material.notes,
            legal_basis=material.legal_basis,
            obtained_by=material.obtained_by,
        )
        for number, material in enumerate(materials, 1)
    )


def _chosen_circumstances(
    item: ServiceItem, settled: frozenset[str], chosen: frozenset[str]
) -> tuple[ChosenCircumstance, ...]:
    return tuple(
        ChosenCircumstance(
            id=circumstance.id,
            question=circumstance.question,
            option_id=option.id,
            label=option.label,
            assumed=reference(circumstance.id, option.id) not in chosen,
        )
        for circumstance in item.circumstances
        for option in circumstance.options
        if reference(circumstance.id, option.id) in settled
    )


def differences(item: ServiceItem, settled: frozenset[str]) -> tuple[Difference, ...]:
    """Return what each other answer would change, where it leads to a settled list."""
    here = {material_key(m) for m in materials_for(item, settled)}
    found = []
    for circumstance in item.circumstances:
        mine = {reference(circumstance.id, option.id) for option in circumstance.options}
        if not mine & settled:
            continue
        for option in circumstance.options:
            ref = reference(circumstance.id, option.id)
            if ref in settled:
                continue
            other = (settled - mine) | {ref}
            if open_circumstance(item, other):
                continue
            there = {material_key(m) for m in materials_for(item, settle(item, other))}
            added = tuple(sorted(there - here))
            removed = tuple(sorted(here - there))
            text = difference_text(option.label, added, removed)
            found.append(
                Difference(
                    circumstance_id=circumstance.id,
                    option_id=option.id,
                    label=option.label,
                    added=added,
                    removed=removed,
                    text=text,
                )
            )
    return tuple(found)
