"""Notices of the centre (closed today, other hours) that stand in every answer of a window at once."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, or_, select, update

from store.tables import banners


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """One notice; ``window`` and ``division_code`` are ``None`` where it holds everywhere."""

    words: str
    written_by: str
    starts_at: datetime
    ends_at: datetime | None = None
    window: str | None = None
    division_code: str | None = None


class Banners:
    """The table of banners."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put_up(self, banner: Banner) -> int:
        """Show a banner from ``starts_at`` on; returns its number."""
        values = {name: getattr(banner, name) for name in Banner.__slots__}
        with self._engine.begin() as connection:
            key = connection.execute(banners.insert().values(**values)).inserted_primary_key
        return int(key[0]) if key else 0

    def take_down(self, number: int) -> bool:
        """End a banner now."""
        now = datetime.now(UTC)
        statement = update(banners).where(
            banners.c.id == number, or_(banners.c.ends_at.is_(None), banners.c.ends_at > now)
        )
        with self._engine.begin() as connection:
            return connection.execute(statement.values(ends_at=now)).rowcount > 0

    def showing(self, at: datetime | None = None) -> dict[int, Banner]:
        """Return the banners that hold at a moment, by number, oldest first."""
        at = at or datetime.now(UTC)
        return {number: banner for number, banner in self.not_ended(at).items() if banner.starts_at <= at}

    def not_ended(self, at: datetime) -> dict[int, Banner]:
        """Return the banners that show at a moment or will later, by number, oldest first."""
        query = select(banners).where(or_(banners.c.ends_at.is_(None), banners.c.ends_at > at))
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(banners.c.id)).mappings().all()
        return {row["id"]: Banner(**{name: row[name] for name in Banner.__slots__}) for row in rows}
