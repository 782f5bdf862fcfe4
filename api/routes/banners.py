"""Notices of the centre: put up and taken down at the operator's desk, seen in every answer at once."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from api.auth import Signed, record
from api.problems import RESPONSES, Refused
from api.services import Services, services_of
from knowledge.schema import Division
from store.banners import Banner

router = APIRouter(prefix="/api/v1/operator", tags=["维护工作台"], responses=RESPONSES)
Having = Annotated[Services, Depends(services_of)]


class BannerWanted(BaseModel):
    """What is to stand in the answers, where and until when."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"words": "今天停电，14:00 起暂停受理。", "window": "不动产服务"}},
    )
    words: str = Field(min_length=4, max_length=200)
    window: str | None = Field(default=None, max_length=64, description="只关哪个窗口；不填为全部")
    division: str | None = Field(default=None, max_length=12, description="只关哪个区划；不填为全市")
    starts_at: AwareDatetime | None = Field(default=None, description="不填为现在")
    ends_at: AwareDatetime | None = Field(default=None, description="不填为直到撤下")


class BannerLine(BaseModel):
    """A banner that is showing or will."""

    number: int
    words: str
    window: str | None
    division_name: str | None
    starts_at: datetime
    ends_at: datetime | None
    written_by: str


@router.get("/banners", summary="正在显示和将要显示的公告")
async def banners(having: Having) -> list[BannerLine]:
    """Return the banners that have not ended, oldest first."""
    found = await run_in_threadpool(having.store.banners.not_ended, having.now())
    divisions = having.published.guidebook.divisions
    return [
        BannerLine(
            number=number,
            words=banner.words,
            window=banner.window,
            division_name=_name(divisions, banner.division_code),
            starts_at=banner.starts_at,
            ends_at=banner.ends_at,
            written_by=banner.written_by,
        )
        for number, banner in found.items()
    ]


@router.post("/banners", summary="挂一条公告", status_code=HTTPStatus.CREATED)
async def put_up(having: Having, staff: Signed, wanted: BannerWanted) -> list[BannerLine]:
    """Show a notice in the answers it concerns, from now on or from a moment on."""
    guidebook = having.published.guidebook
    guidebook.division(wanted.division)
    if wanted.window is not None and wanted.window not in {item.window for item in guidebook.items.values()}:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"没有“{wanted.window}”这个窗口，请从列表里选。")
    starts_at = wanted.starts_at or having.now()
    if wanted.ends_at is not None and wanted.ends_at <= max(starts_at, having.now()):
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "结束的时间要在开始以后，也要在现在以后。")
    banner = Banner(
        words=wanted.words.strip(),
        written_by=staff.name,
        starts_at=starts_at,
        ends_at=wanted.ends_at,
        window=wanted.window,
        division_code=wanted.division,
    )
    number = await run_in_threadpool(having.store.banners.put_up, banner)
    await record(having, staff, "put_up_banner", str(number), words=banner.words, window=banner.window)
    return await banners(having)


@router.delete("/banners/{number}", summary="撤下一条公告", status_code=HTTPStatus.NO_CONTENT)
async def take_down(having: Having, staff: Signed, number: int) -> Response:
    """End a notice now."""
    if not 0 < number < 2**31 or not await run_in_threadpool(having.store.banners.take_down, number):
        raise Refused(HTTPStatus.NOT_FOUND, "没有这条公告，或者已经撤下了。")
    await record(having, staff, "take_down_banner", str(number))
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _name(divisions: Mapping[str, Division], code: str | None) -> str | None:
    return divisions[code].name if code is not None and code in divisions else None
