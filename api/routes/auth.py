"""Signing in and out of the desks: a key is exchanged for a session, or the city's own sign-in (OIDC) vouches."""

import logging
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from api.auth import Signed, Staff, record
from api.auth.staff import COOKIE, staff_of_key
from api.problems import RESPONSES, Refused
from api.services import Services, services_of
from store.roles import Role

router = APIRouter(prefix="/api/v1", tags=["登录"], responses=RESPONSES)
_LOG = logging.getLogger("yizhan.auth")
Having = Annotated[Services, Depends(services_of)]


class KeyGiven(BaseModel):
    """A key of a person."""

    model_config = ConfigDict(extra="forbid")
    key: str = Field(min_length=8, max_length=200, description="密钥，以 yz_ 开头")


class SignedIn(BaseModel):
    """Who is signed in; ``csrf`` goes into the header ``X-CSRF-Token`` of every change."""

    name: str
    role: Role
    csrf: str | None
    expires_at: datetime | None


class Ways(BaseModel):
    """How one may sign in here."""

    oidc: bool = Field(description="可以用单位账号登录")


@router.get("/session/ways", summary="可以怎样登录")
async def ways(having: Having) -> Ways:
    """Say whether the city's own sign-in is set up."""
    return Ways(oidc=having.oidc is not None)


@router.post("/session", summary="用密钥登录工作台", status_code=HTTPStatus.CREATED)
async def sign_in(having: Having, request: Request, response: Response, given: KeyGiven) -> SignedIn:
    """Exchange a key for a session in a cookie that no script can read."""
    staff = await run_in_threadpool(staff_of_key, having.store, given.key.strip())
    if staff is None:
        _LOG.warning("sign-in refused: no such key")
        raise Refused(HTTPStatus.UNAUTHORIZED, "这把密钥打不开。请检查有没有漏字；停用或到期的密钥要换新的。")
    if staff.role is Role.MACHINE or staff.scopes:
        raise Refused(HTTPStatus.FORBIDDEN, "这把密钥是给程序用的，不能登录工作台。请换一把给人用的密钥。")
    return await begin(having, request, response, staff, way="key")


@router.get("/session", summary="谁登录着")
async def who(staff: Signed) -> SignedIn:
    """Return who calls."""
    return SignedIn(name=staff.name, role=staff.role, csrf=staff.csrf, expires_at=staff.expires_at)


@router.delete("/session", summary="退出", status_code=HTTPStatus.NO_CONTENT)
async def sign_out(having: Having, request: Request, response: Response, staff: Signed) -> None:
    """End this session; its cookie opens nothing from now on."""
    await run_in_threadpool(having.store.sessions.end, request.cookies.get(COOKIE, ""))
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    await record(having, staff, "sign_out")


async def begin(having: Services, request: Request, response: Response, staff: Staff, way: str) -> SignedIn:
    """Begin a session for a person and put its token into the cookie."""
    lifetime = timedelta(hours=having.settings.session_hours)
    token, session = await run_in_threadpool(having.store.sessions.begin, staff.role.value, staff.name, lifetime)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(lifetime.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=is_secure(having, request),
    )
    await record(having, staff, "sign_in", way=way)
    return SignedIn(name=session.holder, role=Role(session.role), csrf=session.csrf, expires_at=session.expires_at)


def is_secure(having: Services, request: Request) -> bool:
    """Say whether people reach the site by TLS, here or at the gateway before it."""
    return request.url.scheme == "https" or having.settings.public_url.startswith("https:")
