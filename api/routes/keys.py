"""API keys and the log of changes, for those who look after them."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from api.auth import Signed, record
from api.auth.rules import RULES
from api.problems import RESPONSES, Refused
from api.services import Services, services_of
from store.audit import Entry
from store.keys import Key
from store.roles import Role

router = APIRouter(prefix="/api/v1", tags=["密钥与审计"], responses=RESPONSES)
Having = Annotated[Services, Depends(services_of)]
AREAS = sorted({rule.area for rule in RULES.values() if not rule.public})
_AREAS = "、".join(AREAS)


class KeyWanted(BaseModel):
    """Whom a new key is for, and what it may do."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=64, description="给谁用，写进审计日志")
    role: Role
    scopes: list[str] = Field(default=[], max_length=len(AREAS), description=f"只许做哪些：{_AREAS}；不填为全部")
    days: int | None = Field(default=None, ge=1, le=3650, description="几天后到期；不填不到期")


class KeyMade(BaseModel):
    """A new key; ``secret`` is shown this once."""

    key: Key
    secret: str


class AuditPage(BaseModel):
    """Entries of the log, newest first, and whether the whole chain holds."""

    entries: list[Entry]
    head: str
    first_fault: int | None = Field(description="从第几条起被改动过；空为完整")


@router.get("/keys", summary="全部密钥")
async def list_keys(having: Having) -> list[Key]:
    """Return what is known of every key, last use too; never a key itself."""
    return await run_in_threadpool(having.store.keys.all)


@router.post("/keys", summary="新建密钥", status_code=HTTPStatus.CREATED)
async def make_key(having: Having, staff: Signed, wanted: KeyWanted) -> KeyMade:
    """Make a key; it is seen in this answer only."""
    unknown = sorted(set(wanted.scopes) - set(AREAS))
    if unknown:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"没有这些范围：{'、'.join(unknown)}。可填：{_AREAS}。")
    lifetime = timedelta(days=wanted.days) if wanted.days else None
    key, secret = await run_in_threadpool(
        having.store.keys.create, wanted.name, wanted.role.value, tuple(wanted.scopes), lifetime
    )
    await record(having, staff, "make_key", key.id, name=key.name, role=key.role, scopes=list(key.scopes))
    return KeyMade(key=key, secret=secret)


@router.delete("/keys/{key_id}", summary="停用密钥", status_code=HTTPStatus.NO_CONTENT)
async def revoke_key(having: Having, staff: Signed, key_id: str) -> Response:
    """Revoke a key and end the sessions of its holder."""
    if not await run_in_threadpool(having.store.keys.revoke, key_id):
        raise Refused(HTTPStatus.NOT_FOUND, "没有这把密钥，或者已经停用了。")
    name = next(key.name for key in await run_in_threadpool(having.store.keys.all) if key.id == key_id)
    await run_in_threadpool(having.store.sessions.end_all, name)
    await record(having, staff, "revoke_key", key_id, name=name)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/audit", summary="谁改了什么")
async def read_audit(having: Having, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> AuditPage:
    """Return the newest entries and check the chain from its beginning."""
    log = having.store.audit
    entries = await run_in_threadpool(log.newest, limit)
    first_fault = await run_in_threadpool(log.first_fault)
    return AuditPage(entries=entries, head=await run_in_threadpool(log.head), first_fault=first_fault)


@router.get("/audit.jsonl", summary="导出审计日志", response_class=StreamingResponse)
async def export_audit(having: Having) -> StreamingResponse:
    """Stream every entry, oldest first, one JSON object a line."""
    headers = {"Content-Disposition": 'attachment; filename="audit.jsonl"'}
    return StreamingResponse(_lines(having), media_type="application/x-ndjson", headers=headers)


def _lines(having: Services) -> Iterator[str]:
    for entry in having.store.audit.entries():
        line: dict[str, Any] = asdict(entry) | {"at": entry.at.isoformat()}
        yield json.dumps(line, ensure_ascii=False) + "\n"
