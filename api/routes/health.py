"""Health: alive at all; ready once a synthetic turn went through the dialogue engine and back."""

import secrets
import time
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from api.rasa import RasaUnavailable
from api.services import Services, services_of

router = APIRouter(prefix="/health", tags=["健康"])
_CHECKED_FOR_S = 2.0  # a probe every second must not double the load
_SYNTHETIC = "/about"  # goes through rules and the action server, and touches no record


class Health(BaseModel):
    """What is up; ``limited`` when single questions are answered without dialogue."""

    status: str
    guidebook: str = ""  # id of the version in use
    items: int = 0
    dialogue: bool = False


@router.get("/live", summary="进程在不在")
async def live() -> Health:
    """Answer as long as the event loop turns."""
    return Health(status="live")


@router.get("/ready", summary="能不能答题", responses={503: {"model": Health}})
async def ready(having: Annotated[Services, Depends(services_of)]) -> JSONResponse:
    """Answer 200 once a whole turn works, 503 until then (single questions may work already)."""
    dialogue = await _dialogue_works(having)
    book = having.published
    health = Health(
        status="ready" if dialogue else "limited",
        guidebook=book.version,
        items=len(book.guidebook.items),
        dialogue=dialogue,
    )
    return JSONResponse(health.model_dump(), status_code=200 if dialogue else 503)


async def _dialogue_works(having: Services) -> bool:
    if having.rasa is None:
        return False
    checked_at, worked = having.probe
    if time.monotonic() - checked_at < _CHECKED_FOR_S:
        return worked
    try:
        await having.rasa.turn(f"probe-{secrets.token_hex(4)}", _SYNTHETIC)
        worked = True
    except RasaUnavailable:
        worked = False
    having.probe = (time.monotonic(), worked)
    return worked
