"""What an import found, for a person (text), for a program (JSON) and for who mends the file (workbook)."""

import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from knowledge.importer.faults import Fault
from knowledge.importer.load import Outcome
from knowledge.importer.sources import Sheet
from knowledge.importer.write import replace_files

MOST_TOLD = 200  # lines on a screen; the JSON and the workbook hold every fault
COMMENTS_WIDTH, COMMENTS_HEIGHT = 320, 120  # pixels, four lines of Chinese
FAULTY = PatternFill("solid", fgColor="FFC7CE")  # the red that Excel itself gives to bad cells


def text_of(outcome: Outcome) -> str:
    """Every fault in a line (the first 200), what was passed over, and the counts."""
    lines = [str(fault) for fault in outcome.faults[:MOST_TOLD]]
    if len(outcome.faults) > MOST_TOLD:
        lines.append(f"……还有 {len(outcome.faults) - MOST_TOLD} 处，加 --report 目录 可看全部。")
    lines += [f"提醒：{notice}。" for notice in outcome.notices]
    accepted, faults = len(outcome.items), len(outcome.faults)
    lines.append(f"可以导入 {accepted} 项，不能导入 {outcome.refused_items} 项，有 {faults} 处问题。")
    return "\n".join(lines)


def json_of(outcome: Outcome) -> str:
    """The same for a program."""
    found = {
        "accepted": [item.id for item in outcome.items],
        "refused_items": outcome.refused_items,
        "faults": [fault.as_dict() for fault in outcome.faults],
        "notices": list(outcome.notices),
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def write_report(outcome: Outcome, folder: Path) -> list[Path]:
    """Write ``report.json``, ``report.txt`` and ``….标注.xlsx`` of every file with faults; return them."""
    texts = {folder / "report.json": json_of(outcome), folder / "report.txt": text_of(outcome) + "\n"}
    replace_files(texts)
    return [*texts, *annotate(outcome, folder)]


def annotate(outcome: Outcome, folder: Path) -> list[Path]:
    """Write a copy of each file with the faulty cells in red and the remedy as a comment."""
    faulty: dict[str, list[Fault]] = defaultdict(list)
    for fault in outcome.faults:
        faulty[fault.place.file].append(fault)
    written = []
    for path in dict.fromkeys(sheet.path for sheet in outcome.sheets if sheet.path.name in faulty):
        workbook = _copy(path, [sheet for sheet in outcome.sheets if sheet.path == path])
        shift = 1 if path.suffix.lower() == ".json" else 0  # its records are counted without a header
        for (name, row, column), faults in _by_cell(faulty[path.name]).items():
            _mark(workbook[_sheet_title(name)].cell(row + shift, max(column, 1)), faults)
        target = folder / f"{path.name}.标注.xlsx"
        workbook.save(target)
        written.append(target)
    return written


def _by_cell(faults: Sequence[Fault]) -> dict[tuple[str, int, int], list[Fault]]:
    cells: dict[tuple[str, int, int], list[Fault]] = defaultdict(list)
    for fault in faults:
        cells[fault.place.sheet, fault.place.row, fault.place.column].append(fault)
    return cells


def _mark(cell: Any, faults: Sequence[Fault]) -> None:
    words = "\n".join(f"{fault.problem}。{fault.remedy}。" for fault in faults)
    cell.comment = Comment(words, "一站引导", width=COMMENTS_WIDTH, height=COMMENTS_HEIGHT)
    cell.fill = FAULTY


def _copy(path: Path, sheets: Sequence[Sheet]) -> Any:
    if path.suffix.lower() == ".xlsx":
        with tempfile.TemporaryDirectory() as folder:  # the original stays as it is, whatever the library does
            return load_workbook(shutil.copy(path, folder))
    workbook = Workbook()
    workbook.remove(workbook.active)
    for sheet in sheets:
        page = workbook.create_sheet(_sheet_title(sheet.name))
        rows = [(1, sheet.header), *((n + (path.suffix.lower() == ".json"), values) for n, values in sheet.rows)]
        for number, values in rows:
            for column, value in enumerate(values, 1):
                if value != "":
                    _write(page.cell(number, column), value)
    return workbook


def _write(cell: Any, value: Any) -> None:
    text = value if isinstance(value, str) else str(value)
    cell.value = "".join(character for character in text if character >= " " or character in "\t\n")
    cell.data_type = "s"


def _sheet_title(name: str) -> str:
    """Excel allows 31 characters and not all of them."""
    return "".join("_" if character in "[]:*?/\\" else character for character in name)[:31]
