"""The slip as DOCX, for a window that wants to add a line of its own."""

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime, time

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from api.slips.content import Paper, Part, Row, Sheet
from api.slips.qr import qr_png
from api.slips.words import WORDS

# What a government office has: Word's own and WPS's fall back to their Song where it is missing.
FONT = "Microsoft YaHei"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: no clock in the file
_COLUMNS = (Mm(9), Mm(9), Mm(120), Mm(40))
_LABELS = (Mm(24), Mm(154))


def as_docx(sheet: Sheet) -> bytes:
    """Return the slip as a Word file; the same slip has the same bytes."""
    document = Document()
    _set_page(document, sheet)
    _line(document, sheet.kind)
    document.add_heading(sheet.name, level=1)
    _line(document, sheet.summary)
    _rows(document, sheet.facts)
    if sheet.warning:
        document.add_heading(sheet.warning.title, level=2)
        _rows(document, sheet.warning.rows)
    document.add_heading(f"{WORDS.to_bring}　{sheet.total}", level=2)
    _materials(document, sheet)
    _parts(document, sheet.parts)
    if sheet.sample:
        _line(document, sheet.sample, bold=True)
    _line(document, f"{sheet.source}。{WORDS.hotline}。")
    _reopening(document, sheet)
    raw = io.BytesIO()
    document.save(raw)
    return _without_clock(raw)


def _set_page(document: DocumentFile, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(15)
    for name, size in (("Normal", 10), ("Heading 1", 20), ("Heading 2", 11.5)):
        style = document.styles[name]
        style.font.size, style.font.name = Pt(size), FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:eastAsia", "w:hAnsi", "w:ascii"):
            fonts.set(qn(attribute), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)  # a theme's font would win over ours
        style.font.color.rgb = None
        style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.space_before = Pt(0 if name == "Normal" else 6)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    made = datetime.combine(sheet.told_on, time(), UTC)
    about = document.core_properties
    about.title, about.author, about.language = f"{sheet.kind}：{sheet.name}", "一站引导", "zh-CN"
    about.created = about.modified = made


def _line(document: DocumentFile, text: str, *, bold: bool = False) -> None:
    document.add_paragraph().add_run(text).bold = bold


def _rows(document: DocumentFile, rows: Iterable[Row]) -> None:
    for row in rows:
        paragraph = document.add_paragraph()
        if row.label:
            paragraph.add_run(f"{row.label}　")
        paragraph.add_run(row.text)


def _materials(document: DocumentFile, sheet: Sheet) -> None:
    if not sheet.to_bring and not sheet.waived:
        _line(document, WORDS.nothing)
        return
    rows: list[Paper | str] = list(sheet.to_bring)
    if sheet.waived:
        rows += [WORDS.waived, *sheet.waived]
    table = _table(document, 1 + len(rows), _COLUMNS)
    _fill(table, 0, ("", "", WORDS.material, WORDS.counts))
    _repeat_on_each_page(table)
    for at, row in enumerate(rows, 1):
        if isinstance(row, str):
            cells = table.rows[at].cells
            cells[0].merge(cells[-1]).paragraphs[0].add_run(row).bold = True
        else:
            _paper(table, at, row, "☐" if row in sheet.to_bring else "")


def _paper(table: Table, at: int, paper: Paper, mark: str) -> None:
    cells = _fill(table, at, (mark, str(paper.number), "", paper.counts))
    cells[2].paragraphs[0].add_run(paper.name).bold = True
    if paper.remarks:
        cells[2].add_paragraph("；".join(paper.remarks)).runs[0].font.size = Pt(9)


def _parts(document: DocumentFile, parts: tuple[Part, ...]) -> None:
    document.add_paragraph()
    table = _table(document, len(parts), _LABELS)
    for at, part in enumerate(parts):
        title, texts = table.rows[at].cells
        title.paragraphs[0].add_run(part.title).bold = True
        for number, row in enumerate(part.rows):
            paragraph: Paragraph = texts.add_paragraph() if number else texts.paragraphs[0]
            paragraph.add_run(f"{row.label}：{row.text}" if row.label else row.text)


def _reopening(document: DocumentFile, sheet: Sheet) -> None:
    if not sheet.code or not sheet.address:
        return
    paragraph = document.add_paragraph()
    paragraph.add_run().add_picture(io.BytesIO(qr_png(sheet.address)), width=Mm(27))
    paragraph.add_run(f"　{sheet.code}　").bold = True
    paragraph.add_run(f"{WORDS.reopen}　{sheet.address}")


def _table(document: DocumentFile, rows: int, widths: tuple[Mm, ...]) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths), style="Table Grid")
    table.autofit = False
    for row in table.rows:  # Word goes by the cells, LibreOffice by the columns
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def _fill(table: Table, at: int, texts: tuple[str, ...]) -> tuple[_Cell, ...]:
    cells: tuple[_Cell, ...] = table.rows[at].cells
    for cell, text in zip(cells, texts, strict=True):
        cell.paragraphs[0].add_run(text)
    cells[-1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return cells


def _repeat_on_each_page(table: Table) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _without_clock(raw: io.BytesIO) -> bytes:
    """Pack the same members again, without the time of packing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _ZIP_TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
