"""Files → sheets: a header and numbered rows, whatever the file was written in."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from knowledge.importer.faults import FileRefused
from knowledge.importer.guards import check_extent, check_size, check_workbook

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes such a text for a formula
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet (表) of a file; rows carry the number that the spreadsheet shows."""

    path: Path
    name: str
    header: list[str]
    rows: list[tuple[int, list[Any]]] = field(repr=False)


def read_sheets(path: Path) -> Iterator[Sheet]:
    """Yield the sheets of ``path``; raises ``FileRefused`` with the remedy."""
    check_size(path)
    reader = {".xlsx": _workbook, ".csv": _csv, ".json": _json}.get(path.suffix.lower())
    if reader is None:
        raise FileRefused(f"{path.name}：认不出文件类型“{path.suffix}”。请用 .xlsx、.csv 或 .json 文件。")
    sheets = list(reader(path))
    if not any(sheet.rows for sheet in sheets):
        raise FileRefused(f"{path.name}：除表头外一行内容也没有。请从原系统重新导出。")
    yield from sheets


def _workbook(path: Path) -> Iterator[Sheet]:
    check_workbook(path)
    try:
        workbook = CalamineWorkbook.from_path(path)
        for name in workbook.sheet_names:
            yield _sheet(path, name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused(f"{path.name}：打不开（{error}）。请用 Excel 或 WPS 打开后另存为 .xlsx 文件。") from None


def _sheet(path: Path, name: str, rows: Iterable[list[Any]]) -> Sheet:
    """The first row is the header; rows without any value are passed over, numbers stay."""
    header: list[str] = []
    kept: list[tuple[int, list[Any]]] = []
    for number, values in enumerate(rows, 1):
        if number == 1:
            header = [str(value).strip() for value in values]
        elif any(value != "" for value in values):
            kept.append((number, values))
    check_extent(path.name, len(header), len(kept))
    return Sheet(path, name, header, kept)


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    if data.startswith(UTF_16) or b"\0" in data:
        raise FileRefused(f"{path.name}：不是 UTF-8 或 GB18030 编码的文本。请另存为“CSV UTF-8”。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise FileRefused(f"{path.name}：是空文件。请从原系统重新导出。")
        return text
    raise FileRefused(f"{path.name}：认不出文字编码。请另存为“CSV UTF-8”。")


def _csv(path: Path) -> Iterator[Sheet]:
    text = _decoded(path)
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    try:
        rows = [[_unguarded(value) for value in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise FileRefused(f"{path.name}：不是完整的 CSV（{error}）。请检查引号，或另存为“CSV UTF-8”。") from None
    yield _sheet(path, path.stem, rows)


def _unguarded(value: str) -> str:
    value = value.strip()
    return value[1:] if value.startswith("'") and value.lstrip("'").startswith(DANGEROUS) else value


def guarded(value: str) -> str:
    """``value`` so that a spreadsheet reads it as text; ``read_sheets`` takes the sign off again."""
    return f"'{value}" if value.lstrip("'").startswith(DANGEROUS) else value


def _json(path: Path) -> Iterator[Sheet]:
    text = _decoded(path)
    try:
        data = json.loads(text, object_pairs_hook=_without_twins, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        where = f"{path.name} 第 {error.lineno} 行"
        raise FileRefused(f"{where}：JSON 写法有误（{error.msg}）。请检查括号和引号。") from None
    except (ValueError, RecursionError) as error:
        raise FileRefused(f"{path.name}：JSON 有误（{error}）。请从原系统重新导出。") from None
    tables = data if isinstance(data, dict) else {path.stem: data}
    for name, records in tables.items():
        if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
            raise FileRefused(f'{path.name}「{name}」：应当是一组记录，如 [{{"task_name": "…"}}]。请重新导出。')
        header = list(dict.fromkeys(key for record in records for key in record))
        check_extent(path.name, len(header), len(records))
        rows = [[_blank_for_null(record.get(key)) for key in header] for record in records]
        yield Sheet(path, name, header, list(enumerate(rows, 1)))


def _blank_for_null(value: Any) -> Any:
    return "" if value is None else value


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("同一条记录里有重复的字段")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} 不是数")
