"""Replies given lately: a message that a client sends again, because its reply was lost, is not taken twice."""

import asyncio
import hashlib
import zlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel

REPLIES_AT_MOST = 5_000  # of some 3 KB each, compressed; a client sends again within seconds
_Reply = TypeVar("_Reply", bound=BaseModel)


class Replies:
    """Answers each request once, however often it comes; what failed may be tried anew."""

    def __init__(self, at_most: int = REPLIES_AT_MOST) -> None:
        self._at_most = at_most
        self._kept: OrderedDict[bytes, asyncio.Task[Any] | bytes] = OrderedDict()

    async def once(self, request: BaseModel, kind: type[_Reply], answer: Callable[[], Awaitable[_Reply]]) -> _Reply:
        """Return the reply to ``request``: the kept one, the one under way, or that of ``answer``.

        Requests are the same when all of them is: an id used again with other words is another request.
        """
        key = hashlib.sha256(request.model_dump_json().encode()).digest()
        kept = self._kept.get(key)
        if isinstance(kept, bytes):
            return kind.model_validate_json(zlib.decompress(kept))
        if kept is None:
            kept = asyncio.ensure_future(_as_coroutine(answer))
            self._keep(key, kept)
            kept.add_done_callback(partial(self._settle, key))
        # A client that hangs up ends its own waiting, not the answer that its next try will ask for.
        reply: _Reply = await asyncio.shield(kept)
        return reply

    def _settle(self, key: bytes, task: asyncio.Task[Any]) -> None:
        if task.cancelled() or task.exception() is not None:
            self._kept.pop(key, None)
        elif key in self._kept:
            self._kept[key] = zlib.compress(task.result().model_dump_json().encode(), level=1)

    def _keep(self, key: bytes, task: asyncio.Task[Any]) -> None:
        self._kept[key] = task
        while len(self._kept) > self._at_most:
            self._kept.popitem(last=False)


async def _as_coroutine(answer: Callable[[], Awaitable[_Reply]]) -> _Reply:
    return await answer()
