"""Pre-check (预审): with what somebody has, what is still missing, and in which order it is to be obtained."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.facts import Need, facts
from knowledge.guidebook import Guidebook
from knowledge.materials import applying, materials_for, settle
from knowledge.notices import MaterialLine, NoticeReply, NoticeStatus, OneTimeNotice, Source, answer
from knowledge.papers import Presence, said_of
from knowledge.places import Place, places_for
from knowledge.schema import MaterialSource, ServiceItem, ServiceWindow, Submission

PLACES_TOLD = 3  # of the item that issues a paper; its own answer tells the rest
ALL_THERE = "要带的都有了，以窗口审核为准"


class Having(StrEnum):
    """How a line of the list stands."""

    MISSING = "还缺"
    TO_CHECK = "请核对"
    TO_COPY = "要复印"
    HELD = "有了"
    WAIVED = "不用带"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obtaining:
    """How a missing paper is got: by an item (编号), or as its record says; ``time`` empty where no record tells it."""

    item_id: str | None
    how: str
    where: tuple[str, ...]
    time: tuple[str, ...]
    online: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecheckLine:
    """One line of the list and how it stands; ``after`` are numbers of missing lines that must be obtained first."""

    number: int
    name: str
    of: str | None
    counts: str
    submission: Submission
    having: Having
    text: str
    notes: str | None
    obtaining: Obtaining | None = None
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Precheck:
    """The whole list, sorted by how it stands; ``missing`` in the order in which it is to be obtained."""

    item_id: str
    item_name: str
    circumstances: tuple[str, ...]
    ready: bool  # nothing is missing, to check or to copy
    summary: str
    missing: tuple[PrecheckLine, ...]
    to_check: tuple[PrecheckLine, ...]
    to_copy: tuple[PrecheckLine, ...]
    held: tuple[PrecheckLine, ...]
    waived: tuple[PrecheckLine, ...]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecheckReply:
    """The pre-check, or what stands in its place, as with a notice."""

    reply: NoticeReply
    precheck: Precheck | None = None


def precheck(
    guidebook: Guidebook,
    item_id: str,
    chosen: frozenset[str] = frozenset(),
    have: Iterable[int] = (),
    words: str = "",
    division_code: str | None = None,
    electronic: Collection[str] = (),
    unavailable: Collection[str] = (),
) -> PrecheckReply:
    """Compare the list with what is ticked (line numbers of the notice: the whole of that line) and said in words.

    ``electronic`` are names of certificates held electronically; ``unavailable`` is shared data that was looked for in
    vain, so that what it waives had better be brought.

    Raises ``UnknownReference`` for an unknown item or division. Numbers that the list does not have are passed over.
    """
    reply = answer(guidebook, item_id, chosen, division_code)
    if reply.status is not NoticeStatus.ANSWERED or reply.notice is None:
        return PrecheckReply(reply=reply)
    notice = reply.notice
    presence = said_of(words, [line for line in notice.materials if line.submission is not Submission.WAIVED]).presence
    for line in notice.materials:
        if line.name in electronic and presence.get(line.number) is Presence.MISSING:
            shown = "电子" in (line.notes or "") or "电子" in line.format
            presence[line.number] = Presence.HELD if shown else Presence.ELECTRONIC
    presence |= dict.fromkeys(have, Presence.HELD)
    compared = _compared(guidebook, notice, presence)
    return PrecheckReply(reply=reply, precheck=_not_found(guidebook, compared, chosen, unavailable))


def shared_data_of(guidebook: Guidebook, item_id: str, chosen: frozenset[str]) -> dict[int, str]:
    """Return the shared data that waives a line, by the line's number in the notice."""
    item = guidebook.item(item_id)
    lines = enumerate(materials_for(item, settle(item, chosen)), 1)
    return {number: material.waived_by.data for number, material in lines if material.waived_by}


def _not_found(
    guidebook: Guidebook, compared: Precheck, chosen: frozenset[str], unavailable: Collection[str]
) -> Precheck:
    """Move the lines whose data was not found from what stays at home to what is to be checked."""
    data = shared_data_of(guidebook, compared.item_id, chosen)
    doubtful = [line for line in compared.waived if data.get(line.number) in unavailable]
    if not doubtful:
        return compared
    to_bring = [
        replace(line, having=Having.TO_CHECK, text=f"这次没有查到{data[line.number]}，请把原件带上")
        for line in doubtful
    ]
    to_check = (*compared.to_check, *to_bring)
    left = tuple(line for line in compared.waived if line not in doubtful)
    counts = {
        Having.MISSING: len(compared.missing),
        Having.TO_CHECK: len(to_check),
        Having.TO_COPY: len(compared.to_copy),
    }
    return replace(compared, ready=False, to_check=to_check, waived=left, summary=_summary(counts, len(left)))


def _compared(guidebook: Guidebook, notice: OneTimeNotice, presence: Mapping[int, Presence]) -> Precheck:
    lines = {material.number: _line(material, presence.get(material.number)) for material in notice.materials}
    papers = {material.number: material for material in notice.materials}
    by_having: dict[Having, list[int]] = {having: [] for having in Having}
    for number, line in lines.items():
        by_having[line.having].append(number)
    missing = _in_order(guidebook, [papers[number] for number in by_having[Having.MISSING]])
    obtained = tuple(
        _with_way(guidebook, notice, lines[number], papers[number], after) for number, after in missing.items()
    )
    unready = {having: len(by_having[having]) for having in (Having.MISSING, Having.TO_CHECK, Having.TO_COPY)}
    return Precheck(
        item_id=notice.item_id,
        item_name=notice.item_name,
        circumstances=tuple(circumstance.label for circumstance in notice.circumstances),
        ready=not any(unready.values()),
        summary=_summary(unready, len(by_having[Having.WAIVED])),
        missing=obtained,
        to_check=tuple(lines[number] for number in by_having[Having.TO_CHECK]),
        to_copy=tuple(lines[number] for number in by_having[Having.TO_COPY]),
        held=tuple(lines[number] for number in by_having[Having.HELD]),
        waived=tuple(lines[number] for number in by_having[Having.WAIVED]),
        source=notice.source,
    )


def _summary(unready: Mapping[Having, int], waived: int) -> str:
    parts = [f"{having} {count} 项" for having, count in unready.items() if count]
    told = "，".join(parts) if parts else ALL_THERE
    return told + (f"；另有 {waived} 项窗口能查到，不用带" if waived else "")


def _line(material: MaterialLine, presence: Presence | None) -> PrecheckLine:
    having, text = _standing(material, presence or Presence.MISSING)
    return PrecheckLine(
        number=material.number,
        name=material.name,
        of=material.of,
        counts=material.counts,
        submission=material.submission,
        having=having,
        text=text,
        notes=material.notes,
    )


def _standing(material: MaterialLine, presence: Presence) -> tuple[Having, str]:
    if material.submission is Submission.WAIVED:
        return Having.WAIVED, material.reason or "不用带"
    whose = f"{material.of}的" if material.of else ""
    told = {
        Presence.HELD: (Having.HELD, material.counts),
        Presence.TO_COPY: (Having.TO_COPY, f"要带复印件 {material.copies} 份"),
        Presence.COPY_ONLY: (Having.MISSING, f"只有复印件不够，还要原件 {material.original} 份"),
        Presence.ELECTRONIC: (Having.TO_CHECK, "您说的是电子的；这里要原件，能不能用电子的请先问窗口，或者带上原件"),
        Presence.WHOSE: (Having.TO_CHECK, f"要的是{whose}，请核对是不是"),
        Presence.WHICH: (Having.TO_CHECK, "您说的可能是这一项，请核对"),
    }
    return told.get(presence) or (Having.MISSING, "，".join(filter(None, (material.counts, material.reason))))


def _in_order(guidebook: Guidebook, missing: list[MaterialLine]) -> dict[int, tuple[int, ...]]:
    """Number the missing papers in the order of obtaining them, each with those that must come before it.

    A paper comes before another when the item that issues the other asks for it, directly or through further items.
    """
    needed = {line.number: _needed_for(guidebook, line.obtained_by) for line in missing}
    name_of = {line.number: line.name for line in missing}
    left, ordered = list(needed), dict[int, tuple[int, ...]]()
    while left:
        free = [n for n in left if not any(name_of[o] in needed[n] for o in left if name_of[o] != name_of[n])]
        for number in free or left[:1]:  # papers that need each other come in the order of the list
            ordered[number] = tuple(
                other for other in ordered if name_of[other] in needed[number] and name_of[other] != name_of[number]
            )
            left.remove(number)
    return ordered


def _needed_for(guidebook: Guidebook, issuing: str | None) -> frozenset[str]:
    """Names of the papers that lead to what an item issues, under the circumstances assumed of everybody."""
    names: set[str] = set()
    seen: set[str] = set()
    waiting = [issuing]
    while waiting:
        item = guidebook.items.get(waiting.pop() or "")
        if item is None or item.id in seen:
            continue
        seen.add(item.id)
        for material in applying(item.materials, settle(item, frozenset())):
            names.add(material.name)
            waiting.append(material.obtained_by)
    return frozenset(names)


def _with_way(
    guidebook: Guidebook, notice: OneTimeNotice, line: PrecheckLine, material: MaterialLine, after: tuple[int, ...]
) -> PrecheckLine:
    return replace(line, obtaining=_obtaining(guidebook, notice.division_code, material), after=after)


def _obtaining(guidebook: Guidebook, division_code: str, material: MaterialLine) -> Obtaining:
    issuing = guidebook.items.get(material.obtained_by or "")
    if issuing is None:
        return Obtaining(item_id=None, how=_how(material), where=(), time=(), online=())

    def told(need: Need) -> tuple[str, ...]:
        return facts(guidebook, issuing.id, need, division_code).lines

    return Obtaining(
        item_id=issuing.id,
        how=f"没有的话，先办“{issuing.name}”",
        where=tuple(window.name for window in _windows(guidebook, issuing, division_code))[:PLACES_TOLD],
        time=told(Need.TIME_LIMIT),
        online=told(Need.ONLINE)[:2],
    )


def _windows(guidebook: Guidebook, item: ServiceItem, division_code: str) -> tuple[Place | ServiceWindow, ...]:
    """Those of the division; where they hang on a circumstance that nobody was asked, all that are possible."""
    settled = settle(item, frozenset())
    return places_for(guidebook, item, guidebook.division(division_code), settled) or item.windows


def _how(material: MaterialLine) -> str:
    if material.issuer:
        return f"由{material.issuer}出具"
    return "自己准备" if material.source == MaterialSource.APPLICANT else "没有的话，请问原来的发证机关"


def precheck_lines(precheck: Precheck) -> tuple[str, ...]:
    """The whole pre-check as lines of plain text, what is missing first."""
    lines = [f"{precheck.summary}。"]
    for place, line in enumerate(precheck.missing, 1):
        lines.append(f"{place}. {Having.MISSING}{_named(line)}：{line.text}{_way(line.obtaining)}")
    lines += [f"{Having.TO_CHECK}{_named(line)}：{line.text}" for line in precheck.to_check]
    lines += [f"{Having.TO_COPY}{_named(line)}：{line.text}" for line in precheck.to_copy]
    lines += [f"{Having.HELD}{_named(line)}：{line.text}" for line in precheck.held]
    return (*lines, *(f"{Having.WAIVED}{_named(line)}：{line.text}" for line in precheck.waived))


def _named(line: PrecheckLine) -> str:
    return f"“{line.name}”" + (f"（{line.of}）" if line.of else "")


def _way(way: Obtaining | None) -> str:
    if way is None:
        return ""
    parts = [way.how, *(f"去{place}" for place in way.where[:1]), *way.time[:1]]
    return f"。{'；'.join(parts)}"
