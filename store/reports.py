"""Readings of many rows at once, for the reports of the operators."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from store.feedback import FeedbackKind
from store.tables import feedback


@dataclass(frozen=True, slots=True, kw_only=True)
class WastedTrip:
    """One 「我白跑了一趟」, as it was told."""

    at: datetime
    item_id: str | None
    division_code: str | None
    materials: tuple[str, ...]
    place: str | None
    words: str | None


class Reports:
    """Queries over the table of feedback."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def wasted_trips(self, since: datetime, until: datetime) -> list[WastedTrip]:
        """Return the wasted trips told from ``since`` until before ``until``, oldest first."""
        columns = [feedback.c[name] for name in WastedTrip.__slots__]
        query = select(*columns).where(
            feedback.c.kind == FeedbackKind.WASTED_TRIP.value, feedback.c.at >= since, feedback.c.at < until
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(feedback.c.at, feedback.c.id)).mappings().all()
        return [WastedTrip(**{**row, "materials": tuple(row["materials"])}) for row in rows]

    def feedback_counts(self, since: datetime, until: datetime) -> Counter[tuple[str | None, FeedbackKind]]:
        """Count feedback by item and kind in the same time."""
        query = (
            select(feedback.c.item_id, feedback.c.kind, func.count())
            .where(feedback.c.at >= since, feedback.c.at < until)
            .group_by(feedback.c.item_id, feedback.c.kind)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return Counter({(item_id, FeedbackKind(kind)): count for item_id, kind, count in rows})
