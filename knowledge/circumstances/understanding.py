"""From an answer to an option. ``STEPS`` of sure ones first; then what was learned decides, or it is asked again."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.circumstances.learned import best_guess, crosses, enough, shipped
from knowledge.circumstances.listed import (
    LONGEST_ANSWER,
    by_label,
    by_part_of_label,
    by_position,
    by_yes_or_no,
    mentioned,
    nearest,
)
from knowledge.circumstances.numbers import by_number
from knowledge.circumstances.phrases import NO_PHRASES, Phrases
from knowledge.circumstances.words import plain
from knowledge.schema import Circumstance, Option

LONGEST_NONE = 10  # characters of 「都不是」; in more, 「不属于」 is part of what is told
_NONE = re.compile(r"都不是|都没$|都不对|都不符合|对不上|一个都不|哪个都不|以上都不|没我的|没我这种|不属于")
_OTHER = re.compile(r"^(?:是|属于|算)?(?:其他|其它|别的|另外)(?:一?[类种]|情况|情形|人员|原因|的)*$")
_UNSURE = re.compile(
    r"不知道|哪(?:里|儿)?知道|(?<!看)不清楚|不晓得|不懂|[搞弄分说记]不[清准]|[没还][有没]?[搞弄]清|看不懂|听不懂|[拿吃]不准"
    r"|忘了|记不得|想不起|不明白|什么意思|啥意思|不确定|说不好|还没定|没想好|没看过|没注意|[要得先]?回去问|问问[她他人家]"
)
_CLAUSES = re.compile(r"[，。！？；,.!?;\s]+")
# Probabilities from which 「不知道丢在哪了」 says that it is lost, and 「没来得及」 is taken for what denies nothing.
SURE_THOUGH_UNSURE = 0.97
SURE_THOUGH_CROSSED = 0.85
_WONDERS = re.compile(r"还是|要不要|是不是|会不会|能不能|可不可以|算不算|行不行|用不用|是否|[吗嘛]$|(?<!什)么$")
_KIN = (
    "老婆|老公|爱人|妻子|丈夫|对象|[我他她]?妈|[我他她]?爸|爷爷|奶奶|外公|外婆|儿子|女儿|囡儿|孩子|媳妇|女婿|哥|姐|弟|妹|姑|舅|叔|姨|侄|"
    "亲戚|家里人|家人|家属|朋友|同事|邻居|中介|律师|会计|员工|别人|办公室的人"
)
_SENDS = re.compile(
    rf"(?:让|叫|托|请|委托)(?:我|我的|一个)?(?:{_KIN}).{{0,8}}?(?:去|来|办|代|跑|弄|交|领|拿|帮)|"
    rf"(?:{_KIN})(?:去|来)?(?:帮我|替我|代我)|我(?:替|代|帮)(?:{_KIN}|他|她)(?:去|来|办|弄|跑|交|领|申请)"
)
STATED_AT_LEAST = 0.5  # probability; the option's words stand there too, which held-out answers seldom have
TOLD_AT_LEAST = 0.95  # of a story, in which more is said than of the matter
STORY = 30  # characters

Step = Callable[[Circumstance, str], Option | None]
STEPS: tuple[Step, ...] = (by_position, by_label, by_number)
BY_WORDS: tuple[Step, ...] = (mentioned, by_part_of_label, nearest)  # where there are no phrases to learn from


@dataclass(frozen=True, slots=True)
class Understood:
    """What an answer was taken for: an option, or why none (``none``, ``unsure``, ``unclear``)."""

    option: Option | None = None
    why_not: str | None = None
    chance: float = 0.0  # that ``option`` is meant; 1.0 for the sure ways


def understand(circumstance: Circumstance, text: str, phrases: Phrases = NO_PHRASES) -> Understood:
    """Return the option that ``text`` means, or why it is asked again."""
    words = plain(text)
    if not words:
        return Understood(why_not="unclear")
    option = _first(STEPS, circumstance, words)
    if option is not None:
        return Understood(option, chance=1.0)
    if (_NONE.search(words) and len(words) <= LONGEST_NONE) or _OTHER.match(words):
        other = [o for o in circumstance.options if _is_other(o)]
        return Understood(other[0], chance=1.0) if len(other) == 1 else Understood(why_not="none")
    unsure = is_unsure(words)
    option, chance = by_yes_or_no(circumstance, words), 1.0
    if option is None and enough(circumstance, phrases):
        option, chance = _learned(circumstance, words, phrases, unsure)
    elif option is None and not unsure:
        option = _first(BY_WORDS, circumstance, words)
    return Understood(option, chance=chance) if option else Understood(why_not="unsure" if unsure else "unclear")


def is_unsure(words: str) -> bool:
    """Say whether a plain answer says that the person does not know."""
    return bool(_UNSURE.search(words))


def _first(steps: tuple[Step, ...], circumstance: Circumstance, words: str) -> Option | None:
    return next((option for step in steps if (option := step(circumstance, words)) is not None), None)


def _is_other(option: Option) -> bool:
    label = plain(option.label)
    return option.id in ("other", "none", "neither") or label.startswith(("其他", "都不", "都没", "以上都"))


def _learned(circumstance: Circumstance, words: str, phrases: Phrases, unsure: bool) -> tuple[Option | None, float]:
    if len(words) > LONGEST_ANSWER:
        return None, 0.0
    best, chance = best_guess(circumstance, phrases, words, listed_option(circumstance, words), unsure)
    at_least = shipped().threshold
    if unsure:
        at_least = SURE_THOUGH_UNSURE
    elif crosses(circumstance, words, best):
        at_least = max(at_least, SURE_THOUGH_CROSSED)
    return (circumstance.options[best] if chance >= at_least else None), chance


def listed_option(circumstance: Circumstance, words: str) -> int | None:
    """Return the index of the option whose own words stand in the answer."""
    option = mentioned(circumstance, words) or by_part_of_label(circumstance, words)
    return None if option is None else circumstance.options.index(option)


def prefill(
    circumstances: tuple[Circumstance, ...],
    text: str,
    phrases_of: Callable[[Circumstance], Phrases] = lambda _: NO_PHRASES,
) -> frozenset[str]:
    """Return the options that a first question already states, as ``circumstance.option``.

    A first question is a story of many words, so the option's own words in it are not enough: what was learned must
    agree on the clause in which they stand. Who goes is taken only from words of sending somebody.
    """
    found = set()
    for circumstance in circumstances:
        option = _sent(circumstance, text) if circumstance.id == "agent" else _stated(circumstance, text, phrases_of)
        if option is not None:
            found.add(f"{circumstance.id}.{option.id}")
    return frozenset(found)


def sends_somebody(text: str) -> bool:
    """Say whether a text tells that somebody else goes: 「让我老婆去办」「我替他去」."""
    return _SENDS.search(plain(text)) is not None


def _sent(circumstance: Circumstance, text: str) -> Option | None:
    if not sends_somebody(text):
        return None
    return next((option for option in circumstance.options if option.id == "proxy"), None)


def _stated(circumstance: Circumstance, text: str, phrases_of: Callable[[Circumstance], Phrases]) -> Option | None:
    option = mentioned(circumstance, text)
    phrases = phrases_of(circumstance)
    if option is None or not enough(circumstance, phrases):
        return option
    index = circumstance.options.index(option)
    clauses = [clause for clause in _CLAUSES.split(text) if mentioned(circumstance, clause) is option]
    clauses = [clause for clause in clauses or [text] if not _WONDERS.search(clause)]
    at_least = TOLD_AT_LEAST if len(text) > STORY else STATED_AT_LEAST
    for clause in clauses:
        best, probability = best_guess(circumstance, phrases, plain(clause), index, False)
        if best == index and probability >= at_least:
            return option
    return None
