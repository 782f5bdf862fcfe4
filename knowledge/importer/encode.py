"""Service items → rows of the tables of a dialect, with beside them what it cannot carry."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from knowledge.importer.assemble import Bundle, carried_by
from knowledge.importer.dialects import Column, Dialect, Table
from knowledge.importer.extra import extra_for
from knowledge.importer.fields import DEFAULTS, Fields, flatten, said
from knowledge.importer.rows import LISTS, Row, code_fields, read_rows
from knowledge.importer.sources import Sheet
from knowledge.importer.texts import write_conditions, write_laws, write_money, write_steps, write_windows
from knowledge.schema import ServiceItem

Cells = dict[str, Any]
_ITEM: TypeAdapter[ServiceItem] = TypeAdapter(ServiceItem)
NOWHERE = Path("-")
WRITERS: dict[str, Callable[[Any], str]] = {
    "laws": write_laws,
    "conditions": write_conditions,
    "steps": write_steps,
    "windows": write_windows,
    "refs": "^".join,
}


@dataclass(slots=True)
class Written:
    """One list row: its cells, the fields it must carry, and whose it is."""

    table: Table
    cells: Cells
    wanted: Fields


def encode(items: Iterable[ServiceItem], dialect: Dialect) -> dict[str, list[Cells]]:
    """Return the rows of every table, by table and column key."""
    tables: dict[str, list[Cells]] = {key: [] for key in dialect.tables}
    for item in items:
        for key, rows in _item_rows(item, dialect).items():
            tables[key] += rows
    return tables


def _item_rows(item: ServiceItem, dialect: Dialect) -> dict[str, list[Cells]]:
    record = _ITEM.dump_python(item, mode="json", exclude_none=True)
    exchange = record.get("exchange", {})
    raw = exchange.get("raw", {}) if exchange.get("dialect") == dialect.name else {}
    guid = exchange.get("row_guid", item.id)
    parts = {table.list: _records(record, table) for table in dialect.tables.values() if table.list}
    flat = flatten(_firsts({name: value for name, value in record.items() if name not in {*parts, "circumstances"}}))
    flat |= {f"exchange.{name}": value for name, value in exchange.items() if name != "raw"}
    flat["exchange.row_guid"] = guid
    written: dict[str, list[Cells]] = {}
    for key, table in dialect.tables.items():
        records = [flat] if table.list is None else parts[table.list]
        written[key] = [
            _cells(table, fields, raw, f"{key}.{n}." if table.list else f"{key}.", n, guid)
            for n, fields in enumerate(records, 1)
        ]
    wanted = said({path: value for path, value in flat.items() if not path.startswith("exchange.")}, None)
    _add_extras(written, dialect, wanted, parts)
    return written


def _records(record: Fields, table: Table) -> list[Fields]:
    if table.list != "options":
        return [dict(entry) for entry in record.get(table.list or "", [])]
    rows = []
    for circumstance in record.get("circumstances", []):
        rest = {name: value for name, value in circumstance.items() if name != "options"}
        for option in circumstance["options"]:
            rows.append(flatten({**option, "circumstance": rest}))
            rest = {name: rest[name] for name in ("id", "question")}  # the first row says the others
    return rows


def _firsts(record: Fields) -> Fields:
    """Apart: the first time limit and result, which the tables carry, from the others."""
    for name, first in (("times", "time"), ("results", "result")):
        entries = record.pop(name, [])
        if entries:
            record[first] = entries[0]
        if entries[1:]:
            record[f"{name}_others"] = entries[1:]
    return record


def _cells(table: Table, fields: Fields, raw: dict[str, str], prefix: str, number: int, guid: str) -> Cells:
    cells: Cells = {}
    for column in table.columns:
        if column.link:
            value: Any = guid
        elif column.order:
            value = number
        elif column.codes:
            value = _code_for(column, table.list, fields, raw.get(prefix + column.key))
        elif column.kind == "money":
            value = write_money(fields)
        elif column.to:
            value = fields.get(column.to, "")
            value = WRITERS[column.kind](value) if column.kind in WRITERS and value else value
        else:
            value = raw.get(prefix + column.key, "")
        if value not in ("", []):
            cells[column.key] = value
    return cells


def _code_for(column: Column, part: str | None, fields: Fields, raw: str | None) -> str:
    """The raw code while it still holds, else the code that says most and nothing false."""
    known = DEFAULTS[part] | fields
    if raw and all(known.get(path) == value for path, value in code_fields(column, raw).items()):
        return raw
    first = next(iter(column.codes.values())).sets
    listed = next((path for path in first if path in LISTS), None)
    if listed:
        return "^".join(filter(None, (_listing(column, listed, value) for value in fields.get(listed, []))))
    fitting = [
        (len(code.sets), name)
        for name, code in column.codes.items()
        if all(known.get(path) == value for path, value in code.sets.items())
    ]
    paths = {path for code in column.codes.values() for path in code.sets}
    if not fitting or not paths & set(fields):
        return ""
    most = max(count for count, _ in fitting)
    return next(name for count, name in fitting if count == most)


def _listing(column: Column, path: str, value: str) -> str:
    return next((name for name, code in column.codes.items() if code.sets.get(path) == value), "")


def _add_extras(written: dict[str, list[Cells]], dialect: Dialect, wanted: Fields, parts: dict[Any, Any]) -> None:
    """Read the rows as an import would, and keep beside them what did not come back."""
    read = {key: _read_back(dialect.tables[key], rows) for key, rows in written.items()}
    lists: dict[str, list[Row]] = {}
    for key, rows in read.items():
        part = dialect.tables[key].list
        if part is None:
            continue
        lists[part] = rows
        for cells, row, fields in zip(written[key], rows, parts[part], strict=True):
            _put_extra(cells, said(fields, part), said(row.fields, part))
    bundle = Bundle(read["basic"][0], read["extend"][0], lists)
    carried = said(carried_by(bundle, dialect.name), None)
    exchange = wanted.pop("exchange", None)
    if exchange is not None:
        exchange = {name: value for name, value in exchange.items() if value != {}}
    _put_extra(written["basic"][0], wanted | ({"exchange": exchange} if exchange else {}), carried)


def _put_extra(cells: Cells, wanted: Fields, carried: Fields) -> None:
    extra = extra_for(wanted, carried)
    if extra:
        cells["yizhan_extra"] = extra


def _read_back(table: Table, rows: list[Cells]) -> list[Row]:
    columns = list(enumerate(table.columns))
    header = [column.title for column in table.columns]
    values = [(n, [cells.get(column.key, "") for column in table.columns]) for n, cells in enumerate(rows, 1)]
    read = list(read_rows(Sheet(NOWHERE, table.key, header, values), table, columns))
    refused = [(row.number, fault.place.column) for row in read for fault in row.faults if fault.value]
    for number, index in refused:  # what an import would not take goes beside
        rows[number - 1].pop(table.columns[index - 1].key, None)
    return _read_back(table, rows) if refused else read
