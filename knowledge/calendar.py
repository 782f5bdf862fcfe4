"""Working days in China: public holidays, make-up days (调休), and when a time limit ends.

Working days follow the State Council's yearly arrangement (国务院办公厅关于部分节假日安排的通知). For a year that the
calendar does not know yet, Monday to Friday are taken for them, without the holidays of fixed days; ``Day.known``
tells, so that the words can say it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar import Holiday, get_holiday_detail

from knowledge.schema import DayUnit

# 全国年节及纪念日放假办法 (2024), article 2: these fall on fixed days of every year.
_FIXED = {(1, 1): "元旦", (5, 1): "劳动节", (5, 2): "劳动节", (10, 1): "国庆节", (10, 2): "国庆节", (10, 3): "国庆节"}
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """What the calendar says of a day."""

    day: date
    off: bool
    holiday: str | None  # 「国庆节」, also on its make-up days
    known: bool  # whether the year's arrangement is known to the calendar

    @property
    def statutory(self) -> bool:
        """Off because of a public holiday, not only a weekend."""
        return self.off and self.holiday is not None


@lru_cache(maxsize=4096)  # the library goes through all its years at each look-up
def day_of(day: date) -> Day:
    """Look a day up."""
    try:
        off, name = get_holiday_detail(day)
    except NotImplementedError:  # how the calendar says that it does not know the year
        holiday = _FIXED.get((day.month, day.day))
        return Day(day, day.weekday() >= 5 or holiday is not None, holiday, known=False)
    return Day(day, off, Holiday(name).chinese if name else None, known=True)


def working_day(day: date) -> date:
    """Return ``day``, or the first working day after it."""
    while day_of(day).off:
        day += _ONE
    return day


def deadline(begin: date, days: int, unit: DayUnit) -> date:
    """Return the last day of a time limit of ``days`` that begins with an application on ``begin``.

    The day of the application is not counted (民法典 第二百零一条); working days leave out holidays (行政许可法
    第八十二条); a limit in calendar days that ends on a day off ends on the next working day (民法典 第二百零三条).
    """
    if unit is DayUnit.CALENDAR_DAYS:
        return working_day(begin + days * _ONE)
    last = begin
    for _ in range(days):
        last = working_day(last + _ONE)
    return last
