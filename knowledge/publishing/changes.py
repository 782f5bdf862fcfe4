"""What changed between two versions of the guidebook: item by item, material by material, in plain words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from knowledge.guidebook import Guidebook
from knowledge.publishing.labels import LABELS, NOT_COMPARED
from knowledge.schema import LifeEvent, ServiceItem
from knowledge.wording import counts_text, fee_text, material_key, time_text


class Part(StrEnum):
    """The part of an item that a change concerns."""

    ITEM = "事项"
    MATERIAL = "材料"
    CIRCUMSTANCE = "情形"
    FEE = "收费"
    TIME = "时限"
    PLACE = "办理地点"
    STEP = "办理流程"
    CONDITION = "受理条件"
    RESULT = "办理结果"
    LAW = "依据"
    FAQ = "常见问题"
    RECORD = "基本信息"


class ChangeKind(StrEnum):
    """What happened to it."""

    ADDED = "新增"
    REMOVED = "删去"
    CHANGED = "修改"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of a record, in words, before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: of which part, of which line of it, and the sentence for a person."""

    part: Part
    kind: ChangeKind
    subject: str
    text: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChanges:
    """All that changed of one item, or of its record of a later day (``effective``), or of a life event."""

    id: str
    name: str
    kind: ChangeKind
    changes: tuple[Change, ...] = ()
    effective: date | None = None


@dataclass(frozen=True, slots=True)
class _Lines:
    """How the lines of one part are told apart and put into words."""

    field: str
    part: Part
    key: Callable[[Any], str]
    words: Callable[[Any], str]


_PARTS = (
    _Lines("materials", Part.MATERIAL, material_key, lambda m: f"{material_key(m)}（{counts_text(m)}）"),
    _Lines("circumstances", Part.CIRCUMSTANCE, lambda c: c.id, lambda c: c.question),
    _Lines("fees", Part.FEE, lambda fee: fee.name, fee_text),
    _Lines("times", Part.TIME, lambda _: "", time_text),
    _Lines("windows", Part.PLACE, lambda window: window.level, lambda window: f"{window.level}：{window.name}"),
    _Lines("steps", Part.STEP, lambda step: step.name, lambda step: f"{step.name}：{step.text}"),
    _Lines("conditions", Part.CONDITION, lambda condition: condition.text, lambda condition: condition.text),
    _Lines("results", Part.RESULT, lambda result: result.name, lambda result: result.name),
    _Lines("legal_basis", Part.LAW, lambda law: law.name, lambda law: f"《{law.name}》{law.article or ''}"),
    _Lines("faqs", Part.FAQ, lambda faq: faq.question, lambda faq: faq.question),
)
_EVENT_PARTS = (
    _Lines("steps", Part.STEP, lambda step: step.item_id, lambda step: step.item_id),
    _Lines("legal_basis", Part.LAW, lambda law: law.name, lambda law: f"《{law.name}》{law.article or ''}"),
)


def compare(before: Guidebook, after: Guidebook) -> tuple[ItemChanges, ...]:
    """Return what changed, items first, each in guidebook order; nothing for what stayed the same."""
    found = [_of_item(key, _records(before).get(key), _records(after).get(key)) for key in _keys(before, after)]
    for event_id in dict.fromkeys((*before.life_events, *after.life_events)):
        old, new = before.life_events.get(event_id), after.life_events.get(event_id)
        found.append(_of_record(event_id, None, old, new, _EVENT_PARTS))
    return tuple(item for item in found if item is not None)


def _records(guidebook: Guidebook) -> dict[tuple[str, date | None], ServiceItem]:
    dated = {(i, r.effective): r for i, records in guidebook.dated.items() for r in records[1:]}
    first = {i: guidebook.dated[i][0] if i in guidebook.dated else item for i, item in guidebook.items.items()}
    return {**{(item_id, None): item for item_id, item in first.items()}, **dated}


def _keys(before: Guidebook, after: Guidebook) -> Iterable[tuple[str, date | None]]:
    both = dict.fromkeys((*_records(before), *_records(after)))
    return sorted(both, key=lambda key: (key[0], key[1] or date.min))


def _of_item(key: tuple[str, date | None], before: ServiceItem | None, after: ServiceItem | None) -> ItemChanges | None:
    return _of_record(key[0], key[1], before, after, _PARTS)


def _of_record(
    record_id: str,
    effective: date | None,
    before: ServiceItem | LifeEvent | None,
    after: ServiceItem | LifeEvent | None,
    parts: tuple[_Lines, ...],
) -> ItemChanges | None:
    if before is None or after is None:
        only = after or before
        kind = ChangeKind.ADDED if after else ChangeKind.REMOVED
        return ItemChanges(id=record_id, name=only.name, kind=kind, effective=effective) if only else None
    changes = tuple(_changes(before, after, parts))
    if not changes:
        return None
    return ItemChanges(id=record_id, name=after.name, kind=ChangeKind.CHANGED, changes=changes, effective=effective)


def _changes(before: Any, after: Any, parts: tuple[_Lines, ...]) -> Iterator[Change]:
    if before == after:
        return
    listed = {lines.field for lines in parts}
    for change in _fields(before, after, skipped=listed):
        text = f"{change.field}：{change.before} → {change.after}"
        yield Change(part=Part.RECORD, kind=ChangeKind.CHANGED, subject=change.field, text=text, fields=(change,))
    for lines in parts:
        labels = _labels(after) | _labels(before)
        yield from _of_lines(lines, getattr(before, lines.field), getattr(after, lines.field), labels)


def _of_lines(
    lines: _Lines, before: tuple[Any, ...], after: tuple[Any, ...], labels: dict[str, str]
) -> Iterator[Change]:
    for old, new in _paired(before, after, lines.key):
        only = new if new is not None else old
        subject = lines.key(only) if lines.part is Part.MATERIAL else lines.words(only)
        if old is None or new is None:
            kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
            where = _when(only, labels)
            yield Change(
                part=lines.part, kind=kind, subject=subject, text=f"{kind}{lines.part}：{lines.words(only)}{where}"
            )
            continue
        found = tuple(_fields(old, new, labels=labels))
        if found:
            told = "；".join(f"{change.field} {change.before} → {change.after}" for change in found)
            text = f"{lines.part}“{subject}”：{told}"
            yield Change(part=lines.part, kind=ChangeKind.CHANGED, subject=subject, text=text, fields=found)


def _paired(
    before: tuple[Any, ...], after: tuple[Any, ...], key: Callable[[Any], str]
) -> Iterator[tuple[Any | None, Any | None]]:
    """Pair the lines that are about the same: equal ones fall out, then same circumstances, then the order."""
    for name in dict.fromkeys(key(line) for line in (*before, *after)):
        old = [line for line in before if key(line) == name and line not in after]
        new = [line for line in after if key(line) == name and line not in before]
        for line in list(old):
            same = next((other for other in new if getattr(other, "when", ()) == getattr(line, "when", ())), None)
            if same is not None:
                old.remove(line)
                new.remove(same)
                yield line, same
        for index in range(max(len(old), len(new))):
            yield (old[index] if index < len(old) else None), (new[index] if index < len(new) else None)


def _fields(
    before: Any, after: Any, skipped: Iterable[str] = (), labels: dict[str, str] | None = None
) -> Iterator[FieldChange]:
    for field in fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new or field.name in NOT_COMPARED or field.name in skipped:
            continue
        label = LABELS.get(field.name, field.name)
        yield FieldChange(field=label, before=_said(old, labels or {}), after=_said(new, labels or {}))


def _said(value: Any, labels: dict[str, str]) -> str:
    """A field's value in words; references to circumstances by their labels."""
    if value is None or value in ("", ()):
        return "（无）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, tuple):
        return "、".join(_said(part, labels) for part in value)
    if is_dataclass(value):
        said = [(LABELS.get(f.name, f.name), getattr(value, f.name)) for f in fields(value) if f.name != "id"]
        return "，".join(f"{label}：{_said(part, labels)}" for label, part in said if part not in (None, (), ""))
    return labels.get(str(value), str(value))


def _labels(record: ServiceItem | LifeEvent) -> dict[str, str]:
    if isinstance(record, LifeEvent):
        return {}
    return {f"{c.id}.{option.id}": option.label for c in record.circumstances for option in c.options}


def _when(line: Any, labels: dict[str, str]) -> str:
    when = getattr(line, "when", ())
    return f"，仅当{'、'.join(labels.get(reference, reference) for reference in when)}" if when else ""
