"""Signed-in sessions: of staff at the desks, and of people in the mini-program. Opaque, expiring, revocable."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, select, update

from store.tables import sessions
from store.tokens import hash_of, new_token


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A valid session."""

    role: str
    holder: str  # name of the staff member, or a keyed hash of the openid
    csrf: str  # must come back in a header with every change
    expires_at: datetime

    def is_csrf(self, given: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(self.csrf.encode(), given.encode())


class Sessions:
    """The table of sessions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, role: str, holder: str, lifetime: timedelta) -> tuple[str, Session]:
        """Begin a session; returns its token, which is not kept, and the session."""
        now = datetime.now(UTC)
        token = new_token()
        session = Session(role=role, holder=holder, csrf=new_token(), expires_at=now + lifetime)
        values = {name: getattr(session, name) for name in Session.__slots__}
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
            connection.execute(sessions.insert().values(hash=hash_of(token), created_at=now, **values))
        return token, session

    def find(self, token: str) -> Session | None:
        """Return the session of a token unless it has expired or was revoked."""
        query = select(sessions).where(
            sessions.c.hash == hash_of(token),
            sessions.c.expires_at > datetime.now(UTC),
            sessions.c.revoked_at.is_(None),
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return Session(**{name: row[name] for name in Session.__slots__}) if row else None

    def end(self, token: str) -> None:
        """End one session."""
        with self._engine.begin() as connection:
            connection.execute(
                update(sessions).where(sessions.c.hash == hash_of(token)).values(revoked_at=datetime.now(UTC))
            )

    def end_all(self, holder: str) -> int:
        """End all sessions of a holder; returns how many."""
        statement = update(sessions).where(sessions.c.holder == holder, sessions.c.revoked_at.is_(None))
        with self._engine.begin() as connection:
            return connection.execute(statement.values(revoked_at=datetime.now(UTC))).rowcount
