"""What people said of an answer: 有用, 没用, 我白跑了一趟, and a clerk's 这里写错了."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Engine, RowMapping, select, update

from knowledge.privacy import mask
from store.tables import feedback


class FeedbackKind(StrEnum):
    """Kinds of feedback."""

    HELPFUL = "helpful"  # 有用
    UNHELPFUL = "unhelpful"  # 没用
    WASTED_TRIP = "wasted_trip"  # 我白跑了一趟
    CORRECTION = "correction"  # 这里写错了, by a clerk


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One statement about an answer; ``words`` are masked when kept."""

    kind: FeedbackKind
    guidebook_version: str
    item_id: str | None = None
    division_code: str | None = None
    chosen: dict[str, str] = field(default_factory=dict)
    code: str | None = None
    conversation: str | None = None
    materials: tuple[str, ...] = ()
    place: str | None = None
    words: str | None = None


class FeedbackKept:
    """The table of feedback."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, said: Feedback, at: datetime | None = None) -> int:
        """Keep a statement with its words masked; returns its number."""
        values = {name: getattr(said, name) for name in Feedback.__slots__}
        values |= {
            "kind": said.kind.value,
            "materials": [mask(name) for name in said.materials],
            "place": mask(said.place) if said.place else None,
            "words": mask(said.words) if said.words else None,
        }
        with self._engine.begin() as connection:
            statement = feedback.insert().values(at=at or datetime.now(UTC), state="open", **values)
            key = connection.execute(statement).inserted_primary_key
        return int(key[0]) if key else 0

    def corrections(self, limit: int = 500) -> dict[int, Feedback]:
        """Return the clerks' corrections that nobody has settled yet, by number, oldest first."""
        query = select(feedback).where(feedback.c.kind == FeedbackKind.CORRECTION.value, feedback.c.state == "open")
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(feedback.c.id).limit(limit)).mappings().all()
        return {row["id"]: _read(row) for row in rows}

    def settle(self, number: int, by: str) -> bool:
        """Note that a statement was looked into; ``False`` where it was settled already."""
        statement = update(feedback).where(feedback.c.id == number, feedback.c.state == "open")
        values = {"state": "settled", "settled_by": by, "settled_at": datetime.now(UTC)}
        with self._engine.begin() as connection:
            return connection.execute(statement.values(**values)).rowcount > 0

    def of_item(self, item_id: str) -> list[Feedback]:
        """Return all that was said of one item, oldest first."""
        query = select(feedback).where(feedback.c.item_id == item_id).order_by(feedback.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return [_read(row) for row in rows]


def _read(row: RowMapping) -> Feedback:
    return Feedback(
        **{name: row[name] for name in Feedback.__slots__ if name not in ("kind", "materials")},
        kind=FeedbackKind(row["kind"]),
        materials=tuple(row["materials"]),
    )
