"""Mask personal numbers before anything is kept, logged or sent on (个人信息保护法 第六条: 最小范围)."""

import re
import unicodedata
from collections.abc import Callable
from functools import partial

_ID = re.compile(
    r"(?<![0-9])([1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx])(?![0-9])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PHONE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![0-9])")
_BANK = re.compile(r"(?<![0-9])(62\d{14,17}|[3-6]\d{15})(?![0-9])")
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])([EGDSPHegdsph][A-Za-z]?\d{7,8})(?![A-Za-z0-9])")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(rf"[{_PROVINCES}][A-HJ-NP-Za-hj-np-z][·. ]?[A-HJ-NP-Za-hj-np-z0-9]{{5,6}}")


def mask(text: str) -> str:
    """Return ``text`` with identity, phone, bank, passport and plate numbers masked; without any, as it was."""
    folded = unicodedata.normalize("NFKC", text)
    masked = folded
    for pattern, name, proven in _NUMBERS:
        masked = pattern.sub(partial(_masked, name, proven), masked)
    return masked if masked != folded else text


def _masked(name: str, proven: Callable[[str], bool] | None, match: re.Match[str]) -> str:
    return f"［{name}］" if proven is None or proven(match[1]) else match[0]


def _id_checks(number: str) -> bool:
    """Check digit of GB 11643, mod 11-2."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def _luhn_checks(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    return sum(d if i % 2 == 0 else (d * 2 - 9 if d > 4 else d * 2) for i, d in enumerate(digits)) % 10 == 0


_NUMBERS: tuple[tuple[re.Pattern[str], str, Callable[[str], bool] | None], ...] = (
    (_ID, "身份证号", _id_checks),
    (_PHONE, "手机号", None),
    (_BANK, "银行卡号", _luhn_checks),
    (_PASSPORT, "证件号", None),
    (_PLATE, "车牌号", None),
)
