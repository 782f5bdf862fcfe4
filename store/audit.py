"""Who changed what: an append-only log whose entries each carry the hash of the one before.

A changed, removed or inserted entry breaks the chain. Cutting off the newest entries does not: compare ``head`` with
the one that was exported or logged last.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import IntegrityError

from store.tables import audit

FIRST = "0" * 64  # what stands before the first entry
_ATTEMPTS = 50  # writers that append at the same moment; each attempt lets at least one of them through


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One deed: ``actor`` did ``deed`` to ``subject``."""

    seq: int
    at: datetime
    actor: str
    deed: str
    subject: str
    details: dict[str, Any]
    before: str
    hash: str

    def proper_hash(self) -> str:
        """Hash of everything else in the entry, as it must stand in ``hash``."""
        content = [
            self.seq,
            self.at.astimezone(UTC).isoformat(),
            self.actor,
            self.deed,
            self.subject,
            self.details,
            self.before,
        ]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class AuditLog:
    """The audit table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, actor: str, deed: str, subject: str = "", **details: Any) -> str:
        """Write one entry; returns the new head. ``details`` are plain JSON values."""
        for _ in range(_ATTEMPTS):
            try:
                with self._engine.begin() as connection:
                    return self._append(connection, actor, deed, subject, details)
            except IntegrityError:  # another writer took the number
                continue
        raise RuntimeError(f"audit entry not written after {_ATTEMPTS} attempts: {deed} {subject}")

    def _append(self, connection: Connection, actor: str, deed: str, subject: str, details: dict[str, Any]) -> str:
        newest = connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
        seq, before = (newest.seq + 1, newest.hash) if newest else (1, FIRST)
        bare = Entry(
            seq=seq,
            at=datetime.now(UTC),
            actor=actor,
            deed=deed,
            subject=subject,
            details=json.loads(json.dumps(details)),
            before=before,
            hash="",
        )
        values = {name: getattr(bare, name) for name in Entry.__slots__} | {"hash": bare.proper_hash()}
        connection.execute(audit.insert().values(**values))
        return str(values["hash"])

    def entries(self, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Yield entries with a number above ``after``, oldest first."""
        query = select(audit).where(audit.c.seq > after).order_by(audit.c.seq).limit(limit)
        with self._engine.connect() as connection:
            for row in connection.execute(query).mappings():
                yield Entry(**{name: row[name] for name in Entry.__slots__})

    def newest(self, limit: int) -> list[Entry]:
        """Return the last ``limit`` entries, newest first."""
        with self._engine.connect() as connection:
            last = connection.execute(select(func.coalesce(func.max(audit.c.seq), 0))).scalar_one()
        return list(self.entries(after=last - limit))[::-1]

    def head(self) -> str:
        """Return the hash of the last entry."""
        newest = self.newest(1)
        return newest[0].hash if newest else FIRST

    def first_fault(self) -> int | None:
        """Return the number of the first entry at which the chain is broken, ``None`` when it is whole."""
        before, expected = FIRST, 1
        for entry in self.entries():
            if entry.seq != expected or entry.before != before or entry.hash != entry.proper_hash():
                return expected
            before, expected = entry.hash, expected + 1
        return None
