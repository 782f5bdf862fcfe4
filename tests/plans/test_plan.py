"""What a plan promises, on records whose right answers can be read off at a glance."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from knowledge.errors import UnknownReference
from knowledge.guidebook import Guidebook
from knowledge.plans.make import make_plan
from knowledge.plans.types import MOST_ITEMS, Plan, PlanStatus, Wanted
from knowledge.schema import (
    DayUnit,
    Fee,
    LifeEventStep,
    Material,
    MaterialSource,
    ServiceItem,
    Submission,
    TimeLimit,
    Trips,
    Waiver,
)
from tests.knowledge.books import abolished, guidebook, item

MONDAY = date(2026, 11, 23)
AT_ONCE = (TimeLimit(promised_days=0),)


def simple(item_id: str, **changes: object) -> ServiceItem:
    """An item without circumstances that takes one trip and is done on the spot."""
    fields: dict[str, object] = {"name": item_id, "circumstances": (), "materials": (), "fees": (), "times": AT_ONCE}
    return item(item_id, **{**fields, **changes})


def plan(book: Guidebook, *ids: str, start: date = MONDAY) -> Plan:
    reply = make_plan(book, [Wanted(item_id=item_id) for item_id in ids or book.items], "330381", start)
    assert reply.plan is not None
    return reply.plan


def from_government(name: str, **changes: object) -> Material:
    return Material(**{"name": name, "original": 1, "source": MaterialSource.GOVERNMENT, **changes})  # type: ignore[arg-type] # as above


def test_windows_in_one_building_are_one_trip() -> None:
    made = plan(guidebook(simple("x-a"), simple("x-b")))
    assert [[stop.item_id for stop in visit.stops] for visit in made.visits] == [["x-a", "x-b"]]
    assert made.trips_text == "一共跑 1 趟；分开办要跑 2 趟"


def test_what_is_done_online_takes_no_trip() -> None:
    made = plan(guidebook(simple("x-a", trips=Trips(count=0))))
    assert made.visits == () and made.steps[0].visits == ()
    assert made.trips_text == "一趟都不用跑，都可以在网上办"
    assert [(one.item_id, one.whole) for one in made.online_first] == [("x-a", True)]


def test_a_shown_original_serves_all_and_each_window_keeps_its_copies_and_its_form() -> None:
    papers = (
        from_government("居民身份证", copies=1),
        Material(name="授权委托书", original=1),
        Material(name="银行卡", original=1, notes="核对账号，还给您"),
    )
    made = plan(guidebook(simple("x-a", materials=papers), simple("x-b", materials=papers)))
    assert {paper.name: paper.counts for paper in made.materials} == {
        "居民身份证": "原件 1 份，复印件 2 份",
        "授权委托书": "原件 2 份",
        "银行卡": "原件 1 份",
    }


def test_a_paper_that_one_item_waives_is_brought_for_the_other() -> None:
    waived = Material(name="结婚证", submission=Submission.WAIVED, waived_by=Waiver(data="结婚登记信息"))
    book = guidebook(simple("x-a", materials=(waived,)), simple("x-b", materials=(from_government("结婚证"),)))
    (paper,) = plan(book).materials
    assert (paper.submission, paper.counts, paper.item_ids) == (Submission.REQUIRED, "原件 1 份", ("x-a", "x-b"))


def test_papers_of_several_roles_are_not_merged_but_said_to_be_perhaps_one() -> None:
    book = guidebook(
        simple("x-a", materials=(from_government("居民身份证", of="驾驶人"),)),
        simple(
            "x-b", materials=(from_government("居民身份证", of="持卡人"), from_government("居民身份证", of="代办人"))
        ),
    )
    made = plan(book)
    assert len(made.materials) == 3
    assert made.same_person == ("第 1、2 项都是居民身份证，是同一个人的就带一份",)


def test_an_item_waits_for_the_paper_that_another_issues() -> None:
    issuing = simple("x-a", times=(TimeLimit(promised_days=3),))
    book = guidebook(simple("x-b", materials=(from_government("甲证", obtained_by="x-a"),)), issuing)
    made = plan(book)
    assert [(visit.day, [stop.item_id for stop in visit.stops]) for visit in made.visits] == [
        (MONDAY, ["x-a"]),
        (date(2026, 11, 26), ["x-b"]),
    ]
    assert made.steps[1].before[0].why == "要用“x-a”办出来的“甲证”"


def test_a_paper_given_at_once_is_used_on_the_same_trip() -> None:
    book = guidebook(simple("x-b", materials=(from_government("甲证", obtained_by="x-a"),)), simple("x-a"))
    assert [[stop.item_id for stop in visit.stops] for visit in plan(book).visits] == [["x-a", "x-b"]]


def test_the_order_of_a_life_event_holds_for_its_items() -> None:
    book = guidebook(simple("x-b"), simple("x-a"))
    event = replace(
        book.life_events["le-x"],
        steps=(LifeEventStep(item_id="x-b", after=("x-a",)), LifeEventStep(item_id="x-a")),
    )
    made = plan(replace(book, life_events={"le-x": event}))
    assert [(step.item_id, step.stage) for step in made.steps] == [("x-a", 1), ("x-b", 2)]


def test_items_that_wait_for_each_other_are_said_to_be_unordered() -> None:
    book = guidebook(
        simple("x-a", materials=(from_government("乙证", obtained_by="x-b"),)),
        simple("x-b", materials=(from_government("甲证", obtained_by="x-a"),)),
    )
    made = plan(book)
    assert [step.stage for step in made.steps] == [1, 1]
    assert made.unordered == ("“x-a”和“x-b”互相要用对方的结果，先办哪个请先问窗口",)


@pytest.mark.parametrize(
    ("limit", "finish"),
    [
        (TimeLimit(promised_days=0), date(2026, 9, 30)),
        (TimeLimit(statutory_days=10, promised_days=1), date(2026, 10, 8)),  # over the National Day holiday
        (TimeLimit(promised_days=3), date(2026, 10, 10)),  # a Saturday worked instead
        (TimeLimit(statutory_days=3, unit=DayUnit.CALENDAR_DAYS), date(2026, 10, 8)),  # ends on a holiday
    ],
)
def test_time_limits_are_counted_with_holidays_and_make_up_days(limit: TimeLimit, finish: date) -> None:
    assert plan(guidebook(simple("x-a", times=(limit,))), start=date(2026, 9, 30)).finish == finish


def test_a_plan_begun_on_a_holiday_begins_on_the_next_working_day() -> None:
    assert plan(guidebook(simple("x-a")), start=date(2026, 10, 1)).visits[0].day == date(2026, 10, 8)


def test_a_day_beyond_the_known_calendar_says_so() -> None:
    made = plan(guidebook(simple("x-a", times=(TimeLimit(promised_days=60),))), start=date(2035, 1, 1))
    assert "年放假安排还没有收录" in made.finish_text


def test_an_unknown_time_leaves_the_end_open_and_names_the_item() -> None:
    made = plan(guidebook(simple("x-a", times=(TimeLimit(note="各地不同"),)), simple("x-b")))
    assert made.finish is None
    assert made.finish_text.startswith("“x-a”要多久，指南没有写准")
    assert "其余的按时限算 2026 年 11 月 23 日（周一）前办完" in made.finish_text


def test_between_two_visits_of_an_item_no_day_is_invented() -> None:
    made = plan(guidebook(simple("x-a", trips=Trips(count=2))))
    assert [(visit.day, visit.when[:5]) for visit in made.visits] == [(MONDAY, "最早 20"), (None, "等窗口通知")]


def test_the_total_fee_counts_only_what_is_certain() -> None:
    book = guidebook(
        simple("x-a", fees=(Fee(name="工本费", amount=Decimal(40), unit="元/证"),)),
        simple("x-b", fees=(Fee(name="住宅", amount=Decimal(80)), Fee(name="非住宅", amount=Decimal(550)))),
    )
    fee = plan(book).fee
    assert (fee.certain, fee.complete) == (Decimal(40), False)
    assert fee.text == "能确定的一共 40 元，还有的收费要看具体情况或当地标准，见各项收费"
    assert plan(book, "x-a").fee.text == "一共 40 元"


def test_free_items_are_said_to_be_free() -> None:
    assert plan(guidebook(simple("x-a", fees=(Fee(name="登记", amount=Decimal(0)),)))).fee.text == "都不收费"


def test_an_open_circumstance_is_asked_with_its_item() -> None:
    reply = make_plan(guidebook(item("x-a")), [Wanted(item_id="x-a")])
    assert (reply.status, reply.item_id, reply.plan) == (PlanStatus.CLARIFICATION, "x-a", None)
    assert reply.question is not None and reply.question.id == "married"


def test_an_abolished_item_is_left_out_and_said_to_be() -> None:
    book = guidebook(simple("x-a"), abolished())
    made = plan(book, "x-a", "x-old")
    assert [step.item_id for step in made.steps] == ["x-a"]
    assert "不用办了" in made.left_out[0].why
    assert make_plan(book, [Wanted(item_id="x-old")]).status is PlanStatus.UNAVAILABLE


def test_an_item_named_twice_is_planned_once() -> None:
    assert [step.item_id for step in plan(guidebook(simple("x-a")), "x-a", "x-a").steps] == ["x-a"]


def test_no_items_make_no_plan() -> None:
    assert make_plan(guidebook(), []).status is PlanStatus.UNAVAILABLE


def test_an_unknown_item_is_named() -> None:
    with pytest.raises(UnknownReference, match="x-none"):
        make_plan(guidebook(), [Wanted(item_id="x-none")])


def test_the_longest_life_event_fits_into_a_plan(sample: Guidebook) -> None:
    assert max(len(event.steps) for event in sample.life_events.values()) <= MOST_ITEMS
