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
class Reason:
    """Why the first candidate stands first, for whoever must judge it: a clerk, an operator."""

    searched: str  # the question as it was searched for: normalised, slips mended
    repaired: bool  # whether slips were mended
    filed: bool  # whether this very question is filed under the candidate
    alias: str  # the candidate's name that stands in the question, else the nearest of its names
    whole: bool  # whether ``alias`` stands in the question letter for letter
    deeds: tuple[str, ...]  # words of the question for what the candidate does (补办、注销)
    runner_up: str | None  # id of the second candidate
    gap: float  # how much likelier the first is than the second, 0–1

    def __str__(self) -> str:
        """Say it in words."""
        if self.filed:
            return "这句问话就收在这个事项下"
        if self.whole:
            return f"问题里有“{self.alias}”"
        return f"与“{self.alias}”意思相近" + (f"，都说到“{'、'.join(self.deeds)}”" if self.deeds else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """The ranking of one question; ``rejected`` keeps the near misses that were not offered."""

    status: SearchStatus
    candidates: tuple[Candidate, ...]
    rejected: tuple[Candidate, ...] = ()
    asked: str = ""  # the clause that was searched for
    also: tuple[Candidate, ...] = ()  # further matters in the same message
    reason: Reason | None = None  # of the first candidate, offered or refused
    limited: str | None = None  # in words: what the search had to do without

    @property
    def best(self) -> Candidate | None:
        """The first candidate, if any."""
        return self.candidates[0] if self.candidates else None
