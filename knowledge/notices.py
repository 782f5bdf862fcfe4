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
from knowledge.schema import (
    Abolition,
    Circumstance,
    Fee,
    Handling,
    LegalBasis,
    Material,
    ServiceItem,
    State,
    Submission,
    TimeLimit,
    Trips,
)

HOTLINE = "12345"  # 政务服务便民热线, nation-wide


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
    """Where the answer comes from: item, version, as-of date, law."""

    item_id: str
    version: int
    as_of: date
    legal_basis: tuple[LegalBasis, ...]
    sample: bool


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
    """Answer for an item: the whole notice, or what stands in its way.

    Raises ``UnknownReference`` for an unknown item or division.
    """
    item = guidebook.item(item_id)
    division = guidebook.division(division_code)
    if item.abolition is not None and item.state is State.ABOLISHED:
        return NoticeReply(status=NoticeStatus.ABOLISHED, abolition=item.abolition, text=abolition_text(item))
    hindrance = _hindrance(item, on)
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
        date=on or item.as_of,
        circumstances=_chosen_circumstances(item, settled, chosen),
        total=len(materials),
        to_bring=len(materials) - waived,
        total_text=_total_text(len(materials), waived),
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
        ),
    )
    return NoticeReply(status=NoticeStatus.ANSWERED, notice=notice)


def _hindrance(item: ServiceItem, on: date | None) -> str | None:
    if item.state is State.SUSPENDED:
        return f"“{item.name}”目前暂停办理，请拨打 {HOTLINE} 询问何时恢复。"
    if on is None:
        return None
    first = item.effective or item.as_of
    if on < first:
        return (
            f"“{item.name}”的指南从 {first.isoformat()} 起收录，更早的规定查不到。请改问现在怎么办，或拨打 {HOTLINE}。"
        )
    if item.expiry is not None and on > item.expiry:
        return f"“{item.name}”的指南只用到 {item.expiry.isoformat()}，之后请拨打 {HOTLINE} 核实。"
    return None


def abolition_text(item: ServiceItem) -> str:
    """Say since when an item is no longer needed and what to do instead."""
    assert item.abolition is not None  # noqa: S101 - called for abolished items only
    return (
        f"“{item.name}”自 {item.abolition.since.isoformat()} 起不用办了。"
        f"{item.abolition.instead}（依据：{item.abolition.basis}）"
    )


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


def counts_text(material: Material) -> str:
    """Counts in words: 「原件 1 份，复印件 2 份」; a waived one needs no paper."""
    if material.submission is Submission.WAIVED:
        return "不用带"
    parts = []
    if material.original:
        parts.append(f"原件 {material.original} 份")
    if material.copies:
        parts.append(f"复印件 {material.copies} 份")
    if not parts:
        return "电子文件"
    return "，".join(parts)


def reason_text(material: Material) -> str | None:
    """Why a line is waived, may come later, or can be replaced by a commitment."""
    if material.submission is Submission.WAIVED and material.waived_by is not None:
        note = f"；{material.waived_by.note}" if material.waived_by.note else ""
        return f"窗口可以查到{material.waived_by.data}，不用您交{note}"
    if material.submission is Submission.DEFERRABLE:
        return f"可以后补：{material.defer_until}"
    if material.submission is Submission.COMMITMENT:
        return "可以用书面承诺代替"
    return None


def _total_text(total: int, waived: int) -> str:
    if not waived:
        return f"共 {total} 项"
    return f"共 {total} 项：要准备 {total - waived} 项，免交 {waived} 项"


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


def material_key(material: Material) -> str:
    """Name a material together with whose it is: 「居民身份证（代办人）」."""
    return f"{material.name}（{material.of}）" if material.of else material.name


def difference_text(label: str, added: tuple[str, ...], removed: tuple[str, ...]) -> str:
    """Put a difference into words: 「委托他人：另加 2 项（…）」."""
    parts = []
    if added:
        parts.append(f"另加 {len(added)} 项（{'、'.join(added)}）")
    if removed:
        parts.append(f"不用 {len(removed)} 项（{'、'.join(removed)}）")
    return f"{label}：{'；'.join(parts) or '材料不变'}"


def fee_text(fee: Fee) -> str:
    """One charge in words, with its basis; a fee that differs by place says so."""
    if fee.amount is None:
        amount = fee.note or "金额各地不同"
        note = None
    elif fee.amount == 0:
        amount, note = "不收费", None if fee.note == "不收费" else fee.note
    else:
        amount, note = f"{fee.amount.normalize():f} {fee.unit}", fee.note
    tail = "".join(f"（{part}）" for part in (note, f"依据：{fee.basis}" if fee.basis else None) if part)
    return f"{fee.name}：{amount}{tail}"


def time_text(time: TimeLimit) -> str:
    """Statutory and promised time in words."""
    parts = []
    if time.promised_days == 0:
        parts.append("当场办结")
    elif time.promised_days is not None:
        parts.append(f"承诺 {time.promised_days} 个{time.unit}")
    if time.statutory_days is not None:
        parts.append(f"法定 {time.statutory_days} 个{time.unit}")
    if time.note:
        parts.append(time.note)
    return "；".join(parts)


def trips_text(trips: Trips) -> str:
    """Say how many visits are needed and why."""
    if trips.count == 0:
        return "不用跑（零跑）" + (f"：{trips.reason}" if trips.reason else "")
    return f"最多跑 {trips.count} 次" + (f"：{trips.reason}" if trips.reason else "")


def ways(handling: Handling) -> tuple[str, ...]:
    """Say how the trip can be saved: online, by post, at a terminal, with an appointment."""
    online = handling.online
    lines = [
        f"网上：{online.depth}"
        + (f"（{online.where}）" if online.where else "")
        + (f"。{online.note}" if online.note else "")
    ]
    lines.append(f"邮寄材料：{handling.post_in}；结果寄到家：{handling.post_out}")
    lines.append(
        f"自助机：{handling.self_service}" + (f"（{handling.self_service_note}）" if handling.self_service_note else "")
    )
    lines.append(
        f"预约：{handling.appointment}" + (f"（{handling.appointment_note}）" if handling.appointment_note else "")
    )
    if handling.inspection:
        lines.append("办理中会有工作人员上门查看现场")
    return tuple(lines)


def proxy_text(item: ServiceItem) -> str:
    """Say whether somebody else may go."""
    assert item.handling is not None  # noqa: S101 - the check proves it before publishing
    proxy = item.handling.proxy
    return f"别人代办：{proxy.allowed}" + (f"。{proxy.note}" if proxy.note else "")
