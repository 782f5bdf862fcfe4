"""Checks of a guidebook beyond its schema: errors block publishing, warnings need a look.

The published-guide rules follow a checker used on real sheets (``docs/data.md``): trips and reasons
agree, fees have a basis, no vague materials, every circumstance changes something.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from knowledge.guidebook import Guidebook
from knowledge.materials import applying, combinations, reference
from knowledge.schema import Level, OnlineDepth, ServiceItem, State, Submission

VAGUE = ("其他材料", "相关材料", "相关证明", "有关证明", "等材料")
MOST_COMBINATIONS = 400  # more and the notice is no longer asked but interrogated
FAQS_AT_LEAST = 3


@dataclass(frozen=True)
class Finding:
    """One fault of a record, with its place; ``error`` blocks publishing."""

    record: str
    place: str
    text: str
    error: bool = True

    def __str__(self) -> str:
        return f"{'错误' if self.error else '提醒'} {self.record}「{self.place}」：{self.text}"


def lint(guidebook: Guidebook) -> list[Finding]:
    """Return every finding in the guidebook, in guidebook order."""
    findings: list[Finding] = []
    for item in guidebook.items.values():
        findings.extend(_of_item(item, guidebook))
    for item_id, records in guidebook.dated.items():
        findings.extend(_dates(item_id, records))
        for record in records[1:]:
            name = f"{item_id}@{record.effective}"
            findings.extend(replace(finding, record=name) for finding in _of_item(record, guidebook))
    for event in guidebook.life_events.values():
        seen: set[str] = set()
        for step in event.steps:
            if step.item_id not in guidebook.items:
                findings.append(Finding(event.id, "steps", f"没有这个事项：{step.item_id}"))
            for earlier in step.after:
                if earlier not in seen:
                    findings.append(Finding(event.id, "steps", f"{step.item_id} 的 after 须写在它前面：{earlier}"))
            seen.add(step.item_id)
    return findings


def _of_item(item: ServiceItem, guidebook: Guidebook) -> Iterator[Finding]:
    if item.effective and item.expiry and item.expiry < item.effective:
        yield Finding(item.id, "expiry", f"失效日期 {item.expiry} 早于生效日期 {item.effective}")
    rules = (_references, _circumstances, _materials, _shared, _published)
    for rule in (_abolished,) if item.state is State.ABOLISHED else rules:
        yield from rule(item, guidebook)


def _dates(item_id: str, records: tuple[ServiceItem, ...]) -> Iterator[Finding]:
    """The records of one item follow one another, without a day between them on which none holds."""
    for earlier, later in pairwise(records):
        name = f"{item_id}@{later.effective}"
        if earlier.effective and later.effective and earlier.effective >= later.effective:
            yield Finding(name, "effective", f"要晚于前一份的生效日期 {earlier.effective}")
        elif earlier.expiry and later.effective and later.effective - earlier.expiry > timedelta(days=1):
            text = f"前一份到 {earlier.expiry} 失效，这一份 {later.effective} 才生效，中间的日子没有规定"
            yield Finding(name, "effective", text, error=False)


def _abolished(item: ServiceItem, guidebook: Guidebook) -> Iterator[Finding]:
    if item.abolition is None:
        yield Finding(item.id, "abolition", "已取消的事项要写明自何日起、依据和现在怎么办")
        return
    for item_id in item.abolition.replaced_by:
        if item_id not in guidebook.items:
            yield Finding(item.id, "abolition", f"没有这个事项：{item_id}", error=False)


def _references(item: ServiceItem, _: Guidebook) -> Iterator[Finding]:
    known: set[str] = set()
    for circumstance in item.circumstances:
        for ref in circumstance.asked_if:
            if ref not in known:
                yield Finding(item.id, f"circumstances.{circumstance.id}", f"asked_if 引用了后面或没有的情形：{ref}")
        options = [option.id for option in circumstance.options]
        if len(options) < 2 or len(set(options)) < len(options):
            yield Finding(item.id, f"circumstances.{circumstance.id}", "至少两个选项，且 id 不重复")
        if circumstance.assumed and circumstance.assumed not in options:
            yield Finding(item.id, f"circumstances.{circumstance.id}", f"assumed 不是选项：{circumstance.assumed}")
        known.update(reference(circumstance.id, option) for option in options)
    for place in ("materials", "fees", "times", "windows", "steps", "conditions", "results"):
        for record in getattr(item, place):
            for ref in record.when:
                if ref not in known:
                    yield Finding(item.id, place, f"when 引用了没有的情形选项：{ref}")


def _snapshot(item: ServiceItem, chosen: frozenset[str]) -> tuple[object, ...]:
    return tuple(
        applying(getattr(item, place), chosen)
        for place in ("materials", "fees", "times", "windows", "steps", "conditions", "results")
    )


def _circumstances(item: ServiceItem, _: Guidebook) -> Iterator[Finding]:
    combos = list(combinations(item))
    if len(combos) > MOST_COMBINATIONS:
        yield Finding(item.id, "circumstances", f"情形组合 {len(combos)} 种，太多，请合并问题")
        return
    snapshots = {combo: _snapshot(item, combo) for combo in combos}
    for circumstance in item.circumstances:
        options = [reference(circumstance.id, option.id) for option in circumstance.options]
        grouped: dict[frozenset[str], dict[str, tuple[object, ...]]] = {}
        later = _dependent_on(item, options)
        for combo, snapshot in snapshots.items():
            mine = [option for option in options if option in combo]
            if mine:
                rest = frozenset(ref for ref in combo if ref not in options and ref.partition(".")[0] not in later)
                grouped.setdefault(rest, {}).setdefault(mine[0], snapshot)
        for first_index, first in enumerate(options):
            for second in options[first_index + 1 :]:
                if later and any(_asked(item, first) ^ _asked(item, second) for _ in [0]):
                    continue
                if all(group.get(first) == group.get(second) for group in grouped.values()):
                    yield Finding(
                        item.id,
                        f"circumstances.{circumstance.id}",
                        f"{first} 与 {second} 结果完全一样，请合并",
                    )


def _asked(item: ServiceItem, ref: str) -> frozenset[str]:
    return frozenset(c.id for c in item.circumstances if ref in c.asked_if)


def _dependent_on(item: ServiceItem, options: list[str]) -> set[str]:
    return {c.id for c in item.circumstances if set(c.asked_if) & set(options)}


def _materials(item: ServiceItem, guidebook: Guidebook) -> Iterator[Finding]:
    for material in item.materials:
        place = f"materials.{material.name}"
        if any(word in material.name for word in VAGUE):
            yield Finding(item.id, place, "材料名称含糊，办事人不知道要带什么")
        waived = material.submission is Submission.WAIVED
        if waived and material.waived_by is None:
            yield Finding(item.id, place, "免交要写 waived_by：凭哪种共享数据或证照")
        if not waived and material.original + material.copies == 0 and material.format != "电子":
            yield Finding(item.id, place, "原件、复印件份数都是 0")
        if material.submission is Submission.DEFERRABLE and not material.defer_until:
            yield Finding(item.id, place, "容缺要写 defer_until：何时补交")
        if material.obtained_by and material.obtained_by not in guidebook.items:
            yield Finding(item.id, place, f"obtained_by 没有这个事项：{material.obtained_by}", error=False)
    combos = list(combinations(item))
    for combo in combos[:MOST_COMBINATIONS]:
        counts = Counter((m.name, m.of) for m in applying(item.materials, combo))
        for (name, of), count in counts.items():
            if count > 1:
                yield Finding(
                    item.id,
                    f"materials.{name}",
                    f"在 {sorted(combo)} 下出现 {count} 次（{of or '未写明是谁的'}）",
                )
                return
    if any(not applying(item.materials, combo) for combo in combos[:MOST_COMBINATIONS]):
        yield Finding(item.id, "materials", "有的情形下一份材料都没有，请核对", error=False)


def _shared(item: ServiceItem, guidebook: Guidebook) -> Iterator[Finding]:
    for material in item.materials:
        if material.waived_by and material.waived_by.data not in guidebook.shared_data:
            yield Finding(item.id, f"materials.{material.name}", f"shared_data.yaml 没有“{material.waived_by.data}”")


def _published(item: ServiceItem, _: Guidebook) -> Iterator[Finding]:
    for field in ("handling", "trips", "area"):
        if getattr(item, field) is None:
            yield Finding(item.id, field, "缺少必填项")
    for field in ("materials", "fees", "times", "windows", "steps", "results", "legal_basis", "common_names"):
        if not getattr(item, field):
            yield Finding(item.id, field, "至少写一条")
    if len(item.faqs) < FAQS_AT_LEAST:
        yield Finding(item.id, "faqs", f"常见问题至少 {FAQS_AT_LEAST} 条，现有 {len(item.faqs)} 条")
    missing = {level for level in item.levels} - {window.level for window in item.windows} - {Level.VILLAGE}
    if missing:
        yield Finding(item.id, "windows", f"没写这些层级的窗口：{'、'.join(sorted(missing))}")
    if item.trips:
        if item.trips.count and not item.trips.reason:
            yield Finding(item.id, "trips", "要到现场就要写原因")
        full = item.handling is not None and item.handling.online.depth is OnlineDepth.FULL
        if full and item.trips.count and not item.trips.reason:
            yield Finding(item.id, "trips", "全程网办应当零跑，请核对")
    for time in item.times:
        if (
            time.statutory_days is not None
            and time.promised_days is not None
            and time.promised_days > time.statutory_days
        ):
            yield Finding(item.id, "times", "承诺时限长于法定时限")
    for fee in item.fees:
        if fee.amount and not fee.basis:
            yield Finding(item.id, f"fees.{fee.name}", "收费要写依据")
        if fee.amount is None and not fee.note:
            yield Finding(item.id, f"fees.{fee.name}", "金额不定要写说明")
