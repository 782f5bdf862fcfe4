"""The working implementation of every connector: one JSON question by POST, one JSON answer."""

from typing import Any, TypeVar

import httpx
from pydantic import TypeAdapter

from api.connectors.protocols import Available, Certificate, Progress, Slot, Ticket, TranscriptLine
from api.connectors.settings import ConnectorSettings

LONGEST_ANSWER = 200_000  # bytes; a list of slots for months is a tenth of it
T = TypeVar("T")


class HttpConnector:
    """One address that is asked; raises ``httpx.HTTPError`` and ``ValueError``, which ``asking`` turns into words."""

    def __init__(self, url: str, http: httpx.AsyncClient, settings: ConnectorSettings) -> None:
        self._url, self._http, self._timeout_s = url, http, settings.timeout_s
        key = settings.key.get_secret_value()
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    async def _ask(self, question: dict[str, Any], kind: type[T]) -> T:
        request = self._http.stream(
            "POST", self._url, json=question, headers=self._headers, timeout=self._timeout_s, follow_redirects=False
        )
        async with request as response:
            response.raise_for_status()
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > LONGEST_ANSWER:
                    raise ValueError("answer too long")
        return TypeAdapter(kind).validate_json(bytes(body))


class HttpCaseProgress(HttpConnector):
    """Asks ``{"case_number"}``; answer: a progress or ``null``."""

    async def progress(self, case_number: str) -> Progress | None:
        """See ``protocols.CaseProgress``."""
        answer: Progress | None = await self._ask({"case_number": case_number}, Progress | None)  # type: ignore[arg-type] # a union is no class
        return answer


class HttpAppointments(HttpConnector):
    """Asks ``{"item_id", "division"}``; answer: a list of slots."""

    async def slots(self, item_id: str, division: str) -> list[Slot]:
        """See ``protocols.Appointments``."""
        return await self._ask({"item_id": item_id, "division": division}, list[Slot])


class HttpCertificates(HttpConnector):
    """Asks ``{"person"}``; answer: a list of certificates."""

    async def held(self, person: str) -> list[Certificate]:
        """See ``protocols.Certificates``."""
        return await self._ask({"person": person}, list[Certificate])


class HttpSharedDataCheck(HttpConnector):
    """Asks ``{"person", "data": […]}``; answer: a list that says of each kind of data whether it was found."""

    async def available(self, person: str, data: list[str]) -> list[Available]:
        """See ``protocols.SharedDataCheck``."""
        return await self._ask({"person": person, "data": data}, list[Available])


class HttpHandOver(HttpConnector):
    """Sends ``{"transcript": [{"who", "text"}, …]}``; answer: a ticket."""

    async def hand_over(self, transcript: list[TranscriptLine]) -> Ticket:
        """See ``protocols.HandOver``."""
        return await self._ask({"transcript": [line.model_dump() for line in transcript]}, Ticket)
