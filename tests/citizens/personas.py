"""People who come with one matter: which, where, in which circumstances, and how they talk.

Their first words are held-out questions, their free answers held-out answers (``tests/evaluation/questions``). Where a
first question states a circumstance, ``stated.tsv`` says by hand which, and it is true of the person.
"""

import csv
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from knowledge.circumstances import mentioned
from knowledge.guidebook import Guidebook
from knowledge.materials import holds, reference
from knowledge.notices import NoticeStatus, answer
from knowledge.schema import Circumstance, ServiceItem
from tests.evaluation.measures import QUESTIONS, read_questions

SEED = 20261122
STATED = Path(__file__).parent / "stated.tsv"
SHORT = 12  # characters of a hurried question
LONG = 16  # characters of first words that tell more than the matter
SENT_ANOTHER = 0.15  # share of people who send somebody else where that is possible
PLACED = (0.4, 0.6)  # up to the first: division chosen on the page; up to the second: said in words; else none


class Manner(StrEnum):
    """How a person talks."""

    PRESSES = "按按钮"
    TYPES = "打字回答"
    NUMBERS = "说第几个"
    ELDERLY = "年纪大，话多"
    HURRIED = "赶时间，话少"
    STORY = "先讲来龙去脉"
    TWO_AT_ONCE = "一次问两件"
    TYPOS = "有错别字"
    CHANGES_MIND = "答错了再改"
    STUBBORN = "不好好回答"


@dataclass(frozen=True, slots=True)
class Persona:
    """One person. ``truth`` is settled: the option of every circumstance that arises."""

    number: int
    manner: Manner
    item_id: str
    division: str | None
    says_division: bool
    truth: frozenset[str]
    questions: tuple[str, ...]  # the first words, then other ways to say it
    second: str = ""  # the question of another matter, asked in the same breath
    second_id: str = ""


Said = Mapping[tuple[str, str, str], Sequence[str]]  # (item, circumstance, option) → held-out answers


def held_out_answers() -> Said:
    """Return the held-out answers of both sets; under an empty option those that decide nothing."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for name in ("circumstances_natural", "circumstances"):
        for row in _rows(QUESTIONS / f"{name}.tsv"):
            found[row["item_id"], row["circumstance_id"], row["option_id"]].append(row["answer"])
    return found


def people(guidebook: Guidebook, count: int) -> Iterator[Persona]:
    """Yield ``count`` persons, the same ones at each call: all items in turn, manners and the rest by lot."""
    by_item = _questions(guidebook)
    stated = {row["question"]: row["stated"].split() for row in _rows(STATED)}
    items = [item_id for item_id in guidebook.items if item_id in by_item and _has_list(guidebook, item_id)]
    random.Random(SEED).shuffle(items)  # noqa: S311 - a lot, not a secret
    towns = [code for code, division in guidebook.divisions.items() if division.parent]
    for number in range(count):
        item = guidebook.item(items[number % len(items)])
        draw = random.Random(f"{SEED}-{number}")  # noqa: S311 - one person changes nothing of another
        manner = list(Manner)[number % len(Manner)] if number < len(Manner) else draw.choice(list(Manner))
        questions = _ordered(by_item[item.id], manner, draw)
        truth = _truth(item, stated.get(questions[0], []), len(questions[0]) > LONG, draw)
        second_id = draw.choice([other for other in items if other != item.id])
        placed = draw.random()
        yield Persona(
            number=number,
            manner=manner,
            item_id=item.id,
            division=draw.choice(towns) if placed < PLACED[1] else None,
            says_division=PLACED[0] <= placed < PLACED[1],
            truth=truth,
            questions=tuple(_plain_first(item, questions)),
            second=draw.choice(by_item[second_id]["apart"]) if manner is Manner.TWO_AT_ONCE else "",
            second_id=second_id if manner is Manner.TWO_AT_ONCE else "",
        )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _has_list(guidebook: Guidebook, item_id: str) -> bool:
    return answer(guidebook, item_id).status in (NoticeStatus.ANSWERED, NoticeStatus.CLARIFICATION)


def _questions(guidebook: Guidebook) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for name in ("apart", "typos", "stories"):
        for asked in read_questions(name):
            if asked.expected_id in guidebook.items:
                found.setdefault(asked.expected_id, defaultdict(list))[name].append(asked.question)
    return {item_id: sets for item_id, sets in found.items() if sets["apart"]}


def _ordered(sets: dict[str, list[str]], manner: Manner, draw: random.Random) -> list[str]:
    """Put first what suits the manner; the others are said when the first was not understood."""
    apart = draw.sample(sets["apart"], len(sets["apart"]))
    if manner is Manner.HURRIED:
        return sorted(apart, key=lambda question: (len(question) > SHORT, 0))
    first = {Manner.TYPOS: sets["typos"], Manner.STORY: sets["stories"]}.get(manner, [])
    return [*draw.sample(first, min(1, len(first))), *apart]


def _plain_first(item: ServiceItem, questions: list[str]) -> list[str]:
    """Keep the first words, and of the others those that state no circumstance against the person's own."""
    silent = [q for q in questions[1:] if all(mentioned(c, q) is None for c in item.circumstances)]
    return [questions[0], *sorted(silent, key=len)]


def _truth(item: ServiceItem, stated: Sequence[str], long_told: bool, draw: random.Random) -> frozenset[str]:
    """Draw what is true of a person: what the first words state, the rest by lot, in guidebook order."""
    truth: set[str] = set()
    for circumstance in item.circumstances:
        if not holds(circumstance.asked_if, frozenset(truth)):
            continue
        own = [reference(circumstance.id, option.id) for option in circumstance.options]
        drawn = _drawn(circumstance, own, long_told, draw)
        truth.add(next((ref for ref in own if ref in stated), drawn))
    return frozenset(truth)


def _drawn(circumstance: Circumstance, own: Sequence[str], long_told: bool, draw: random.Random) -> str:
    if circumstance.assumed is None:
        return draw.choice(own)
    if long_told and circumstance.id != "agent":  # a long story says the unusual, or it is the usual
        return reference(circumstance.id, circumstance.assumed)
    others = [ref for ref in own if ref != reference(circumstance.id, circumstance.assumed)]
    return draw.choice(others) if draw.random() < SENT_ANOTHER else reference(circumstance.id, circumstance.assumed)
