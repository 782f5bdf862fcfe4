"""What the actions know: rasa_sdk constructs actions without arguments, so the app lays this out first."""

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


_laid_out: list[Desk] = []


def lay_out(desk: Desk) -> None:
    """Give the actions a guidebook; replaces the former one for all later turns."""
    _laid_out[:] = [desk]


def desk() -> Desk:
    """Return the desk in use; raises ``RuntimeError`` before ``lay_out``."""
    if not _laid_out:
        raise RuntimeError("actions.desk.lay_out(desk) must be called before the first turn")
    return _laid_out[0]
