"""The report as CSV and as a workbook; no cell is ever taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font

from api.operator.twice import Counted, TwiceReport
from knowledge.importer.sources import guarded

HEAD = ("事项编号", "事项", "窗口", "白跑次数", "占比", "缺什么或错什么", "去的窗口", "群众怎么说", "有用", "没用")
Value = str | int | float


def as_csv(report: TwiceReport) -> bytes:
    """Return the items of the report, UTF-8 with the mark that Excel looks for."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in _rows(report):
        writer.writerow([guarded(str(value)) for value in row])
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(report: TwiceReport) -> bytes:
    """Return a workbook: items, materials, windows, trend, and windows by hours."""
    book = Workbook()
    _sheet(book, "事项", HEAD, _rows(report))
    _sheet(book, "材料", ("事项和材料", "次数"), _pairs(report.materials))
    _sheet(book, "窗口", ("窗口", "次数"), _pairs(report.windows))
    _sheet(book, "趋势", ("从这一天起的一周" if report.by_weeks else "日期", "次数"), _pairs(report.trend))
    hours = ("窗口", *(f"{hour} 点" for hour in range(24)))
    _sheet(book, "窗口和钟点", hours, ((row.window, *row.hours) for row in report.heat))
    book.remove(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(report: TwiceReport) -> Iterable[Sequence[Value]]:
    for row in report.items:
        why, places = _listed(row.materials), _listed(row.places)
        yield (
            row.id,
            row.name,
            row.window,
            row.count,
            f"{row.share:.1%}",
            why,
            places,
            "；".join(row.words),
            row.helpful,
            row.unhelpful,
        )


def _listed(counted: Sequence[Counted]) -> str:
    return "；".join(f"{each.name}（{each.count}）" for each in counted)


def _pairs(counted: Sequence[Counted]) -> Iterable[Sequence[Value]]:
    return ((each.name, each.count) for each in counted)


def _sheet(book: Workbook, title: str, head: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    sheet = book.create_sheet(title)
    for row in (head, *rows):
        sheet.append([""] * len(row))
        for cell, value in zip(sheet[sheet.max_row], row, strict=True):
            _put(cell, value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGH", (26, 30, 14, 10, 8, 46, 30, 60), strict=True):
        sheet.column_dimensions[column].width = width


def _put(cell: Cell, value: Value) -> None:
    """Write a value; words stay words, whatever they begin with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
