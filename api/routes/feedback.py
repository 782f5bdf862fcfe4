"""What people say of an answer: 有用, 没用, 我白跑了一趟. Kept without anything about the person."""

import logging
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.memory import complained
from api.problems import RESPONSES, Refused
from api.services import Services, services_of
from knowledge.blocks import Choice, ChoiceKind, ChoiceOption
from knowledge.guidebook import Guidebook
from store.feedback import Feedback, FeedbackKind

router = APIRouter(prefix="/api/v1", tags=["反馈"], responses=RESPONSES)
_LOG = logging.getLogger("yizhan.feedback")
LONGEST_WORDS = 600  # characters
_HUMAN = ChoiceOption(label="转人工", choice=Choice(kind=ChoiceKind.HUMAN))
_NAME = Annotated[str, Field(min_length=1, max_length=200)]
_ID = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class CitizenFeedback(StrEnum):
    """What a citizen may say; ``FeedbackKind`` also has what clerks say."""

    HELPFUL = FeedbackKind.HELPFUL
    UNHELPFUL = FeedbackKind.UNHELPFUL
    WASTED_TRIP = FeedbackKind.WASTED_TRIP


class FeedbackRequest(BaseModel):
    """A word on one answer: of which subject, under which circumstances, and what the window asked besides."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"kind": "helpful", "subject": "ga-birth-registration"},
                {
                    "kind": "wasted_trip",
                    "subject": "ga-birth-registration",
                    "division": "330381",
                    "circumstances": {"birthplace": "hospital", "parents": "married"},
                    "materials": ["居民户口簿（父母（孩子随其落户的一方））"],
                    "place": "派出所户籍窗口",
                    "words": "窗口说还要带孩子外婆的户口本",
                },
            ]
        },
    )
    kind: CitizenFeedback
    subject: str = Field(default="", max_length=64, description="事项或一件事的编号；没有时为空")
    conversation_id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{16,64}$")
    division: str | None = Field(default=None, max_length=12, description="区划代码")
    circumstances: dict[_ID, _ID] = Field(default_factory=dict, max_length=20, description="清单的情形：选项")
    guidebook_version: str | None = Field(
        default=None, pattern=r"^[\w.-]{1,64}$", description="清单里的 source.guidebook_version；不填按现行"
    )
    code: str | None = Field(default=None, pattern=r"^[0-9A-Z]{8}$", description="清单的短码，如有")
    materials: list[_NAME] = Field(default=[], max_length=80, description="说错或没说清的材料")
    place: str | None = Field(default=None, max_length=128, description="去的是哪个窗口")
    words: str | None = Field(
        default=None, max_length=LONGEST_WORDS, description="窗口怎么说的；证件号、手机号会先隐去再保存"
    )


class FeedbackReply(BaseModel):
    """Thanks, and after a wasted trip what can be done now."""

    text: str
    options: tuple[ChoiceOption, ...] = ()


_THANKS = {
    CitizenFeedback.HELPFUL: FeedbackReply(text="谢谢您告诉我们。"),
    CitizenFeedback.UNHELPFUL: FeedbackReply(
        text="谢谢，已经记下，我们会核对。您可以换个说法再问一次，也可以拨打 12345 问清楚。", options=(_HUMAN,)
    ),
    CitizenFeedback.WASTED_TRIP: FeedbackReply(
        text="让您白跑一趟，很抱歉。已经记下，工作人员会核对指南并改正。"
        "再去之前，请拨打 12345 问清还差什么；材料能后补的，可以问窗口能不能先受理（容缺受理）。",
        options=(_HUMAN,),
    ),
}


@router.post("/feedback", summary="有用、没用、我白跑了一趟")
async def say_of_an_answer(
    having: Annotated[Services, Depends(services_of)], request: FeedbackRequest
) -> FeedbackReply:
    """Keep the statement, its words masked, and answer calmly."""
    guidebook = having.published.guidebook
    _check(guidebook, request)
    said = Feedback(
        kind=FeedbackKind(request.kind),
        guidebook_version=request.guidebook_version or guidebook.version,
        item_id=request.subject or None,
        division_code=request.division,
        chosen=request.circumstances,
        code=request.code,
        conversation=request.conversation_id,
        materials=tuple(request.materials),
        place=request.place,
        words=request.words,
    )
    try:
        await run_in_threadpool(having.store.feedback.keep, said)
    except SQLAlchemyError as error:
        _LOG.warning("feedback not kept: %s", type(error).__name__)
        raise Refused(
            HTTPStatus.SERVICE_UNAVAILABLE, "暂时没能记下来，请稍后再试，或者拨打 12345 说明情况。"
        ) from error
    if request.kind is CitizenFeedback.UNHELPFUL and request.conversation_id:
        await having.remembering.settled()
        await run_in_threadpool(complained, having.store, request.conversation_id)
    _LOG.info("feedback kind=%s subject=%s", request.kind.value, request.subject)
    return _THANKS[request.kind]


def _check(guidebook: Guidebook, request: FeedbackRequest) -> None:
    """Refuse what names no record; raises ``UnknownReference``. The list itself may be of an earlier version."""
    guidebook.division(request.division)
    if request.subject and request.subject not in guidebook.life_events:
        guidebook.item(request.subject)
