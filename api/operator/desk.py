"""The one piece of long work that may be under way, and what came of the last."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from api.operator.work import Done, Kind, in_own_process

_LOG = logging.getLogger("yizhan.operator")
_FAILED = "没有做完：系统出了点问题，已经记进日志。现在用的版本没有变，请再试一次。"


class Busy(Exception):
    """Other work is still under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work that was started: by whom, when; ``done`` once it ended."""

    kind: Kind
    who: str
    begun: datetime
    done: Done | None = None


class OperatorDesk:
    """Starts work and keeps its outcome until the next."""

    def __init__(self) -> None:
        self.job: Job | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self, job: Job, work: "partial[Done]", afterwards: Callable[[Done], None]) -> None:
        """Begin; ``afterwards`` runs in a thread once it ended. Raises ``Busy``."""
        if self._task is not None and not self._task.done():
            raise Busy
        self.job = job
        self._task = asyncio.create_task(self._run(job, work, afterwards))

    async def finished(self) -> None:
        """Wait for the work under way."""
        if self._task is not None:
            await self._task

    async def _run(self, job: Job, work: "partial[Done]", afterwards: Callable[[Done], None]) -> None:
        try:
            done = await asyncio.to_thread(in_own_process, work)
            await asyncio.to_thread(afterwards, done)
        except Exception:
            _LOG.exception("%s not finished", job.kind)
            done = Done(text=_FAILED)
        self.job = replace(job, done=done)
