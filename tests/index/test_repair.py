"""Typo repair by sound, against the words people use."""

import pytest

from knowledge.index.repair import Repairer
from knowledge.index.tokens import Tokeniser

WORDS = {"w身份证": 1.0, "w离婚": 1.2, "w驾驶证": 1.5, "w护照": 2.0, "w挂失": 3.0}
PAIRS = dict.fromkeys(("身份", "份证", "离婚", "驾驶", "驶证", "护照", "挂失", "过期"), 1.0)
REPAIRER = Repairer.of(Tokeniser(), WORDS | PAIRS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("身份正丢了", "身份证丢了"),
        ("身份征过期", "身份证过期"),
        ("怎么离昏", "怎么离婚"),
        ("shenfenzheng 丢了", "身份证 丢了"),
        ("huzhao过期", "护照过期"),
        ("驾使证", "驾驶证"),
    ],
)
def test_a_slip_that_sounds_like_a_word_becomes_that_word(typed: str, meant: str) -> None:
    assert REPAIRER.repaired(typed) == meant


@pytest.mark.parametrize("right", ["", "身份证 过期", "我的身份", "wifi 密码", "ktv 许可", "时间到了 护照"])
def test_what_is_written_right_or_like_nothing_known_stays(right: str) -> None:
    assert REPAIRER.repaired(right) == right


def test_a_word_of_the_dictionary_is_not_turned_into_another() -> None:
    assert Repairer.of(Tokeniser(), {"w事实": 1.0, "事实": 1.0}).repaired("失事以后") == "失事以后"


def test_of_two_words_that_sound_alike_the_commoner_is_put_in() -> None:
    repairer = Repairer.of(Tokeniser(), {"w公正": 2.0, "w公证": 1.0, "公正": 2.0, "公证": 1.0})
    assert repairer.repaired("宫征") == "公证"


def test_little_words_and_what_would_look_stranger_than_before_stay() -> None:
    repairer = Repairer.of(Tokeniser(), dict.fromkeys(("w舅妈", "舅妈", "w水手", "水手", "手里", "在谁"), 1.0))
    assert repairer.repaired("要排队很久吗") == "要排队很久吗"
    assert repairer.repaired("证在谁手里") == "证在谁手里"


def test_without_any_words_nothing_is_repaired() -> None:
    assert Repairer.of(Tokeniser(), {}).repaired("身份正 shenfenzheng") == "身份正 shenfenzheng"
