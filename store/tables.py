"""The tables, in SQLAlchemy Core. A change here needs its migration: ``tests/store`` compares the two."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Dialect, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator

CODE_CHARACTERS = 8
HASH_CHARACTERS = 64  # SHA-256 in hexadecimal


class Moment(TypeDecorator[datetime]):
    """A moment in UTC with its zone; SQLite keeps none, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: it would be read as another hour elsewhere."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"moment without a zone: {value!r}")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return it in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _number() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _moment(name: str, **options: Any) -> Column[datetime]:
    return Column(name, Moment, nullable=options.pop("nullable", False), **options)


told = Table(
    "told",  # notices that were handed out, by their short code
    metadata,
    Column("code", String(CODE_CHARACTERS), primary_key=True),
    Column("guidebook_version", String(64), nullable=False),
    Column("item_id", String(64), nullable=False),
    Column("division_code", String(12), nullable=False),
    Column("chosen", JSON, nullable=False),  # circumstance: option
    Column("told_on", Date, nullable=False),  # in Beijing time: the day the person remembers
    _moment("at"),
)

asked = Table(
    "asked",  # questions that taught something: unanswered, clarified, corrected, complained about
    metadata,
    _number(),
    _moment("at", index=True),
    Column("kind", String(16), nullable=False),
    Column("words", Text, nullable=False),  # masked
    Column("conversation", String(64), nullable=False),
    Column("division_code", String(12)),
    Column("guidebook_version", String(64), nullable=False),
    Column("candidates", JSON, nullable=False),  # ids, best first
    Column("picked", String(64)),  # what the person chose afterwards
    Column("state", String(16), nullable=False),  # open, attached, out_of_scope, dismissed
    Column("attached_to", String(64)),
    Column("settled_by", String(64)),
    _moment("settled_at", nullable=True),
)

feedback = Table(
    "feedback",  # 有用, 没用, 我白跑了一趟, 这里写错了
    metadata,
    _number(),
    _moment("at", index=True),
    Column("kind", String(16), nullable=False),
    Column("item_id", String(64)),
    Column("guidebook_version", String(64), nullable=False),
    Column("division_code", String(12)),
    Column("chosen", JSON, nullable=False),
    Column("code", String(CODE_CHARACTERS)),  # of the slip that was told, where there is one
    Column("conversation", String(64)),
    Column("materials", JSON, nullable=False),  # names of the lines that were missing or wrong
    Column("place", String(128)),  # name of the window
    Column("words", Text),  # masked
    Column("state", String(16), nullable=False),  # open, settled
    Column("settled_by", String(64)),
    _moment("settled_at", nullable=True),
)

turns = Table(
    "turns",  # conversation logs, masked, for a configured time
    metadata,
    _number(),
    _moment("at", index=True),
    Column("conversation", String(64), nullable=False, index=True),
    Column("said", Text, nullable=False),  # masked
    Column("status", String(16), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("division_code", String(12)),
    Column("guidebook_version", String(64), nullable=False),
    Column("answer", JSON, nullable=False),  # the blocks shown, without the notice's lines: those are in the version
    Column("limited", Boolean, nullable=False),
    Column("milliseconds", Integer, nullable=False),
)

audit = Table(
    "audit",  # append-only; each entry carries the hash of the one before
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _moment("at"),
    Column("actor", String(64), nullable=False),
    Column("deed", String(64), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("details", JSON, nullable=False),
    Column("before", String(HASH_CHARACTERS), nullable=False),
    Column("hash", String(HASH_CHARACTERS), nullable=False, unique=True),
)

keys = Table(
    "keys",  # API keys: the key itself is shown once and never kept
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("hash", String(HASH_CHARACTERS), nullable=False, unique=True),
    Column("scopes", JSON, nullable=False),
    _moment("created_at"),
    _moment("expires_at", nullable=True),
    _moment("last_used_at", nullable=True),
    _moment("revoked_at", nullable=True),
)

sessions = Table(
    "sessions",  # of signed-in staff and of mini-program users
    metadata,
    Column("hash", String(HASH_CHARACTERS), primary_key=True),  # of the token
    Column("role", String(16), nullable=False),
    Column("holder", String(128), nullable=False),  # staff name, or a keyed hash of the openid
    Column("csrf", String(64), nullable=False),
    _moment("created_at"),
    _moment("expires_at", index=True),
    _moment("revoked_at", nullable=True),
)

judged = Table(
    "judged",  # answers drawn for people to judge; the words stay in ``turns`` and go with them
    metadata,
    _number(),
    Column("sample", Integer, nullable=False, index=True),  # number of the draw
    _moment("drawn_at"),
    Column("turn", Integer, nullable=False),
    Column("verdict", String(16)),  # none: not judged yet
    Column("judged_by", String(64)),
    _moment("judged_at", nullable=True),
)

banners = Table(
    "banners",  # notices of the centre that stand in every answer of a window: closures, other hours
    metadata,
    _number(),
    Column("window", String(64)),  # none: every answer
    Column("division_code", String(12)),
    Column("words", Text, nullable=False),
    _moment("starts_at"),
    _moment("ends_at", nullable=True),
    Column("written_by", String(64), nullable=False),
)

wechat_pushes = Table(
    "wechat_pushes",  # pushes already taken, so that WeChat's repeats are not answered again
    metadata,
    Column("push", String(128), primary_key=True),  # hash of MsgId, or of FromUserName and CreateTime of an event
    _moment("at", index=True),
)

wechat_tokens = Table(
    "wechat_tokens",  # the access token that all processes share
    metadata,
    Column("appid", String(64), primary_key=True),
    Column("token", String(1024), nullable=False),
    _moment("expires_at"),
    _moment("refreshing_since", nullable=True),
)

wechat_threads = Table(
    "wechat_threads",  # what a person in the 客服 conversation can go on from, for an hour
    metadata,
    Column("conversation", String(64), primary_key=True),
    _moment("at", index=True),
    Column("offered", JSON, nullable=False),  # numbered choices
    Column("unsent", JSON, nullable=False),  # messages beyond WeChat's limit
)

wechat_watches = Table(
    "wechat_watches",  # lists whose changes a person asked to be told of
    metadata,
    _number(),
    _moment("at"),
    Column("holder", String(64), nullable=False),  # a keyed hash of the openid
    Column("openid", String(64), nullable=False),  # WeChat takes nothing else; deleted with the watch
    Column("item_id", String(64), nullable=False),
    Column("division_code", String(12), nullable=False),
    Column("chosen", JSON, nullable=False),  # circumstance: option
    Column("guidebook_version", String(64), nullable=False, index=True),  # under which it was looked at last
    Column("told_on", Date, nullable=False),
)

Index("ix_wechat_watches_holder_item_id", wechat_watches.c.holder, wechat_watches.c.item_id, unique=True)
Index("ix_asked_state_kind", asked.c.state, asked.c.kind)
Index("ix_feedback_item_id_kind", feedback.c.item_id, feedback.c.kind)
