"""What a search returns: the decision, the candidates, and those that were refused."""

from dataclasses import dataclass
from enum import StrEnum


class SearchStatus(StrEnum):
    """The decision on a question."""

    ANSWERED = "answered"
    CLARIFICATION = "clarification"
    NO_MATCH = "no_match"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An item or life event with its probability and why it was found."""

    id: str
    name: str
    window: str
    score: float  # probability of being meant, 0–1, calibrated on held-out questions
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """The ranking of one question; ``rejected`` keeps the near misses that were not offered."""

    status: SearchStatus
    candidates: tuple[Candidate, ...]
    rejected: tuple[Candidate, ...] = ()
    asked: str = ""  # the clause that was searched for
    also: tuple[Candidate, ...] = ()  # further matters in the same message
    limited: str | None = None  # in words: what the search had to do without

    @property
    def best(self) -> Candidate | None:
        """The first candidate, if any."""
        return self.candidates[0] if self.candidates else None
