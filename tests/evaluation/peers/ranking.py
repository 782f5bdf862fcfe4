"""What every peer gives: a ranking of entries for each question; and the decision each of them is given.

All peers learn from the same questions and get the same kind of decision, trained on the same held-out fold, with
thresholds set by the same limits as ours (``knowledge.training.networks``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from knowledge.index.build import Material
from knowledge.index.decision import Chances, Thresholds, decide
from knowledge.index.results import Candidate, SearchResult, SearchStatus
from knowledge.training.networks import Outcomes, set_thresholds

KEPT = 10  # of a ranking
SHOWN = {SearchStatus.ANSWERED: 1, SearchStatus.CLARIFICATION: 3, SearchStatus.NO_MATCH: 0}


@dataclass(frozen=True, slots=True)
class Ranking:
    """Entries from best to worst with the peer's own scores, and its score for "no request"."""

    ids: tuple[str, ...]
    scores: tuple[float, ...]
    stray: float

    @property
    def row(self) -> list[float]:
        """What the decision sees: best score, gap to the second, no request, gap to that."""
        first, second = (*self.scores, 0.0, 0.0)[:2]
        return [first, first - second, self.stray, first - self.stray]


class Peer(Protocol):
    """A way to find the item, learnt from material."""

    def rank(self, questions: Sequence[str]) -> list[Ranking]:
        """Return one ranking for each question."""
        ...


def rankings(scores: np.ndarray[Any, Any], material: Material, stray: np.ndarray[Any, Any]) -> list[Ranking]:
    """Turn ``[questions, entries]`` scores and ``[questions]`` scores of no request into rankings."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :KEPT]
    return [
        Ranking(
            ids=tuple(material.entries[index].id for index in row),
            scores=tuple(float(marks[index]) for index in row),
            stray=float(out),
        )
        for row, marks, out in zip(order, scores, stray, strict=True)
    ]


@dataclass(frozen=True)
class Decider:
    """Turns a peer's rankings into decisions."""

    models: tuple[Pipeline, Pipeline, Pipeline]  # right, among three, request
    thresholds: Thresholds

    @classmethod
    def of(cls, ranked: Sequence[Ranking], owners: Sequence[str | None]) -> "Decider":
        """Learn from rankings of questions that the peer had not seen; ``None`` owns what is no request."""
        rows = np.array([one.row for one in ranked])
        first = np.array([float(one.ids[:1] == (owner,)) for one, owner in zip(ranked, owners, strict=True)])
        three = np.array([float(owner in one.ids[:3]) for one, owner in zip(ranked, owners, strict=True)])
        right, among = (make_pipeline(StandardScaler(), LogisticRegression()).fit(rows, y) for y in (first, three))
        stray = np.array([owner is None for owner in owners])
        request = make_pipeline(StandardScaler(), LogisticRegression()).fit(rows, ~stray)
        models = (right, among, request)
        chances = np.stack([model.predict_proba(rows)[:, 1] for model in models], axis=1)
        return cls(models, set_thresholds(chances, Outcomes(first, three, stray)))

    def results(self, ranked: Sequence[Ranking]) -> list[SearchResult]:
        """Return what a citizen would get from each ranking."""
        rows = np.array([one.row for one in ranked])
        chances = zip(*(model.predict_proba(rows)[:, 1].tolist() for model in self.models), strict=True)
        return [self._result(one, Chances(*three)) for one, three in zip(ranked, chances, strict=True)]

    def _result(self, one: Ranking, chances: Chances) -> SearchResult:
        status = decide(chances, self.thresholds)
        candidates = tuple(Candidate(id=id_, name=id_, window="", score=0.0, why="") for id_ in one.ids)
        shown = SHOWN[status]
        return SearchResult(status=status, candidates=candidates[:shown], rejected=candidates[shown:])
