"""Answers to circumstances in free words: understood, mistaken, or rightly asked again."""

import csv
from dataclasses import dataclass

from knowledge.circumstances import understand
from knowledge.guidebook import Guidebook
from tests.evaluation.measures import QUESTIONS


@dataclass(frozen=True)
class Answers:
    """Shares of held-out answers, 0–1."""

    answers: int
    understood: float
    mistaken: float  # taken for another option: the failure that costs a trip
    unclear: int
    guessed: float  # fits no option, and was taken for one


def judge_answers(guidebook: Guidebook) -> Answers:
    """Measure ``circumstances.tsv``; rows of records that changed since are left out."""
    clear: list[tuple[str, str | None]] = []
    unclear: list[str | None] = []
    with (QUESTIONS / "circumstances.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            item = guidebook.items.get(row["item_id"])
            circumstance = (
                next((c for c in item.circumstances if c.id == row["circumstance_id"]), None) if item else None
            )
            if circumstance is None:
                continue
            option = understand(circumstance, row["answer"]).option
            actual = option.id if option else None
            if row["option_id"]:
                clear.append((row["option_id"], actual))
            else:
                unclear.append(actual)
    return Answers(
        answers=len(clear),
        understood=sum(expected == actual for expected, actual in clear) / max(len(clear), 1),
        mistaken=sum(actual is not None and expected != actual for expected, actual in clear) / max(len(clear), 1),
        unclear=len(unclear),
        guessed=sum(actual is not None for actual in unclear) / max(len(unclear), 1),
    )
