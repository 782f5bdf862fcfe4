"""Personal numbers never get past the door."""

import pytest

from knowledge.privacy import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我身份证11010519491231002X要补", "我身份证［身份证号］要补"),
        ("电话13800138000", "电话［手机号］"),
        ("１３８００１３８０００", "［手机号］"),
        ("138 0013 8000", "［手机号］"),
        ("卡号6222021234567890128", "卡号［银行卡号］"),
        ("护照E12345678", "护照［证件号］"),
        ("浙C12345的车", "［车牌号］的车"),
    ],
)
def test_numbers_of_people_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize("text", ["收件号330302202611220001234", "第164号令", "2026-11-22", "40元", "12345", "330381"])
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("text", ["居民户口簿（原件）", "１２３号楼，全角逗号"])
def test_words_without_personal_numbers_are_left_as_they_were_written(text: str) -> None:
    assert mask(text) == text
