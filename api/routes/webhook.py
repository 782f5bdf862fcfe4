"""Rasa's action webhook, mounted here in one place; shut to everybody who lacks the launch's secret."""

import hmac
import logging
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Header
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

import actions
from api.services import Services, services_of

_LOG = logging.getLogger("yizhan.actions")
router = APIRouter(include_in_schema=False)


def make_executor() -> ActionExecutor:
    """Register every action of the package."""
    executor = ActionExecutor()
    executor.register_package(actions)
    return executor


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
    try:
        result = await having.executor.run(call)
    except ActionExecutionRejection as rejection:
        return JSONResponse({"error": str(rejection), "action_name": rejection.action_name}, status_code=400)
    except ActionNotFoundException as missing:
        return JSONResponse({"error": str(missing), "action_name": missing.action_name}, status_code=404)
    return JSONResponse(result.model_dump() if result else {})
