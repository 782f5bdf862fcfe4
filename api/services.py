"""What the routes work with: one published guidebook with its search, the dialogue engine, and order."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from fastapi import Request
from rasa_sdk.executor import ActionExecutor

from api.rasa import RasaClient
from api.settings import Settings
from knowledge.guidebook import Guidebook, load_guidebook
from knowledge.index.search import Searcher
from store.store import Store

CONVERSATIONS_AT_MOST = 20_000  # kept in order; beyond, the longest idle one is forgotten here (Rasa keeps its own)


class Turns:
    """Lets the messages of one conversation through one after another, and others side by side."""

    def __init__(self) -> None:
        self._locks: OrderedDict[str, asyncio.Lock] = OrderedDict()

    @asynccontextmanager
    async def of(self, conversation_id: str) -> AsyncIterator[None]:
        """Wait for the conversation's earlier messages."""
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        self._locks.move_to_end(conversation_id)
        while len(self._locks) > CONVERSATIONS_AT_MOST:
            oldest, idle = next(iter(self._locks.items()))
            if idle.locked():
                self._locks.move_to_end(oldest)
                break
            del self._locks[oldest]
        async with lock:
            yield


@dataclass
class Services:
    """Everything a request may need; one instance for the life of the app."""

    settings: Settings
    guidebook: Guidebook
    searcher: Searcher
    rasa: RasaClient | None
    executor: ActionExecutor
    store: Store
    probe: tuple[float, bool] = (
        float("-inf"),
        False,
    )  # when dialogue was last checked, and whether it worked
    turns: Turns = field(default_factory=Turns)


def load_knowledge(settings: Settings) -> tuple[Guidebook, Searcher]:
    """Load the guidebook and its search; raises ``GuidebookError`` with the remedy."""
    guidebook = load_guidebook(settings.guidebook)
    return guidebook, Searcher.load(guidebook, settings.guidebook, settings.index, settings.model)


def services_of(request: Request) -> Services:
    """Return the app's services (a FastAPI dependency)."""
    services: Services = request.app.state.services
    return services
