"""What the actions know: rasa_sdk constructs actions without arguments, so the webhook lays this out for each call."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from knowledge.guidebook import Guidebook
from knowledge.index.results import SearchResult


class Search(Protocol):
    """Finds the item that a question means."""

    def search(self, question: str) -> SearchResult:
        """Return the decision and the candidates for one question."""
        ...


@dataclass(frozen=True)
class Desk:
    """The guidebook and its search, as one published version."""

    guidebook: Guidebook
    search: Search


_desk: ContextVar[Desk] = ContextVar("desk")


def lay_out(desk: Desk) -> None:
    """Give the actions a guidebook for the rest of this context; calls of other turns see nothing of it."""
    _desk.set(desk)


def desk() -> Desk:
    """Return the desk of this turn; raises ``RuntimeError`` before ``lay_out``."""
    try:
        return _desk.get()
    except LookupError:
        raise RuntimeError("actions.desk.lay_out(desk) must be called before the turn") from None
