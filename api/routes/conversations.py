"""What is kept of a conversation is deleted when the person asks; its id is the secret that only their device knows."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.problems import RESPONSES, Refused
from api.services import Services, services_of

router = APIRouter(prefix="/api/v1", tags=["问答"], responses=RESPONSES)


class Forgotten(BaseModel):
    """How many records are gone."""

    deleted: int = Field(description="删掉的记录条数；没有留过就是 0")
    text: str


@router.delete("/conversations/{conversation_id}", summary="删除一次对话留下的全部记录")
async def forget(
    having: Annotated[Services, Depends(services_of)],
    conversation_id: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{16,64}$")],
) -> Forgotten:
    """Delete turns, questions and feedback of a conversation for good."""
    await having.remembering.settled()
    try:
        deleted = await run_in_threadpool(having.store.turns.forget, conversation_id)
    except SQLAlchemyError as error:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "暂时没能删除，请稍后再试。") from error
    return Forgotten(deleted=deleted, text="这次对话留下的记录已经删除。" if deleted else "这次对话没有留下记录。")
