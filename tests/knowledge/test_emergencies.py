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
        ("活够了，死了算了", "12356"),
        ("我老公又打我了", "110"),
        ("家里一股煤气味", "119"),
        ("我爸叫不醒了", "120"),
        ("奶奶走丢了", "110"),
        ("有人冒充公安叫我转钱", "96110"),
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
        "我老公触电身亡的工伤怎么申请",
        "房子着火了想申请临时救助",
        "我妈中风了想评残疾",
    ],
)
def test_a_matter_is_no_emergency(words: str) -> None:
    assert emergency_advice(words) is None
