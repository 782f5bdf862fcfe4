"""What a message asks: courtesies dropped, further matters cut off."""

import pytest

from knowledge.index.asking import matters, without_courtesies


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("你好 我想问一下身份证怎么补 谢谢", "身份证怎么补"),
        ("同志 麻烦问一下 护照多少钱", "护照多少钱"),
        ("身份证怎么补", "身份证怎么补"),
        ("你好", "你好"),
        ("", ""),
    ],
)
def test_greetings_and_thanks_are_no_part_of_a_question(said: str, asked: str) -> None:
    assert without_courtesies(said) == asked


def test_a_second_matter_is_cut_off_where_people_go_on_to_it() -> None:
    assert matters("身份证丢了要补 另外护照到期怎么换") == ["身份证丢了要补 ", "护照到期怎么换"]


def test_what_names_no_matter_is_no_part() -> None:
    assert matters("身份证丢了要补 另外呢") == ["身份证丢了要补 "] and matters("") == []
