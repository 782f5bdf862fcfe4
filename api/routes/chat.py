"""One chat turn: a message or a pressed button in, typed blocks out."""

import logging
import re
import secrets
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from api import limited
from api.problems import RESPONSES, Refused
from api.rasa import RasaUnavailable, as_intent, as_message
from api.services import Services, services_of
from knowledge.blocks import AnswerStatus, Block, Choice, ChoiceKind, TextBlock
from knowledge.emergencies import emergency_advice
from knowledge.facts import Need
from knowledge.privacy import mask

router = APIRouter(prefix="/api/v1", tags=["问答"], responses=RESPONSES)
_LOG = logging.getLogger("yizhan.chat")
LONGEST_MESSAGE = 600  # characters
_VALUE = re.compile(r"[\w.|-]{0,400}")
_BLOCKS: TypeAdapter[list[Block]] = TypeAdapter(list[Block])


class ChatRequest(BaseModel):
    """Either a message or a choice."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"message": "刚出生的宝宝上户口要带什么"},
                {
                    "conversation_id": "5Jm0cYw3mZy9o1f8kq2xTA",
                    "choice": {"kind": "option", "value": "parents.married"},
                },
            ]
        },
    )
    conversation_id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{16,64}$")
    message: str | None = Field(default=None, description=f"一句话，最多 {LONGEST_MESSAGE} 字")
    choice: Choice | None = None
    division: str | None = Field(default=None, max_length=12, description="页面上选的区划代码")


class ChatReply(BaseModel):
    """What is to be shown, in order; ``limited`` while the dialogue engine is away."""

    conversation_id: str
    status: AnswerStatus
    subject: str = Field(description="答的是哪个事项或一件事；没有时为空")
    blocks: tuple[Block, ...]
    limited: bool = False


@router.post("/chat", summary="问一句，答一次")
async def chat(having: Annotated[Services, Depends(services_of)], request: ChatRequest) -> ChatReply:
    """Answer one message; never an empty answer, never half a list."""
    message = _readable(request)
    if request.division is not None:
        having.guidebook.division(request.division)
    conversation_id = request.conversation_id or secrets.token_urlsafe(16)
    if message and (advice := emergency_advice(message)):
        # Before any machinery that could be slow or away.
        return _reply(conversation_id, AnswerStatus.HANDED_OVER, "", [TextBlock(text=advice)])
    if request.choice is not None and request.choice.kind is ChoiceKind.NOTICE:
        return _limited(having, request, conversation_id, message, limited_now=False)
    try:
        async with having.turns.of(conversation_id):
            return await _dialogue(having, request, conversation_id, message)
    except RasaUnavailable as error:
        _LOG.warning("dialogue engine unavailable: %s", error)
        return _limited(having, request, conversation_id, message, limited_now=True)


def _readable(request: ChatRequest) -> str:
    """Return the message, masked and clean; raises ``Refused`` with what to do instead."""
    if request.choice is not None:
        _check_choice(request.choice)
        return ""
    text = mask((request.message or "").replace("\x00", "")).strip()
    if not text:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "没有收到内容。请说一下您要办什么事，比如“补身份证要带什么”。")
    if len(text) > LONGEST_MESSAGE:
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"您写的有 {len(text)} 字，太长了。请用 {LONGEST_MESSAGE} 字以内说要办的事。",
        )
    return text


def _check_choice(choice: Choice) -> None:
    if not _VALUE.fullmatch(choice.value):
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "这个按钮的内容不对，请重新点一次或直接说要办什么事。")
    if choice.kind is ChoiceKind.NEED and choice.value not in set(Need):
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "没有这个按钮，请直接说想知道什么。")


async def _dialogue(having: Services, request: ChatRequest, conversation_id: str, message: str) -> ChatReply:
    if having.rasa is None:
        raise RasaUnavailable("switched off by settings")
    sent = as_intent(request.choice) if request.choice is not None else as_message(message)
    status, subject, blocks = AnswerStatus.ERROR, "", list[Any]()
    for part in await having.rasa.turn(conversation_id, sent, request.division):
        if part.get("text"):
            blocks.append(TextBlock(text=part["text"]))
        custom = part.get("custom") or {}
        blocks += _BLOCKS.validate_python(custom.get("blocks") or [])
        status, subject = AnswerStatus(custom.get("status", status)), custom.get("subject") or subject
    return _reply(conversation_id, status, subject, blocks)


def _limited(
    having: Services, request: ChatRequest, conversation_id: str, message: str, limited_now: bool
) -> ChatReply:
    if request.choice is not None:
        answered = limited.answer_choice(having.guidebook, request.choice, request.division)
    else:
        answered = limited.answer_message(having.guidebook, having.searcher, message, request.division)
    status, subject, blocks = answered
    if limited_now:
        blocks = [TextBlock(text=limited.LIMITED), *blocks]
    return _reply(conversation_id, status, subject, blocks).model_copy(update={"limited": limited_now})


def _reply(conversation_id: str, status: AnswerStatus, subject: str, blocks: list[Block]) -> ChatReply:
    _LOG.info("turn status=%s subject=%s", status.value, subject)
    return ChatReply(conversation_id=conversation_id, status=status, subject=subject, blocks=tuple(blocks))
