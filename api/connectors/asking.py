"""Ask a system that may be absent, slow or wrong; every failure becomes a value that says what could not be asked."""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

import httpx

from api.connectors.over_http import (
    HttpAppointments,
    HttpCaseProgress,
    HttpCertificates,
    HttpHandOver,
    HttpSharedDataCheck,
)
from api.connectors.protocols import (
    Appointments,
    CaseProgress,
    Certificates,
    HandOver,
    Progress,
    SharedDataCheck,
    Slot,
    TranscriptLine,
)
from api.connectors.settings import ConnectorSettings
from knowledge.privacy import mask

_LOG = logging.getLogger("yizhan.connectors")
SLOTS_AHEAD = timedelta(days=180)  # no centre gives appointments further ahead
CLOCKS_APART = timedelta(minutes=10)  # by which another system's clock may be ahead of ours
T = TypeVar("T")


class System(StrEnum):
    """A connected system, as people call it, with what to do where it cannot be asked."""

    PROGRESS = "办件系统：办件进度请在浙里办“我的办件”里查，或拿受理单编号拨打 12345"
    APPOINTMENTS = "预约系统：请在浙里办“办事预约”里看，或拨打 12345"
    CERTIFICATES = "电子证照系统：请按清单带原件，或在浙里办“卡包”里自己看有哪些电子证照"
    SHARED_DATA = "数据共享系统：免交的材料窗口当场再查，最好把原件带上"
    HAND_OVER = "人工座席：请拨打 12345"


class Why(StrEnum):
    """Why there is no answer."""

    ABSENT = "没有接入"
    SLOW = "没有及时回应"
    AWAY = "暂时连不上"
    WRONG = "回的内容不对，没有采用"


@dataclass(frozen=True, slots=True)
class NotAsked:
    """What could not be asked, why, and what to do instead."""

    why: Why
    text: str


@dataclass(frozen=True, slots=True)
class Asked(Generic[T]):
    """A checked answer."""

    answer: T


@dataclass(frozen=True)
class Connectors:
    """The systems that are connected; each may be missing."""

    progress: CaseProgress | None = None
    appointments: Appointments | None = None
    certificates: Certificates | None = None
    shared_data: SharedDataCheck | None = None
    hand_over: HandOver | None = None
    timeout_s: float = 3.0

    @classmethod
    def of(cls, settings: ConnectorSettings, http: httpx.AsyncClient) -> "Connectors":
        """Connect what the settings name."""
        return cls(
            progress=HttpCaseProgress(settings.progress, http, settings) if settings.progress else None,
            appointments=HttpAppointments(settings.appointments, http, settings) if settings.appointments else None,
            certificates=HttpCertificates(settings.certificates, http, settings) if settings.certificates else None,
            shared_data=HttpSharedDataCheck(settings.shared_data, http, settings) if settings.shared_data else None,
            hand_over=HttpHandOver(settings.hand_over, http, settings) if settings.hand_over else None,
            timeout_s=settings.timeout_s,
        )

    async def progress_of(self, case_number: str, now: datetime) -> Asked[Progress | None] | NotAsked:
        """Ask for a case; an answer about another case or from the future is not used."""
        system = System.PROGRESS
        if self.progress is None:
            return _not_asked(system, Why.ABSENT)
        found = await self._ask(system, self.progress.progress(case_number))
        if isinstance(found, Asked) and found.answer is not None:
            said = found.answer
            if said.case_number != case_number or said.since.tzinfo is None or said.since > now + CLOCKS_APART:
                return _not_asked(system, Why.WRONG)
        return found

    async def slots_for(self, item_id: str, division: str, today: date) -> Asked[list[Slot]] | NotAsked:
        """Ask for free times; past, far or taken ones are left out, one that ends before it begins spoils it."""
        system = System.APPOINTMENTS
        if self.appointments is None:
            return _not_asked(system, Why.ABSENT)
        found = await self._ask(system, self.appointments.slots(item_id, division))
        if isinstance(found, NotAsked):
            return found
        if any(slot.begins >= slot.ends for slot in found.answer):
            return _not_asked(system, Why.WRONG)
        return Asked([slot for slot in found.answer if today <= slot.day <= today + SLOTS_AHEAD and slot.left])

    async def certificates_of(self, person: str, today: date) -> Asked[frozenset[str]] | NotAsked:
        """Ask for the names of the certificates that a person holds and that are still valid."""
        if self.certificates is None:
            return _not_asked(System.CERTIFICATES, Why.ABSENT)
        found = await self._ask(System.CERTIFICATES, self.certificates.held(person))
        if isinstance(found, NotAsked):
            return found
        return Asked(frozenset(one.name for one in found.answer if not one.valid_until or one.valid_until >= today))

    async def missing_data(self, person: str, data: list[str]) -> Asked[frozenset[str]] | NotAsked:
        """Ask which of these data are not there; what the answer passes over counts as not there."""
        if self.shared_data is None:
            return _not_asked(System.SHARED_DATA, Why.ABSENT)
        found = await self._ask(System.SHARED_DATA, self.shared_data.available(person, data))
        if isinstance(found, NotAsked):
            return found
        return Asked(frozenset(data) - {one.data for one in found.answer if one.found})

    async def handed_over(self, transcript: list[TranscriptLine]) -> Asked[str] | NotAsked:
        """Pass a conversation on, masked; returns the ticket."""
        if self.hand_over is None:
            return _not_asked(System.HAND_OVER, Why.ABSENT)
        masked = [line.model_copy(update={"text": mask(line.text)}) for line in transcript]
        found = await self._ask(System.HAND_OVER, self.hand_over.hand_over(masked))
        return found if isinstance(found, NotAsked) else Asked(found.answer.ticket)

    async def _ask(self, system: System, call: Awaitable[T]) -> Asked[T] | NotAsked:
        try:
            async with asyncio.timeout(self.timeout_s):  # the whole answer, however slowly its bytes come
                return Asked(await call)
        except (TimeoutError, httpx.TimeoutException):
            why = Why.SLOW
        except httpx.HTTPError:
            why = Why.AWAY
        except ValueError:
            why = Why.WRONG
        _LOG.warning("connector %s: %s", system.name, why.name)
        return _not_asked(system, why)


def _not_asked(system: System, why: Why) -> NotAsked:
    name, _, instead = system.value.partition("：")
    return NotAsked(why, f"{name}{why}。{instead}。")
