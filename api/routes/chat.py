"""One chat turn: a message or a pressed button in, typed blocks out."""

import logging
import re
import secrets
import time
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from api import limited
from api.banners import BannerShown, banners_for
from api.memory import shown
from api.problems import RESPONSES, Refused
from api.publications import Published
from api.rasa import RasaUnavailable, as_intent, as_message, metadata_of
from api.services import Services, services_of
from knowledge.blocks import AnswerStatus, Block, Choice, ChoiceKind, TextBlock, with_open_now
from knowledge.emergencies import emergency_advice
from knowledge.facts import Need
from knowledge.privacy import mask
from store.turns import Turn

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
    turn_id: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9_-]{16,64}$",
        description="这一句的编号，随机生成；没收到答复时原样再发一次，得到同一个答复，不会重复",
    )


class ChatReply(BaseModel):
    """What is to be shown, in order; ``limited`` while the dialogue engine is away."""

    conversation_id: str
    status: AnswerStatus
    subject: str = Field(description="答的是哪个事项或一件事；没有时为空")
    blocks: tuple[Block, ...]
    limited: bool = False
    banners: tuple[BannerShown, ...] = Field(default=(), description="大厅公告：停办、改时间；放在答复前面")


@router.post("/chat", summary="问一句，答一次")
async def chat(having: Annotated[Services, Depends(services_of)], request: ChatRequest) -> ChatReply:
    """Answer one message; never an empty answer, never half a list."""
    return await take_turn(having, request)


async def take_turn(having: Services, request: ChatRequest) -> ChatReply:
    """Answer one message of any channel; one that carries a ``turn_id`` is taken once, however often it comes."""
    if request.turn_id is None:
        return await _answer(having, request)
    return await having.replies.once(request, ChatReply, partial(_answer, having, request))


async def _answer(having: Services, request: ChatRequest) -> ChatReply:
    message, begun = _readable(request), time.perf_counter()
    book = having.published  # one version for the whole turn, whatever is published meanwhile
    reply = await _answered(having, book, request, message)
    banners = await banners_for(having, book.guidebook, reply.subject, request.division)
    reply = reply.model_copy(update={"banners": banners})
    _remember(having, book, request, message, reply, round((time.perf_counter() - begun) * 1000))
    return reply


async def _answered(having: Services, book: Published, request: ChatRequest, message: str) -> ChatReply:
    if request.division is not None:
        book.guidebook.division(request.division)
    conversation_id = request.conversation_id or secrets.token_urlsafe(16)
    if message and (advice := emergency_advice(message)):
        # Before any machinery that could be slow or away.
        return _reply(having, conversation_id, AnswerStatus.HANDED_OVER, "", [TextBlock(text=advice)])
    if request.choice is not None and request.choice.kind is ChoiceKind.NOTICE:
        return _limited(having, book, request, conversation_id, message, limited_now=False)
    try:
        async with having.turns.of(conversation_id):
            return await _dialogue(having, book, request, conversation_id, message)
    except RasaUnavailable as error:
        _LOG.warning("dialogue engine unavailable: %s", error)
        return _limited(having, book, request, conversation_id, message, limited_now=True)


def _remember(
    having: Services, book: Published, request: ChatRequest, message: str, reply: ChatReply, milliseconds: int
) -> None:
    if emergency_advice(message):
        message = ""  # somebody is in danger or distress: their words are kept nowhere
    turn = Turn(
        conversation=reply.conversation_id,
        said=message,
        status=reply.status.value,
        subject=reply.subject,
        guidebook_version=book.version,
        answer=shown(reply.blocks),
        division_code=request.division,
        limited=reply.limited,
        milliseconds=milliseconds,
    )
    having.remembering.turn(turn, request.choice, reply.blocks)


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


async def _dialogue(
    having: Services, book: Published, request: ChatRequest, conversation_id: str, message: str
) -> ChatReply:
    if having.rasa is None:
        raise RasaUnavailable("switched off by settings")
    sent = as_intent(request.choice) if request.choice is not None else as_message(message)
    status, subject, blocks = AnswerStatus.ERROR, "", list[Any]()
    for part in await having.rasa.turn(conversation_id, sent, metadata_of(book.guidebook, request.division)):
        if part.get("text"):
            blocks.append(TextBlock(text=part["text"]))
        custom = part.get("custom") or {}
        blocks += _BLOCKS.validate_python(custom.get("blocks") or [])
        status, subject = AnswerStatus(custom.get("status", status)), custom.get("subject") or subject
    return _reply(having, conversation_id, status, subject, blocks)


def _limited(
    having: Services,
    book: Published,
    request: ChatRequest,
    conversation_id: str,
    message: str,
    limited_now: bool,
) -> ChatReply:
    if request.choice is not None:
        answered = limited.answer_choice(book.guidebook, request.choice, request.division)
    else:
        answered = limited.answer_message(book.guidebook, book.searcher, message, request.division)
    status, subject, blocks = answered
    if limited_now:
        blocks = [TextBlock(text=limited.LIMITED), *blocks]
    return _reply(having, conversation_id, status, subject, blocks).model_copy(update={"limited": limited_now})


def _reply(
    having: Services, conversation_id: str, status: AnswerStatus, subject: str, blocks: list[Block]
) -> ChatReply:
    _LOG.info("turn status=%s subject=%s", status.value, subject)
    told = tuple(with_open_now(block, having.now()) for block in blocks)
    return ChatReply(conversation_id=conversation_id, status=status, subject=subject, blocks=told)
