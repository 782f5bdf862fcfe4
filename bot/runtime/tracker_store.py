"""A tracker store that keeps live conversations, in bounded memory."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.runtime.history import rebuild, shorten

MOST_CONVERSATIONS = 5000  # about 60 KB each after shortening: 300 MB at most
IDLE_SECONDS = 3600  # Rasa's own session expiry; a citizen who comes back later starts anew


class LiveTrackerStore(TrackerStore):
    """Hands out the tracker object of a conversation itself, instead of reading it back each time.

    The stock stores write every event of the conversation as JSON and read all of them back in
    each turn: half of a turn's time, growing with the conversation. Here the least recently used
    and the idle conversations are forgotten instead, and nothing said is written to disk.

    A turn that failed or was cancelled midway has changed the live tracker without saving it. The
    number of saved events tells, and the next turn begins from the saved ones, as with a stock store.
    """

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        most_conversations: int = MOST_CONVERSATIONS,
        idle_seconds: float = IDLE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        **_: Any,
    ) -> None:
        """Refuse bounds that would keep nothing; ``host`` and other stock options are not used."""
        if int(most_conversations) < 1 or float(idle_seconds) <= 0:
            raise ValueError(f"{most_conversations} conversations for {idle_seconds} s would keep nothing")
        super().__init__(domain, event_broker)
        self._most = int(most_conversations)
        self._idle = float(idle_seconds)
        self._clock = clock
        self._live: OrderedDict[str, tuple[DialogueStateTracker, int, float]] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Remember the tracker as it is now; forget the idle ones and those over the bound."""
        if self.event_broker is not None:
            _, saved, _ = self._live.get(tracker.sender_id, (tracker, 0, 0.0))
            await self._stream_new_events(self.event_broker, list(tracker.events)[saved:], tracker.sender_id)
        shorten(tracker, self.domain)
        self._live[tracker.sender_id] = (tracker, len(tracker.events), self._clock())
        self._live.move_to_end(tracker.sender_id)
        self._forget()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the live tracker, without what an unsaved turn left on it; ``None`` if unknown."""
        self._forget()
        if sender_id not in self._live:
            return None
        tracker, saved, at = self._live[sender_id]
        if len(tracker.events) != saved:
            tracker = rebuild(tracker, saved, self.domain)
            self._live[sender_id] = (tracker, saved, at)
        return tracker

    async def keys(self) -> Iterable[str]:
        """Return the ids of the conversations that are remembered."""
        return list(self._live)

    def _forget(self) -> None:
        """Drop from the old end: ``save`` keeps the order of the last turn."""
        oldest = self._clock() - self._idle
        while self._live and (len(self._live) > self._most or next(iter(self._live.values()))[2] < oldest):
            self._live.popitem(last=False)
