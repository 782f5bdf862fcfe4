"""Pictures of the report as SVG: bars, a trend, a heat map. Plain shapes and words; every value is also written."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from api.operator.twice import Counted, HeatRow

WIDTH = 760  # pixels; the page scales it
_INK, _QUIET, _LINE, _BAR, _PAPER = "#16302e", "#4d6361", "#d5dedd", "#0f766e", "#ffffff"
_FONT = "'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"
BARS = 12  # rows drawn; the table below the picture has all of them
_NAME = 250  # pixels for the words before a bar
_LONGEST_NAME = 16  # characters in that room


def bars(rows: Sequence[Counted], title: str) -> str:
    """Draw one bar a row, the first rows only."""
    shown = rows[:BARS]
    most = max((row.count for row in shown), default=1)
    parts = []
    for number, row in enumerate(shown):
        y, length = 44 + number * 30, (WIDTH - _NAME - 70) * row.count / most
        parts += [
            _text(_NAME - 10, y + 15, _short(row.name), anchor="end"),
            f'<rect x="{_NAME}" y="{y}" width="{length:.1f}" height="20" rx="3" fill="{_BAR}"/>',
            _text(_NAME + length + 8, y + 15, str(row.count)),
        ]
    said = "；".join(f"{row.name} {row.count} 次" for row in shown)
    return _picture(title, said, 54 + max(len(shown), 1) * 30, parts or [_nothing()])


def trend(points: Sequence[Counted], title: str) -> str:
    """Draw a line through the points, the first, last and highest of them written out."""
    if not points:
        return _picture(title, "没有", 84, [_nothing()])
    most = max(max(point.count for point in points), 1)
    left, right, top, bottom = 46, WIDTH - 24, 56, 220
    step = (right - left) / max(len(points) - 1, 1)
    placed = [(left + i * step, bottom - (bottom - top) * p.count / most) for i, p in enumerate(points)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    parts = [
        f'<line x1="{left}" y1="{bottom}" x2="{right}" y2="{bottom}" stroke="{_LINE}"/>',
        _text(left - 8, bottom + 4, "0", anchor="end"),
        _text(left - 8, top + 4, str(most), anchor="end"),
        f'<polyline points="{line}" fill="none" stroke="{_BAR}" stroke-width="2"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{_BAR}"/>' for x, y in placed),
        _text(left, bottom + 24, points[0].name),
        _text(right, bottom + 24, points[-1].name, anchor="end"),
    ]
    return _picture(title, "；".join(f"{p.name} {p.count} 次" for p in points), 260, parts)


def heat(rows: Sequence[HeatRow], title: str) -> str:
    """Draw windows by hours, darker where more; each count that is not zero is written into its cell."""
    if not rows:
        return _picture(title, "没有", 84, [_nothing()])
    shown = rows[:BARS]
    told = [hour for row in shown for hour in range(24) if row.hours[hour]]
    hours = range(min(told), max(told) + 1)
    most = max(max(row.hours) for row in shown)
    cell = min((WIDTH - _NAME - 12) / len(hours), 60)
    parts = [_text(_NAME + (i + 0.5) * cell, 50, f"{hour}", anchor="middle") for i, hour in enumerate(hours)]
    parts.append(_text(_NAME - 10, 50, "钟点", anchor="end"))
    for number, row in enumerate(shown):
        y = 60 + number * 30
        parts.append(_text(_NAME - 10, y + 18, _short(row.window), anchor="end"))
        for i, hour in enumerate(hours):
            parts += _cell(_NAME + i * cell, y, cell, row.hours[hour], most)
    said = "；".join(f"{r.window} " + "、".join(f"{h} 点 {r.hours[h]} 次" for h in hours if r.hours[h]) for r in shown)
    return _picture(title, said, 70 + len(shown) * 30, parts)


def _cell(x: float, y: float, width: float, count: int, most: int) -> Iterable[str]:
    strength = 0.1 + 0.55 * count / most if count else 0.0  # beyond, the figures in it could not be read
    place = f'x="{x + 1:.1f}" y="{y}" width="{width - 2:.1f}" height="28"'
    yield f'<rect {place} fill="{_mixed(strength)}" stroke="{_LINE}"/>'
    if count:
        yield _text(x + width / 2, y + 19, str(count), anchor="middle")


def _mixed(strength: float) -> str:
    """Return the bars' colour mixed with white."""
    full = (0x0F, 0x76, 0x6E)
    return "#" + "".join(f"{round(255 + (part - 255) * strength):02x}" for part in full)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _text(x: float, y: float, words: str, *, anchor: str = "start", fill: str = _INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}">{escape(words)}</text>'


def _nothing() -> str:
    return _text(WIDTH / 2, 64, "这段时间没有人说白跑了一趟", anchor="middle", fill=_QUIET)


def _picture(title: str, said: str, height: int, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label={quoteattr(f"{title}：{said}")} font-family="{_FONT}" font-size="14">'
        f'<rect width="{WIDTH}" height="{height}" fill="{_PAPER}"/>'
        f'<text x="16" y="26" font-size="16" font-weight="600" fill="{_INK}">{escape(title)}</text>'
        f"{''.join(parts)}</svg>"
    )
