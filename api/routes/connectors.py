"""What other systems of the city know: progress of a case, free times, a person to talk to."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from api.connectors.asking import NotAsked
from api.connectors.protocols import Progress, Slot, TranscriptLine
from api.problems import RESPONSES, Refused
from api.services import Services, services_of

router = APIRouter(prefix="/api/v1", tags=["接入的系统"], responses=RESPONSES)
Having = Annotated[Services, Depends(services_of)]
UNKNOWN_CASE = "办件系统里没有这个编号。请核对受理单上的编号，或拨打 12345 询问。"
LONGEST_TRANSCRIPT = 100  # lines


class ProgressAnswer(BaseModel):
    """The progress of a case, or why it is not known."""

    progress: Progress | None = None
    text: str


class SlotsAnswer(BaseModel):
    """Free times, or why they are not known."""

    slots: list[Slot] = Field(default_factory=list)
    text: str


class HandOverRequest(BaseModel):
    """A conversation to be taken over by a person."""

    model_config = ConfigDict(extra="forbid")
    transcript: list[TranscriptLine] = Field(min_length=1, max_length=LONGEST_TRANSCRIPT)


class HandOverAnswer(BaseModel):
    """The ticket, or why nobody takes over."""

    ticket: str | None = None
    text: str


@router.get("/cases/{case_number}", summary="办件进度")
async def read_progress(
    having: Having, case_number: Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{4,40}$", description="受理单编号")]
) -> ProgressAnswer:
    """Return what the connected system says of the case; never a guess."""
    found = await having.connectors.progress_of(case_number, having.now())
    if isinstance(found, NotAsked):
        return ProgressAnswer(text=found.text)
    if found.answer is None:
        return ProgressAnswer(text=UNKNOWN_CASE)
    since = found.answer.since.astimezone(having.now().tzinfo)
    return ProgressAnswer(
        progress=found.answer, text=f"{since.year} 年 {since.month} 月 {since.day} 日起：{found.answer.stage}"
    )


@router.get("/items/{item_id}/appointments", summary="能预约的时间")
async def read_appointments(
    having: Having, item_id: str, division: Annotated[str | None, Query(max_length=12, description="区划代码")] = None
) -> SlotsAnswer:
    """Return the free times of an item in a division."""
    guidebook = having.published.guidebook
    item, where = guidebook.item(item_id), guidebook.division(division)
    found = await having.connectors.slots_for(item.id, where.code, having.now().date())
    if isinstance(found, NotAsked):
        return SlotsAnswer(text=found.text)
    return SlotsAnswer(
        slots=found.answer, text=f"有 {len(found.answer)} 个时间可以预约" if found.answer else "没有可以预约的时间"
    )


@router.post("/hand-over", summary="转人工")
async def hand_over(having: Having, request: HandOverRequest) -> HandOverAnswer:
    """Pass the conversation on, with personal numbers masked."""
    if not any(line.text.strip() for line in request.transcript):
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "没有对话内容，不能转人工。")
    found = await having.connectors.handed_over(request.transcript)
    if isinstance(found, NotAsked):
        return HandOverAnswer(text=found.text)
    return HandOverAnswer(ticket=found.answer, text="已经转给人工，请稍候。")
