"""Files → items and faults: the whole of an import before anything is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.errors import RecordError
from knowledge.importer.assemble import Bundle, bundles_of, item_of
from knowledge.importer.dialects import Dialect
from knowledge.importer.faults import Fault, FileRefused
from knowledge.importer.rows import Row, columns_of, read_rows, table_of
from knowledge.importer.sources import Sheet, read_sheets
from knowledge.records import read_record
from knowledge.schema import ServiceItem

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What an import found: items to accept, faults cell by cell, and what it passed over."""

    items: tuple[ServiceItem, ...]
    faults: tuple[Fault, ...]
    notices: tuple[str, ...] = ()
    refused_items: int = 0
    sheets: tuple[Sheet, ...] = ()


def load(files: Sequence[Path], dialect: Dialect, today: date, progress: Progress = lambda done, of: None) -> Outcome:
    """Read ``files``; raises ``FileRefused`` when one cannot be read at all."""
    if all(path.is_dir() or path.suffix.lower() in {".yaml", ".yml"} for path in files):
        return Outcome(items=_yaml_items(files), faults=())
    sheets = [sheet for path in files for sheet in read_sheets(path) if sheet.rows or any(sheet.header)]
    rows: list[Row] = []
    faults: list[Fault] = []
    notices: list[str] = []
    for sheet in sheets:
        table = table_of(sheet, dialect)
        columns, found, unknown = columns_of(sheet, table)
        faults += found
        notices += [f"{sheet.path.name}「{sheet.name}」没有读这些列：{'、'.join(unknown)}"] if unknown else []
        keyed = any(column.key in {"row_guid", "task_guid"} for _, column in columns)
        rows += read_rows(sheet, table, columns) if keyed else []
    if not any(row.table.key == "basic" for row in rows) and not faults:
        names = "、".join(dict.fromkeys(sheet.path.name for sheet in sheets))
        raise FileRefused(f"{names}：没有“基本信息”表。请把各表一起导入。")
    bundles = bundles_of(rows)
    items = () if faults else _items(bundles, dialect, today, progress)
    if faults or not _owned(rows, bundles):
        notices += ["有的列读不了，或有的行不知道属于哪个事项，说不准哪一项是完整的，所以一项也不能导入"]
        faults += [fault for row in rows for fault in row.faults]
        return Outcome((), tuple(faults), tuple(notices), len(bundles), tuple(sheets))
    faults += [fault for row in rows for fault in row.faults]
    return Outcome(items, tuple(faults), tuple(notices), len(bundles) - len(items), tuple(sheets))


def _owned(rows: list[Row], bundles: list[Bundle]) -> bool:
    """Whether every row belongs to an item: the owner of a lost one would come in short of it."""
    known = {bundle.basic.fields["exchange.row_guid"] for bundle in bundles}
    return all(row.link in known for row in rows if row.table.key != "basic")


def _items(bundles: list[Bundle], dialect: Dialect, today: date, progress: Progress) -> tuple[ServiceItem, ...]:
    items: dict[str, ServiceItem] = {}
    for done, bundle in enumerate(bundles, 1):
        item = item_of(bundle, dialect.name, today)
        if item is not None and item.id in items:
            bundle.basic.refuse("row_guid", item.id, f"事项编号“{item.id}”有两个", "请改成不同的主键")
        elif item is not None:
            items[item.id] = item
        progress(done, len(bundles))
    return tuple(items.values())


def _yaml_items(paths: Sequence[Path]) -> tuple[ServiceItem, ...]:
    """Items of our own YAML: of a guidebook folder, or files one by one."""
    files = [file for path in paths for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])]
    files = [file for file in files if not any(path.is_dir() for path in paths) or "items" in file.parts]
    if not files:
        raise FileRefused(f"{'、'.join(map(str, paths))}：没有事项文件。请给出办事指南目录（里面有 items/）。")
    items, faults = [], []
    for file in files:
        try:
            items.append(read_record(file, ServiceItem))
        except RecordError as error:
            faults.append(str(error))
    if faults:
        raise FileRefused("\n".join(faults))
    return tuple(items)
