"""The WeChat channel of a running app: made when it starts, where the settings ask for it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import httpx
from fastapi import Request

from api.services import Services
from api.wechat.client import CONNECTIONS, TIMEOUT, WeChatClient
from api.wechat.errors import WeChatError
from api.wechat.gate import Gate
from api.wechat.people import alias
from api.wechat.settings import WeChatSettings
from api.wechat.talk import Talk
from api.wechat.watches import Teller

_LOG = logging.getLogger("yizhan.wechat")
LOOK_SECONDS = 30.0  # between looks whether a new version changes watched lists


@dataclass(frozen=True, slots=True)
class Channel:
    """What the routes of the channel work with."""

    settings: WeChatSettings
    client: WeChatClient
    talk: Talk
    teller: Teller
    gate: Gate | None  # none: pushes are not taken

    def alias(self, openid: str) -> str:
        """Return our own name for a person."""
        return alias(self.settings.secret.get_secret_value(), openid)


@asynccontextmanager
async def opened(having: Services) -> AsyncIterator[Channel | None]:
    """Give the channel while the app runs; ``None`` where it is not configured."""
    settings = having.settings.wechat
    if not settings.on:
        yield None
        return
    limits = httpx.Limits(max_connections=CONNECTIONS)
    async with httpx.AsyncClient(timeout=TIMEOUT, limits=limits) as http:
        client = WeChatClient(settings, http, having.store.wechat.token)
        talk, teller = Talk(having, settings, client), Teller(having, settings, client)
        gate = Gate.of(settings) if settings.takes_pushes else None
        watching = asyncio.create_task(_watch(teller)) if settings.template else None
        try:
            yield Channel(settings, client, talk, teller, gate)
        finally:
            await talk.finish()
            if watching is not None:
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching


async def _watch(teller: Teller) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            told = await teller.tell_all()
            if told:
                _LOG.info("told %d people of changed lists", told)
        except WeChatError as error:
            _LOG.error("subscribe message not sent: %s", error)
        except Exception:
            _LOG.exception("watched lists not looked at")


def channel_of(request: Request) -> Channel | None:
    """Return the channel (a FastAPI dependency)."""
    channel: Channel | None = request.app.state.wechat
    return channel
