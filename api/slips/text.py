"""The slip as plain text: to send on, to read aloud, to keep where nothing else opens."""

from api.slips.content import Paper, Row, Sheet
from api.slips.words import WORDS


def as_text(sheet: Sheet) -> str:
    """Return the whole slip, one fact a line, titles in 【】."""
    lines = [f"{sheet.kind}：{sheet.name}", sheet.summary, *map(_row, sheet.facts)]
    if sheet.warning:
        lines += _titled(sheet.warning.title, [row.text for row in sheet.warning.rows])
    lines += _titled(f"{WORDS.to_bring}（{sheet.total}）", [_paper(p, "□ ") for p in sheet.to_bring])
    if not sheet.to_bring and not sheet.waived:
        lines.append(WORDS.nothing)
    if sheet.waived:
        lines += _titled(WORDS.waived, [_paper(p, "") for p in sheet.waived])
    for part in sheet.parts:
        lines += _titled(part.title, [_row(row) for row in part.rows])
    lines += ["", f"{sheet.source}。{WORDS.hotline}。", *([sheet.sample] if sheet.sample else [])]
    if sheet.code:
        lines.append(f"{WORDS.code} {sheet.code}　{sheet.address}")
    return "\n".join(lines) + "\n"


def _titled(title: str, lines: list[str]) -> list[str]:
    return ["", f"【{title}】", *lines]


def _row(row: Row) -> str:
    return f"{row.label}：{row.text}" if row.label else row.text


def _paper(paper: Paper, mark: str) -> str:
    remarks = f"（{'；'.join(paper.remarks)}）" if paper.remarks else ""
    return f"{mark}{paper.number}. {paper.name}　{paper.counts}{remarks}"
