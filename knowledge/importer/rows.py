"""Rows → fields, by the columns of a dialect; every cell that cannot be taken becomes a fault."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from knowledge.importer.cells import read_cell
from knowledge.importer.dialects import Column, Dialect, Table, plain
from knowledge.importer.extra import read_extra
from knowledge.importer.faults import CellRefused, Fault, FileRefused, Place, shown
from knowledge.importer.fields import Fields
from knowledge.importer.sources import Sheet

Columns = list[tuple[int, Column]]


@dataclass(slots=True)
class Row:
    """One row that was read: the fields it sets, its raw codes, and where it stands."""

    sheet: Sheet
    table: Table
    number: int
    columns: Columns
    link: str = ""  # row_guid of the item
    order: int = 0
    fields: Fields = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    extra: Fields = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def place(self, column: Column | None = None) -> Place:
        """The place of a column's cell, or of the row."""
        for index, known in self.columns:
            if column is not None and known.key == column.key:
                return Place(self.sheet.path.name, self.sheet.name, self.number, index + 1, self.sheet.header[index])
        return Place(self.sheet.path.name, self.sheet.name, self.number)

    def refuse(self, key: str, value: object, problem: str, remedy: str) -> None:
        """Add a fault at the column of that key; at the row where the sheet has no such column."""
        column = next((column for _, column in self.columns if column.key == key), None)
        self.faults.append(Fault(self.place(column), str(value), problem, remedy))


def columns_of(sheet: Sheet, table: Table) -> tuple[Columns, list[Fault], list[str]]:
    """Return the known columns of a sheet, the faults of its header and the titles passed over."""
    found: Columns = []
    faults: list[Fault] = []
    unknown: list[str] = []
    for index, title in enumerate(sheet.header):
        column = next((column for column in table.columns if plain(title) in column.names), None)
        place = Place(sheet.path.name, sheet.name, 1, index + 1, title)
        if column is None:
            unknown += [title] if title else []
        elif any(known.key == column.key for _, known in found):
            faults.append(Fault(place, title, f"{shown(title)}这一列有两个", "请删去一列或改正表头"))
        else:
            found.append((index, column))
    missing = {column.key for column in table.columns if column.required} - {column.key for _, column in found}
    for column in table.columns:
        if column.key in missing:
            place = Place(sheet.path.name, sheet.name, 1)
            names = "”或“".join([column.title, *column.also[:2]])
            faults.append(Fault(place, "", f"缺少必填的列“{column.title}”", f"请在表头加上“{names}”"))
    return found, faults, unknown


def read_rows(sheet: Sheet, table: Table, columns: Columns) -> Iterator[Row]:
    """Yield every row of ``sheet``, with its faults."""
    width = len(sheet.header)
    known = {index for index, _ in columns}
    nameless = [index for index, title in enumerate(sheet.header) if not title and index not in known]
    for number, values in sheet.rows:
        row = Row(sheet, table, number, columns)
        empty: list[Column] = []
        for index in (*nameless, *range(width, len(values))):
            if index < len(values) and values[index] != "":
                place = Place(sheet.path.name, sheet.name, number, index + 1)
                problem = f"第 {index + 1} 列的值{shown(values[index])}没有表头"
                row.faults.append(Fault(place, str(values[index]), problem, "请检查分列，或给这一列加上表头"))
        for index, column in columns:
            value = values[index] if index < len(values) else ""
            if value != "" and not (isinstance(value, str) and not value.strip()):
                _take(row, column, value)
            elif column.required:
                empty.append(column)
        for column in empty:
            if not _kept(row, column):
                row.refuse(column.key, "", "没有填", f"请填写“{column.also[-1] if column.also else column.title}”")
        yield row


def _kept(row: Row, column: Column) -> bool:
    """Whether yizhan_extra holds what this empty cell cannot say."""
    paths = {column.to, *(path for code in column.codes.values() for path in code.sets)}
    return bool(paths & set(row.extra.get("keep", {})))


def _take(row: Row, column: Column, value: object) -> None:
    try:
        if column.codes:
            row.raw[column.key], sets = _coded(column, value)
            row.fields |= sets
        else:
            _put(row, column, read_cell(column, value))
    except CellRefused as refusal:
        row.refuse(column.key, value, refusal.problem, refusal.remedy)


def _coded(column: Column, value: object) -> tuple[str, Fields]:
    """The code of a cell and the fields it sets; a table has few codes and very many cells that hold them."""
    key = (type(value), value)
    known = column.read.get(key)
    if known is None:
        code = read_cell(column, value)
        known = column.read[key] = (code, code_fields(column, code))
    return known


def _put(row: Row, column: Column, value: Any) -> None:
    if column.link:
        row.link = value
    elif column.order:
        row.order = value
    elif column.kind == "extra":
        row.extra = read_extra(value)
    elif column.kind == "money":
        row.fields |= value
    elif column.to:
        earlier = row.fields.get("note") if column.to == "note" else None  # words instead of an amount
        row.fields[column.to] = f"{earlier}；{value}" if earlier else value
    else:
        row.raw[column.key] = str(value)


def code_fields(column: Column, raw: str) -> Fields:
    """The fields that one code or several (``1^3``) set; lists gather, else the last in the table holds."""
    codes = raw.split("^") if column.kind == "codes" else [raw]
    fields: Fields = {}
    for code in sorted(codes, key=list(column.codes).index) if len(codes) > 1 else codes:
        for path, value in column.codes[code].sets.items():
            if path in LISTS:
                gathered = fields.setdefault(path, [])
                gathered += [] if value in gathered else [value]
            else:
                fields[path] = value
    return fields


LISTS = frozenset({"audience", "levels"})


def table_of(sheet: Sheet, dialect: Dialect) -> Table:
    """The table that a sheet holds, by its name; raises ``FileRefused``."""
    for name in (sheet.name, *(sheet.name.rpartition(sign)[2] for sign in "._-")):  # 温州_材料.csv
        table = dialect.table_named(name)
        if table:
            return table
    names = "、".join(next(name for name in table.names if not name.isascii()) for table in dialect.tables.values())
    raise FileRefused(f"{sheet.path.name}「{sheet.name}」：认不出是哪张表。请把表名改为 {names} 之一，或删去这张表。")
