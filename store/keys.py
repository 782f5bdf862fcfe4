"""API keys of staff and machines: random, kept hashed, with scopes, revocable."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, RowMapping, select, update

from store.tables import keys
from store.tokens import hash_of, new_token

PREFIX = "yz"  # yz_<id>_<secret>: a leaked key is recognised by scanners, and its id found
_USE_NOTED_EVERY = timedelta(minutes=1)  # a write for each request would cost more than the request


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What is known of a key; never the key."""

    id: str
    name: str
    role: str
    scopes: tuple[str, ...]  # empty: all that the role may
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class Keys:
    """The table of keys."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(
        self, name: str, role: str, scopes: tuple[str, ...] = (), lifetime: timedelta | None = None
    ) -> tuple[Key, str]:
        """Make a key; returns what is kept of it and the key itself, which is never seen again."""
        now = datetime.now(UTC)
        key_id = secrets.token_hex(6)
        secret = f"{PREFIX}_{key_id}_{new_token()}"
        values = {
            "id": key_id,
            "name": name,
            "role": role,
            "scopes": list(scopes),
            "hash": hash_of(secret),
            "created_at": now,
            "expires_at": now + lifetime if lifetime is not None else None,
        }
        with self._engine.begin() as connection:
            connection.execute(keys.insert().values(**values))
        return self._get(key_id), secret

    def check(self, secret: str) -> Key | None:
        """Return the valid key of ``secret`` and note its use, else ``None``."""
        prefix, _, rest = secret.partition("_")
        key_id = rest.partition("_")[0]
        now = datetime.now(UTC)
        with self._engine.connect() as connection:
            row = connection.execute(select(keys).where(keys.c.id == key_id)).mappings().first()
        known = row["hash"] if row else "0" * 64
        if not hmac.compare_digest(known, hash_of(secret)) or row is None or prefix != PREFIX:
            return None
        if row["revoked_at"] or (row["expires_at"] and row["expires_at"] <= now):
            return None
        if row["last_used_at"] is None or now - row["last_used_at"] >= _USE_NOTED_EVERY:
            self._set(key_id, last_used_at=now)
        return _key(row)

    def all(self) -> list[Key]:
        """Return all keys, oldest first, revoked ones too."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(keys).order_by(keys.c.created_at)).mappings().all()
        return [_key(row) for row in rows]

    def revoke(self, key_id: str) -> bool:
        """Make a key worthless from now on; ``False`` when there is no such valid key."""
        return self._set(key_id, revoked_at=datetime.now(UTC))

    def _set(self, key_id: str, **values: datetime) -> bool:
        statement = update(keys).where(keys.c.id == key_id, keys.c.revoked_at.is_(None)).values(**values)
        with self._engine.begin() as connection:
            return connection.execute(statement).rowcount > 0

    def _get(self, key_id: str) -> Key:
        with self._engine.connect() as connection:
            return _key(connection.execute(select(keys).where(keys.c.id == key_id)).mappings().one())


def _key(row: RowMapping) -> Key:
    values = {name: row[name] for name in Key.__slots__ if name != "scopes"}
    return Key(**values, scopes=tuple(row["scopes"]))
