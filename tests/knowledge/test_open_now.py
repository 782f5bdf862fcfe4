"""「现在开着吗」: hours as operators write them, holidays and make-up days; never a guess."""

from datetime import UTC, datetime

import pytest

from knowledge.hours import read_hours
from knowledge.open_now import BEIJING, OpenState, open_now

OFFICE = "工作日 8:30-12:00，13:30-17:00"
NAMED = "周一至周五 8:30-17:00"


def said(hours: str, *moment: int) -> str:
    answer = open_now(hours, datetime(*moment, tzinfo=BEIJING))  # type: ignore[arg-type, misc]
    assert answer is not None
    return answer.text


def test_in_office_hours_it_is_open_until_when() -> None:
    assert said(OFFICE, 2026, 11, 23, 10, 5) == "现在开着，到 12:00；13:30 再开"


def test_shortly_before_closing_the_minutes_left_are_said() -> None:
    assert said(OFFICE, 2026, 11, 23, 16, 40) == "现在开着，到 17:00，只剩 20 分钟"


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ((2026, 11, 23, 7, 0), "今天 8:30 开"),
        ((2026, 11, 23, 12, 0), "今天 13:30 开"),
        ((2026, 11, 23, 17, 0), "明天（11 月 24 日，周二）8:30 开"),
        ((2026, 11, 20, 18, 0), "11 月 23 日（周一）8:30 开"),
        ((2026, 9, 30, 20, 0), "10 月 8 日（周四）8:30 开"),
    ],
)
def test_when_shut_the_next_opening_is_said_with_its_day(moment: tuple[int, ...], opens: str) -> None:
    assert said(OFFICE, *moment) == f"现在没开，{opens}"


def test_a_saturday_that_is_worked_instead_of_a_holiday_is_open() -> None:
    assert said(OFFICE, 2026, 10, 10, 9, 0).startswith("现在开着")
    assert said("工作日 8:30-17:00；周六 9:00-11:00", 2026, 10, 10, 16, 0).startswith("现在开着")


@pytest.mark.parametrize("moment", [(2026, 10, 1, 10, 0), (2026, 10, 10, 10, 0)], ids=["holiday", "make-up day"])
def test_named_weekdays_do_not_decide_holidays_and_make_up_days(moment: tuple[int, ...]) -> None:
    answer = open_now(NAMED, datetime(*moment, tzinfo=BEIJING))  # type: ignore[arg-type, misc]
    assert answer and answer.state is OpenState.UNSURE and "国庆节" in answer.text and "打电话" in answer.text


def test_what_is_written_of_holidays_decides_them() -> None:
    assert said(f"{NAMED}（法定节假日除外）", 2026, 10, 1, 10, 0).startswith("现在没开")
    assert said(f"{NAMED}，节假日 9:00-11:00", 2026, 10, 1, 10, 0) == "现在开着，到 11:00"
    assert said("周一至周日 8:30-17:00，节假日照常", 2026, 10, 1, 10, 0) == "现在开着，到 17:00"
    assert said("每天 8:30-17:00", 2026, 10, 1, 10, 0) == "现在开着，到 17:00"


def test_for_a_year_whose_holidays_are_not_known_it_says_so() -> None:
    assert "2031 年的放假安排还没有收录" in said(OFFICE, 2031, 3, 5, 10, 0)
    assert said(OFFICE, 2031, 10, 1, 10, 0).startswith("现在没开")  # on a fixed day by law, in any year
    assert "放假安排" not in said(OFFICE, 2026, 11, 23, 10, 0)


def test_summer_and_winter_hours_hold_in_their_season() -> None:
    summer, winter = "8:30-12:00，14:30-17:30", "8:30-12:00，13:30-17:00"
    hours = f"夏季（6月1日至9月30日）工作日 {summer}；冬季（10月1日至次年5月31日）工作日 {winter}"
    assert "14:30" in said(hours, 2026, 7, 1, 13, 0)
    assert "到 17:00" in said(hours, 2026, 12, 1, 14, 0)


@pytest.mark.parametrize(
    "hours",
    [
        "工作日 上午8：30—12：00，下午1：30—5：00",
        "法定工作日8:30～12:00、13:30～17:00",
        "工作日上午8点半至12点，下午13点30分到17点",
        "周一到周五 8:30-12:00, 13:30-17:00",
        "星期一至星期五：8:30-12:00；13:30-17:00",
        "周六、周日休息，周一至周五 8:30-12:00，13:30-17:00",
    ],
)
def test_the_same_hours_are_read_however_they_are_written(hours: str) -> None:
    assert said(hours, 2026, 11, 23, 10, 5) == said(OFFICE, 2026, 11, 23, 10, 5)


@pytest.mark.parametrize(
    "hours",
    [
        "",
        "工作日",
        "8:30-17:00",
        "法定工作日办公，具体钟点未收录，去之前请拨打 12345 确认",
        "工作日 8:30-17:00，中午有人值班",
        "夏令时：工作日 8:30-12:00",
        "工作日 17:00-8:30",
        "工作日 8:30-25:00",
        "工作日 8:30-12:00，11:00-17:00",
        "2月30日至13月1日 工作日 8:30-12:00",
        "周八 8:30-12:00",
    ],
)
def test_hours_that_are_not_wholly_understood_are_not_guessed(hours: str) -> None:
    assert read_hours(hours) is None and open_now(hours, datetime(2026, 11, 23, 10, tzinfo=BEIJING)) is None


def test_the_clock_is_that_of_beijing_wherever_the_server_stands() -> None:
    answer = open_now(OFFICE, datetime(2026, 11, 23, 2, 5, 40, tzinfo=UTC))
    assert answer and answer.state is OpenState.OPEN
    assert answer.checked_at.isoformat() == "2026-11-23T10:05:00+08:00"
