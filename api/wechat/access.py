"""The access token: fetched by stable_token (稳定版接口调用凭据), shared by all processes through the store."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from starlette.concurrency import run_in_threadpool

from api.wechat.errors import Code, WeChatError
from store.wechat import AccessTokenShared, SharedToken

# WeChat changes the token in the last five minutes of its life. Asked before, it gives the old one again;
# asked by all processes at the same second, it gets a herd.
EARLY_SECONDS = range(60, 240)
SHORTEST_SECONDS = 10  # whatever lifetime is told, we do not ask in a loop
WAIT_SECONDS, LOOKS = 0.1, 100  # for another process that is renewing it

Fetch = Callable[[], Awaitable[tuple[str, int]]]  # token and its life in seconds; raises WeChatError


class AccessTokens:
    """Gives the token that is good now."""

    def __init__(self, appid: str, shared: AccessTokenShared, fetch: Fetch) -> None:
        self._appid, self._shared, self._fetch = appid, shared, fetch

    async def get(self) -> str:
        """Return the token, renewed where it is due; raises ``WeChatError``."""
        for _ in range(LOOKS):
            kept = await run_in_threadpool(self._shared.read, self._appid)
            if kept is not None and kept.expires_at > datetime.now(UTC):
                return kept.token
            if await run_in_threadpool(self._shared.claim, self._appid):
                return await self._renew()
            await asyncio.sleep(WAIT_SECONDS)
        raise WeChatError(Code.UNREACHABLE, "access token")

    async def refused(self, token: str) -> None:
        """Take note that WeChat refuses this token: the next ``get`` renews it, unless that was done meanwhile."""
        await run_in_threadpool(self._shared.drop, self._appid, token)

    async def _renew(self) -> str:
        try:
            token, seconds = await self._fetch()
        except BaseException:
            await run_in_threadpool(self._shared.give_up, self._appid)
            raise
        life = timedelta(seconds=max(seconds - secrets.choice(EARLY_SECONDS), SHORTEST_SECONDS))
        keep = partial(self._shared.keep, self._appid, SharedToken(token, datetime.now(UTC) + life))
        await run_in_threadpool(keep)
        return token
