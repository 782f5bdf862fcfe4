"""Answers in free words: understood or asked again, never guessed."""

import pytest

from knowledge.circumstances import position, prefill, understand
from tests.knowledge.books import item

MARRIED, FOLLOW, AGENT = item().circumstances


@pytest.mark.parametrize(
    ("words", "option"),
    [
        ("领了", "yes"),
        ("已经领证了", "yes"),
        ("１", "yes"),
        ("第一个", "yes"),
        ("第二个吧", "no"),
        ("最后一个", "no"),
        ("没领证", "no"),
        ("还没扯证😀", "no"),
        ("我们还没有领证", "no"),
        ("没有", "no"),
        ("还没呢", "no"),
        ("不是没领证，领证了", None),
    ],
)
def test_an_answer_about_the_marriage(words: str, option: str | None) -> None:
    understood = understand(MARRIED, words).option
    assert (understood.id if understood else None) == option


@pytest.mark.parametrize(
    ("words", "option"),
    [
        ("我老婆去办", "proxy"),
        ("让我妈去", "proxy"),
        ("委托别人", "proxy"),
        ("我没空去", "proxy"),
        ("我自己去", "self"),
        ("本人", "self"),
    ],
)
def test_who_goes(words: str, option: str) -> None:
    understood = understand(AGENT, words).option
    assert understood is not None and understood.id == option


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("都不是", "none"),
        ("不知道", "unsure"),
        ("不晓得", "unsure"),
        ("哪个都对不上", "none"),
        ("今天天气好", "unclear"),
        ("", "unclear"),
        ("  ", "unclear"),
        ("第九个", "unclear"),
    ],
)
def test_what_is_not_understood_is_asked_again_with_the_reason(words: str, why: str) -> None:
    understood = understand(MARRIED, words)
    assert understood.option is None and understood.why_not == why


def test_a_negated_word_is_not_taken_for_its_opposite() -> None:
    understood = understand(FOLLOW, "不跟妈妈")
    assert understood.option is None or understood.option.id == "father"


def test_the_first_question_may_already_state_circumstances() -> None:
    assert prefill((MARRIED, FOLLOW), "没领证的宝宝跟妈妈上户口要带什么") == {"married.no", "follow.mother"}
    assert prefill((MARRIED, FOLLOW), "宝宝上户口") == frozenset()


def test_positions() -> None:
    assert [position(words, 3) for words in ("第二个", "选3", "最后一个", "第四个", "二手房")] == [
        1,
        2,
        2,
        None,
        None,
    ]


def test_a_part_of_one_label_is_enough() -> None:
    understood = understand(FOLLOW, "母亲的").option
    assert understood is not None and understood.id == "mother"
