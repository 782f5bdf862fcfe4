"""The one-time notice: complete, sourced, dated, or not shown."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from knowledge.errors import UnknownReference
from knowledge.notices import NoticeStatus, OneTimeNotice, answer, chosen_from
from knowledge.schema import Fee, State, TimeLimit
from knowledge.wording import fee_text, time_text
from tests.knowledge.books import guidebook, item


def notice(*chosen: str, division: str | None = None) -> OneTimeNotice:
    reply = answer(guidebook(), "x-card", frozenset(chosen), division)
    assert reply.notice is not None
    return reply.notice


def test_the_list_is_not_shown_while_a_question_is_open() -> None:
    reply = answer(guidebook(), "x-card")
    assert (reply.status, reply.notice) == (NoticeStatus.CLARIFICATION, None)
    assert reply.question is not None and reply.question.id == "married"


def test_materials_are_numbered_with_counts_in_words() -> None:
    lines = notice("married.no", "follow.father").materials
    assert [(line.number, line.name, line.counts) for line in lines] == [
        (1, "居民身份证", "原件 1 份，复印件 2 份"),
        (2, "亲子鉴定证明", "原件 1 份"),
    ]


def test_a_waived_material_stays_in_the_notice_with_its_reason() -> None:
    line = notice("married.yes").materials[1]
    assert (line.name, line.counts) == ("结婚证", "不用带")
    assert line.reason == "窗口可以查到结婚登记信息，不用您交"


def test_the_total_is_told_with_what_is_waived() -> None:
    shown = notice("married.yes")
    assert (shown.total, shown.to_bring, shown.total_text) == (2, 1, "共 2 项：要准备 1 项，免交 1 项")


def test_what_was_assumed_is_said() -> None:
    assert [(c.id, c.label, c.assumed) for c in notice("married.yes").circumstances] == [
        ("married", "领了", False),
        ("agent", "本人去", True),
    ]


def test_the_difference_of_sending_somebody_else_is_told() -> None:
    (proxy,) = [d for d in notice("married.yes").differences if d.option_id == "proxy"]
    assert proxy.text == "委托他人：另加 2 项（居民身份证（代办人）、授权委托书）"


def test_no_difference_is_offered_that_would_leave_a_question_open() -> None:
    assert all(d.option_id != "no" for d in notice("married.yes").differences)


def test_the_answer_carries_its_source() -> None:
    source = notice("married.yes").source
    assert (source.item_id, source.version, source.as_of) == ("x-card", 1, date(2026, 11, 22))
    assert source.legal_basis[0].name == "某条例" and source.sample


def test_an_abolished_item_says_since_when_and_what_instead() -> None:
    reply = answer(guidebook(), "x-old")
    assert reply.status is NoticeStatus.ABOLISHED
    assert reply.text == "“乙证”自 2022-12-30 起不用办了。直接办甲证。（依据：某决定）"


def test_a_suspended_item_gives_no_list() -> None:
    reply = answer(guidebook(item(state=State.SUSPENDED)), "x-card", frozenset({"married.yes"}))
    assert reply.notice is None and "暂停" in (reply.text or "")


@pytest.mark.parametrize(
    ("changes", "on", "words"),
    [
        ({}, date(2026, 11, 22) - timedelta(days=1), "起收录"),
        ({"effective": date(2027, 1, 1)}, date(2026, 12, 1), "2027-01-01"),
        ({"expiry": date(2026, 12, 31)}, date(2027, 1, 1), "2026-12-31"),
    ],
)
def test_dates_are_enforced(changes: dict[str, object], on: date, words: str) -> None:
    reply = answer(guidebook(item(**changes)), "x-card", frozenset({"married.yes"}), None, on)
    assert reply.status is NoticeStatus.UNAVAILABLE and words in (reply.text or "")


def test_unknown_names_are_told_and_not_guessed() -> None:
    book = guidebook()
    with pytest.raises(UnknownReference, match="没有这个事项"):
        answer(book, "x-none")
    with pytest.raises(UnknownReference, match="没有这个区划"):
        answer(book, "x-card", frozenset(), "999999")
    with pytest.raises(UnknownReference, match="没有这个情形：“age”"):
        chosen_from(item(), {"age": "old"})
    with pytest.raises(UnknownReference, match="没有这个情形选项"):
        chosen_from(item(), {"married": "maybe"})


@pytest.mark.parametrize(
    ("fee", "text"),
    [
        (Fee(name="登记费", amount=Decimal(0)), "登记费：不收费"),
        (
            Fee(name="登记费", amount=Decimal(80), unit="元/件", basis="某通知"),
            "登记费：80 元/件（依据：某通知）",
        ),
        (Fee(name="鉴定费", note="由鉴定机构收，各地不同"), "鉴定费：由鉴定机构收，各地不同"),
        (Fee(name="工本费", amount=Decimal("0.50")), "工本费：0.5 元"),
        (Fee(name="工本费", amount=Decimal(100)), "工本费：100 元"),
    ],
)
def test_fees_in_words(fee: Fee, text: str) -> None:
    assert fee_text(fee) == text


def test_times_in_words() -> None:
    assert time_text(TimeLimit(promised_days=0)) == "当场办结"
    assert time_text(TimeLimit(statutory_days=60, promised_days=20)) == "承诺 20 个工作日；法定 60 个工作日"
    assert time_text(TimeLimit(note="各地不同")) == "各地不同"


def test_places_are_of_the_division_and_say_what_is_unknown() -> None:
    town, centre = notice("married.yes", division="330381").places
    assert (town.division, town.name) == ("瑞安市", "派出所户籍窗口") and "未收录" in town.address
    assert centre.address == "某路 1 号" and "12345" in centre.hours


def test_longgang_has_no_towns() -> None:
    assert [p.level for p in notice("married.yes", division="330383").places] == ["县级"]
