"""The dialogue engine over HTTP. Failures look like success there (200 and ``[]``), so empty means failed."""

import json
from typing import Any

import httpx

from knowledge.blocks import Choice, ChoiceKind
from knowledge.guidebook import Guidebook


class RasaUnavailable(Exception):
    """Rasa gave no answer: down, slow, or silent because its action server was not reached."""


_INTENTS = {
    ChoiceKind.ITEM: "choose_subject",
    ChoiceKind.LIFE_EVENT: "choose_subject",
    ChoiceKind.OPTION: "choose_option",
    ChoiceKind.DIVISION: "choose_division",
    ChoiceKind.ANOTHER: "another",
    ChoiceKind.HUMAN: "human",
    ChoiceKind.START_OVER: "start_over",
}


class RasaClient:
    """One Rasa process, spoken to through its REST channel on the private network."""

    def __init__(self, url: str, http: httpx.AsyncClient, timeout_s: float) -> None:
        self._url, self._http, self._timeout_s = url.rstrip("/"), http, timeout_s

    async def turn(
        self, conversation_id: str, message: str, metadata: dict[str, str | None] | None = None
    ) -> list[dict[str, Any]]:
        """Send one message with what its actions must know of the turn, and return Rasa's messages.

        Raises ``RasaUnavailable``.
        """
        try:
            response = await self._http.post(
                f"{self._url}/webhooks/rest/webhook",
                json={"sender": conversation_id, "message": message, "metadata": metadata or {}},
                timeout=self._timeout_s,
            )
            messages = response.json() if response.status_code == httpx.codes.OK else []
        except (httpx.HTTPError, ValueError) as error:
            raise RasaUnavailable(repr(error)) from error
        if not messages or not isinstance(messages, list):
            raise RasaUnavailable(f"empty reply, status {response.status_code}")
        return messages


def metadata_of(guidebook: Guidebook, division: str | None) -> dict[str, str | None]:
    """What travels with a message to the actions: the page's division, and the version and day of the whole turn."""
    day = guidebook.day.isoformat() if guidebook.day else None
    return {"division": division, "guidebook": guidebook.version, "day": day}


def as_message(text: str) -> str:
    """Make public text safe: a leading slash would be taken for an intent."""
    return text if not text.lstrip().startswith("/") else text.replace("/", "／", 1)


def as_intent(choice: Choice) -> str:
    """Turn a pressed button into the intent that the rules know."""
    if choice.kind is ChoiceKind.NEED:
        return f"/{choice.value}"
    return (
        f"/{_INTENTS[choice.kind]}{json.dumps({'choice': choice.value})}"
        if choice.value
        else f"/{_INTENTS[choice.kind]}"
    )
