"""From a request to the person behind it: by session cookie at the desks, by bearer key from machines."""

import hmac
import logging
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.auth.rules import RULES, Rule
from api.problems import Refused
from api.services import Services, services_of
from store.roles import Role
from store.store import Store

_LOG = logging.getLogger("yizhan.auth")
COOKIE = "yz_desk"
CSRF_HEADER = "X-CSRF-Token"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_STORE_AWAY = "暂时查不到谁可以使用工作台，请稍后再试。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A signed-in member of staff, or a machine; ``name`` is what the audit log says."""

    name: str
    role: Role
    scopes: tuple[str, ...] = ()  # areas of the rules; empty: all that the role may
    csrf: str | None = None  # of a session; a key needs none, no page sends it by itself
    expires_at: datetime | None = None

    def may(self, rule: Rule) -> bool:
        """Say whether a rule lets this person through."""
        return self.role in rule.roles and (not self.scopes or rule.area in self.scopes)


async def enforce(request: Request, having: Annotated[Services, Depends(services_of)]) -> None:
    """Let a request through as the table says (a dependency of the whole app); raises ``Refused``."""
    route = f"{request.method} {request.scope['route'].path}"
    rule = RULES.get(route)
    if rule is None:
        _LOG.error("nobody may call %r: it has no line in api/auth/rules.py", route)
        raise Refused(HTTPStatus.FORBIDDEN, "这个地址还没有登记谁可以使用，请告诉维护系统的人。")
    if rule.public:
        return
    try:
        staff = await run_in_threadpool(_identified, having.store, request)
    except SQLAlchemyError as error:
        _LOG.warning("nobody can be identified: %s", type(error).__name__)
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, _STORE_AWAY) from error
    if staff is None:
        raise Refused(HTTPStatus.UNAUTHORIZED, "请先登录，或换一把有效的密钥。登录会到期，到期后要重新登录。")
    if not staff.may(rule):
        raise Refused(HTTPStatus.FORBIDDEN, "您的身份不能做这件事。需要的话，请管理密钥的人换一种身份。")
    _same_page(request, staff)
    request.state.staff = staff


def signed_in(request: Request) -> Staff:
    """Return who calls a route that the table keeps for staff."""
    staff: Staff = request.state.staff
    return staff


Signed = Annotated[Staff, Depends(signed_in)]


async def record(having: Services, staff: Staff, deed: str, subject: str = "", **details: Any) -> None:
    """Note in the audit log what a member of staff has changed; ``details`` are plain JSON values."""
    await run_in_threadpool(partial(having.store.audit.append, staff.name, deed, subject, **details))


def _identified(store: Store, request: Request) -> Staff | None:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return staff_of_key(store, secret.strip())
    token = request.cookies.get(COOKIE)
    session = store.sessions.find(token) if token else None
    if session is None or session.role not in set(Role):  # a session of the mini-program opens no desk
        return None
    return Staff(name=session.holder, role=Role(session.role), csrf=session.csrf, expires_at=session.expires_at)


def staff_of_key(store: Store, secret: str) -> Staff | None:
    """Return whom an API key stands for, or ``None`` when it opens nothing."""
    key = store.keys.check(secret)
    if key is None or key.role not in set(Role):
        return None
    return Staff(name=key.name, role=Role(key.role), scopes=key.scopes, expires_at=key.expires_at)


def _same_page(request: Request, staff: Staff) -> None:
    """Refuse a change that some other page had the browser send (cross-site request forgery)."""
    if staff.csrf is None or request.method in _READING:
        return
    given = request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(staff.csrf.encode(), given.encode()):
        raise Refused(HTTPStatus.FORBIDDEN, "页面已经过期，请刷新后再做一次。")
