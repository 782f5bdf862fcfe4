"""Follow-ups without repeating the item."""

from collections.abc import Callable

import pytest

from tests.conversations.talk import Conversation

Talk = Callable[..., Conversation]


@pytest.fixture
def after_the_list(talk: Talk) -> Conversation:
    person = talk()
    assert person.say("宝宝上户口", "医院生的", "领证了").blocks("notice")
    return person


@pytest.mark.parametrize(
    ("question", "need", "words"),
    [
        ("多少钱", "fee", "不收费"),
        ("要多久", "time_limit", "当场办结"),
        ("去哪里办", "place", "派出所"),
        ("几点上班，电话多少", "place", "派出所"),
        ("能网上办吗", "online", "浙里办"),
        ("流程是什么", "process", "受理"),
        ("有什么条件", "conditions", "父亲或母亲"),
        ("有效期多久", "validity", "长期"),
        ("可以代办吗", "proxy", "另加 2 项"),
        ("办到哪一步了怎么查", "progress", "我的办件"),
    ],
)
def test_each_need_is_answered_for_the_item_in_focus(
    after_the_list: Conversation, question: str, need: str, words: str
) -> None:
    reply = after_the_list.say(question)
    assert (reply.status, reply.subject, reply.facts["need"]) == ("answered", "ga-birth-registration", need)
    assert any(words in line for line in reply.facts["lines"])


def test_another_division_changes_the_place(after_the_list: Conversation) -> None:
    reply = after_the_list.say("我在瑞安")
    assert "瑞安市" in reply.text and reply.facts["places"][0]["division"] == "瑞安市"
    assert after_the_list.choose("need", "one_time_notice").notice["division_name"] == "瑞安市"


@pytest.mark.parametrize("words", ["如果委托别人呢", "让我妈去办呢"])
def test_another_circumstance_shows_only_the_difference(after_the_list: Conversation, words: str) -> None:
    reply = after_the_list.say(words)
    assert not reply.blocks("notice")
    (block,) = reply.blocks("difference")
    assert block["difference"]["text"].startswith("委托其他亲属去：另加 2 项")
    names = [line["name"] for line in after_the_list.press("要带什么").notice["materials"]]
    assert names.count("授权委托书") == 1


def test_what_else_tells_what_the_list_did_not(after_the_list: Conversation) -> None:
    told = {block["facts"]["need"] for block in after_the_list.say("还有呢").blocks("facts")}
    assert {"conditions", "process"} <= told


def test_not_this_offers_others_and_never_the_same(after_the_list: Conversation) -> None:
    reply = after_the_list.say("不是这个")
    assert reply.status == "clarification" and "出生登记" not in reply.labels("subject")
    again = after_the_list.say("换一个")
    assert not set(again.labels("subject")) & (set(reply.labels("subject")) - {"都不是"})


def test_starting_over_forgets_the_item(after_the_list: Conversation) -> None:
    after_the_list.say("重新开始")
    assert after_the_list.say("多少钱").status == "clarification"


def test_a_need_asked_with_the_item_is_answered_at_once(talk: Talk) -> None:
    reply = talk().say("身份证丢了补办要多少钱")
    assert (reply.subject, reply.facts["need"]) == ("ga-id-card-replacement", "fee")
    assert "40" in reply.facts["lines"][0]


def test_a_second_matter_in_one_message_is_kept(talk: Talk) -> None:
    person = talk()
    reply = person.say("宝宝要上户口，顺便问一下社保卡丢了怎么补办")
    assert reply.subject == "ga-birth-registration"
    shown = person.say("医院生的", "领证了")
    assert "社会保障卡" in str(shown.labels("subject"))


def test_an_answer_and_a_question_in_one_breath_are_both_met(talk: Talk) -> None:
    reply = talk().say("宝宝上户口", "医院生的，要多少钱")
    assert "不收费" in reply.facts["lines"][0]
    assert "领结婚证" in reply.blocks("choices")[-1]["prompt"]


def test_an_answer_taken_back_changes_the_list(talk: Talk) -> None:
    person = talk()
    person.say("宝宝上户口", "医院生的", "领证了")
    notice = person.say("不对，我们没领证").raw
    assert "随母亲" in str(notice)


def test_who_takes_back_an_answer_in_words_not_understood_is_asked_again(talk: Talk) -> None:
    person = talk()
    person.say("宝宝上户口", "医院生的", "领证了")
    reply = person.say("不对，咕噜咕噜")
    assert reply.status == "clarification" and "领结婚证" in reply.blocks("choices")[-1]["prompt"]


def test_an_answer_in_the_persons_own_words_is_understood(talk: Talk) -> None:
    reply = talk().say("宝宝上户口", "在附二医顺产的", "我们去年拿的红本本")
    assert reply.notice["item_id"] == "ga-birth-registration"


def test_a_story_that_asks_for_one_need_is_led_on_to_the_list(talk: Talk) -> None:
    person = talk()
    reply = person.say("我家宝宝上个月在医院生的，想给他上户口，这个收不收费")
    if not reply.labels("circumstance"):  # it may be asked first whether the child's insurance is meant
        assert reply.subject == "ga-birth-registration"
        reply = person.say("第一个")
    assert reply.subject == "ga-birth-registration"
    assert "不收费" in reply.text or reply.labels("circumstance")


def test_a_town_named_in_passing_does_not_move_the_person(talk: Talk) -> None:
    person = talk(division="330381")
    notice = person.say("宝宝上户口", "医院生的", "领证了").notice
    assert notice["division_code"] == "330381"
    again = person.say("我老公是乐清人，他的户口本要带吗，孩子跟我姓可以吗")
    assert all(n["notice"]["division_code"] == "330381" for n in again.blocks("notice"))


def test_a_matter_turned_down_can_be_named_again(talk: Talk) -> None:
    person = talk()
    first = person.say("营业执照").labels("subject")
    person.press("都不是")
    assert person.say(f"我要办{first[0]}").subject
