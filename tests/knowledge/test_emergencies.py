"""Danger comes before any matter, and matters are not mistaken for danger."""

import pytest

from knowledge.emergencies import emergency_advice


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("我不想活了", "12356"),
        ("老公打我，怎么办", "110"),
        ("家里着火了", "119"),
        ("我爸昏倒了", "120"),
        ("我被骗了三万", "96110"),
    ],
)
def test_the_right_number_at_once(words: str, number: str) -> None:
    assert number in (emergency_advice(words) or "")


@pytest.mark.parametrize(
    "words",
    [
        "我爸自杀去世了，户口怎么销",
        "消防验收要什么材料",
        "救护车上牌怎么办",
        "家里去年着火了房产证烧了怎么补",
        "离婚登记要带什么",
    ],
)
def test_a_matter_is_no_emergency(words: str) -> None:
    assert emergency_advice(words) is None
