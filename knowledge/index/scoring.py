"""All halves together: one question → the scores of every entry, the ranking's rows, the decision's row.

Training and serving both call this, so what a test measures is what a citizen gets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.index import decision, ranking
from knowledge.index.asking import without_courtesies
from knowledge.index.dense import Dense, Nearest
from knowledge.index.encoder import Encoder, encode_tokenised
from knowledge.index.lexical import Lexical, lexical_tokens
from knowledge.index.linear import Linear
from knowledge.index.repair import Repairer
from knowledge.index.tokens import Tokeniser, normalise

Scores = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Halves:
    """What lexical, dense and linear search say of one question: one score of every entry, and of strays."""

    question: str  # normalised, without courtesies
    tokens: tuple[str, ...]
    nearest: Scores  # [entries] cosine of the nearest question
    third: Scores  # [entries] mean cosine of the nearest three
    centre: Scores  # [entries] cosine of the mean of all questions
    linear: Scores  # [entries] margins
    lexical: Scores  # [entries] BM25
    stray_linear: float  # margin of "no request"
    stray_nearest: float  # cosine of the nearest out-of-scope example
    known: int  # words and bigrams that any passage has; none: the question says nothing we know


@dataclass(frozen=True, slots=True)
class Scored:
    """The candidates of one question by index, with their ranking rows."""

    halves: Halves
    deeds: frozenset[str]
    chosen: tuple[int, ...]
    rows: Scores

    def decision_row(self, order: Sequence[int], probabilities: Scores) -> Scores:
        """Return the decision's row, given the ranking's order and probabilities of ``chosen``."""
        best = self.rows[order[0]] if len(order) else np.zeros(len(ranking.FEATURES), np.float32)
        halves = self.halves
        return decision.decision_features(
            probabilities,
            best,
            halves.linear,
            float(halves.lexical.max()) if len(halves.lexical) else 0.0,
            halves.stray_linear,
            halves.stray_nearest,
            len(halves.question),
            len(lexical_tokens(halves.tokens)),
            halves.known,
        )


def weigh(halves: Halves, traits: ranking.Traits) -> Scored:
    """Choose the candidates of a question and compute their ranking rows."""
    chosen = ranking.candidates_of(halves.nearest, halves.centre, halves.linear, halves.lexical)
    deeds = ranking.deeds_of(halves.question)
    scores = (halves.nearest, halves.third, halves.centre, halves.linear, halves.lexical)
    rows = ranking.features_of(halves.question, deeds, chosen, traits, scores)
    return Scored(halves=halves, deeds=deeds, chosen=tuple(chosen), rows=rows)


@dataclass(frozen=True)
class Scorer:
    """The halves of one index. The last class of ``linear`` and ``stray`` are the out-of-scope examples."""

    tokeniser: Tokeniser
    encoder: Encoder
    dense: Dense
    stray: Nearest  # of out-of-scope questions
    linear: Linear
    lexical: Lexical
    traits: ranking.Traits
    repairer: Repairer

    def score(self, message: str) -> Scored:
        """Score a message as it was typed, and choose its candidates."""
        return self.weigh(self.asked(message))

    def asked(self, message: str) -> str:
        """Return what a message asks: normalised, without courtesies, slips mended."""
        return self.repairer.repaired(without_courtesies(normalise(message)))

    def weigh(self, question: str) -> Scored:
        """Score a question from ``asked`` and choose its candidates."""
        return weigh(self.halves(question), self.traits)

    def halves(self, question: str) -> Halves:
        """Score a question from ``asked`` against every entry."""
        tokens = self.tokeniser.features(question)
        vector = encode_tokenised(self.encoder, [question], [tokens])[0]
        nearest, third, centre = self.dense.scores(vector)
        margins = self.linear.scores(tokens)
        words = lexical_tokens(tokens)
        return Halves(
            question=question,
            tokens=tuple(tokens),
            nearest=nearest,
            third=third,
            centre=centre,
            linear=margins[:-1],
            lexical=self.lexical.scores(words),
            stray_linear=float(margins[-1]),
            stray_nearest=self.stray.score(vector),
            known=sum(token in self.linear for token in words),
        )
