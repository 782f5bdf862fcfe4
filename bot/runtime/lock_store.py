"""A lock store whose waiters are woken at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore

MOST_WAITING = 8  # messages of one conversation at once; a citizen does not type faster


class ConversationLockStore(LockStore):
    """One asyncio lock for each conversation that is being served.

    The stock stores let a waiting message look once a second whether it is its turn: eight
    messages at once of one conversation took five seconds. One Rasa process serves a conversation
    (several processes are given conversations by hash), so a lock in memory is enough. Locks
    exist only while somebody holds or awaits them.
    """

    def __init__(self, endpoint_config: Any = None) -> None:
        """Take the endpoint configuration that Rasa hands over; it holds nothing of use here."""
        self._locks: dict[str, asyncio.Lock] = {}
        self._present: Counter[str] = Counter()  # holders and waiters of each conversation
        super().__init__()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncGenerator[TicketLock, None]:
        """Hold the conversation, first come first served; ``LockError`` after ``lock_lifetime`` seconds."""
        if self._present[conversation_id] > MOST_WAITING:
            raise LockError(f"more than {MOST_WAITING} messages of '{conversation_id}' are waiting")
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        self._present[conversation_id] += 1
        try:
            await self._acquire(lock, conversation_id, lock_lifetime)
            try:
                yield TicketLock(conversation_id)
            finally:
                lock.release()
        finally:
            self._present[conversation_id] -= 1
            if not self._present[conversation_id]:
                del self._present[conversation_id]
                del self._locks[conversation_id]

    @staticmethod
    async def _acquire(lock: asyncio.Lock, conversation_id: str, lifetime: float) -> None:
        try:
            await asyncio.wait_for(lock.acquire(), lifetime)
        except asyncio.TimeoutError:
            raise LockError(f"'{conversation_id}' was not free for {lifetime} s") from None

    def get_lock(self, conversation_id: str) -> TicketLock | None:
        """Tell whether the conversation is being served (Rasa asks only through ``lock``)."""
        return TicketLock(conversation_id) if conversation_id in self._locks else None

    def save_lock(self, lock: TicketLock) -> None:
        """Nothing to save: the lock is a live object."""

    def delete_lock(self, conversation_id: str) -> None:
        """Nothing to delete: a lock goes with its last holder."""
