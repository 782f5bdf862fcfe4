"""The words of an answer: plain form, negations, and numbers that pick an option by its place."""

import re
import unicodedata

NEGATIONS = ("没", "不是", "不", "未", "无", "别")
DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ORDINAL = re.compile(
    r"^(?:我?选|就|是|要)?第?([一二两三四五六七八1-8])(?:个|种|项|条|号|样)?(?:吧|的|呀|啊|情况|选项)?$"
)
_LAST = re.compile(r"^(?:我?选|就|是)?最后(?:那?一?个|面那个|一种)?(?:吧)?$")
_PUNCTUATION = re.compile(r"[\s，。！？、；：,.!?;:~～…“”\"'（）()《》]+")
_EMOJI = re.compile(r"[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]+")


def plain(text: str) -> str:
    """Fold widths and case, drop punctuation, emoji and blanks, and put 「扯证」 as 「领证」."""
    folded = _EMOJI.sub("", _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text))).lower()
    folded = folded.replace("扯证", "领证").replace("打结婚证", "领结婚证")
    return folded.replace("还没有", "没").replace("还没", "没").replace("没有", "没")


def position(text: str, count: int) -> int | None:
    """Return the index from 0 that 「第二个」「选1」「最后一个」 means among ``count``, else ``None``."""
    words = plain(text)
    if count and _LAST.match(words):
        return count - 1
    match = _ORDINAL.match(words)
    if not match:
        return None
    number = DIGITS.get(match[1]) or int(match[1])
    return number - 1 if number <= count else None


def negated(words: str) -> bool:
    """Say whether plain words hold a negation anywhere."""
    return any(negation in words for negation in ("没", "不", "未", "无"))


def negated_at(words: str, start: int, phrase: str) -> bool:
    """Say whether ``phrase``, found at ``start``, stands right behind a negation that is not its own."""
    return not phrase.startswith(NEGATIONS) and words[:start].endswith(NEGATIONS)
