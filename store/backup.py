"""Everything in the store as one file, and back: the same file from SQLite and PostgreSQL, for either.

A gzip of JSON lines: the first says of which revision the tables are, each other line is one row ``[table, values]``.
"""

import gzip
import json
import os
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Connection, Date, Engine, Table, func, select

from store.opening import StoreError
from store.tables import Moment, metadata

KIND = "yizhan-store"
ROWS_AT_ONCE = 1_000
_READING = {"sqlite": "BEGIN", "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"}


def backup(engine: Engine, target: Path) -> int:
    """Write all rows, as they are at one moment, into ``target``; returns how many.

    The file holds hashes of keys and masked words of people: it is readable by its owner only.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    coming = target.with_name(target.name + ".coming")
    coming.unlink(missing_ok=True)
    count = 0
    descriptor = os.open(coming, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as raw, gzip.open(raw, "wt", encoding="utf-8") as out, engine.connect() as reading:
        reading.exec_driver_sql(_READING[engine.dialect.name])  # one state of all tables, while others go on writing
        out.write(json.dumps({"kind": KIND, "revision": _revision(reading)}) + "\n")
        for table in metadata.sorted_tables:
            for row in reading.execute(select(table)).mappings():
                out.write(json.dumps([table.name, dict(row)], ensure_ascii=False, default=_plain) + "\n")
                count += 1
    coming.rename(target)
    return count


def restore(engine: Engine, source: Path) -> int:
    """Fill an empty store from a backup, all of it or nothing; returns how many rows.

    Raises ``StoreError`` for a store that is not empty, a file that is no backup, and one of other tables.
    """
    with engine.begin() as connection:
        filled = [
            t.name
            for t in metadata.sorted_tables
            if connection.execute(select(func.count()).select_from(t)).scalar_one()
        ]
        if filled:
            raise StoreError(
                f"库里已经有记录（{'、'.join(filled)}），没有恢复。请把 YIZHAN_STORE 指到一个空库，恢复好再启动服务。"
            )
        try:
            return _fill(connection, _lines(source))
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
            raise StoreError(f"{source} 不是完整的备份文件，没有恢复。请换一份备份。") from None


def _fill(connection: Connection, lines: Iterator[Any]) -> int:
    head: Any = next(lines, {})
    if head["kind"] != KIND:
        raise ValueError
    if head["revision"] != _revision(connection):
        raise StoreError(
            f"备份是表结构 {head['revision']} 的，现在的程序用 {_revision(connection)}，没有恢复。"
            "请用备份时那一版程序恢复，再换新程序启动，表会自动升级。"
        )
    count, waiting = 0, dict[str, list[dict[str, Any]]]()
    for name, row in lines:
        rows = waiting.setdefault(name, [])
        rows.append(_typed(metadata.tables[name], row))
        count += 1
        if len(rows) == ROWS_AT_ONCE:
            connection.execute(metadata.tables[name].insert(), waiting.pop(name))
    for name, rows in waiting.items():
        connection.execute(metadata.tables[name].insert(), rows)
    if connection.dialect.name == "postgresql":
        _count_on(connection)
    return count


def _lines(source: Path) -> Iterator[Any]:
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Put moments and days back; everything else is plain JSON."""
    for name, value in row.items():
        kind = table.c[name].type
        if value is not None and isinstance(kind, Moment):
            row[name] = datetime.fromisoformat(value)
        elif value is not None and isinstance(kind, Date):
            row[name] = date.fromisoformat(value)
    return row


def _plain(value: date | datetime) -> str:
    return value.isoformat()


def _count_on(connection: Connection) -> None:
    """Have PostgreSQL's counters go on behind the numbers that were put in."""
    for table in metadata.sorted_tables:
        number = table.c.get("id")
        if number is None or number.autoincrement is not True:
            continue
        highest = connection.execute(select(func.max(number))).scalar_one()
        if highest is not None:
            connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), highest)))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
