"""How people really talk: the need first, bare answers, numbers, several matters."""

from collections.abc import Callable

import pytest

from tests.conversations.talk import Conversation

Talk = Callable[..., Conversation]


def test_the_need_may_come_before_the_item(talk: Talk) -> None:
    person = talk()
    assert person.say("多少钱").status == "clarification"
    reply = person.say("补身份证")
    assert (reply.subject, reply.facts["need"]) == ("ga-id-card-replacement", "fee")


def test_the_division_may_come_between_need_and_item(talk: Talk) -> None:
    reply = talk().say("去哪里办", "我在乐清", "二手房过户")
    assert reply.facts["need"] == "place" and reply.facts["places"][0]["division"] == "乐清市"


def test_a_story_told_piece_by_piece_ends_in_the_list(talk: Talk) -> None:
    reply = talk().say("宝宝上户口", "不晓得", "医院生的👌", "还没扯证", "跟爸爸")
    assert reply.notice["item_id"] == "ga-birth-registration"
    assert "亲子鉴定" in str(reply.notice["materials"])


@pytest.mark.parametrize("words", ["贷款还没还清", "哪个都对不上", "我是外地的"])
def test_a_short_answer_that_fits_nothing_keeps_the_matter(talk: Talk, words: str) -> None:
    assert talk().say("宝宝上户口", words).subject == "ga-birth-registration"


def test_a_number_is_never_searched_for(talk: Talk) -> None:
    person = talk()
    reply = person.say("身份证丢了怎么补", "第一个")
    assert not reply.blocks("notice") and "哪一个" in reply.text


def test_the_second_matter_can_be_taken_by_its_number(talk: Talk) -> None:
    reply = talk().say("宝宝上户口，顺便问一下社保卡丢了怎么补", "医院生的", "领证了", "还有呢", "第一个")
    assert reply.subject == "yb-social-card-replacement"


def test_a_hurry_is_about_the_item_in_focus(talk: Talk) -> None:
    reply = talk().say("身份证丢了怎么补", "能不能快点")
    assert (reply.subject, reply.facts["need"]) == ("ga-id-card-replacement", "time_limit")


@pytest.mark.parametrize("words", ["你们窗口态度太差了我跑了三趟", "投诉电话多少"])
def test_a_complaint_about_the_service_is_no_matter(talk: Talk, words: str) -> None:
    assert talk().say(words).status == "handed_over"


def test_english_is_told_that_only_chinese_is_understood(talk: Talk) -> None:
    reply = talk().say("how to get a passport")
    assert reply.status == "no_match" and "only understand Chinese" in reply.text
