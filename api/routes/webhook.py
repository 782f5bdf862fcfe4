"""Rasa's action webhook, mounted here in one place; shut to everybody who lacks the launch's secret."""

import hmac
import logging
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Header
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

import actions
from actions.desk import Desk, lay_out
from api.services import Services, services_of

_LOG = logging.getLogger("yizhan.actions")
router = APIRouter(include_in_schema=False)


def make_executor() -> ActionExecutor:
    """Register every action of the package."""
    executor = ActionExecutor()
    executor.register_package(actions)
    return executor


def _desk_of(having: Services, call: dict[str, Any]) -> Desk:
    """Lay out the version and the day under which the turn began, however many actions it takes."""
    metadata = ((call.get("tracker") or {}).get("latest_message") or {}).get("metadata") or {}
    day = date.fromisoformat(metadata["day"]) if metadata.get("day") else having.now().date()
    book = having.publications.pinned(metadata.get("guidebook"), day)
    return Desk(book.guidebook, book.searcher)


@router.post("/internal/actions")
async def run_action(
    having: Annotated[Services, Depends(services_of)],
    call: Annotated[dict[str, Any], Body()],
    authorization: Annotated[str, Header()] = "",
) -> JSONResponse:
    """Run one action: ``{next_action, sender_id, tracker, domain, version}`` → ``{events, responses}``."""
    secret = having.settings.action_token
    if not secret or not hmac.compare_digest(authorization.encode(), f"Bearer {secret}".encode()):
        return JSONResponse({"error": "forbidden"}, status_code=403)
    lay_out(_desk_of(having, call))
    try:
        result = await having.executor.run(call)
    except ActionExecutionRejection as rejection:
        return JSONResponse({"error": str(rejection), "action_name": rejection.action_name}, status_code=400)
    except ActionNotFoundException as missing:
        return JSONResponse({"error": str(missing), "action_name": missing.action_name}, status_code=404)
    return JSONResponse(result.model_dump() if result else {})
