"""The way to the city's own sign-in and back; shut while none is set up."""

import logging
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.auth.oidc import Attempt, Oidc, OidcAway, OidcRefused
from api.problems import Refused
from api.routes.auth import begin, is_secure
from api.services import Services, services_of
from store.roles import Role

router = APIRouter(prefix="/desk/oidc", include_in_schema=False)
_LOG = logging.getLogger("yizhan.auth")
Having = Annotated[Services, Depends(services_of)]
ATTEMPT = "yz_oidc"
_ATTEMPT_SECONDS = 600
_AWAY = "暂时连不上单位账号的登录系统，请稍后再试，或改用密钥登录。"
_DESKS = {Role.CLERK: "/desk/clerk", Role.OPERATOR: "/desk/operator", Role.AUDITOR: "/desk/operator"}
# A cookie of SameSite=Strict is not sent along a redirect that began at the provider: the page itself goes on.
_ON = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={0}">'
    '<title>已登录</title><p>已登录，<a href="{0}">打开工作台</a></p></html>'
)


@router.get("")
async def leave(having: Having, request: Request) -> Response:
    """Send the browser to the provider."""
    try:
        url, attempt = await _provider(having).begin(_redirect_uri(having, request))
    except OidcAway as away:
        _LOG.error("OIDC provider away: %s", away)
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, _AWAY) from away
    response = RedirectResponse(url, HTTPStatus.SEE_OTHER)
    response.set_cookie(  # Lax: it must come back with the browser from the provider's page
        ATTEMPT,
        attempt.dump(),
        max_age=_ATTEMPT_SECONDS,
        path="/desk/oidc",
        httponly=True,
        samesite="lax",
        secure=is_secure(having, request),
    )
    return response


@router.get("/callback")
async def come_back(having: Having, request: Request) -> Response:
    """Check what the provider says and begin a session."""
    attempt = Attempt.load(request.cookies.get(ATTEMPT, ""))
    if attempt is None:
        raise Refused(HTTPStatus.FORBIDDEN, "这次登录已经过期，请回到工作台重新登录。")
    try:
        staff = await _provider(having).finish(_redirect_uri(having, request), str(request.url), attempt)
    except OidcRefused as refused:
        _LOG.warning("OIDC sign-in refused: %r", refused.__cause__)
        raise Refused(HTTPStatus.FORBIDDEN, str(refused)) from refused
    except OidcAway as away:
        _LOG.error("OIDC provider away: %s", away)
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, _AWAY) from away
    response = HTMLResponse(_ON.format(_DESKS[staff.role]))
    await begin(having, request, response, staff, way="oidc")
    response.delete_cookie(ATTEMPT, path="/desk/oidc", httponly=True, samesite="lax")
    return response


def _provider(having: Services) -> Oidc:
    if having.oidc is None:
        raise Refused(HTTPStatus.NOT_FOUND, "这里没有设置单位账号登录，请用密钥登录。")
    return having.oidc


def _redirect_uri(having: Services, request: Request) -> str:
    base = having.settings.public_url or str(request.base_url)
    return f"{base.rstrip('/')}/desk/oidc/callback"
