"""Opening hours as operators write them, read whole or not at all: a guess would send somebody to a shut door."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_WEEK = "一二三四五六日"
_DASH = r"\s*(?:-{1,2}|—{1,2}|–|~|至|到)\s*"
_WEEKDAY = r"(?:周|星期|礼拜)"
_CLOCK = r"(上午|早上|中午|下午|晚上)?\s*(\d{1,2})(?:[:.点时](\d{2}|半)?分?)"
_TOKENS = re.compile(
    "|".join(
        (
            rf"(?:[夏冬](?:季|令)时?(?:作息)?(?:时间)?)?\s*\(?(?P<season>(\d{{1,2}})月(\d{{1,2}})日{_DASH}(?:次年|翌年)?(\d{{1,2}})月(\d{{1,2}})日)",
            r"(?P<workday>(?:国家|法定)?工作日)",
            r"(?P<usual>(?:法定)?节假日(?:照常(?:上班|办公|开放)?|不休(?:息)?))",
            r"(?P<except>(?:法定)?节假日除外)",
            r"(?P<holiday>(?:法定)?节假日)",
            r"(?P<weekend>周末|双休日)",
            r"(?P<daily>每天|每日|天天|全年无休)",
            rf"(?P<range>{_WEEKDAY}([{_WEEK}天]){_DASH}{_WEEKDAY}?([{_WEEK}天]))",
            rf"(?P<listed>{_WEEKDAY}([{_WEEK}天]+))",
            r"(?P<always>(?:全天)?24小时)",
            rf"(?P<span>{_CLOCK}{_DASH}{_CLOCK})",
            r"(?P<closed>休息|不办公|不上班|不开放|关门|闭馆)",
            r"(?P<filler>(?:办公|开放|办理|受理|服务|接待|上班)?时间|办公|开放|受理|对外|上午|下午|为|和|及|[\s:,、;。()])",
        )
    )
)


class Days(StrEnum):
    """Which days a rule is for, when it is not named weekdays."""

    WORKDAY = "工作日"  # with make-up days (调休), without holidays
    WEEKEND = "周末"
    HOLIDAY = "节假日"
    EVERY = "每天"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRule:
    """Spans of one kind of day, in minutes after midnight; none: shut. ``season`` is (first, last) as (month, day)."""

    days: Days | frozenset[int]  # weekdays count from 0, Monday
    spans: tuple[tuple[int, int], ...]
    season: tuple[tuple[int, int], tuple[int, int]] | None = None

    def in_season(self, day: date) -> bool:
        """Whether the rule holds on ``day``; a season may go over the end of the year."""
        if self.season is None:
            return True
        first, last = self.season
        here = (day.month, day.day)
        return first <= here <= last if first <= last else here >= first or here <= last


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """What an operator wrote, as rules; ``as_usual``: holidays change nothing (节假日照常)."""

    rules: tuple[HoursRule, ...]
    as_usual: bool = False


def read_hours(text: str) -> OpeningHours | None:
    """Read hours like 「工作日 8:30-12:00，13:30-17:00；周六 9:00-12:00」; ``None`` unless every word is understood."""
    reading = _Reading()
    folded = unicodedata.normalize("NFKC", text).strip()
    position = 0
    while position < len(folded):
        match = _TOKENS.match(folded, position)
        if match is None or not reading.take(match):
            return None
        position = match.end()
    return reading.finished()


class _Reading:
    """Rules while they are read: days first, then their spans."""

    def __init__(self) -> None:
        self._rules: list[HoursRule] = []
        self._days: list[Days | frozenset[int]] = []
        self._spans: list[tuple[int, int]] = []
        self._season: tuple[tuple[int, int], tuple[int, int]] | None = None
        self._shut = self._as_usual = False

    def take(self, match: re.Match[str]) -> bool:
        """Take the next word; false when it makes no sense where it stands."""
        kind = match.lastgroup if match.lastgroup != "filler" else None
        named = {"workday": Days.WORKDAY, "weekend": Days.WEEKEND, "holiday": Days.HOLIDAY, "daily": Days.EVERY}
        if kind == "season":
            return self._begin_season(match)
        if kind in named:
            return self._name(named[kind])
        if kind == "range":
            return self._name(_weekdays(match["range"]))
        if kind == "listed":
            return self._name(frozenset(_weekday(sign) for sign in match["listed"][1:] if sign in _WEEK + "天"))
        if kind == "span":
            return self._open(_minutes(match["span"]))
        if kind == "always":
            return bool(self._days or self._name(Days.EVERY)) and self._open((0, 24 * 60))
        if kind == "closed":
            return self._close()
        if kind == "except":
            self._end()
            self._rules.append(HoursRule(days=Days.HOLIDAY, spans=()))
        self._as_usual |= kind == "usual"
        return True

    def finished(self) -> OpeningHours | None:
        """Return the rules; ``None`` where days have no hours or nothing was said."""
        whole = self._end()
        return OpeningHours(rules=tuple(self._rules), as_usual=self._as_usual) if whole and self._rules else None

    def _name(self, days: Days | frozenset[int]) -> bool:
        whole = not (self._spans or self._shut) or self._end()
        self._days.append(days)
        return whole

    def _open(self, span: tuple[int, int] | None) -> bool:
        if span is None or not self._days or self._shut or (self._spans and span[0] < self._spans[-1][1]):
            return False
        self._spans.append(span)
        return True

    def _close(self) -> bool:
        self._shut = bool(self._days) and not self._spans
        return self._shut

    def _begin_season(self, match: re.Match[str]) -> bool:
        whole = self._end()
        first_month, first_day, last_month, last_day = (int(part) for part in re.findall(r"\d+", match["season"]))
        self._season = (first_month, first_day), (last_month, last_day)
        return whole and max(first_month, last_month) <= 12 and max(first_day, last_day) <= 31

    def _end(self) -> bool:
        whole = bool(self._spans or self._shut) == bool(self._days)
        self._rules += [HoursRule(days=days, spans=tuple(self._spans), season=self._season) for days in self._days]
        self._days, self._spans, self._shut = [], [], False
        return whole


def _weekday(sign: str) -> int:
    return _WEEK.index("日" if sign == "天" else sign)


def _weekdays(words: str) -> frozenset[int]:
    first, last = (_weekday(sign) for sign in words if sign in _WEEK + "天")
    return frozenset((first + offset) % 7 for offset in range((last - first) % 7 + 1))


def _minutes(words: str) -> tuple[int, int] | None:
    """Read 「下午1:30-5:00」 as minutes after midnight; ``None`` for hours that no day has."""
    (half, *begin), (other_half, *end) = re.findall(_CLOCK, words)
    first, last = _clock(half, *begin), _clock(other_half or half, *end)
    return (first, last) if first < last <= 24 * 60 else None


def _clock(half: str, hour: str, minute: str) -> int:
    later = 12 if half in ("下午", "晚上") and int(hour) < 12 else 0
    return (int(hour) + later) * 60 + (30 if minute == "半" else int(minute or 0))
