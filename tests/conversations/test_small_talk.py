"""Small talk, thanks, complaint, 转人工, danger: short, proper, and back to the matter."""

from collections.abc import Callable

import pytest

from tests.conversations.talk import Conversation

Talk = Callable[..., Conversation]


@pytest.mark.parametrize(
    ("message", "status", "words"),
    [
        ("你好", "answered", "您要办什么事"),
        ("谢谢", "answered", "不客气"),
        ("再见", "answered", "一次办成"),
        ("你是谁", "answered", "不是真人"),
        ("转人工", "handed_over", "12345"),
        ("我要投诉你们", "handed_over", "12345"),
        ("今天天气怎么样", "no_match", "您要办什么事"),
        ("我不想活了", "handed_over", "12356"),
    ],
)
def test_each_gets_its_short_answer(talk: Talk, message: str, status: str, words: str) -> None:
    reply = talk().say(message)
    assert reply.status == status and words in reply.text and not reply.blocks("notice")


def test_a_greeting_with_a_matter_is_a_matter(talk: Talk) -> None:
    assert talk().say("你好，我想问一下社保卡丢了怎么补").subject == "yb-social-card-replacement"


def test_thanks_do_not_lose_the_item(talk: Talk) -> None:
    person = talk()
    person.say("宝宝上户口", "医院生的", "领证了", "谢谢")
    assert person.say("要多久").subject == "ga-birth-registration"


@pytest.mark.parametrize("message", ["😀", "hello", "/restart", "{}", "a\x00b", "？？？", "怎么办", "0"])
def test_absurd_words_neither_break_nor_are_answered_with_a_list(talk: Talk, message: str) -> None:
    person = talk()
    reply = person.say(message)
    assert reply.raw["blocks"] and not reply.blocks("notice")
    assert person.say("宝宝上户口").subject == "ga-birth-registration"
