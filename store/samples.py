"""Answers drawn at random for people to judge: who looked at which, and what they found."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Engine, func, select, update

from store.tables import judged


class Verdict(StrEnum):
    """What a person finds of an answer."""

    RIGHT = "right"
    WRONG = "wrong"
    UNSURE = "unsure"  # cannot be judged from the words alone; counts for neither


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One answer of a sample; ``turn`` is its number in the log."""

    id: int
    sample: int
    drawn_at: datetime
    turn: int
    verdict: Verdict | None
    judged_by: str | None


class Samples:
    """The table of judgements."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, turns: list[int], at: datetime | None = None) -> int:
        """Keep a draw of turns; returns its number."""
        with self._engine.begin() as connection:
            number = int(connection.execute(select(func.coalesce(func.max(judged.c.sample), 0))).scalar_one()) + 1
            rows = [{"sample": number, "drawn_at": at or datetime.now(UTC), "turn": turn} for turn in turns]
            if rows:
                connection.execute(judged.insert(), rows)
        return number

    def newest(self) -> list[Drawn]:
        """Return the last sample, in the order of its turns; empty while nothing was drawn."""
        last = select(func.max(judged.c.sample)).scalar_subquery()
        query = select(judged).where(judged.c.sample == last).order_by(judged.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        plain = ("id", "sample", "drawn_at", "turn", "judged_by")
        return [
            Drawn(**{name: row[name] for name in plain}, verdict=Verdict(row["verdict"]) if row["verdict"] else None)
            for row in rows
        ]

    def judge(self, number: int, verdict: Verdict, by: str) -> bool:
        """Note what a person finds; a later judgement replaces an earlier one. ``False`` where there is no such row."""
        values = {"verdict": verdict.value, "judged_by": by, "judged_at": datetime.now(UTC)}
        with self._engine.begin() as connection:
            return connection.execute(update(judged).where(judged.c.id == number).values(**values)).rowcount > 0
