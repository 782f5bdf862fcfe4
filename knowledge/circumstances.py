"""Understand an answer to a circumstance in free words; never guess.

Order of trust: a number or ordinal, the option's own words, words listed in the record (``says``), a plain
yes or no where the options are each other's negation, and last the nearest wording by far.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from rapidfuzz import fuzz

from knowledge.schema import Circumstance, Option

NEAREST_AT_LEAST = 78  # of 100; below this an answer in other words is asked again
NEAREST_GAP = 12  # the runner-up must be this far behind
LONGEST_ANSWER = 40  # characters; more is a story, which may mention several options

_RECURRING = Path(__file__).parent / "lexicon" / "answers.yaml"
_NEGATIONS = ("没", "不是", "不", "未", "无", "别")
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
_ORDINAL = re.compile(
    r"^(?:我?选|就|是|要)?第?([一二两三四五六七八1-8])(?:个|种|项|条|号|样)?(?:吧|的|呀|啊|情况|选项)?$"
)
_LAST = re.compile(r"^(?:我?选|就|是)?最后(?:那?一?个|面那个|一种)?(?:吧)?$")
_NONE = re.compile(r"都不是|都没$|都不对|都不符合|对不上|一个都不|哪个都不|以上都不|没我的|没我这种|不属于")
_UNSURE = re.compile(
    r"不知道|不清楚|不晓得|不懂|搞不清|弄不清|看不懂|听不懂|拿不准|记不清|忘了|不明白|什么意思|啥意思|不确定|说不好"
)
_YES = re.compile(
    r"^(?:是|是的|对|对的|嗯|嗯嗯|有|有的|要|要的|会|可以|好|好的|没错|当然|行)(?:啊|呀|吧|哦|了|的|呢)*$"
)
_NO = re.compile(r"^(?:不是|不是的|不|没|没的|不要|不用|不会|否|无|不对)(?:啊|呀|吧|哦|了|呢|啦)*$")
_PUNCTUATION = re.compile(r"[\s，。！？、；：,.!?;:~～…“”\"'（）()《》]+")
_EMOJI = re.compile(r"[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]+")


@dataclass(frozen=True, slots=True)
class Understood:
    """What an answer was taken for: an option, or why none (``none``, ``unsure``, ``unclear``)."""

    option: Option | None = None
    why_not: str | None = None


def understand(circumstance: Circumstance, text: str) -> Understood:
    """Return the option that ``text`` means, or why it is asked again."""
    words = plain(text)
    if not words:
        return Understood(why_not="unclear")
    option = _by_position(circumstance, words) or _by_label(circumstance, words)
    if option is not None:
        return Understood(option)
    if _UNSURE.search(words):
        return Understood(why_not="unsure")
    if _NONE.search(words):
        other = [
            o
            for o in circumstance.options
            if o.id in ("other", "none", "neither") or plain(o.label).startswith(("其他", "都不", "都没", "以上都"))
        ]
        return Understood(other[0]) if len(other) == 1 else Understood(why_not="none")
    option = mentioned(circumstance, words) or _by_yes_or_no(circumstance, words)
    option = option or _by_part_of_label(circumstance, words) or _nearest(circumstance, words)
    return Understood(option) if option else Understood(why_not="unclear")


def mentioned(circumstance: Circumstance, text: str) -> Option | None:
    """Return the one option whose listed words stand in ``text`` un-negated, else ``None``."""
    words = plain(text)
    recurring = _recurring(circumstance, words)
    if recurring is not None:
        return recurring
    hits: dict[str, int] = {}
    negated: set[str] = set()
    for option in circumstance.options:
        for phrase in _phrases(option):
            start = words.find(phrase)
            if start < 0:
                continue
            if _is_negated(words, start, phrase):
                negated.add(option.id)
            else:
                hits[option.id] = max(hits.get(option.id, 0), len(phrase))
    if not hits and len(negated) == 1 and len(circumstance.options) == 2:
        return next(option for option in circumstance.options if option.id not in negated)
    best = max(hits.values(), default=0)
    winners = [option for option in circumstance.options if hits.get(option.id) == best and best]
    return winners[0] if len(winners) == 1 else None


def _recurring(circumstance: Circumstance, words: str) -> Option | None:
    patterns = _recurring_patterns()
    for option in circumstance.options:
        pattern = patterns.get(f"{circumstance.id}.{option.id}")
        if pattern and pattern.search(words):
            return option
    return None


@cache
def _recurring_patterns() -> dict[str, re.Pattern[str]]:
    return {ref: re.compile(pattern) for ref, pattern in yaml.safe_load(_RECURRING.read_text("utf-8")).items()}


def plain(text: str) -> str:
    """Fold widths and case, drop punctuation, emoji and blanks, and put 「扯证」 as 「领证」."""
    folded = _EMOJI.sub("", _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text))).lower()
    folded = folded.replace("扯证", "领证").replace("打结婚证", "领结婚证")
    return folded.replace("还没有", "没").replace("还没", "没").replace("没有", "没")


def _phrases(option: Option) -> list[str]:
    return [phrase for phrase in map(plain, option.says) if len(phrase) >= 2]


def _is_negated(words: str, start: int, phrase: str) -> bool:
    return not phrase.startswith(_NEGATIONS) and words[:start].endswith(_NEGATIONS)


def position(text: str, count: int) -> int | None:
    """Return the index from 0 that 「第二个」「选1」「最后一个」 means among ``count``, else ``None``."""
    words = plain(text)
    if count and _LAST.match(words):
        return count - 1
    match = _ORDINAL.match(words)
    if not match:
        return None
    number = _DIGITS.get(match[1]) or int(match[1])
    return number - 1 if number <= count else None


def _by_position(circumstance: Circumstance, words: str) -> Option | None:
    index = position(words, len(circumstance.options))
    return None if index is None else circumstance.options[index]


def _by_label(circumstance: Circumstance, words: str) -> Option | None:
    exact = [
        option for option in circumstance.options if plain(option.label) == words or words in map(plain, option.says)
    ]
    return exact[0] if len(exact) == 1 else None


def _by_yes_or_no(circumstance: Circumstance, words: str) -> Option | None:
    """Take a bare yes or no where exactly one option is worded as a negation."""
    if len(circumstance.options) != 2:
        return None
    negative = [option for option in circumstance.options if plain(option.label).startswith(_NEGATIONS)]
    if len(negative) != 1 or not re.search(r"吗|是否|有没有|是不是|要不要", circumstance.question):
        return None
    if _NO.match(words):
        return negative[0]
    if _YES.match(words):
        return next(option for option in circumstance.options if option is not negative[0])
    return None


def _by_part_of_label(circumstance: Circumstance, words: str) -> Option | None:
    """Take 「个人」 for 「个人经营」 where no other option has the word."""
    words = words.removesuffix("的")
    holding = [o for o in circumstance.options if words in plain(o.label)] if len(words) >= 2 else []
    if len(holding) != 1 or _negations(words) != _negations(plain(holding[0].label)):
        return None
    return holding[0]


def _nearest(circumstance: Circumstance, words: str) -> Option | None:
    if len(words) > LONGEST_ANSWER or len(words) < 2:
        return None
    scores = sorted(
        (
            (max(fuzz.ratio(words, phrase) for phrase in [plain(option.label), *_phrases(option)]), index)
            for index, option in enumerate(circumstance.options)
        ),
        reverse=True,
    )
    (best, index), runner_up = scores[0], scores[1][0]
    if best < NEAREST_AT_LEAST or best - runner_up < NEAREST_GAP:
        return None
    option = circumstance.options[index]
    wording = max([plain(option.label), *_phrases(option)], key=lambda phrase: fuzz.ratio(words, phrase))
    if _negations(words) != _negations(wording):
        return None
    return option


def _negations(words: str) -> bool:
    return any(negation in words for negation in ("没", "不", "未", "无"))


def prefill(circumstances: tuple[Circumstance, ...], text: str) -> frozenset[str]:
    """Return the options that a first question already states, as ``circumstance.option``."""
    found = set()
    for circumstance in circumstances:
        option = mentioned(circumstance, text)
        if option is not None:
            found.add(f"{circumstance.id}.{option.id}")
    return frozenset(found)
