"""Search, records and notices without dialogue: the same functions that the chat uses."""

import datetime
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from api.banners import BannerShown, banners_for
from api.problems import RESPONSES
from api.services import Services, services_of
from knowledge.guidebook import CITY
from knowledge.index.results import Candidate, Reason, SearchStatus
from knowledge.life_events import Bundle, bundle
from knowledge.notices import NoticeReply, NoticeStatus, OneTimeNotice, answer, chosen_from
from knowledge.places import checked
from knowledge.schema import Abolition, Circumstance, Division, LifeEvent, ServiceItem

router = APIRouter(prefix="/api/v1", tags=["事项"], responses=RESPONSES)
Having = Annotated[Services, Depends(services_of)]


class Found(BaseModel):
    """Items and life events that a question means, and how sure that is."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "status": "answered",
                "items": [
                    {
                        "id": "ga-birth-registration",
                        "name": "出生登记",
                        "window": "公安服务",
                        "score": 0.97,
                        "why": "问题里有“上户口”",
                    }
                ],
            }
        }
    )
    status: SearchStatus
    items: tuple[Candidate, ...]
    reason: Reason | None = Field(default=None, description="第一个事项为什么排在最前：供窗口人员核对")


class NoticeRequest(BaseModel):
    """For whom and where a notice is wanted; unanswered circumstances are asked back."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "division": "330381",
                "circumstances": {"birthplace": "hospital", "parents": "married"},
            }
        },
    )
    division: str | None = Field(default=None, max_length=12, description="区划代码；不填按温州市")
    circumstances: dict[str, str] = Field(default_factory=dict, description="情形：选项")
    date: datetime.date | None = Field(default=None, description="按哪一天的规定；不填按现行")


class NoticeMade(BaseModel):
    """``NoticeReply`` with the notices of the centre that concern it."""

    status: NoticeStatus
    notice: OneTimeNotice | None
    question: Circumstance | None
    abolition: Abolition | None
    text: str | None
    banners: tuple[BannerShown, ...] = Field(default=(), description="大厅公告：停办、改时间")


@router.get("/items", summary="按一句话找事项")
async def find_items(
    having: Having,
    q: Annotated[str, Query(max_length=600, description="群众的话、事项名称或编号")],
    division: Annotated[str | None, Query(max_length=12, description="区划代码")] = None,
    limit: Annotated[int, Query(ge=1, le=20)] = 10,
) -> Found:
    """Return the decision and the ranking; an id finds its own item."""
    book = having.published
    book.guidebook.division(division)
    if q.strip() in book.guidebook.items:
        item = book.guidebook.item(q.strip())
        only = Candidate(id=item.id, name=item.name, window=item.window, score=1.0, why="事项编号相同")
        return Found(status=SearchStatus.ANSWERED, items=(only,))
    result = book.searcher.search(q)
    ranking = (*result.candidates, *result.rejected) if result.status is not SearchStatus.NO_MATCH else ()
    reason = result.reason if ranking else None
    return Found(status=result.status, items=ranking[:limit], reason=reason)


@router.get("/items/{item_id}", summary="一个事项的完整记录")
async def read_item(having: Having, item_id: str) -> ServiceItem:
    """Return the record as it stands in the guidebook."""
    return having.published.guidebook.item(item_id)


@router.post("/items/{item_id}/notice", summary="一次性告知单")
async def make_notice(having: Having, item_id: str, request: NoticeRequest) -> NoticeMade:
    """Return the whole notice; with an open circumstance, the question instead of half a list."""
    guidebook = having.published.guidebook
    if request.date is not None:
        guidebook = guidebook.on(request.date)
    chosen = chosen_from(guidebook.item(item_id), request.circumstances)
    reply = answer(guidebook, item_id, chosen, request.division, request.date)
    if reply.notice is not None:
        reply = replace(reply, notice=replace(reply.notice, places=checked(reply.notice.places, having.now())))
    banners = await banners_for(having, guidebook, item_id, request.division)
    return NoticeMade(**{name: getattr(reply, name) for name in NoticeReply.__slots__}, banners=banners)


@router.get("/life-events", summary="全部一件事")
async def list_life_events(having: Having) -> list[LifeEvent]:
    """Return all life events."""
    return list(having.published.guidebook.life_events.values())


@router.get("/life-events/{life_event_id}", summary="一件事：事项顺序和合并材料")
async def read_life_event(having: Having, life_event_id: str) -> Bundle:
    """Return the merged answer of a life event."""
    guidebook = having.published.guidebook
    return bundle(guidebook, guidebook.life_event(life_event_id))


@router.get("/divisions", summary="区划")
async def list_divisions(having: Having) -> list[Division]:
    """Return the city and its divisions, the city first."""
    divisions = having.published.guidebook.divisions.values()
    return sorted(divisions, key=lambda division: (division.code != CITY, division.code))
