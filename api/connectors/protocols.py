"""What other systems are asked, and the only answers that are understood. Documented in ``docs/integrators.md``."""

from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", str_max_length=200)


class Stage(StrEnum):
    """Where a case stands (办件状态); a closed set, so that no foreign text is ever shown."""

    RECEIVED = "收件"
    ACCEPTED = "受理"
    TO_COMPLETE = "补正"
    IN_REVIEW = "审查"
    DONE = "办结"
    REFUSED = "不予受理"


class Progress(_Message):
    """Progress of one case."""

    case_number: str
    stage: Stage
    since: datetime


class Slot(_Message):
    """A time for which an appointment can be made."""

    day: date
    begins: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    ends: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    left: int = Field(ge=0, le=10_000)


class Certificate(_Message):
    """An electronic certificate (电子证照) that a person holds."""

    name: str
    valid_until: date | None = None


class Available(_Message):
    """Whether a kind of shared data (a name of ``shared_data.yaml``) is there for a person."""

    data: str
    found: bool


class TranscriptLine(_Message):
    """One line of a conversation, masked."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_max_length=4000)
    who: str = Field(pattern="^(person|assistant)$")
    text: str


class Ticket(_Message):
    """A conversation taken over by a person at the other end."""

    ticket: str = Field(pattern=r"^[A-Za-z0-9-]{1,40}$")


class CaseProgress(Protocol):
    """Knows how far cases are (办件进度)."""

    async def progress(self, case_number: str) -> Progress | None:
        """Return the progress of a case; ``None`` for a number it does not know."""
        ...


class Appointments(Protocol):
    """Knows when one can come (预约)."""

    async def slots(self, item_id: str, division: str) -> list[Slot]:
        """Return the free times for an item in a division."""
        ...


class Certificates(Protocol):
    """Knows which electronic certificates a person holds; ``person`` is the city's own opaque token."""

    async def held(self, person: str) -> list[Certificate]:
        """Return the certificates of a person."""
        ...


class SharedDataCheck(Protocol):
    """Knows whether shared data is really there for a person, before a paper is left at home."""

    async def available(self, person: str, data: list[str]) -> list[Available]:
        """Say for each kind of data whether it was found."""
        ...


class HandOver(Protocol):
    """Takes a conversation over (转人工)."""

    async def hand_over(self, transcript: list[TranscriptLine]) -> Ticket:
        """Pass the masked transcript on; returns the ticket under which it waits."""
        ...
