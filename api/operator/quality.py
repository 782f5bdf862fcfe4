"""How good the answers are, from a sample that people judged: the rate with its confidence interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from store.samples import Drawn, Verdict

Z = 1.96  # 95 %
DRAWN = 50  # answers of a sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The share of right answers among those judged right or wrong, with Wilson's 95 % interval (JASA 1927)."""

    right: int
    wrong: int
    unsure: int
    open: int
    rate: float | None = None  # none while nothing is judged
    low: float | None = None
    high: float | None = None


def rate_of(sample: Sequence[Drawn]) -> Rate:
    """Count the verdicts; an unsure one counts for neither side and is told beside the rate."""
    verdicts = [drawn.verdict for drawn in sample]
    right, wrong, unsure = (verdicts.count(verdict) for verdict in (Verdict.RIGHT, Verdict.WRONG, Verdict.UNSURE))
    counted = {"right": right, "wrong": wrong, "unsure": unsure, "open": verdicts.count(None)}
    if not right + wrong:
        return Rate(**counted)
    low, high = wilson(right, right + wrong)
    return Rate(**counted, rate=right / (right + wrong), low=low, high=high)


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the Wilson score interval of a share; ``trials`` at least 1."""
    share, square = successes / trials, Z**2 / trials
    middle = share + square / 2
    spread = Z * sqrt(share * (1 - share) / trials + square / (4 * trials))
    return max((middle - spread) / (1 + square), 0.0), min((middle + spread) / (1 + square), 1.0)
