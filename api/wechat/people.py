"""People of the mini-program: our own sessions, and a name for each that is not WeChat's."""

import base64
import hashlib
import hmac
import logging
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.problems import Refused
from api.services import Services, services_of
from store.sessions import Session

_LOG = logging.getLogger("yizhan.wechat")
ROLE = "mini_program"
SESSION_LIFE = timedelta(days=3)  # signing in again costs the person nothing: wx.login asks nothing
PREFIX = "wx_"  # tells our tokens from the keys of desks and machines in the same header
_ALIAS_CHARACTERS = 32  # 192 bits


def alias(secret: str, openid: str) -> str:
    """Return a name for a person that only the account's secret can make from the openid; fit for a conversation id."""
    digest = hmac.digest(secret.encode(), b"yizhan person\0" + openid.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode()[:_ALIAS_CHARACTERS]


def token_in(request: Request) -> str | None:
    """Return the session token of the request's ``Authorization: Bearer`` header, if it is one of ours."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.removeprefix(PREFIX) if scheme.lower() == "bearer" and token.startswith(PREFIX) else None


async def person_if_any(request: Request, having: Annotated[Services, Depends(services_of)]) -> Session | None:
    """Return the session, or ``None`` without one; one that has ended is told, so that the client signs in again."""
    token = token_in(request)
    if token is None:
        return None
    try:
        session = await run_in_threadpool(having.store.sessions.find, token)
    except SQLAlchemyError as error:
        _LOG.warning("session not looked up: %s", type(error).__name__)
        return None  # nobody is kept from asking because the store is away
    if session is None or session.role != ROLE:
        raise _signed_out()
    return session


async def person(session: Annotated[Session | None, Depends(person_if_any)]) -> Session:
    """Return the session; raises ``Refused`` without one."""
    if session is None:
        raise _signed_out()
    return session


def _signed_out() -> Refused:
    return Refused(HTTPStatus.UNAUTHORIZED, "登录已过期，请重新打开小程序。")
