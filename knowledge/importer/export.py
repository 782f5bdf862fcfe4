"""Tables → a workbook, CSV files or JSON; no cell is ever taken for a formula."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from knowledge.importer.cells import CONTROL, MOST_CHARACTERS
from knowledge.importer.dialects import Dialect, Table
from knowledge.importer.encode import Cells, encode
from knowledge.importer.faults import FileRefused
from knowledge.importer.sources import DANGEROUS, guarded
from knowledge.importer.write import replace_files, write_items
from knowledge.schema import ServiceItem


def export(items: Iterable[ServiceItem], dialect: Dialect, target: Path) -> list[Path]:
    """Write ``items`` to ``target`` (.xlsx, .json, .csv: one file a table; a folder: our YAML); return the files."""
    if target.suffix == "":
        return write_items(list(items), target)
    writer = {".xlsx": _workbook, ".json": _json, ".csv": _csv}.get(target.suffix.lower())
    if writer is None:
        raise FileRefused(f"{target.name}：不会写“{target.suffix}”。请用 .xlsx、.csv、.json 或一个目录。")
    if not target.parent.is_dir():
        raise FileRefused(f"没有目录：{target.parent}。请先建好。")
    return writer(encode(items, dialect), dialect, target)


def _workbook(tables: dict[str, list[Cells]], dialect: Dialect, target: Path) -> list[Path]:
    for cells in (cells for rows in tables.values() for cells in rows):
        _check(cells, target)
    workbook = Workbook(write_only=True)
    for key, rows in tables.items():
        table = dialect.tables[key]
        sheet = workbook.create_sheet(_chinese(table))
        for number in range(1, len(table.columns) + 1):
            # As text, so that Excel does not destroy a code that somebody types.
            letter = (
                chr(64 + number) if number <= 26 else f"{chr(64 + (number - 1) // 26)}{chr(65 + (number - 1) % 26)}"
            )
            sheet.column_dimensions[letter].number_format = "@"
        sheet.append([column.title for column in table.columns])
        for cells in rows:
            sheet.append([_cell(sheet, cells.get(column.key)) for column in table.columns])
    partial = target.with_name(f".{target.name}.partial")
    workbook.save(partial)
    partial.replace(target)
    return [target]


def _chinese(table: Table) -> str:
    return next(name for name in table.names if not name.isascii())


def _check(cells: Cells, target: Path) -> None:
    for value in cells.values():
        if isinstance(value, str) and (len(value) > MOST_CHARACTERS or CONTROL.search(value)):
            told = f"有一格文字太长或有控制字符，.xlsx 放不下：{value[:40]!r}"
            raise FileRefused(f"{target.name}：{told}。请导出为 .json。")


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str) or not value.startswith(DANGEROUS):
        return value
    cell = WriteOnlyCell(sheet, value="")
    cell.value, cell.quotePrefix = value, True
    cell.data_type = "s"  # openpyxl reads "=" as a formula, whose cell would then be run
    return cell


def _json(tables: dict[str, list[Cells]], dialect: Dialect, target: Path) -> list[Path]:
    data = {
        dialect.tables[key].title: [_titled(cells, dialect.tables[key]) for cells in rows]
        for key, rows in tables.items()
    }
    replace_files({target: json.dumps(data, ensure_ascii=False, indent=1)})
    return [target]


def _titled(cells: Cells, table: Table) -> dict[str, Any]:
    return {column.title: cells[column.key] for column in table.columns if column.key in cells}


def _csv(tables: dict[str, list[Cells]], dialect: Dialect, target: Path) -> list[Path]:
    """``名.csv`` → ``名.basic.csv``, ``名.material.csv`` …, UTF-8 with a mark so that Excel reads Chinese."""
    files: dict[Path, str] = {}
    for key, rows in tables.items():
        table = dialect.tables[key]
        lines = _Lines()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow([column.title for column in table.columns])
        for cells in rows:
            writer.writerow([guarded(str(cells.get(column.key, ""))) for column in table.columns])
        if rows:
            files[target.with_name(f"{target.stem}.{key}.csv")] = "\ufeff" + "".join(lines.written)
    replace_files(files)
    return list(files)


class _Lines:
    """Gathers what the CSV writer writes."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, text: str) -> int:
        self.written.append(text)
        return len(text)
