"""「现在开着吗」: from the opening hours of a record, with the public holidays and make-up days of the year."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from knowledge.calendar import Day, day_of
from knowledge.hours import Days, HoursRule, OpeningHours, read_hours

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")  # one time in all of China, without summer time
LOOK_AHEAD_DAYS = 14  # the longest holiday so far, with its weekends, took nine
SOON_MIN = 30  # so little time is worth a warning
_NAMES = "一二三四五六日"
_CALL = "去之前请先打电话问"


class OpenState(StrEnum):
    """Whether a place is open at a moment."""

    OPEN = "open"
    CLOSED = "closed"
    UNSURE = "unsure"  # the record does not say for such a day


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNow:
    """The state of a place, in words, and when that was looked up (Beijing time)."""

    state: OpenState
    text: str
    checked_at: datetime


def beijing_now() -> datetime:
    """Return this moment in Beijing."""
    return datetime.now(BEIJING)


def open_now(hours: str, at: datetime) -> OpenNow | None:
    """Say whether a place with these ``hours`` is open ``at`` a moment with a zone; ``None`` for unreadable hours.

    Working days are those of ``knowledge/calendar.py``; for a year that it does not know yet, the words say so.
    """
    read = read_hours(hours)
    if read is None:
        return None
    here = at.astimezone(BEIJING)
    today = day_of(here.date())
    minute = here.hour * 60 + here.minute
    spans = _spans(read, today)
    if spans is None:
        state, text = OpenState.UNSURE, f"今天{_why(today)}，指南没有写这样的日子开不开，{_CALL}"
    elif current := next((span for span in spans if span[0] <= minute < span[1]), None):
        state, text = OpenState.OPEN, _until(current, spans, minute) + _caveat(today)
    else:
        state, text = OpenState.CLOSED, f"现在没开{_next(read, here.date(), minute)}"
    return OpenNow(state=state, text=text, checked_at=here.replace(second=0, microsecond=0))


def _spans(hours: OpeningHours, day: Day) -> tuple[tuple[int, int], ...] | None:
    """Return the spans of a day; empty when shut, ``None`` when the record does not say."""
    rules = [rule for rule in hours.rules if rule.in_season(day.day)]
    named = [rule for rule in rules if _names(rule, day)]
    if day.holiday and not hours.as_usual:
        decided = [rule for rule in rules if rule.days is Days.HOLIDAY and day.statutory]
        decided += [rule for rule in named if isinstance(rule.days, Days)]
        if not decided and any(isinstance(rule.days, frozenset) for rule in (named if day.statutory else rules)):
            # 「周一至周五」 on a holiday, or on a Saturday that is worked instead: the words do not decide it.
            return None
        named = decided
    return named[0].spans if named else ()


def _names(rule: HoursRule, day: Day) -> bool:
    if isinstance(rule.days, frozenset):
        return day.day.weekday() in rule.days
    if rule.days is Days.WORKDAY:
        return not day.off
    if rule.days is Days.WEEKEND:
        return day.off and not day.statutory
    return rule.days is Days.EVERY


def _why(day: Day) -> str:
    return f"是{day.holiday}{'假期' if day.off else '的调休上班日'}"


def _until(current: tuple[int, int], spans: tuple[tuple[int, int], ...], minute: int) -> str:
    if current == (0, 24 * 60):
        return "现在开着，全天都开"
    left = current[1] - minute
    words = f"现在开着，到 {_clock(current[1])}" + (f"，只剩 {left} 分钟" if left <= SOON_MIN else "")
    later = next((begin for begin, _ in spans if begin >= current[1]), None)
    return words + (f"；{_clock(later)} 再开" if later is not None else "")


def _next(hours: OpeningHours, today: date, minute: int) -> str:
    for ahead in range(LOOK_AHEAD_DAYS + 1):
        day = day_of(today + timedelta(days=ahead))
        spans = _spans(hours, day)
        if spans is None:
            return f"；{_date(day.day, ahead)}{_why(day)}，开不开请先打电话问"
        begin = next((begin for begin, _ in spans if ahead or begin > minute), None)
        if begin is not None:
            return f"，{_date(day.day, ahead)}{_clock(begin)} 开{_caveat(day)}"
    return f"，{LOOK_AHEAD_DAYS} 天内都不开，{_CALL}"


def _date(day: date, ahead: int) -> str:
    written, weekday = f"{day.month} 月 {day.day} 日", f"周{_NAMES[day.weekday()]}"
    if ahead > 1:
        return f"{written}（{weekday}）"
    return f"明天（{written}，{weekday}）" if ahead else "今天 "


def _caveat(day: Day) -> str:
    return "" if day.known else f"。{day.day.year} 年的放假安排还没有收录，逢节假日和调休可能不同"


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"
