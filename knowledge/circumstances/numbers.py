"""Ages, days and amounts against a limit: 「我今年六十八」 where the options are 满60周岁 and 未满60周岁."""

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.circumstances.words import DIGITS, plain
from knowledge.schema import Circumstance, Option

_NUMERAL = r"\d+(?:\.\d+)?|[零一二两三四五六七八九十百千万半]+"
# Each unit in the smallest of its kind; a month of 30 and a year of 365 days are near enough to fall on a side.
_UNITS = {
    "周岁": ("age", 1.0), "岁": ("age", 1.0),
    "个月": ("days", 30.0), "月大": ("days", 30.0), "周": ("days", 7.0), "星期": ("days", 7.0), "礼拜": ("days", 7.0),
    "天": ("days", 1.0), "日": ("days", 1.0), "年": ("days", 365.0),
    "吨": ("tons", 1.0), "公顷": ("area", 10_000.0), "亩": ("area", 667.0), "平方米": ("area", 1.0),
    "平方": ("area", 1.0), "平米": ("area", 1.0), "立方米": ("volume", 1.0), "立方": ("volume", 1.0),
    "%": ("share", 1.0), "个点": ("share", 1.0),
}  # fmt: skip
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_QUANTITY = re.compile(rf"({_NUMERAL})(多|来|几)?(万|千)?({_UNIT})?(多|半)?")
_BELOW = re.compile(r"未满|不满|没满|以下|以内|不到|没到|未到|没达到|未达到|小于|低于|不足|没超|未超|较小|差")
_ABOVE = re.compile(r"满|以上|超过|超|达到|大于|高于|多于")
_TELLS_AGE = re.compile(r"年纪|岁|今年|多大")
OLDEST = 120  # years; a bare number above is no age


@dataclass(frozen=True, slots=True)
class Limit:
    """Two options that lie on either side of a quantity; of several (5 公顷或 5 万立方米) one above is enough."""

    values: tuple[tuple[str, float], ...]  # kind and amount in its smallest unit
    below: Option
    above: Option


def by_number(circumstance: Circumstance, words: str) -> Option | None:
    """Return the option on whose side every number of a plain answer falls, else ``None``."""
    limit = limit_of(circumstance)
    if limit is None:
        return None
    found = {
        _side(limit, kind, value, match, words) for match in _QUANTITY.finditer(words) for kind, value in limit.values
    } - {None}
    sides = found - {limit.below} if len(limit.values) > 1 else found
    return sides.pop() if len(sides) == 1 else None


@lru_cache(maxsize=4096)
def limit_of(circumstance: Circumstance) -> Limit | None:
    """Return the limit that two options stand on either side of, if there is one."""
    if len(circumstance.options) != 2:
        return None
    labels = [plain(option.label) for option in circumstance.options]
    stated = {found for text in (plain(circumstance.question), *labels) for found in _quantities(text)}
    below = [bool(_BELOW.search(label)) for label in labels]
    if not stated or len({kind for kind, _ in stated}) != len(stated) or below[0] == below[1]:
        return None
    under, over = circumstance.options if below[0] else circumstance.options[::-1]
    if not any(_ABOVE.search(text) for text in (plain(over.label), plain(circumstance.question))):
        return None
    return Limit(tuple(sorted(stated)), under, over)


def _quantities(words: str) -> set[tuple[str, float]]:
    return {
        (_UNITS[match[4]][0], numeral(match[1], match[3]) * _UNITS[match[4]][1])
        for match in _QUANTITY.finditer(words)
        if match[4]
    }


def _side(limit: Limit, kind: str, value: float, match: re.Match[str], words: str) -> Option | None:
    amount = _amount(kind, match, words)
    if amount is None:
        return None
    before, behind = words[: match.start()], words[match.end() :]
    if _BELOW.search(before[-4:]) or behind.startswith(("以下", "不到", "以内", "没到", "都不到")):
        return limit.below if amount <= value else None
    if _ABOVE.search(before[-3:]) or behind.startswith("以上") or match[2] or match[5] == "多":
        return limit.above if amount >= value else None
    if amount == value:
        return None
    return limit.above if amount > value else limit.below


def _amount(kind: str, match: re.Match[str], words: str) -> float | None:
    """Return a number in the smallest unit of ``kind``, ``None`` where it measures something else."""
    amount = numeral(match[1], match[3])
    if match[4] is None:
        bare_age = kind == "age" and amount <= OLDEST and (match[0] == words or _TELLS_AGE.search(words))
        at_the_end = words.endswith(match[0]) and _BELOW.search(words[: match.start()])
        return amount if bare_age or at_the_end or (kind != "age" and match[3]) else None
    measured, scale = _UNITS[match[4]]
    if kind == "days" and measured == "age":  # 「半岁了」 of a child that is to be younger than 90 days
        return amount * 365
    if kind == "age" and measured == "days" and words.endswith(("大", "天", "个月", "个月了")):
        return amount * scale / 365
    return amount * scale if measured == kind else None


def numeral(text: str, multiple: str | None = None) -> float:
    """Read 「六十八」「1.5」「半」「两千三百」; ``multiple`` is a 万 or 千 behind it."""
    scale = {"万": 10_000.0, "千": 1000.0}.get(multiple or "", 1.0)
    if text[0].isdigit():
        return float(text) * scale
    if text == "半":
        return 0.5 * scale
    total, section, digit = 0.0, 0.0, 0.0
    for char in text:
        if char in ("十", "百", "千"):
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        elif char == "万":
            total, section, digit = total + (section + digit or 1) * 10_000, 0, 0
        else:
            digit = digit * 10 + DIGITS[char] if digit and char in DIGITS else float(DIGITS.get(char, 0))
    return (total + section + digit) * scale
