"""What changed for one person since a notice was told: one item, one division, one set of circumstances."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.guidebook import Guidebook
from knowledge.notices import MaterialLine, NoticeReply, NoticeStatus, OneTimeNotice, answer
from knowledge.wording import HOTLINE


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeChanges:
    """Whether a notice still holds; where not, since when and what is different, a line each."""

    holds: bool
    since: date | None = None  # empty: the day is not known
    lines: tuple[str, ...] = ()
    now: NoticeReply | None = None  # today's answer; empty where the item has left the guidebook

    @property
    def text(self) -> str:
        """All of it in one sentence; empty while the notice holds."""
        if self.holds:
            return ""
        since = f"自 {self.since.isoformat()} 起有变化" if self.since else "现在有变化"
        return f"{since}：{'；'.join(self.lines)}。"


def compare_notice(
    told_from: Guidebook,
    now_from: Guidebook,
    item_id: str,
    division_code: str | None,
    chosen: frozenset[str],
    *,
    told_on: date,
    today: date,
) -> NoticeChanges:
    """Compare the notice of ``told_on`` in one version with today's in another (or in the same one).

    Raises ``UnknownReference`` where the version of then does not know the item or the division.
    """
    then = answer(told_from.on(told_on), item_id, chosen, division_code)
    book = now_from.on(today)
    if item_id not in book.items:
        line = f"这个事项已经从办事指南里撤下，请拨打 {HOTLINE} 核实"
        return NoticeChanges(holds=False, since=_since(now_from, None, told_on), lines=(line,))
    here = division_code if division_code in book.divisions else None
    now = answer(book, item_id, chosen, here)
    lines = tuple(_moved(division_code, here)) + tuple(_lines(then, now))
    if not lines:
        return NoticeChanges(holds=True, now=now)
    return NoticeChanges(
        holds=False, since=_since(now_from, book.item(item_id).effective, told_on), lines=lines, now=now
    )


def _since(book: Guidebook, effective: date | None, told_on: date) -> date | None:
    """The law's own day where the record has one that came after; otherwise the day of publishing."""
    if effective is not None and effective > told_on:
        return effective
    return book.since


def _moved(before: str | None, after: str | None) -> Iterator[str]:
    if before is not None and after is None:
        yield "原来的区划已经调整，这里按全市的规定比较，办理地点请重新选择区划查看"


def _lines(then: NoticeReply, now: NoticeReply) -> Iterator[str]:
    asks_anew = now.question is not None and now.question != then.question
    if then.status is not now.status or then.text != now.text or asks_anew:
        yield _instead(now)
    if then.notice is not None and now.notice is not None:
        yield from _materials(then.notice, now.notice)
        yield from _rest(then.notice, now.notice)


def _instead(now: NoticeReply) -> str:
    if now.status is NoticeStatus.CLARIFICATION and now.question is not None:
        return f"现在要先问清一件事才知道带什么：{now.question.question}"
    if now.status is NoticeStatus.ANSWERED:
        return "现在可以办了"
    return (now.text or "现在不能办").rstrip("。")


def _materials(then: OneTimeNotice, now: OneTimeNotice) -> Iterator[str]:
    before, after = _by_name(then), _by_name(now)
    for name, line in after.items():
        if name not in before:
            yield f"多了一项：{name}（{line.counts}{'，' + line.reason if line.reason else ''}）"
    for name in before:
        if name not in after:
            yield f"少了一项：{name} 不在清单里了"
    for name in before:
        if name in after:
            yield from _line(name, before[name], after[name])


def _by_name(notice: OneTimeNotice) -> dict[str, MaterialLine]:
    return {f"{line.name}（{line.of}）" if line.of else line.name: line for line in notice.materials}


def _line(name: str, before: MaterialLine, after: MaterialLine) -> Iterator[str]:
    if before.submission is not after.submission:
        reason = f"（{after.reason}）" if after.reason else ""
        yield f"{name}：原来{before.submission}，现在{after.submission}{reason}"
    elif before.reason != after.reason:
        yield f"{name}：{after.reason or after.counts}"
    if before.counts != after.counts and before.submission is after.submission:
        yield f"{name}：原来{before.counts}，现在{after.counts}"
    if before.format != after.format:
        yield f"{name}：原来要{before.format}的，现在要{after.format}的"
    if before.notes != after.notes:
        yield f"{name}：说明改为“{after.notes}”" if after.notes else f"{name}：原来的说明不再适用"


def _rest(then: OneTimeNotice, now: OneTimeNotice) -> Iterator[str]:
    """The other parts of a notice, each as it reads now."""
    parts = (
        ("受理条件", then.conditions, now.conditions),
        ("收费", then.fees, now.fees),
        ("办理时间", then.times, now.times),
        ("跑几次", (then.trips,), (now.trips,)),
        ("办理方式", then.ways, now.ways),
        ("别人代办", (then.proxy,), (now.proxy,)),
        ("办理地点", _places(then), _places(now)),
        ("办理流程", then.steps, now.steps),
        ("办理结果", then.results, now.results),
    )
    for name, before, after in parts:
        added = [line for line in after if line not in before]
        if added:
            yield f"{name}改为：{'；'.join(added)}"
        elif set(before) - set(after):
            yield f"{name}不再有：{'；'.join(line for line in before if line not in after)}"


def _places(notice: OneTimeNotice) -> tuple[str, ...]:
    return tuple(f"{place.division}·{place.name}，{place.address}，{place.hours}" for place in notice.places)
