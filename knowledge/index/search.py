"""Search: the whole way from a question to a decision, as a list of steps.

normalise → (split off further matters) → tokens → dense, linear, lexical → candidates
→ ranking → decision → why
"""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from knowledge.guidebook import Guidebook
from knowledge.index.build import load_scorer
from knowledge.index.decision import decide
from knowledge.index.encoder import Encoder
from knowledge.index.passages import Entry
from knowledge.index.ranking import deeds_of, softmax
from knowledge.index.results import Candidate, SearchResult, SearchStatus
from knowledge.index.scoring import Scored, Scorer
from knowledge.index.tokens import normalise
from knowledge.index.weights import Weights

SHOWN = 3  # candidates of a clarification; more is a list, not a question
KEPT = 8  # near misses handed over beside them
# Words by which people go on to another matter in the same message.
_AND_ALSO = re.compile(r"(?:顺便|另外|还有就是|还想|同时还|再问|再一个|还有一个|其次|以及|还要办|还要|然后还)")
SHORTEST_MATTER = 4  # characters; shorter parts name no matter


class Searcher:
    """Finds the item or life event that a question means; one for each published guidebook."""

    def __init__(self, scorer: Scorer, entries: list[Entry], weights: Weights) -> None:
        self._scorer, self._entries, self._weights = scorer, entries, weights

    @classmethod
    def load(
        cls, guidebook: Guidebook, guidebook_folder: Path, encoder: Encoder, index: Path, model: Path
    ) -> "Searcher":
        """Load a built index and the trained weights; raises ``GuidebookError``."""
        scorer, entries = load_scorer(guidebook, guidebook_folder, encoder, index)
        return cls(scorer, entries, Weights.load(model))

    def search(self, question: str) -> SearchResult:
        """Return the decision and the candidates for one question; blank questions match nothing."""
        result = self._search(question)
        parts = [part for part in _AND_ALSO.split(normalise(question)) if len(part.replace(" ", "")) >= SHORTEST_MATTER]
        if len(parts) < 2:
            return result
        found = [self._search(part) for part in parts[:3]]
        sure = {r.best.id: r for r in found if r.status is SearchStatus.ANSWERED and r.best}
        if len(sure) < 2:
            return result
        first, *others = sure.values()
        return replace(first, also=tuple(r.best for r in others if r.best))

    def _search(self, question: str) -> SearchResult:
        if not normalise(question) or not self._entries:
            return SearchResult(status=SearchStatus.NO_MATCH, candidates=())
        scored = self._scorer.score(question)
        order, probabilities = self.rank(scored)
        right, among = self.confidence(scored, order, probabilities)
        status = decide(right, among, self._weights.thresholds)
        candidates = tuple(
            self._candidate(scored, position, float(probability), right if rank == 0 else None)
            for rank, (position, probability) in enumerate(zip(order[:KEPT], probabilities, strict=False))
        )
        shown = {SearchStatus.ANSWERED: 1, SearchStatus.CLARIFICATION: SHOWN, SearchStatus.NO_MATCH: 0}[status]
        return SearchResult(
            status=status, candidates=candidates[:shown], rejected=candidates[shown:], asked=scored.question
        )

    def rank(self, scored: Scored) -> tuple[list[int], np.ndarray]:
        """Return positions in ``scored.chosen`` from best to worst, and their probabilities."""
        marks = self._weights.ranking(scored.rows)[:, 0]
        order = np.argsort(-marks, kind="stable")
        return [int(position) for position in order], softmax(marks[order])

    def confidence(self, scored: Scored, order: list[int], probabilities: np.ndarray) -> tuple[float, float]:
        """Return the probabilities that the first is right, and that the right one is among three."""
        row = scored.decision_row(order, probabilities)
        right, among = 1 / (1 + np.exp(-self._weights.decision(row[None])[0]))
        return float(right), float(among)

    def _candidate(self, scored: Scored, position: int, probability: float, right: float | None) -> Candidate:
        entry = self._entries[scored.chosen[position]]
        score = probability if right is None else right
        return Candidate(
            id=entry.id,
            name=entry.name,
            window=entry.window,
            score=round(score, 4),
            why=_why(entry, scored.question),
        )


def _why(entry: Entry, question: str) -> str:
    """Say which of the entry's own words stand in the question."""
    plain = question.replace(" ", "")
    whole = [name for name in entry.names if normalise(name).replace(" ", "") in plain]
    if whole:
        return f"问题里有“{max(whole, key=len)}”"
    grams = {plain[i : i + 2] for i in range(len(plain) - 1)}
    nearest = max(entry.names, key=lambda name: len({name[i : i + 2] for i in range(len(name) - 1)} & grams))
    deeds = deeds_of(plain) & deeds_of(" ".join(entry.names))
    return f"与“{nearest}”意思相近" + ("，要办的动作一致" if deeds else "")
