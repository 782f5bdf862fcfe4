"""The clerk's desk: look up while typing, an item with its circumstances as switches, corrections."""

import logging
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.auth import Signed, record
from api.banners import BannerShown, banners_for
from api.clerk.found import DeskResult, find
from api.problems import RESPONSES, Refused
from api.routes.slips import address_of, reopen
from api.services import Services, services_of
from api.slips.qr import qr_svg
from knowledge.lookup import lookup_of
from knowledge.notices import NoticeReply, answer, chosen_from
from knowledge.places import checked
from knowledge.schema import Audience
from knowledge.sieve import Sieve, saves_the_trip
from knowledge.switches import Switch, switches
from store.codes import grouped, read_code
from store.feedback import Feedback, FeedbackKind

router = APIRouter(prefix="/api/v1/desk", tags=["窗口工作台"], responses=RESPONSES)
_LOG = logging.getLogger("yizhan.clerk")
Having = Annotated[Services, Depends(services_of)]
Q = Annotated[str, Query(max_length=600, description="名称、拼音、首字母、编号、短码，或群众的原话")]
_ID = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class DeskResults(BaseModel):
    """Results, best first; ``slip`` is filled in when a short code was typed that opens a slip."""

    results: list[DeskResult]
    slip: str | None = Field(default=None, examples=["7KQ2-M9XD"])


class Filters(BaseModel):
    """Values that the filters offer."""

    windows: list[str]
    departments: list[str]
    audiences: list[str]


class Chosen(BaseModel):
    """Where, and which circumstances are chosen so far; those that no longer arise are dropped."""

    model_config = ConfigDict(extra="forbid")
    division: str | None = Field(default=None, max_length=12, description="区划代码；不填按温州市")
    circumstances: dict[_ID, _ID] = Field(default_factory=dict, max_length=20, description="情形：选项")


class DeskItem(BaseModel):
    """An item on the desk: its switches and, once all are settled, the notice."""

    id: str
    name: str
    common_names: tuple[str, ...]
    zero_trip: bool
    switches: tuple[Switch, ...]
    reply: NoticeReply
    banners: tuple[BannerShown, ...] = ()


class Correction(BaseModel):
    """A line that a clerk holds to be wrong."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "item_id": "ga-birth-registration",
                "division": "330381",
                "circumstances": {"birthplace": "hospital"},
                "line": "出生医学证明",
                "words": "现在凭电子证照就可以，不用带原件",
            }
        },
    )
    item_id: str = Field(max_length=64)
    division: str | None = Field(default=None, max_length=12)
    circumstances: dict[_ID, _ID] = Field(default_factory=dict, max_length=20)
    line: str | None = Field(default=None, max_length=200, description="写错的那一行；不填为整份")
    words: str = Field(min_length=2, max_length=600, description="应该怎么写，依据什么；证件号、手机号会先隐去再保存")


class CorrectionKept(BaseModel):
    """Thanks."""

    number: int
    text: str


@router.get("/items", summary="边打边查")
async def look_up(
    having: Having,
    q: Q = "",
    window: Annotated[str | None, Query(max_length=32)] = None,
    department: Annotated[str | None, Query(max_length=64)] = None,
    audience: Audience | None = None,
    division: Annotated[str | None, Query(max_length=12, description="只看这个区划的窗口能办的")] = None,
    zero_trip: Annotated[bool, Query(description="只看不用跑的")] = False,
    limit: Annotated[int, Query(ge=1, le=50)] = 12,
) -> DeskResults:
    """Return what the typed characters mean: first by spelling, then by meaning; a short code opens its slip."""
    book = having.published
    sieve = Sieve(window=window, department=department, audience=audience, division=division, zero_trip=zero_trip)
    results = await run_in_threadpool(find, book, q, sieve, limit)
    return DeskResults(results=results, slip=await _slip(having, q))


@router.get("/filters", summary="筛选项")
async def filters(having: Having) -> Filters:
    """Return the counters, departments and audiences there are. Asked when a desk opens, so that look-up is ready."""
    guidebook = having.published.guidebook
    await run_in_threadpool(lookup_of, guidebook)
    items = guidebook.items.values()
    return Filters(
        windows=sorted({item.window for item in items}),
        departments=sorted({item.department for item in items}),
        audiences=list(Audience),
    )


@router.post("/items/{item_id}", summary="一个事项：情形开关和清单")
async def open_item(having: Having, item_id: str, chosen: Chosen) -> DeskItem:
    """Return the switches that arise and the notice; while one is open, the reply holds its question."""
    guidebook = having.published.guidebook
    item = guidebook.item(item_id)
    known = chosen_from(item, chosen.circumstances)
    reply = answer(guidebook, item_id, known, chosen.division)
    if reply.notice is not None:
        reply = replace(reply, notice=replace(reply.notice, places=checked(reply.notice.places, having.now())))
    return DeskItem(
        id=item.id,
        name=item.name,
        common_names=item.common_names,
        zero_trip=saves_the_trip(item),
        switches=switches(item, known),
        reply=reply,
        banners=await banners_for(having, guidebook, item_id, chosen.division),
    )


@router.get("/slips/{code}/qr.svg", summary="短码的二维码", response_class=Response)
async def qr(having: Having, request: Request, code: str) -> Response:
    """Draw the address of a slip for the citizen's phone."""
    slip = await reopen(having, code)
    return Response(qr_svg(address_of(having, request, slip.code)), media_type="image/svg+xml")


@router.post("/corrections", summary="这里写错了", status_code=HTTPStatus.CREATED)
async def correct(having: Having, staff: Signed, given: Correction) -> CorrectionKept:
    """Send a correction to the operators, with the line in question."""
    guidebook = having.published.guidebook
    chosen_from(guidebook.item(given.item_id), given.circumstances)
    guidebook.division(given.division)
    said = Feedback(
        kind=FeedbackKind.CORRECTION,
        guidebook_version=guidebook.version,
        item_id=given.item_id,
        division_code=given.division,
        chosen=given.circumstances,
        materials=(given.line,) if given.line else (),
        words=given.words,
    )
    try:
        number = await run_in_threadpool(having.store.feedback.keep, said)
        await record(having, staff, "correct", given.item_id, number=number, line=given.line)
    except SQLAlchemyError as error:
        _LOG.warning("correction not kept: %s", type(error).__name__)
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "暂时没能送出，请稍后再试一次。") from error
    return CorrectionKept(number=number, text=f"已送给维护指南的人，编号 {number}。改好后会在这里看到新的清单。")


async def _slip(having: Services, typed: str) -> str | None:
    code = read_code(typed)
    if code is None:
        return None
    try:
        return grouped(code) if await run_in_threadpool(having.store.told.find, code) else None
    except SQLAlchemyError:
        return None  # whoever opens the code is told why
