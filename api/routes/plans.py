"""Before leaving home: several items as one plan, and what is still missing of a list."""

import asyncio
import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from api.connectors.asking import Asked, NotAsked
from api.problems import RESPONSES
from api.services import Services, services_of
from knowledge.blocks import PlanBlock, PrecheckBlock
from knowledge.notices import NoticeReply, chosen_from
from knowledge.plans.make import make_plan
from knowledge.plans.types import MOST_ITEMS, LeftOut, PlanStatus, Wanted
from knowledge.precheck import precheck, shared_data_of
from knowledge.schema import Circumstance
from knowledge.zero_trips import ZeroTrips, zero_trips

router = APIRouter(prefix="/api/v1", tags=["预审和一起办"], responses=RESPONSES)
Having = Annotated[Services, Depends(services_of)]


class WantedItem(BaseModel):
    """One item to be dealt with, under the circumstances known so far."""

    model_config = ConfigDict(extra="forbid")
    item_id: str = Field(max_length=100, description="事项编号")
    circumstances: dict[str, str] = Field(default_factory=dict, description="情形：选项")


class PlanRequest(BaseModel):
    """The items, where, and from which day on; unanswered circumstances are asked back."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "division": "330302",
                "items": [
                    {"item_id": "ga-id-card-replacement", "circumstances": {"holder": "adult"}},
                    {"item_id": "ga-birth-registration", "circumstances": {"birthplace": "hospital"}},
                ],
            }
        },
    )
    items: list[WantedItem] = Field(min_length=1, max_length=MOST_ITEMS, description="要一起办的事项")
    division: str | None = Field(default=None, max_length=12, description="区划代码；不填按温州市")
    start: datetime.date | None = Field(default=None, description="从哪一天开始办；不填从今天")


class PlanAnswer(BaseModel):
    """The plan as a block, or the question (of which item) that must be answered first."""

    status: PlanStatus
    block: PlanBlock | None = None
    item_id: str | None = Field(default=None, description="问的是哪个事项")
    item_name: str | None = None
    question: Circumstance | None = None
    left_out: tuple[LeftOut, ...] = Field(default=(), description="排不进方案的事项和原因，比如已经取消")


@router.post("/plans", summary="几件事一起办：合并材料、安排先后、少跑趟数")
async def plan_items(having: Having, request: PlanRequest) -> PlanAnswer:
    """Return the plan; with an open circumstance, the question instead of half a plan."""
    guidebook = having.published.guidebook
    wanted = [
        Wanted(item_id=one.item_id, chosen=chosen_from(guidebook.item(one.item_id), one.circumstances))
        for one in request.items
    ]
    reply = make_plan(guidebook, wanted, request.division, request.start)
    return PlanAnswer(
        status=reply.status,
        block=PlanBlock.of(reply.plan) if reply.plan else None,
        item_id=reply.item_id,
        item_name=reply.item_name,
        question=reply.question,
        left_out=reply.left_out,
    )


LONGEST_WORDS = 600  # characters, as of a chat message


class PrecheckRequest(BaseModel):
    """What somebody has: ticked lines of the notice, or words, or both."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "circumstances": {"birthplace": "hospital", "parents": "married"},
                "words": "我有户口本和夫妻双方的身份证，还缺什么？",
            }
        },
    )
    have: list[int] = Field(default_factory=list, max_length=200, description="已有的材料在清单里的序号")
    words: str = Field(default="", max_length=LONGEST_WORDS, description="用平常话说有哪些、缺哪些")
    circumstances: dict[str, str] = Field(default_factory=dict, description="情形：选项")
    division: str | None = Field(default=None, max_length=12, description="区划代码；不填按温州市")
    person: str | None = Field(
        default=None,
        max_length=400,
        description="办事人在本市统一认证里的凭据，只转给已接入的电子证照和数据共享系统，不保存；不填就不查",
    )


class PrecheckAnswer(BaseModel):
    """The pre-check as a block; ``instead`` says what stands in its place, as with a notice."""

    block: PrecheckBlock | None = None
    instead: NoticeReply | None = Field(default=None, description="要先问的情形，或办不了的原因")
    not_asked: tuple[str, ...] = Field(default=(), description="没能查到的系统，以及怎么办")


@router.post("/items/{item_id}/precheck", summary="预审：有了这些，还缺什么")
async def precheck_item(having: Having, item_id: str, request: PrecheckRequest) -> PrecheckAnswer:
    """Compare a list with what somebody has; words are read and not kept."""
    guidebook = having.published.guidebook
    chosen = chosen_from(guidebook.item(item_id), request.circumstances)
    electronic, unavailable, not_asked = await _asked_of_others(having, item_id, chosen, request.person)
    checked = precheck(
        guidebook, item_id, chosen, request.have, request.words, request.division, electronic, unavailable
    )
    if checked.precheck is None:
        return PrecheckAnswer(instead=checked.reply)
    return PrecheckAnswer(block=PrecheckBlock.of(checked.precheck), not_asked=not_asked)


async def _asked_of_others(
    having: Services, item_id: str, chosen: frozenset[str], person: str | None
) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """Return certificates held, data not found, and what could not be asked; only connected systems are asked."""
    if not person:
        return frozenset(), frozenset(), ()
    others, today = having.connectors, having.now().date()
    data = sorted(set(shared_data_of(having.published.guidebook, item_id, chosen).values()))
    held, missing = await asyncio.gather(others.certificates_of(person, today), others.missing_data(person, data))
    return (
        held.answer if isinstance(held, Asked) else frozenset(),
        missing.answer if isinstance(missing, Asked) else frozenset(),
        tuple(one.text for one in (held, missing) if isinstance(one, NotAsked)),
    )


class WaysRequest(BaseModel):
    """Under which circumstances and where the ways around a trip are asked for."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"division": "330302"}})
    circumstances: dict[str, str] = Field(default_factory=dict, description="情形：选项")
    division: str | None = Field(default=None, max_length=12, description="区划代码；不填按温州市")


class Ways(BaseModel):
    """The ways around a trip; empty for an item that is no longer handled."""

    zero_trips: ZeroTrips | None


@router.post("/items/{item_id}/zero-trips", summary="能不能少跑：网上、邮寄、自助、就近、代办")
async def find_ways(having: Having, item_id: str, request: WaysRequest) -> Ways:
    """Return every way around a trip that the record knows."""
    guidebook = having.published.guidebook
    chosen = chosen_from(guidebook.item(item_id), request.circumstances)
    return Ways(zero_trips=zero_trips(guidebook, item_id, chosen, request.division))
