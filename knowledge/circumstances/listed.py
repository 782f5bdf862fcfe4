"""Answers in the record's own words: labels, the words listed for an option, a plain yes or no."""

import re
from functools import cache
from pathlib import Path

import yaml
from rapidfuzz import fuzz

from knowledge.circumstances.words import NEGATIONS, negated, negated_at, plain, position
from knowledge.schema import Circumstance, Option

NEAREST_AT_LEAST = 78  # of 100; below this an answer in other words is asked again
NEAREST_GAP = 12  # the runner-up must be this far behind
LONGEST_ANSWER = 40  # characters; more is a story, which may mention several options

_RECURRING = Path(__file__).parent.parent / "lexicon" / "answers.yaml"
_YES = re.compile(
    r"^(?:是|是的|对|对的|嗯|嗯嗯|有|有的|要|要的|会|可以|好|好的|没错|当然|行)(?:啊|呀|吧|哦|了|的|呢)*$"
)
_NO = re.compile(r"^(?:不是|不是的|不|没|没的|不要|不用|不会|否|无|不对)(?:啊|呀|吧|哦|了|呢|啦)*$")


def by_position(circumstance: Circumstance, words: str) -> Option | None:
    """Take 「第二个」."""
    index = position(words, len(circumstance.options))
    return None if index is None else circumstance.options[index]


def by_label(circumstance: Circumstance, words: str) -> Option | None:
    """Take an option's label or one of its listed wordings, said whole."""
    exact = [o for o in circumstance.options if plain(o.label) == words or words in map(plain, o.says)]
    return exact[0] if len(exact) == 1 else None


def mentioned(circumstance: Circumstance, text: str) -> Option | None:
    """Return the one option whose listed words stand in ``text`` un-negated, else ``None``."""
    words = plain(text)
    recurring = _recurring(circumstance, words)
    if recurring is not None:
        return recurring
    hits: dict[str, int] = {}
    denied: set[str] = set()
    for option in circumstance.options:
        for phrase in _phrases(option):
            start = words.find(phrase)
            if start < 0:
                continue
            if negated_at(words, start, phrase):
                denied.add(option.id)
            else:
                hits[option.id] = max(hits.get(option.id, 0), len(phrase))
    if not hits and len(denied) == 1 and len(circumstance.options) == 2:
        return next(option for option in circumstance.options if option.id not in denied)
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


def _phrases(option: Option) -> list[str]:
    return [phrase for phrase in map(plain, option.says) if len(phrase) >= 2]


def by_yes_or_no(circumstance: Circumstance, words: str) -> Option | None:
    """Take a bare yes or no where exactly one option is worded as a negation."""
    if len(circumstance.options) != 2:
        return None
    negative = [option for option in circumstance.options if plain(option.label).startswith(NEGATIONS)]
    if len(negative) != 1 or not re.search(r"吗|是否|有没|是不是|要不要", plain(circumstance.question)):
        return None
    if _NO.match(words):
        return negative[0]
    if _YES.match(words):
        return next(option for option in circumstance.options if option is not negative[0])
    return None


def by_part_of_label(circumstance: Circumstance, words: str) -> Option | None:
    """Take 「个人」 for 「个人经营」 where no other option has the word."""
    words = words.removesuffix("的")
    holding = [o for o in circumstance.options if words in plain(o.label)] if len(words) >= 2 else []
    if len(holding) != 1 or negated(words) != negated(plain(holding[0].label)):
        return None
    return holding[0]


def nearest(circumstance: Circumstance, words: str) -> Option | None:
    """Take the nearest wording by far, with the same polarity."""
    if not 2 <= len(words) <= LONGEST_ANSWER:
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
    return option if negated(words) == negated(wording) else None
