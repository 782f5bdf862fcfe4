"""Open the store: engine, settings of SQLite, migrations."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

DEFAULT = "sqlite:///.run/store.sqlite3"
BUSY_MILLISECONDS = 10_000  # a writer waits this long for another one before it fails
_MIGRATIONS = Path(__file__).parent / "migrations"


class StoreError(Exception):
    """The store cannot be used; the text says in Chinese what the operator can do."""


def open_engine(url: str = DEFAULT) -> Engine:
    """Return an engine for ``url`` (``sqlite:///…`` or ``postgresql+psycopg://…``) whose tables are up to date.

    Raises ``StoreError`` for an address that cannot be read or a database that cannot be reached.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError(
            "YIZHAN_STORE 写错了，应像 sqlite:///文件 或 postgresql+psycopg://用户:密码@主机/库。"
        ) from None
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_sqlite)
    return engine


def _set_sqlite(connection: object, _: ConnectionPoolEntry) -> None:
    """Readers and one writer side by side (WAL); a commit survives a killed process."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_MILLISECONDS}", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring the tables to a revision, by default the newest; raises ``StoreError``."""
    config = alembic_config()
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            if to == "base" or to.startswith("-"):
                command.downgrade(config, to)
            else:
                command.upgrade(config, to)
    except Exception as error:
        raise StoreError(f"数据库打不开或升级失败：{error}。请检查 YIZHAN_STORE 和磁盘，再启动。") from error


def alembic_config() -> Config:
    """Return alembic's configuration for the migrations that lie beside this module."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config
