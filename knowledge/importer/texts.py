"""Cells that hold a list in words, one entry a line, and how they are read and written again."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.importer.faults import CellRefused, shown
from knowledge.schema import Level

Entries = list[dict[str, Any]]
LAW = re.compile(r"《(?P<name>.+)》(?P<article>[^：]*)(?:：(?P<note>.+))?")
AMOUNT = re.compile(r"(?P<amount>\d{1,9}(?:\.\d{1,4})?)(?P<unit>(?:元|%).*)?")
WINDOW = re.compile(rf"(?P<level>{'|'.join(Level)})：(?P<name>[^（）]+)(?:（(?P<note>.+)）)?")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _present(found: Mapping[str, str | None]) -> dict[str, Any]:
    return {name: value.strip() for name, value in found.items() if value and value.strip()}


def read_laws(text: str) -> Entries:
    """``《政务服务条例》第三条：说明``, one a line; a line in other words is a name."""
    found = [(line, LAW.fullmatch(line)) for line in _lines(text)]
    return [_present(match.groupdict()) if match else {"name": line} for line, match in found]


def write_laws(laws: Sequence[Mapping[str, Any]]) -> str:
    """The other way."""
    lines = []
    for law in laws:
        note = f"：{law['note']}" if law.get("note") else ""
        plain = not note and not law.get("article")
        lines.append(law["name"] if plain else f"《{law['name']}》{law.get('article', '')}{note}")
    return "\n".join(lines)


def read_conditions(text: str) -> Entries:
    """One condition a line."""
    return [{"text": line} for line in _lines(text)]


def write_conditions(conditions: Sequence[Mapping[str, Any]]) -> str:
    """The other way."""
    return "\n".join(condition["text"] for condition in conditions)


def read_steps(text: str) -> Entries:
    """``受理：窗口当场核对材料。``, one step a line; without a name it gets its number."""
    steps: Entries = []
    for number, line in enumerate(_lines(text), 1):
        name, colon, words = line.partition("：")
        named = bool(colon and name.strip() and words.strip())
        steps.append({"name": name.strip() if named else f"第{number}步", "text": words.strip() if named else line})
    return steps


def write_steps(steps: Sequence[Mapping[str, Any]]) -> str:
    """The other way."""
    return "\n".join(f"{step['name']}：{step['text']}" for step in steps)


def read_windows(text: str) -> Entries:
    """``市级：市政务服务中心公安窗口（说明）``, one a line; the level must be said, a place alone has none."""
    windows: Entries = []
    for line in _lines(text):
        match = WINDOW.fullmatch(line)
        if not match:
            example = "市级：市政务服务中心公安窗口"
            raise CellRefused(f"无法识别办理地点{shown(line)}", f"请每行写一处，先写层级，如“{example}”")
        windows.append(_present(match.groupdict()))
    return windows


def write_windows(windows: Sequence[Mapping[str, Any]]) -> str:
    """The other way; empty when one of them cannot be said so."""
    lines = []
    for window in windows:
        note = f"（{window['note']}）" if window.get("note") else ""
        lines.append(f"{window['level']}：{window['name']}{note}")
    return "\n".join(lines) if all(WINDOW.fullmatch(line) for line in lines) else ""


def read_money(text: str) -> dict[str, Any]:
    """``10元/本``; words that name no amount are kept as its note, a negative or broken number is refused."""
    match = AMOUNT.fullmatch(text.strip())
    if match:
        return {"amount": match["amount"], "unit": match["unit"] or "元"}
    if re.fullmatch(r"[-+]?[\d.,eE+\- ]+(元.*)?", text.strip()):
        raise CellRefused(f"无法识别金额{shown(text)}", "请填 0 或正数和单位，如“10元/本”")
    return {"note": text}


def write_money(fee: Mapping[str, Any]) -> str:
    """The other way; empty when the amount differs by place."""
    if fee.get("amount") is None:
        return ""
    unit = fee.get("unit", "元")
    written = f"{fee['amount']}{unit}"
    return written if AMOUNT.fullmatch(written) else ""
