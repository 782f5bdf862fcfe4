"""Conversation logs: masked before writing, kept for a configured time, deleted when the person asks."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Select, delete, select, update

from knowledge.privacy import mask
from store.tables import asked, feedback, turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message and what was answered; ``said`` is masked when kept."""

    conversation: str
    said: str
    status: str
    subject: str
    guidebook_version: str
    answer: tuple[Any, ...] = ()  # the words shown; a notice's lines stand in the guidebook version
    division_code: str | None = None
    limited: bool = False
    milliseconds: int = 0


class TurnsKept:
    """The table of turns."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, turn: Turn, at: datetime | None = None) -> None:
        """Keep a turn with the person's words masked."""
        values = {name: getattr(turn, name) for name in Turn.__slots__}
        values |= {"said": mask(turn.said), "answer": list(turn.answer)}
        with self._engine.begin() as connection:
            connection.execute(turns.insert().values(at=at or datetime.now(UTC), **values))

    def of(self, conversation: str) -> list[Turn]:
        """Return the turns of a conversation in their order."""
        return self._read(select(turns).where(turns.c.conversation == conversation).order_by(turns.c.id))

    def draw(self, count: int, since: datetime, until: datetime, status: str | None = None) -> list[tuple[int, Turn]]:
        """Draw ``count`` turns at random, with their numbers, for people to judge."""
        ids = select(turns.c.id).where(turns.c.at >= since, turns.c.at < until)
        if status is not None:
            ids = ids.where(turns.c.status == status)
        with self._engine.connect() as connection:
            found = list(connection.execute(ids).scalars())
        drawn = sorted(secrets.SystemRandom().sample(found, min(count, len(found))))
        read = self._read(select(turns).where(turns.c.id.in_(drawn)).order_by(turns.c.id))
        return list(zip(drawn, read, strict=True))

    def numbered(self, numbers: Sequence[int]) -> dict[int, Turn]:
        """Return the turns of these numbers that are still kept, by number."""
        query = select(turns.c.id).where(turns.c.id.in_(numbers)).order_by(turns.c.id)
        with self._engine.connect() as connection:
            found = list(connection.execute(query).scalars())
        read = self._read(select(turns).where(turns.c.id.in_(found)).order_by(turns.c.id))
        return dict(zip(found, read, strict=True))

    def forget(self, conversation: str) -> int:
        """Delete all that is kept of a conversation, in every table; returns how many rows."""
        with self._engine.begin() as connection:
            return sum(
                connection.execute(delete(table).where(table.c.conversation == conversation)).rowcount
                for table in (turns, asked, feedback)
            )

    def forget_before(self, moment: datetime) -> int:
        """Delete turns and questions older than ``moment``, and loosen feedback from its conversation.

        Returns how many rows were deleted.
        """
        with self._engine.begin() as connection:
            old = (feedback.c.at < moment) & feedback.c.conversation.is_not(None)
            connection.execute(update(feedback).where(old).values(conversation=None))
            return sum(
                connection.execute(delete(table).where(table.c.at < moment)).rowcount for table in (turns, asked)
            )

    def _read(self, query: Select[Any]) -> list[Turn]:
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        plain = [name for name in Turn.__slots__ if name != "answer"]
        return [Turn(**{name: row[name] for name in plain}, answer=tuple(row["answer"])) for row in rows]
