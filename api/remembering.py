"""Keeping turns beside the conversation: in their order, by one writer, after the answer went out; purged daily."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from api.memory import remember
from knowledge.blocks import Block, Choice
from store.store import Store
from store.turns import Turn

_LOG = logging.getLogger("yizhan.memory")
WAITING_AT_MOST = 2_000  # turns; when the database cannot keep up, the log loses turns and nobody waits
PURGE_SECONDS = 24 * 3600


class Remembering:
    """Takes turns to be kept; ``keep_days`` of 0 keeps none."""

    def __init__(self, store: Store, keep_days: int) -> None:
        self._store, self._keep_days = store, keep_days
        self._waiting: asyncio.Queue[tuple[Turn, Choice | None, tuple[Block, ...]]] = asyncio.Queue(WAITING_AT_MOST)

    def turn(self, turn: Turn, choice: Choice | None, blocks: Sequence[Block]) -> None:
        """Have a turn kept; returns at once."""
        if not self._keep_days:
            return
        try:
            self._waiting.put_nowait((turn, choice, tuple(blocks)))
        except asyncio.QueueFull:
            _LOG.warning("turn not kept: %d are waiting", WAITING_AT_MOST)

    async def settled(self) -> None:
        """Wait until all that was taken so far is kept."""
        await self._waiting.join()

    def purge(self, now: datetime | None = None) -> int:
        """Delete what is older than ``keep_days``; returns how many rows."""
        before = (now or datetime.now(UTC)) - timedelta(days=self._keep_days)
        return self._store.turns.forget_before(before)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep and purge as long as the context lasts; what waits at its end is still kept."""
        tasks = [asyncio.create_task(work()) for work in (self._keep, self._purge_daily)]
        try:
            yield
        finally:
            await self.settled()
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def _keep(self) -> None:
        while True:
            turn, choice, blocks = await self._waiting.get()
            try:
                await asyncio.to_thread(remember, self._store, turn, choice, blocks)
            except Exception:
                _LOG.exception("turn not kept")
            finally:
                self._waiting.task_done()

    async def _purge_daily(self) -> None:
        while True:
            try:
                gone = await asyncio.to_thread(self.purge)
                if gone:
                    _LOG.info("purged %d rows older than %d days", gone, self._keep_days)
            except SQLAlchemyError as error:
                _LOG.warning("not purged: %s", type(error).__name__)
            await asyncio.sleep(PURGE_SECONDS)
