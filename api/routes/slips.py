"""Slips to take along: told under a short code, reopened by it, as PDF, DOCX, text and picture."""

import datetime
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.banners import banners_for
from api.problems import MEDIA_TYPE, RESPONSES, Problem, Refused
from api.services import Services, services_of
from api.slips.bundles import sheet_of_bundle
from api.slips.content import Sheet, with_banners
from api.slips.fonts import FontsMissing
from api.slips.kept import CodeRefused, NotTellable, Reopened, Slips
from api.slips.press import MEDIA_TYPES, Form, PressBusy
from api.slips.words import WORDS
from knowledge.life_events import bundle
from knowledge.notices import NoticeReply, OneTimeNotice
from store.codes import grouped

_MORE: dict[int | str, dict[str, object]] = {
    status: {"model": Problem, "description": words, "content": {MEDIA_TYPE: {}}}
    for status, words in ((409, "还有一句要先答，或没有可以打印的内容"), (503, "暂时生成不了或查不到"))
}
_FILES: dict[str, Any] = {
    "response_class": Response,
    "responses": {200: {"description": "文件", "content": {kind: {} for kind in MEDIA_TYPES.values()}}},
}
router = APIRouter(prefix="/api/v1", tags=["一次性告知单"], responses=RESPONSES | _MORE)
_LOG = logging.getLogger("yizhan.slips")
Having = Annotated[Services, Depends(services_of)]
_ID = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
R = TypeVar("R")


class SlipRequest(BaseModel):
    """Which notice is to be taken along."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "item_id": "ga-birth-registration",
                "division": "330381",
                "circumstances": {"birthplace": "hospital", "parents": "married"},
            }
        },
    )
    item_id: str = Field(max_length=64, description="事项编号")
    division: str | None = Field(default=None, max_length=12, description="区划代码；不填按温州市")
    circumstances: dict[_ID, _ID] = Field(default_factory=dict, max_length=20, description="情形：选项")
    guidebook_version: str | None = Field(
        default=None, max_length=64, description="看到的清单里 source.guidebook_version；不填按现行"
    )


class SlipMade(BaseModel):
    """The code to write down and the address that opens the slip."""

    code: str = Field(examples=["7KQ2-M9XD"])
    address: str


class Slip(BaseModel):
    """A slip found again: the notice as told, whether it still holds, and what has changed."""

    code: str
    address: str
    told_on: datetime.date
    guidebook_version: str
    as_told: bool = Field(description="否：当时的指南版本已不保存，notice 是今天的内容")
    holds: bool = Field(description="到今天没有变化")
    text: str = Field(description="给人看的一句话")
    since: datetime.date | None = Field(default=None, description="自哪一天起有变化")
    changes: tuple[str, ...] = Field(default=(), description="变化，一处一行")
    notice: OneTimeNotice | None
    now: NoticeReply | None = Field(default=None, description="有变化时，今天的答案")


@router.post("/slips", status_code=HTTPStatus.CREATED, summary="出一份可以带走的告知单")
async def tell(having: Having, request: Request, wanted: SlipRequest) -> SlipMade:
    """Keep the notice under a short code; the same notice on the same day has the same code."""
    code = await tell_slip(having, wanted)
    return SlipMade(code=grouped(code), address=address_of(having, request, code))


@router.get(
    "/slips/{code}.{form}",
    summary="告知单文件：pdf、docx、txt、png",
    **_FILES,
)
async def download(having: Having, request: Request, code: str, form: Form) -> Response:
    """Return the slip as a file, as it was told, headed by what has changed since."""
    slip = await reopen(having, code)
    sheet = await sheet_today(having, request, slip)
    if sheet is None:
        raise Refused(HTTPStatus.CONFLICT, WORDS.nothing_to_draw + slip.text)
    return await printed(having, sheet, form, f"{sheet.name}-{sheet.code}")


@router.get(
    "/life-events/{life_event_id}/slip.{form}",
    summary="一件事的材料清单文件：pdf、docx、txt、png",
    **_FILES,
)
async def download_bundle(having: Having, life_event_id: str, form: Form) -> Response:
    """Return today's merged list of a life event as a file; it has no code."""
    guidebook = having.published.guidebook
    merged = bundle(guidebook, guidebook.life_event(life_event_id))
    return await printed(having, sheet_of_bundle(merged, having.now().date()), form, merged.name)


@router.get("/slips/{code}", summary="凭短码再看一份告知单")
async def read(having: Having, request: Request, code: str) -> Slip:
    """Return the notice as it was told and how it stands today."""
    slip = await reopen(having, code)
    return Slip(
        code=grouped(slip.code),
        address=address_of(having, request, slip.code),
        told_on=slip.told.told_on,
        guidebook_version=slip.told.guidebook_version,
        as_told=slip.as_told,
        holds=slip.holds,
        text=slip.text,
        since=slip.since,
        changes=slip.changes,
        notice=slip.notice,
        now=slip.now,
    )


async def tell_slip(having: Services, wanted: SlipRequest) -> str:
    """Keep a notice and return its code; raises ``Refused`` with the question that is still open."""
    try:
        return await _blocking(
            _slips(having).tell,
            wanted.item_id,
            wanted.division,
            wanted.circumstances,
            having.now().date(),
            wanted.guidebook_version,
        )
    except NotTellable as why:
        raise Refused(HTTPStatus.CONFLICT, str(why)) from why


async def reopen(having: Services, code: str) -> Reopened:
    """Find a slip; raises ``Refused`` with what to do instead."""
    try:
        return await _blocking(_slips(having).reopen, code, having.now().date())
    except CodeRefused as why:
        raise Refused(HTTPStatus.NOT_FOUND, str(why)) from why


async def sheet_today(having: Services, request: Request, slip: Reopened) -> Sheet | None:
    """Lay the slip out with the notices of the centre that hold today; ``None`` where there is nothing to draw."""
    sheet = slip.sheet(address_of(having, request, slip.code))
    if sheet is None:
        return None
    told = slip.told
    banners = await banners_for(having, having.published.guidebook, told.item_id, told.division_code)
    return with_banners(sheet, tuple(banner.words for banner in banners))


async def printed(having: Services, sheet: Sheet, form: Form, name: str) -> Response:
    """Draw a sheet as a file of that name; raises ``Refused`` while it cannot be drawn."""
    try:
        drawn = await having.press.print(sheet, form)
    except PressBusy as busy:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, WORDS.press_busy) from busy
    except FontsMissing as missing:
        _LOG.error("%s", missing)
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, WORDS.no_fonts) from missing
    disposition = f"inline; filename*=UTF-8''{quote(f'{name}.{form}')}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-cache"}
    return Response(drawn, media_type=MEDIA_TYPES[form], headers=headers)


def address_of(having: Services, request: Request, code: str) -> str:
    """Return the address that opens a slip; it names the code and nothing else."""
    base = having.settings.public_url or str(request.base_url)
    return f"{base.rstrip('/')}/s/{code}"


def _slips(having: Services) -> Slips:
    return Slips(having.store.told, having.publications)


async def _blocking(work: Callable[..., R], *arguments: Any) -> R:
    try:
        return await run_in_threadpool(work, *arguments)
    except SQLAlchemyError as error:
        _LOG.warning("slips cannot be kept or found: %s", type(error).__name__)
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, WORDS.store_away) from error
