"""What the WeChat channel shares between processes: pushes taken, the access token, open threads, watched lists."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from store.tables import wechat_pushes, wechat_threads, wechat_tokens, wechat_watches

PUSHES_KEPT = timedelta(days=1)  # WeChat repeats within 15 s
THREAD_KEPT = timedelta(hours=1)  # as long as the dialogue engine remembers a conversation
REFRESH_AT_MOST = timedelta(seconds=15)  # a process that began to refresh and was killed blocks the others so long


class Pushes:
    """Each push is taken once, by one process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def take(self, push_id: str) -> bool:
        """Return whether this push is new. Its id names a person, so only a hash of it is kept."""
        now = datetime.now(UTC)
        key = hashlib.sha256(push_id.encode()).hexdigest()
        try:
            with self._engine.begin() as connection:
                connection.execute(wechat_pushes.insert().values(push=key, at=now))
                connection.execute(delete(wechat_pushes).where(wechat_pushes.c.at < now - PUSHES_KEPT))
        except IntegrityError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SharedToken:
    """An access token and the moment from which it is to be renewed."""

    token: str
    expires_at: datetime


class AccessTokenShared:
    """The access token that all processes use; one of them renews it at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, appid: str) -> SharedToken | None:
        """Return the token, whether it is still good or not; ``None`` before the first one."""
        row_of = select(wechat_tokens).where(wechat_tokens.c.appid == appid, wechat_tokens.c.token != "")
        with self._engine.connect() as connection:
            row = connection.execute(row_of).mappings().first()
        return SharedToken(row["token"], row["expires_at"]) if row else None

    def claim(self, appid: str) -> bool:
        """Take on the renewing; ``False`` while another process is at it, or when one has just done it."""
        now = datetime.now(UTC)
        mine, due = wechat_tokens.c.appid == appid, wechat_tokens.c.expires_at <= now
        free = or_(wechat_tokens.c.refreshing_since.is_(None), wechat_tokens.c.refreshing_since < now - REFRESH_AT_MOST)
        with self._engine.begin() as connection:
            if connection.execute(update(wechat_tokens).where(mine, due, free).values(refreshing_since=now)).rowcount:
                return True
            if connection.execute(select(wechat_tokens.c.appid).where(mine)).first():
                return False
        first = {"appid": appid, "token": "", "expires_at": now, "refreshing_since": now}
        try:
            with self._engine.begin() as connection:
                connection.execute(wechat_tokens.insert().values(**first))
        except IntegrityError:  # another process was faster
            return False
        return True

    def keep(self, appid: str, token: SharedToken) -> None:
        """Share the new token and end the renewing."""
        values = {"token": token.token, "expires_at": token.expires_at, "refreshing_since": None}
        with self._engine.begin() as connection:
            connection.execute(update(wechat_tokens).where(wechat_tokens.c.appid == appid).values(**values))

    def give_up(self, appid: str) -> None:
        """End the renewing without a new token."""
        with self._engine.begin() as connection:
            connection.execute(
                update(wechat_tokens).where(wechat_tokens.c.appid == appid).values(refreshing_since=None)
            )

    def drop(self, appid: str, token: str) -> None:
        """Let a token that WeChat refuses be renewed; one that was renewed meanwhile stays."""
        same = (wechat_tokens.c.appid == appid, wechat_tokens.c.token == token)
        with self._engine.begin() as connection:
            connection.execute(update(wechat_tokens).where(*same).values(expires_at=datetime.now(UTC)))


@dataclass(frozen=True, slots=True)
class Thread:
    """What a person can go on from: numbered choices offered last, messages that did not fit in."""

    offered: tuple[dict[str, str], ...] = ()
    unsent: tuple[str, ...] = ()


class Threads:
    """The open threads, by conversation."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, conversation: str) -> Thread:
        """Return the thread; an empty one where there is none or it is too old."""
        fresh = wechat_threads.c.at > datetime.now(UTC) - THREAD_KEPT
        query = select(wechat_threads).where(wechat_threads.c.conversation == conversation, fresh)
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return Thread(tuple(row["offered"]), tuple(row["unsent"])) if row else Thread()

    def keep(self, conversation: str, thread: Thread) -> None:
        """Put the thread in place of the one before; old ones of everybody are deleted."""
        now = datetime.now(UTC)
        old = or_(wechat_threads.c.conversation == conversation, wechat_threads.c.at < now - THREAD_KEPT)
        with self._engine.begin() as connection:
            connection.execute(delete(wechat_threads).where(old))
            if thread != Thread():
                values = {"offered": list(thread.offered), "unsent": list(thread.unsent)}
                connection.execute(wechat_threads.insert().values(conversation=conversation, at=now, **values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A list whose changes a person asked to be told of. Only here is an openid kept, until the watch ends."""

    holder: str  # keyed hash of the openid
    openid: str
    item_id: str
    division_code: str
    chosen: dict[str, str]  # circumstance: option
    guidebook_version: str
    told_on: date


class Watches:
    """The watched lists, one of an item and person."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, watch: Watch) -> None:
        """Watch a list; the same item watched before is watched as given now."""
        values = {name: getattr(watch, name) for name in Watch.__slots__}
        with self._engine.begin() as connection:
            connection.execute(delete(wechat_watches).where(*_of(watch.holder, watch.item_id)))
            connection.execute(wechat_watches.insert().values(at=datetime.now(UTC), **values))

    def of(self, holder: str) -> list[Watch]:
        """Return what a person watches."""
        with self._engine.connect() as connection:
            return list(_watches(connection, wechat_watches.c.holder == holder))

    def end(self, holder: str, item_id: str) -> bool:
        """End a watch, and forget the openid with it."""
        with self._engine.begin() as connection:
            return connection.execute(delete(wechat_watches).where(*_of(holder, item_id))).rowcount > 0

    def behind(self, version: str, limit: int = 100) -> list[Watch]:
        """Return watches that have not been looked at under this version."""
        with self._engine.connect() as connection:
            return list(_watches(connection, wechat_watches.c.guidebook_version != version, limit))

    def claim(self, watch: Watch, version: str, told_on: date) -> bool:
        """Move a watch on to a version before its person is told; ``False`` where another process has."""
        return self._move(watch, watch.guidebook_version, version, told_on)

    def give_back(self, watch: Watch, version: str) -> None:
        """Take ``claim`` back: the person could not be told, and will be later."""
        self._move(watch, version, watch.guidebook_version, watch.told_on)

    def _move(self, watch: Watch, before: str, after: str, told_on: date) -> bool:
        here = (*_of(watch.holder, watch.item_id), wechat_watches.c.guidebook_version == before)
        values = {"guidebook_version": after, "told_on": told_on}
        with self._engine.begin() as connection:
            return connection.execute(update(wechat_watches).where(*here).values(**values)).rowcount > 0


def _of(holder: str, item_id: str) -> tuple[ColumnElement[bool], ...]:
    return wechat_watches.c.holder == holder, wechat_watches.c.item_id == item_id


def _watches(connection: Connection, wanted: ColumnElement[bool], limit: int | None = None) -> Iterator[Watch]:
    rows = connection.execute(select(wechat_watches).where(wanted).order_by(wechat_watches.c.id).limit(limit))
    for row in rows.mappings():
        yield Watch(**{name: row[name] for name in Watch.__slots__})


class WeChatKept:
    """All of it, on one engine."""

    def __init__(self, engine: Engine) -> None:
        self.pushes = Pushes(engine)
        self.token = AccessTokenShared(engine)
        self.threads = Threads(engine)
        self.watches = Watches(engine)
