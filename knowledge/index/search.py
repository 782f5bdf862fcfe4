"""Search: the whole way from a question to a decision, as a list of steps.

normalise → (split off further matters) → tokens → dense, linear, lexical → candidates
→ ranking → decision → why
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.guidebook import Guidebook
from knowledge.index.build import load_scorer
from knowledge.index.decision import decide
from knowledge.index.passages import Entry
from knowledge.index.ranking import bigrams, softmax
from knowledge.index.results import Candidate, SearchResult, SearchStatus
from knowledge.index.scoring import Scored, Scorer
from knowledge.index.tokens import normalise
from knowledge.index.weights import Weights

Marks = np.ndarray[Any, np.dtype[np.float32]]
SHOWN = 3  # candidates of a clarification; more is a list, not a question
KEPT = 8  # near misses handed over beside them
# Words by which people go on to another matter in the same message.
_AND_ALSO = re.compile(r"(?:顺便|另外|还有就是|还想|同时还|再问|再一个|还有一个|其次|以及|还要办|还要|然后还)")
# 「你好，我想问一下…谢谢」 says nothing of the matter, and resembles chatter.
_OPENING = re.compile(
    r"^(?:你好|您好|喂|哈喽|在吗|在不在|请问一下|请问|我想问一下|我想问下|我想问|想问一下|想问下|想问问|想问|问一下|问下|咨询一下|"
    r"我想咨询一下|我想咨询|想咨询一下|麻烦问一下|麻烦问下|麻烦|打扰一下|打扰了|同志|师傅|工作人员|客服|帮我看看|那个|哎|啊|呀|\s)+"
)
_CLOSING = re.compile(r"(?:谢谢你|谢谢您|谢谢了|谢谢|多谢|麻烦了|辛苦了|拜托了|在线等|急急急|挺急的|\s)+$")
KNOWN_AT_LEAST = 6  # characters; a shorter question is a keyword that several matters share
KEYWORD_AT_MOST = 6  # characters
SHORTEST_MATTER = 4  # characters; shorter parts name no matter


class Searcher:
    """Finds the item or life event that a question means; one for each published guidebook."""

    def __init__(self, scorer: Scorer, entries: list[Entry], weights: Weights) -> None:
        self.scorer, self.entries, self._weights = scorer, entries, weights
        self._known = _known_questions(entries)

    @classmethod
    def load(cls, guidebook: Guidebook, guidebook_folder: Path, index: Path, model: Path) -> "Searcher":
        """Load the model, a built index and the trained weights; raises ``GuidebookError``."""
        scorer, entries = load_scorer(guidebook, guidebook_folder, index, model)
        return cls(scorer, entries, Weights.load(model))

    def search(self, question: str) -> SearchResult:
        """Return the decision and the candidates for one question; blank questions match nothing."""
        result = self._search(question)
        parts = [
            part
            for part in _AND_ALSO.split(without_courtesies(normalise(question)))
            if len(part.replace(" ", "")) >= SHORTEST_MATTER
        ]
        if len(parts) < 2:
            return result
        found = [self._search(part) for part in parts[:3]]
        sure = {r.best.id: r for r in found if r.status is SearchStatus.ANSWERED and r.best}
        if len(sure) < 2:
            return result
        first, *others = sure.values()
        return replace(first, also=tuple(r.best for r in others if r.best))

    def _search(self, question: str) -> SearchResult:
        matter = without_courtesies(normalise(question))
        if not matter or not self.entries:
            return SearchResult(status=SearchStatus.NO_MATCH, candidates=())
        scored = self.scorer.score(matter)
        if not scored.known:
            return SearchResult(status=SearchStatus.NO_MATCH, candidates=(), asked=scored.question)
        order, probabilities = self.rank(scored)
        right, among = self.confidence(scored, order, probabilities)
        right += self._bundled(scored, order, probabilities)
        known = self._known.get(matter.replace(" ", ""))
        if known is not None and known in scored.chosen:
            # An operator's or a citizen's own words, filed under this item: no estimate knows better.
            position = scored.chosen.index(known)
            order = [position, *(other for other in order if other != position)]
            right = 1.0
        status = decide(right, among, self._weights.thresholds)
        if status is SearchStatus.NO_MATCH and self._is_keyword(matter, [scored.chosen[i] for i in order[:SHOWN]]):
            status = SearchStatus.CLARIFICATION
        candidates = tuple(
            self._candidate(scored, position, float(probability), right if rank == 0 else None)
            for rank, (position, probability) in enumerate(zip(order[:KEPT], probabilities, strict=False))
        )
        shown = {SearchStatus.ANSWERED: 1, SearchStatus.CLARIFICATION: SHOWN, SearchStatus.NO_MATCH: 0}[status]
        return SearchResult(
            status=status, candidates=candidates[:shown], rejected=candidates[shown:], asked=scored.question
        )

    def rank(self, scored: Scored) -> tuple[list[int], Marks]:
        """Return positions in ``scored.chosen`` from best to worst, and their probabilities."""
        marks = self._weights.ranking(scored.rows)[:, 0]
        order = np.argsort(-marks, kind="stable")
        return [int(position) for position in order], softmax(marks[order])

    def confidence(self, scored: Scored, order: list[int], probabilities: Marks) -> tuple[float, float]:
        """Return the probabilities that the first is right, and that the right one is among three."""
        row = scored.decision_row(order, probabilities)
        right, among = 1 / (1 + np.exp(-self._weights.decision(row[None])[0]))
        return float(right), float(among)

    def _is_keyword(self, matter: str, first: list[int]) -> bool:
        """Say whether only a part of a name was typed (「身份证」): too little to answer, enough to ask."""
        names = self.scorer.traits.names
        return 2 <= len(matter) <= KEYWORD_AT_MOST and any(matter in name for index in first for name in names[index])

    def _bundled(self, scored: Scored, order: list[int], probabilities: Marks) -> float:
        """Probability of life events that bundle the first item: no rivals, its answer offers them anyway."""
        best = self.entries[scored.chosen[order[0]]].id
        rivals = zip(order[1:SHOWN], probabilities[1:SHOWN], strict=True)
        return sum(float(p) for position, p in rivals if best in self.entries[scored.chosen[position]].bundles)

    def _candidate(self, scored: Scored, position: int, probability: float, right: float | None) -> Candidate:
        index = scored.chosen[position]
        entry = self.entries[index]
        score = round(probability if right is None else min(right, 1.0), 4)
        return Candidate(id=entry.id, name=entry.name, window=entry.window, score=score, why=self._why(index, scored))

    def _why(self, index: int, scored: Scored) -> str:
        """Say which of the entry's own words stand in the question."""
        plain = scored.question.replace(" ", "")
        traits = self.scorer.traits
        whole = [name for name in traits.names[index] if name in plain]
        if whole:
            return f"问题里有“{max(whole, key=len)}”"
        grams = bigrams(plain)
        pairs = zip(self.entries[index].names, traits.bigrams[index], strict=True)
        nearest = max(pairs, key=lambda pair: len(pair[1] & grams))[0]
        deeds = scored.deeds & traits.deeds[index]
        return f"与“{nearest}”意思相近" + ("，要办的动作一致" if deeds else "")


def without_courtesies(question: str) -> str:
    """Drop greetings and thanks around a normalised question; a message of nothing else stays."""
    left = _CLOSING.sub("", _OPENING.sub("", question)).strip()
    return left or question


def _known_questions(entries: list[Entry]) -> dict[str, int]:
    """Questions that are filed under one entry only, without blanks, with that entry's index."""
    owners: dict[str, set[int]] = {}
    for index, entry in enumerate(entries):
        for text in (entry.name, *entry.questions):
            owners.setdefault(normalise(text).replace(" ", ""), set()).add(index)
    return {text: min(found) for text, found in owners.items() if len(found) == 1 and len(text) >= KNOWN_AT_LEAST}
