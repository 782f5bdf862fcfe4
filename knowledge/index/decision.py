"""Decision: answer, ask back, or say that nothing was found; trained apart from the ranking.

Similarity alone does not tell chatter from requests, so the decision has examples of its own (out-of-scope
questions) and says three probabilities: the first candidate is right; the right one is among the first three; it is a
request for some entry at all. Asking the last by itself lets a sure question be answered at a lower ``right``.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.index.results import SearchStatus

Scores = np.ndarray[Any, np.dtype[np.float32]]

FEATURES = (
    "p1", "p2", "p3", "gap", "nearest", "third", "centre", "linear", "lexical_per_token", "name_cover",
    "name_whole", "stray_linear", "stray_nearest", "length", "known_share", "linear_gap",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which a decision is taken; set on held-out questions by ``make model``."""

    answer: float  # the first candidate is right, and
    request: float  # it is a request at all: both at or above, it is answered
    clarify: float  # the right one is among three: at or above, it is asked


@dataclass(frozen=True, slots=True)
class Chances:
    """What the trained decision says of one question; probabilities, 0–1."""

    right: float
    among: float
    request: float


def decide(chances: Chances, thresholds: Thresholds) -> SearchStatus:
    """Turn the probabilities into a decision."""
    among = chances.among
    if chances.right >= thresholds.answer and chances.request >= thresholds.request:
        return SearchStatus.ANSWERED
    if among >= thresholds.clarify:
        return SearchStatus.CLARIFICATION
    return SearchStatus.NO_MATCH


def decision_features(
    probabilities: Scores,
    best: Scores,
    linear: Scores,
    lexical_best: float,
    stray_linear: float,
    stray_nearest: float,
    length: int,
    tokens: int,
    known: int,
) -> Scores:
    """Return one row ``[len(FEATURES)]``; ``best`` is the ranking's row of the first candidate."""
    p = np.zeros(3, np.float32)
    p[: min(3, len(probabilities))] = probabilities[:3]
    ordered = np.sort(linear)[::-1]
    return np.array(
        [
            p[0], p[1], p[2], p[0] - p[1], best[0], best[2], best[4], best[6], lexical_best / max(tokens, 1),
            best[10], best[11], stray_linear, stray_nearest, min(length, 100) / 100, known / max(tokens, 1),
            float(ordered[0] - ordered[1]) if len(ordered) > 1 else 0.0,
        ],
        np.float32,
    )  # fmt: skip
