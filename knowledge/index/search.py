"""Search: the whole way from a message to a decision, as a list of steps.

1. normalise, drop courtesies, mend slips   ``Scorer.asked``
2. tokens → dense, linear, lexical halves   ``Scorer.halves``
3. candidates and their ranking rows        ``scoring.weigh``
4. ranking                                  ``Searcher.rank``
5. filed questions go first                 ``Searcher.rank``
6. decision                                 ``Searcher.decide``
7. why                                      ``Searcher.reason``

A message of several matters goes this way once for each.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.guidebook import Guidebook
from knowledge.index.asking import matters, without_courtesies
from knowledge.index.build import load_scorer
from knowledge.index.decision import Chances, decide
from knowledge.index.passages import Entry
from knowledge.index.ranking import bigrams, deed_words, softmax
from knowledge.index.results import Candidate, Reason, SearchResult, SearchStatus
from knowledge.index.scoring import Scored, Scorer
from knowledge.index.tokens import normalise
from knowledge.index.weights import Weights

Marks = np.ndarray[Any, np.dtype[np.float32]]
SHOWN = 3  # candidates of a clarification; more is a list, not a question
KEPT = 10  # candidates handed over, offered and refused together
MATTERS_AT_MOST = 3  # of one message; whoever lists more is asked to go on one by one
FIRST_LIKELY = 0.7  # from here a first matter is asked about though only the second is sure; lower ones are background
KNOWN_AT_LEAST = 6  # characters; a shorter question is a keyword that several matters share
KEYWORD_AT_MOST = 6  # characters
_SHOWN_WHEN = {SearchStatus.ANSWERED: 1, SearchStatus.CLARIFICATION: SHOWN, SearchStatus.NO_MATCH: 0}


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates of one question from best to worst."""

    scored: Scored
    order: tuple[int, ...]  # positions in ``scored.chosen``
    probabilities: Marks  # of each, in this order
    filed: bool  # whether the first is where this very question is filed

    @property
    def entries(self) -> list[int]:
        """Indices of the entries from best to worst."""
        return [self.scored.chosen[position] for position in self.order]


class Searcher:
    """Finds the item or life event that a question means; one for each published guidebook."""

    def __init__(self, scorer: Scorer, entries: list[Entry], weights: Weights) -> None:
        self.scorer, self.entries, self._weights = scorer, entries, weights
        self._filed = _filed_questions(entries)

    @classmethod
    def load(cls, guidebook: Guidebook, guidebook_folder: Path, index: Path, model: Path) -> "Searcher":
        """Load the model, a built index and the trained weights; raises ``GuidebookError``."""
        scorer, entries = load_scorer(guidebook, guidebook_folder, index, model)
        return cls(scorer, entries, Weights.load(model))

    def search(self, message: str) -> SearchResult:
        """Return the decision and the candidates for one message; blank ones match nothing."""
        result = self._search(message)
        parts = matters(without_courtesies(normalise(message)))
        if len(parts) < 2:
            return result
        return _together(result, [self._search(part) for part in parts[:MATTERS_AT_MOST]])

    def _search(self, message: str) -> SearchResult:
        question = self.scorer.asked(message)
        if not question or not self.entries:
            return SearchResult(status=SearchStatus.NO_MATCH, candidates=())
        scored = self.scorer.weigh(question)
        if not scored.halves.known:
            return SearchResult(status=SearchStatus.NO_MATCH, candidates=(), asked=question)
        ranked = self.rank(scored)
        status, right = self.decide(ranked)
        candidates = tuple(self._candidates(ranked, right))
        shown = _SHOWN_WHEN[status]
        return SearchResult(
            status=status,
            candidates=candidates[:shown],
            rejected=candidates[shown:],
            asked=question,
            reason=self.reason(ranked, message),
        )

    def rank(self, scored: Scored) -> Ranked:
        """Order the candidates; an entry under which this very question is filed goes first."""
        marks = self._weights.ranking(scored.rows)[:, 0]
        order = [int(position) for position in np.argsort(-marks, kind="stable")]
        filed = self._filed.get(scored.halves.question.replace(" ", ""))
        known = filed is not None and filed in scored.chosen
        if known:
            first = scored.chosen.index(filed)
            order = [first, *(other for other in order if other != first)]
        return Ranked(scored, tuple(order), softmax(marks)[order], filed=known)

    def decide(self, ranked: Ranked) -> tuple[SearchStatus, float]:
        """Return the decision, and the probability that the first candidate is right."""
        row = ranked.scored.decision_row(ranked.order, ranked.probabilities)
        right, among, request = (1 / (1 + np.exp(-self._weights.decision(row[None])[0]))).tolist()
        if ranked.filed:  # an operator's or a citizen's own words, filed under this entry: no estimate knows better
            right = request = 1.0
        chances = Chances(right=right + self._bundled(ranked), among=among, request=request)
        status = decide(chances, self._weights.thresholds)
        if status is SearchStatus.NO_MATCH and self._is_keyword(ranked):
            status = SearchStatus.CLARIFICATION
        return status, min(chances.right, 1.0)

    def _bundled(self, ranked: Ranked) -> float:
        """Probability of life events that bundle the first entry: no rivals, its answer offers them anyway."""
        best, *rivals = ranked.entries[:SHOWN]
        offered = zip(rivals, ranked.probabilities[1:SHOWN], strict=True)
        return sum(float(p) for index, p in offered if self.entries[best].id in self.entries[index].bundles)

    def _is_keyword(self, ranked: Ranked) -> bool:
        """Say whether only a part of a name was typed (「身份证」): too little to answer, enough to ask."""
        question, names = ranked.scored.halves.question, self.scorer.traits.names
        return 2 <= len(question) <= KEYWORD_AT_MOST and any(
            question in name for index in ranked.entries[:SHOWN] for name in names[index]
        )

    def _candidates(self, ranked: Ranked, right: float) -> list[Candidate]:
        scores = [right, *ranked.probabilities[1:].tolist()]
        found = []
        for index, score in list(zip(ranked.entries, scores, strict=True))[:KEPT]:
            entry = self.entries[index]
            why = str(self._reason(index, ranked.scored))
            found.append(Candidate(id=entry.id, name=entry.name, window=entry.window, score=round(score, 4), why=why))
        return found

    def reason(self, ranked: Ranked, message: str) -> Reason:
        """Say why the first candidate stands first."""
        first, *others = ranked.entries
        gap = float(ranked.probabilities[0] - ranked.probabilities[1]) if others else 1.0
        return replace(
            self._reason(first, ranked.scored),
            repaired=ranked.scored.halves.question != without_courtesies(normalise(message)),
            filed=ranked.filed,
            runner_up=self.entries[others[0]].id if others else None,
            gap=round(max(gap, 0.0), 4),
        )

    def _reason(self, index: int, scored: Scored) -> Reason:
        """Say what an entry has in common with the question."""
        question, traits = scored.halves.question, self.scorer.traits
        plain = question.replace(" ", "")
        whole = [name for name in traits.names[index] if name in plain]
        grams = bigrams(plain)
        pairs = zip(self.entries[index].names, traits.bigrams[index], strict=True)
        return Reason(
            searched=question,
            repaired=False,
            filed=False,
            alias=max(whole, key=len) if whole else max(pairs, key=lambda pair: len(pair[1] & grams))[0],
            whole=bool(whole),
            deeds=deed_words(question, scored.deeds & traits.deeds[index]),
            runner_up=None,
            gap=0.0,
        )


def _together(whole: SearchResult, parts: list[SearchResult]) -> SearchResult:
    """Return the first of several matters with the later ones kept, or the whole where the parts say less."""
    first, *others = parts
    answered = (other.best for other in others if other.status is SearchStatus.ANSWERED)
    also = tuple({one.id: one for one in answered if one and (not first.best or one.id != first.best.id)}.values())
    if not also:
        return whole
    if first.status is SearchStatus.ANSWERED:
        return replace(first, also=also)
    # The whole was taken for its second matter: the first, where it says enough, is asked about all the same.
    taken = whole.status is SearchStatus.ANSWERED and whole.best and whole.best.id in [one.id for one in also]
    likely = first.status is SearchStatus.CLARIFICATION and first.candidates[0].score >= FIRST_LIKELY
    return replace(first, also=also) if taken and likely else whole


def _filed_questions(entries: list[Entry]) -> dict[str, int]:
    """Questions that are filed under one entry only, without blanks, with that entry's index."""
    owners: dict[str, set[int]] = {}
    for index, entry in enumerate(entries):
        for text in (entry.name, *entry.questions):
            owners.setdefault(without_courtesies(normalise(text)).replace(" ", ""), set()).add(index)
    return {text: min(found) for text, found in owners.items() if len(found) == 1 and len(text) >= KNOWN_AT_LEAST}
