"""Notices that were handed out: what exactly was told, under which version, found again by a short code."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from store.codes import code_of
from store.tables import told


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One notice as it was told; it names no person."""

    guidebook_version: str
    item_id: str
    division_code: str
    chosen: dict[str, str]  # circumstance: option
    told_on: date

    def content(self) -> str:
        """All of it in one line, the same for the same notice on the same day."""
        chosen = ",".join(f"{key}.{value}" for key, value in sorted(self.chosen.items()))
        return f"{self.guidebook_version}|{self.item_id}|{self.division_code}|{chosen}|{self.told_on.isoformat()}"


class ToldNotices:
    """The table of told notices."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, notice: Told) -> str:
        """Keep a notice and return its code; kept already: its code."""
        attempt = 0
        while True:
            code = code_of(f"{notice.content()}|{attempt}")
            kept = self.find(code)
            if kept == notice:
                return code
            if kept is None and self._insert(code, notice):
                return code
            attempt += kept is not None  # another notice has this code

    def find(self, code: str) -> Told | None:
        """Return the notice of a code as ``store.codes.read_code`` gives it."""
        with self._engine.connect() as connection:
            row = connection.execute(select(told).where(told.c.code == code)).mappings().first()
        if row is None:
            return None
        return Told(**{name: row[name] for name in Told.__slots__})

    def _insert(self, code: str, notice: Told) -> bool:
        values = {name: getattr(notice, name) for name in Told.__slots__}
        try:
            with self._engine.begin() as connection:
                connection.execute(told.insert().values(code=code, at=datetime.now(UTC), **values))
        except IntegrityError:  # another process was faster
            return False
        return True
