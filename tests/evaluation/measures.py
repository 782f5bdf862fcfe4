"""What is measured of understanding, on questions written apart from the training ones."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.index.results import SearchResult, SearchStatus

QUESTIONS = Path(__file__).parent / "questions"


@dataclass(frozen=True)
class Asked:
    """One held-out question; ``expected_id`` is empty where nothing should be answered."""

    expected_id: str
    question: str


@dataclass(frozen=True)
class Judged:
    """A held-out question with what the search made of it."""

    asked: Asked
    actual: SearchResult

    @property
    def ranking(self) -> list[str]:
        """Ids from best to worst, whatever the decision was."""
        return [c.id for c in (*self.actual.candidates, *self.actual.rejected)]

    @property
    def answered(self) -> bool:
        return self.actual.status is SearchStatus.ANSWERED

    @property
    def right_or_offered(self) -> bool:
        return self.asked.expected_id in [c.id for c in self.actual.candidates]


def read_questions(name: str) -> list[Asked]:
    """Read ``questions/<name>.tsv``: id (empty: out of scope) and question."""
    with (QUESTIONS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Asked(row["id"].strip(), row["question"]) for row in rows]


@dataclass(frozen=True)
class Report:
    """Shares of questions, 0–1."""

    questions: int
    top1: float
    top3: float
    mrr: float
    answered: float
    confident_wrong: float
    clarified: float
    resolved: float  # answered rightly, or the right one offered
    no_match: float


def report(judged: Iterable[Judged]) -> Report:
    """Measure questions that have an answer."""
    rows = list(judged)

    def share(flags: Iterable[bool]) -> float:
        return sum(flags) / max(len(rows), 1)

    ranks = [
        row.ranking.index(row.asked.expected_id) + 1 if row.asked.expected_id in row.ranking else 0 for row in rows
    ]
    return Report(
        questions=len(rows),
        top1=share(rank == 1 for rank in ranks),
        top3=share(0 < rank <= 3 for rank in ranks),
        mrr=sum(1 / rank for rank in ranks if rank) / max(len(rows), 1),
        answered=share(row.answered for row in rows),
        confident_wrong=share(row.answered and not row.right_or_offered for row in rows),
        clarified=share(row.actual.status is SearchStatus.CLARIFICATION for row in rows),
        resolved=share(row.right_or_offered for row in rows),
        no_match=share(row.actual.status is SearchStatus.NO_MATCH for row in rows),
    )


def falsely_answered(judged: Iterable[Judged]) -> float:
    """Share of questions without an answer that were answered all the same."""
    rows = list(judged)
    return sum(row.answered for row in rows) / max(len(rows), 1)
