"""Answers in free words: understood or asked again, never guessed."""

from pathlib import Path

import pytest

from knowledge.circumstances import position, prefill, understand
from knowledge.circumstances.numbers import numeral
from knowledge.circumstances.phrases import Answers, Phrases, load_answers
from knowledge.errors import GuidebookError
from knowledge.guidebook import SAMPLE, load_guidebook
from knowledge.schema import Circumstance, Option
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


AGE = Circumstance(
    id="age",
    question="申请人满16周岁了吗？",
    options=(Option(id="adult", label="已满16周岁"), Option(id="minor", label="未满16周岁")),
)
SIZE = Circumstance(
    id="size",
    question="工程规模多大？",
    options=(Option(id="report", label="占地5公顷以上或土石方5万立方米以上"), Option(id="form", label="较小的")),
)


@pytest.mark.parametrize(
    ("words", "option"),
    [
        ("我今年四十五", "adult"),
        ("孩子才十岁", "minor"),
        ("没满十六", "minor"),
        ("15岁半", "minor"),
        ("二十三", "adult"),
        ("八个月大", "minor"),
        ("办了十年了", None),
        ("十六", None),
    ],
)
def test_an_age_is_weighed_against_the_limit(words: str, option: str | None) -> None:
    understood = understand(AGE, words).option
    assert (understood.id if understood else None) == option


@pytest.mark.parametrize(("words", "option"), [("占地八公顷", "report"), ("土方六万方", None), ("一公顷", None)])
def test_of_two_limits_one_exceeded_is_enough(words: str, option: str | None) -> None:
    understood = understand(SIZE, words).option
    assert (understood.id if understood else None) == option


@pytest.mark.parametrize(
    ("text", "multiple", "number"),
    [("六十八", None, 68), ("两千三百", None, 2300), ("十", None, 10), ("半", None, 0.5), ("3", "万", 30_000)],
)
def test_chinese_numerals_are_read(text: str, multiple: str | None, number: float) -> None:
    assert numeral(text, multiple) == number


SAID = Phrases(
    {
        "yes": ("去年结的婚", "红本本拿到了", "我们是夫妻", "办过喜酒也登记了", "登记过的"),
        "no": ("没办手续就住一起了", "只订了婚", "还在谈", "分手了没登记", "单身带娃"),
    },
    ("孩子他爸在外地打工", "我们感情很好", "他人不在", "下个月再说"),
)


def test_other_words_are_understood_where_the_guidebook_has_phrases() -> None:
    assert understand(MARRIED, "红本子拿到了").option is None
    understood = understand(MARRIED, "红本子拿到了", SAID)
    assert understood.option is not None and understood.option.id == "yes" and 0.5 < understood.chance < 1


@pytest.mark.parametrize("words", ["他在外地打工", "你先别管这个", "今天人多吗"])
def test_what_decides_nothing_is_asked_again_even_with_phrases(words: str) -> None:
    assert understand(MARRIED, words, SAID).option is None


def test_who_does_not_know_is_not_taken_at_half_a_word() -> None:
    understood = understand(MARRIED, "登没登记我也说不清", SAID)
    assert understood.option is None and understood.why_not == "unsure"


def test_the_names_of_a_matter_decide_nothing() -> None:
    phrases = Answers(own={("x-card", "married"): SAID}).of(item(), MARRIED)
    assert "补甲证" in phrases.undecided and phrases.options == SAID.options


def test_who_is_named_in_a_first_question_is_not_taken_for_who_goes() -> None:
    assert prefill((AGENT,), "我老婆的身份证丢了，邻居说要去派出所补") == frozenset()
    assert prefill((AGENT,), "能不能让我老婆去补甲证") == {"agent.proxy"}


def test_answers_of_the_sample_name_options_that_exist() -> None:
    guidebook = load_guidebook(SAMPLE)
    for (item_id, circumstance_id), phrases in guidebook.answers.own.items():
        options = {option.id for option in guidebook.item(item_id).circumstance(circumstance_id).options}
        assert set(phrases.options) == options, (item_id, circumstance_id)


def test_a_file_of_answers_that_is_not_sorted_by_option_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("x-card:\n  married: [领了]\n", "utf-8")
    with pytest.raises(GuidebookError, match=r"x\.yaml"):
        load_answers(tmp_path)
