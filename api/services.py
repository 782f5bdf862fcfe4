"""What the routes work with: one published guidebook with its search, the dialogue engine, and order."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from fastapi import Request
from rasa_sdk.executor import ActionExecutor

from api.connectors.asking import Connectors
from api.operator.desk import OperatorDesk
from api.operator.draft import DraftFolder
from api.publications import Publications, Published
from api.rasa import RasaClient
from api.remembering import Remembering
from api.replies import Replies
from api.settings import Settings
from api.slips.press import Press
from knowledge.open_now import beijing_now
from knowledge.publishing import Library
from store.store import Store

if TYPE_CHECKING:
    from api.auth.oidc import Oidc

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
    publications: Publications
    rasa: RasaClient | None
    executor: ActionExecutor
    store: Store
    oidc: "Oidc | None" = None  # the city's own sign-in, where one is set up
    probe: tuple[float, bool] = (
        float("-inf"),
        False,
    )  # when dialogue was last checked, and whether it worked
    turns: Turns = field(default_factory=Turns)
    connectors: Connectors = field(default_factory=Connectors)
    replies: Replies = field(default_factory=Replies)
    press: Press = field(default_factory=Press)
    now: Callable[[], datetime] = beijing_now
    desk: OperatorDesk = field(default_factory=OperatorDesk)
    remembering: Remembering = field(init=False)
    draft: DraftFolder = field(init=False)

    def __post_init__(self) -> None:
        settings = self.settings
        self.remembering = Remembering(self.store, settings.keep_days)
        self.draft = DraftFolder(settings.draft, Library(settings.library), settings.guidebook)

    @property
    def published(self) -> Published:
        """The version in use, with the records in force today: read once per request, and handed on."""
        return self.publications.on(self.now().date())

    def refresh(self) -> bool:
        """Look for a newly published version now instead of within a second; blocks while it is loaded."""
        return self.publications.refresh()


def services_of(request: Request) -> Services:
    """Return the app's services (a FastAPI dependency)."""
    services: Services = request.app.state.services
    return services
