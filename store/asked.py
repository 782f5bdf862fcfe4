"""Questions that teach: not answered, asked back, corrected or complained about. Kept masked until settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Engine, select, update

from knowledge.privacy import mask
from store.tables import asked


class AskedKind(StrEnum):
    """Why a question is worth looking at."""

    UNANSWERED = "unanswered"
    CLARIFIED = "clarified"
    CORRECTED = "corrected"  # 「不是这个」 after an answer
    COMPLAINED = "complained"  # 没用


class AskedState(StrEnum):
    """What became of it."""

    OPEN = "open"
    ATTACHED = "attached"  # a question of an item now
    OUT_OF_SCOPE = "out_of_scope"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One such question; ``words`` are masked when kept."""

    kind: AskedKind
    words: str
    conversation: str
    guidebook_version: str
    candidates: tuple[str, ...] = ()  # ids, best first
    picked: str | None = None  # what the person chose afterwards
    division_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptQuestion(Asked):
    """A question as it stands in the table."""

    id: int
    at: datetime
    state: AskedState
    attached_to: str | None


class AskedQuestions:
    """The table of such questions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, question: Asked, at: datetime | None = None) -> int:
        """Keep a question with its words masked; returns its number."""
        values = {name: getattr(question, name) for name in Asked.__slots__}
        values |= {"kind": question.kind.value, "words": mask(question.words), "candidates": list(question.candidates)}
        with self._engine.begin() as connection:
            statement = asked.insert().values(at=at or datetime.now(UTC), state=AskedState.OPEN.value, **values)
            key = connection.execute(statement).inserted_primary_key
        return int(key[0]) if key else 0

    def picked(self, conversation: str, subject_id: str) -> bool:
        """Note what the person chose after the newest open question of a conversation."""
        newest = (
            select(asked.c.id)
            .where(asked.c.conversation == conversation, asked.c.state == AskedState.OPEN.value)
            .order_by(asked.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        with self._engine.begin() as connection:
            return connection.execute(update(asked).where(asked.c.id == newest).values(picked=subject_id)).rowcount > 0

    def in_state(self, state: AskedState = AskedState.OPEN, limit: int = 5_000) -> list[KeptQuestion]:
        """Return the newest questions in a state, newest first."""
        query = select(asked).where(asked.c.state == state.value).order_by(asked.c.id.desc()).limit(limit)
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        plain = ("id", "at", "words", "conversation", "guidebook_version", "picked", "division_code", "attached_to")
        return [
            KeptQuestion(
                **{name: row[name] for name in plain},
                kind=AskedKind(row["kind"]),
                state=AskedState(row["state"]),
                candidates=tuple(row["candidates"]),
            )
            for row in rows
        ]

    def with_ids(self, ids: Sequence[int]) -> list[KeptQuestion]:
        """Return the open ones of these questions."""
        wanted = set(ids)
        return [question for question in self.in_state() if question.id in wanted]

    def settle(self, ids: Sequence[int], state: AskedState, by: str, attached_to: str | None = None) -> int:
        """Settle open questions; returns how many were open."""
        statement = update(asked).where(asked.c.id.in_(ids), asked.c.state == AskedState.OPEN.value)
        values = {"state": state.value, "attached_to": attached_to, "settled_by": by, "settled_at": datetime.now(UTC)}
        with self._engine.begin() as connection:
            return connection.execute(statement.values(**values)).rowcount
