"""WeChat's servers, as far as we call them."""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

import httpx

from api.wechat.access import AccessTokens
from api.wechat.errors import STALE_TOKEN, Code, WeChatError
from api.wechat.settings import WeChatSettings
from store.wechat import AccessTokenShared

_LOG = logging.getLogger("yizhan.wechat")
TIMEOUT = httpx.Timeout(10.0, pool=120.0)  # seconds; a push of everybody at once waits for a connection
CONNECTIONS = 40
PAUSES = (0.3, 1.0, 3.0)  # seconds before trying again what was certainly not done
# Raised before anything was sent. A request that was sent may have been done: asking again might tell it twice.
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout)


class WeChatClient:
    """Every method raises ``WeChatError``."""

    def __init__(self, settings: WeChatSettings, http: httpx.AsyncClient, shared: AccessTokenShared) -> None:
        self._settings, self._http = settings, http
        self._tokens = AccessTokens(settings.appid, shared, self._fetch_token)

    async def openid_of(self, login_code: str) -> str:
        """Return the openid behind a code of ``wx.login`` (code2Session); the session key is not kept."""
        told = await self._ask(
            "GET",
            "/sns/jscode2session",
            params=self._account() | {"js_code": login_code, "grant_type": "authorization_code"},
        )
        openid = told.get("openid")
        if not isinstance(openid, str) or not openid:
            raise WeChatError(Code.UNREACHABLE, "code2Session without openid")
        return openid

    async def send(self, openid: str, text: str) -> None:
        """Send one text message of the customer service (客服消息)."""
        await self._call(self._settings.send_path, {"touser": openid, "msgtype": "text", "text": {"content": text}})

    async def notify(self, openid: str, page: str, data: Mapping[str, str]) -> None:
        """Send the subscribe message (订阅消息) with its keywords filled in."""
        values = {name: {"value": value} for name, value in data.items()}
        message = {"touser": openid, "template_id": self._settings.template, "page": page, "data": values}
        await self._call("/cgi-bin/message/subscribe/send", message)

    async def is_fit(self, openid: str, text: str) -> bool:
        """Ask WeChat's content check (msg_sec_check, version 2, scene 2: comments) about masked words."""
        told = await self._call("/wxa/msg_sec_check", {"version": 2, "scene": 2, "openid": openid, "content": text})
        result = told.get("result")
        return not isinstance(result, dict) or result.get("suggest") != "risky"

    async def _call(self, path: str, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """Post with the access token; one that is refused is renewed once."""
        token = await self._tokens.get()
        try:
            return await self._ask("POST", path, params={"access_token": token}, message=message)
        except WeChatError as error:
            if error.code not in STALE_TOKEN:
                raise
        await self._tokens.refused(token)
        return await self._ask("POST", path, params={"access_token": await self._tokens.get()}, message=message)

    async def _fetch_token(self) -> tuple[str, int]:
        message = self._account() | {"grant_type": "client_credential", "force_refresh": False}
        told = await self._ask("POST", "/cgi-bin/stable_token", message=message)
        token, seconds = told.get("access_token"), told.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(seconds, int):
            raise WeChatError(Code.UNREACHABLE, "stable_token without token")
        return token, seconds

    async def _ask(
        self, method: str, path: str, params: Mapping[str, str] | None = None, message: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        """Ask, and again where WeChat was busy or was not reached."""
        for pause in PAUSES:
            try:
                return await self._ask_once(method, path, params, message)
            except _NEVER_SENT as error:
                _LOG.info("%s not reached: %s", path, type(error).__name__)
            except WeChatError as error:
                if error.code != Code.BUSY:
                    raise
            await asyncio.sleep(pause)
        try:
            return await self._ask_once(method, path, params, message)
        except _NEVER_SENT as error:
            raise WeChatError(Code.UNREACHABLE, type(error).__name__) from None

    async def _ask_once(
        self, method: str, path: str, params: Mapping[str, str] | None, message: Mapping[str, Any] | None
    ) -> Mapping[str, Any]:
        # Written out as UTF-8: \u escapes would be shown to people as they are.
        content = json.dumps(message, ensure_ascii=False).encode() if message is not None else None
        url = self._settings.base_url.rstrip("/") + path
        try:
            response = await self._http.request(
                method, url, params=params, content=content, headers={"Content-Type": "application/json"}
            )
            told = response.json() if response.status_code == httpx.codes.OK else None
        except _NEVER_SENT:
            raise
        except (httpx.HTTPError, ValueError) as error:
            # "from None": the error's request carries the secret and the access token in its address.
            raise WeChatError(Code.UNREACHABLE, type(error).__name__) from None
        if not isinstance(told, dict):
            raise WeChatError(Code.UNREACHABLE, f"HTTP {response.status_code}")
        if told.get("errcode"):
            raise WeChatError(_code(told["errcode"]))
        return told

    def _account(self) -> dict[str, str]:
        return {"appid": self._settings.appid, "secret": self._settings.secret.get_secret_value()}


def _code(value: object) -> int:
    return value if isinstance(value, int) else Code.UNREACHABLE
