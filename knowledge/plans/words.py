"""A plan in words, for people who hear it, print it or cannot see the picture."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from knowledge.calendar import day_of
from knowledge.guidebook import Guidebook
from knowledge.merging import MergedMaterial
from knowledge.places import UNKNOWN_ADDRESS, UNKNOWN_HOURS, Place
from knowledge.plans.types import Plan, PlannedVisit
from knowledge.schema import ServiceItem, Submission
from knowledge.wording import total_text

__all__ = ["HOTLINE", "NO_TIME", "UNKNOWN_ADDRESS", "UNKNOWN_HOURS"]
HOTLINE = "12345（政务服务热线）"
NO_TIME = "指南没有写办理时限"
_NOT_THE_SAME = re.compile(r"代办|经办|双方|和|与|及|、|全体|各|被")  # somebody else, or several people
_WEEK = "一二三四五六日"


def materials_text(items: int, papers: int, waived: int) -> str:
    """How many papers are left once they are merged."""
    return f"{items} 个事项，材料合并后{total_text(papers, waived)}"


def same_person_texts(papers: Sequence[MergedMaterial]) -> tuple[str, ...]:
    """Papers of one kind under several roles (驾驶人, 持卡人): the records cannot know that they are one person."""
    groups: dict[str, list[MergedMaterial]] = {}
    for paper in papers:
        name, _, role = paper.name.partition("（")
        if paper.submission is not Submission.WAIVED and paper.original and not _NOT_THE_SAME.search(role):
            groups.setdefault(name, []).append(paper)
    return tuple(
        f"第 {'、'.join(str(paper.number) for paper in group)} 项都是{name}，是同一个人的就带一份"
        for name, group in groups.items()
        if len(group) > 1 and not any(paper.kept for paper in group)
    )


def trips_text(items: Sequence[ServiceItem], visits: Sequence[PlannedVisit]) -> str:
    """How many trips, and how many they would be one by one."""
    apart = sum(item.trips.count for item in items if item.trips)
    if not visits:
        return "一趟都不用跑，都可以在网上办"
    saved = f"；分开办要跑 {apart} 趟" if apart > len(visits) else ""
    return f"一共跑 {len(visits)} 趟{saved}"


def place_name(place: Place, halls: Sequence[str]) -> str:
    """Name a trip after its building, or after its only window."""
    hall = next((hall for hall in halls if hall in place.name), None)
    return f"{place.division}{place.level if place.level == '镇街' else ''}{hall}" if hall else place.name


def visit_when(day: date | None, awaited: Sequence[str], nth: int) -> str:
    """When a trip can be: a day at the earliest, or what it waits for."""
    if day is not None:
        return f"最早 {day_text(day)}"
    if nth > 1:
        return "等窗口通知的日子（间隔多久看办理情况）"
    return f"等{'、'.join(f'“{name}”' for name in awaited)}办好以后"


def day_text(day: date) -> str:
    """A day with its weekday, and a warning where its year's holidays are not known yet."""
    caveat = "" if day_of(day).known else f"，{day.year} 年放假安排还没有收录，可能差几天"
    return f"{day.year} 年 {day.month} 月 {day.day} 日（周{_WEEK[day.weekday()]}{caveat}）"


def finish_text(ends: Mapping[str, date | None]) -> str:
    """By when everything is done if each office takes all the time it has."""
    unknown = [name for name, day in ends.items() if day is None]
    known = [day for day in ends.values() if day is not None]
    if not unknown:
        return f"按时限算，{day_text(max(known))}前全部办完"
    open_ones = f"{'、'.join(f'“{name}”' for name in unknown)}要多久，指南没有写准，办的时候请问窗口"
    return f"{open_ones}；其余的按时限算 {day_text(max(known))}前办完" if known else open_ones


def circle_text(guidebook: Guidebook, circle: Sequence[str]) -> str:
    """Items that need each other's result: the records do not say which comes first."""
    names = "和".join(f"“{guidebook.item(item_id).name}”" for item_id in circle)
    return f"{names}互相要用对方的结果，先办哪个请先问窗口"


def online_text(item: ServiceItem) -> str:
    """How far the item can be done online, and where."""
    if item.handling is None:
        return ""
    online = item.handling.online
    where = f"（{online.where}）" if online.where else ""
    return f"{online.depth}{where}" + (f"。{online.note}" if online.note else "")


def plan_lines(plan: Plan) -> tuple[str, ...]:
    """The whole plan as lines of plain text: trips, order, papers, fees, what was left out."""
    names = {step.item_id: step.item_name for step in plan.steps}
    lines = [f"{plan.trips_text}。{plan.finish_text}。"]
    lines += [f"先在网上办：{one.item_name}：{one.text}" for one in plan.online_first]
    for visit in plan.visits:
        stops = "；".join(
            f"{stop.window}办“{stop.item_name}”" + (f"（第 {stop.nth} 次）" if stop.of > 1 else "")
            for stop in visit.stops
        )
        carried = f"。带材料 {'、'.join(map(str, visit.materials))}" if visit.materials else ""
        lines.append(f"第 {visit.number} 趟，{visit.place}，{visit.when}：{stops}{carried}")
    lines += [f"“{step.item_name}”之前：{one.why}" for step in plan.steps for one in step.before]
    lines.append(plan.materials_text)
    for paper in plan.materials:
        counts = paper.reason or "免交" if paper.submission is Submission.WAIVED else paper.counts
        lines.append(f"{paper.number}. {paper.name}：{counts}〔{paper.submission}〕用于{'、'.join(paper.serves)}")
    lines += plan.same_person
    lines.append(f"收费：{plan.fee.text}")
    lines += [f"{names[fee.item_id]}：{fee.text}" for fee in plan.fee.lines]
    lines += [one.why for one in plan.left_out]
    return (*lines, *plan.unordered)
