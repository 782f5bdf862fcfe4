"""Answers to circumstances in free words: understood, mistaken, or rightly asked again.

Two sets, both blind: ``circumstances`` was written to be hard (never the option's words, a negation, a story),
``circumstances_natural`` as people answer when they are asked.
"""

import csv
from dataclasses import dataclass

from knowledge.circumstances import understand
from knowledge.guidebook import Guidebook
from tests.evaluation.measures import QUESTIONS

ANSWER_SETS = {"circumstances_natural": "情形的自由回答，日常说法", "circumstances": "情形的自由回答，有意刁难的"}


@dataclass(frozen=True)
class Answers:
    """Shares of held-out answers, 0–1."""

    answers: int
    understood: float
    mistaken: float  # taken for another option: the failure that costs a trip
    unclear: int
    guessed: float  # fits no option, and was taken for one

    def told(self, title: str) -> str:
        """Put the figures into one line of a report."""
        return (
            f"\n{title} {self.answers} 条：听懂 {self.understood:.1%}，听错 {self.mistaken:.1%}，F1 {self.f1:.1%}；"
            f"不合任何选项的 {self.unclear} 条，误当成选项 {self.guessed:.1%}"
        )

    @property
    def f1(self) -> float:
        """F1 of taking an answer for its option: precision over all that was taken, recall over all that decide."""
        right = self.understood * self.answers
        taken = right + self.mistaken * self.answers + self.guessed * self.unclear
        return 2 * right / max(taken + self.answers, 1)


def judge_answers(guidebook: Guidebook, name: str = "circumstances") -> Answers:
    """Measure one set of answers; rows of records that changed since are left out."""
    clear: list[tuple[str, str | None]] = []
    unclear: list[str | None] = []
    with (QUESTIONS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            item = guidebook.items.get(row["item_id"])
            circumstance = (
                next((c for c in item.circumstances if c.id == row["circumstance_id"]), None) if item else None
            )
            if item is None or circumstance is None:
                continue
            option = understand(circumstance, row["answer"], guidebook.answers.of(item, circumstance)).option
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
