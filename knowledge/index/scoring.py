"""All halves together: one question → the scores of every entry, the ranking's rows, the decision's row.

Training and serving both call this, so what a test measures is what a citizen gets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.index import decision, ranking
from knowledge.index.dense import Dense
from knowledge.index.encoder import Encoder, StaticEncoder
from knowledge.index.lexical import Lexical, lexical_tokens
from knowledge.index.linear import Linear
from knowledge.index.tokens import Tokeniser, normalise

Scores = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Scored:
    """One question, scored: candidates by index, their ranking rows, and what the decision needs."""

    question: str
    tokens: tuple[str, ...]
    deeds: frozenset[str]
    chosen: tuple[int, ...]
    rows: Scores
    linear: Scores
    lexical_best: float
    stray_linear: float
    stray_nearest: float
    known: int  # words and bigrams that any passage has; none: the question says nothing we know

    def decision_row(self, order: Sequence[int], probabilities: Scores) -> Scores:
        """Return the decision's row, given the ranking's order and probabilities of ``chosen``."""
        return decision.decision_features(
            probabilities,
            self.rows[order[0]] if len(order) else np.zeros(len(ranking.FEATURES), np.float32),
            self.linear,
            self.lexical_best,
            self.stray_linear,
            self.stray_nearest,
            len(self.question),
            len(lexical_tokens(self.tokens)),
            self.known,
        )


@dataclass(frozen=True)
class Scorer:
    """The halves of one index. The last class of ``linear`` and ``stray`` are the out-of-scope examples."""

    tokeniser: Tokeniser
    encoder: Encoder
    dense: Dense
    stray: Scores  # [examples, dim] vectors of out-of-scope questions
    linear: Linear
    lexical: Lexical
    traits: ranking.Traits

    def score(self, text: str) -> Scored:
        """Score one question against every entry."""
        question = normalise(text)
        tokens = self.tokeniser.features(question)
        encoder = self.encoder
        vector = encoder.encode_tokens(tokens) if isinstance(encoder, StaticEncoder) else encoder.encode([question])[0]
        nearest, third, centre = self.dense.scores(vector)
        margins = self.linear.scores(tokens)
        linear, stray_linear = margins[:-1], float(margins[-1])
        words = lexical_tokens(tokens)
        lexical = self.lexical.scores(words)
        chosen = ranking.candidates_of(nearest, centre, linear, lexical)
        deeds = ranking.deeds_of(question)
        rows = ranking.features_of(question, deeds, chosen, self.traits, (nearest, third, centre, linear, lexical))
        return Scored(
            question=question,
            tokens=tuple(tokens),
            deeds=deeds,
            chosen=tuple(chosen),
            rows=rows,
            linear=linear,
            lexical_best=float(lexical.max()) if len(lexical) else 0.0,
            stray_linear=stray_linear,
            stray_nearest=float((self.stray @ vector).max()) if len(self.stray) else 0.0,
            known=sum(token in self.linear for token in words),
        )
