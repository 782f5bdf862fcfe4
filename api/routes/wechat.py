"""WeChat: sign in from a mini-program, watch a list for changes, take the pushes of its customer service."""

import logging
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.problems import MEDIA_TYPE, RESPONSES, Problem, Refused
from api.services import Services, services_of
from api.wechat.channel import Channel, channel_of
from api.wechat.crypto import PushRefused
from api.wechat.errors import Code, WeChatError
from api.wechat.gate import LARGEST_PUSH, Gate, Signed
from api.wechat.people import PREFIX, ROLE, SESSION_LIFE, person, token_in
from api.wechat.talk import asks_human
from knowledge.notices import answer, chosen_from
from store.sessions import Session
from store.wechat import Watch

_LOG = logging.getLogger("yizhan.wechat")
_SAID: dict[int | str, dict[str, object]] = {
    status: {"model": Problem, "content": {MEDIA_TYPE: {}}} for status in (401, 403, 429, 503)
}
router = APIRouter(prefix="/api/v1/wechat", tags=["微信"], responses=RESPONSES | _SAID)
_LOGIN_CODE = Field(pattern=r"^[\w-]{1,128}$", description="wx.login 给的 code，只能用一次")
_DONE = "success"  # unencrypted in every mode: anything else, and WeChat repeats


def _configured(channel: Annotated[Channel | None, Depends(channel_of)]) -> Channel:
    if channel is None:
        raise Refused(HTTPStatus.NOT_FOUND, "这里没有开通微信小程序。需要帮助请拨打 12345。")
    return channel


def _gate(channel: Annotated[Channel, Depends(_configured)]) -> Gate:
    if channel.gate is None:
        raise Refused(HTTPStatus.NOT_FOUND, "这里没有开通微信客服消息。")
    return channel.gate


def _watching(channel: Annotated[Channel, Depends(_configured)]) -> Channel:
    if not channel.settings.template:
        raise Refused(HTTPStatus.NOT_FOUND, "这里没有开通“材料清单有变化”的提醒。去办之前请再看一次清单。")
    return channel


def _signed(
    timestamp: str = "", nonce: str = "", signature: str = "", msg_signature: str = "", echostr: str = ""
) -> Signed:
    return Signed(timestamp=timestamp, nonce=nonce, signature=signature, msg_signature=msg_signature, echostr=echostr)


Having = Annotated[Services, Depends(services_of)]
Configured = Annotated[Channel, Depends(_configured)]
Watching = Annotated[Channel, Depends(_watching)]
Opening = Annotated[Gate, Depends(_gate)]
Address = Annotated[Signed, Depends(_signed)]
Person = Annotated[Session, Depends(person)]


class SignIn(BaseModel):
    """What ``wx.login`` gave the mini-program."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"code": "0b1Xq5000aXQ9T1"}})
    code: Annotated[str, _LOGIN_CODE]


class SignedIn(BaseModel):
    """Our own token, for ``Authorization: Bearer``; neither openid nor session_key leaves the server."""

    token: str
    expires_at: datetime
    template: str | None = Field(description="订阅消息“材料清单有变化”的模板编号；没有开通时为空")


class WatchRequest(BaseModel):
    """A list of which one wants to be told when it changes."""

    model_config = ConfigDict(extra="forbid")
    code: Annotated[str, _LOGIN_CODE]
    item_id: str = Field(max_length=64)
    division: str | None = Field(default=None, max_length=12, description="区划代码；不填按温州市")
    circumstances: dict[str, str] = Field(default_factory=dict, max_length=20, description="情形：选项")


class Watched(BaseModel):
    """A list that is watched."""

    item_id: str
    division: str
    circumstances: dict[str, str]


@router.post("/session", summary="小程序登录，换取本站令牌")
async def sign_in(having: Having, channel: Configured, request: SignIn) -> SignedIn:
    """Begin a session for whom WeChat says the code stands for."""
    holder = channel.alias(await _openid(channel, request.code))
    token, session = await run_in_threadpool(having.store.sessions.begin, ROLE, holder, SESSION_LIFE)
    return SignedIn(token=PREFIX + token, expires_at=session.expires_at, template=channel.settings.template or None)


@router.delete("/session", summary="退出登录", status_code=HTTPStatus.NO_CONTENT)
async def sign_out(having: Having, request: Request, signed_in: Person) -> None:
    """End this session; the token is worth nothing from now on."""
    await run_in_threadpool(having.store.sessions.end, token_in(request) or "")


@router.post("/watches", summary="清单有变化时提醒我")
async def watch(having: Having, channel: Watching, request: WatchRequest) -> Watched:
    """Watch a list. Only here is the openid kept, because WeChat takes nothing else, and only until the watch ends."""
    guidebook = having.published.guidebook
    chosen = chosen_from(guidebook.item(request.item_id), request.circumstances)
    if (reply := answer(guidebook, request.item_id, chosen, request.division)).notice is None:
        words = reply.question.question if reply.question else reply.text
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"还没有清单可以关注：{words}")
    openid = await _openid(channel, request.code)
    kept = Watch(
        holder=channel.alias(openid),
        openid=openid,
        item_id=request.item_id,
        division_code=reply.notice.division_code,
        chosen=request.circumstances,
        guidebook_version=guidebook.version,
        told_on=having.now().date(),
    )
    await run_in_threadpool(having.store.wechat.watches.begin, kept)
    return _watched(kept)


@router.get("/watches", summary="我关注的清单")
async def watches(having: Having, channel: Watching, signed_in: Person) -> list[Watched]:
    """Return what the person watches."""
    return [_watched(kept) for kept in await run_in_threadpool(having.store.wechat.watches.of, signed_in.holder)]


@router.delete("/watches/{item_id}", summary="不再提醒", status_code=HTTPStatus.NO_CONTENT)
async def unwatch(having: Having, channel: Watching, signed_in: Person, item_id: str) -> None:
    """End a watch, whether it was there or not; the openid is deleted with it."""
    await run_in_threadpool(having.store.wechat.watches.end, signed_in.holder, item_id)


@router.get("/push", summary="微信核对推送地址", response_class=PlainTextResponse)
async def greet(gate: Opening, signed: Address) -> PlainTextResponse:
    """Answer the check that the console makes when the address is entered."""
    return PlainTextResponse(gate.greet(signed))


@router.post("/push", summary="接收微信客服消息", response_class=PlainTextResponse)
async def take_push(having: Having, channel: Configured, gate: Opening, signed: Address, request: Request) -> Response:
    """Take a push at once and answer it by customer-service messages; WeChat's repeats are not answered again."""
    now = having.now().timestamp()
    try:
        push = gate.open(await _body(request), signed, now)
    except PushRefused as refused:
        _LOG.warning("push refused: %s", refused.reason)
        raise
    if channel.settings.handover and asks_human(push):
        kind = "application/xml" if gate.xml else "application/json"
        return Response(gate.hand_over(push, int(now)), media_type=kind)
    if channel.talk.full:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "正忙，请稍后重发。")
    try:
        is_new = await run_in_threadpool(having.store.wechat.pushes.take, push.id)
    except SQLAlchemyError as error:
        # Without a record nobody knows whether it was answered: WeChat repeats it in five seconds.
        _LOG.error("push not kept: %s", type(error).__name__)
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "暂时收不下，请稍后重发。") from None
    if is_new:
        channel.talk.begin(push)
    return PlainTextResponse(_DONE)


async def _body(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_PUSH:
            raise PushRefused("too large")
        parts.append(part)
    return b"".join(parts)


async def _openid(channel: Channel, code: str) -> str:
    try:
        return await channel.client.openid_of(code)
    except WeChatError as error:
        _LOG.warning("sign-in refused: %s", error)
        status, words = _SIGN_IN_FAULTS.get(error.code, _AWAY)
        raise Refused(status, words) from None


_SIGN_IN_AGAIN = (HTTPStatus.UNAUTHORIZED, "登录没有成功，请重新打开小程序。")
_AWAY = (HTTPStatus.SERVICE_UNAVAILABLE, "微信登录暂时用不了，请稍后再试；不登录也可以直接问。")
_SIGN_IN_FAULTS: dict[int, tuple[HTTPStatus, str]] = {
    Code.BAD_LOGIN_CODE: _SIGN_IN_AGAIN,
    Code.USED_LOGIN_CODE: _SIGN_IN_AGAIN,
    Code.TOO_OFTEN: (HTTPStatus.TOO_MANY_REQUESTS, "登录太频繁了，请过一分钟再试。"),
    Code.BLOCKED_USER: (HTTPStatus.FORBIDDEN, "微信限制了这个账号的登录。需要办事请拨打 12345。"),
}


def _watched(watch: Watch) -> Watched:
    return Watched(item_id=watch.item_id, division=watch.division_code, circumstances=watch.chosen)
