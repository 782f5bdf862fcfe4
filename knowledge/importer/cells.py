"""One cell → one value. What Excel destroyed is recognised and refused; nothing is guessed."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from knowledge.importer.dialects import Column
from knowledge.importer.faults import CellRefused, shown
from knowledge.importer.texts import read_conditions, read_laws, read_money, read_steps, read_windows

MOST_CHARACTERS = 32_767  # of a cell in Excel
MOST_NAME_CHARACTERS = 300  # the longest name in 2,262 real records had 117
MOST_COUNT = 100_000
LOST_DIGITS = re.compile(r"\d{15}0{5,}")  # Excel keeps 15 digits and fills up with noughts
SCIENTIFIC = re.compile(r"[-+]?\d+(\.\d+)?[eE][-+]?\d+")
FLOAT = re.compile(r"\d+\.0+")
EXCEL_ERROR = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)|#{4,}")
BROKEN_TEXT = re.compile("\ufffd|锟斤拷|烫烫烫|\u00c3[\u0080-\u00bf]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]|[\ud800-\udfff]")
# One search for single characters tells nearly every cell to be well; only others are asked what is wrong with them.
SUSPECT = re.compile("[#\ufffd锟烫\u00c3\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ud800-\udfff]")
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
DATE = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
PHONE = re.compile(r"[0-9+][0-9+\-—() 转、,，;；/（）]{2,}|.*[\u4e00-\u9fff].*", re.DOTALL)
AS_TEXT = "请在 Excel 中先把整列设为“文本”，再从原系统重新粘贴这个值"


def read_cell(column: Column, value: object) -> Any:
    """The value that a non-empty cell holds for ``column``; raises ``CellRefused``."""
    if isinstance(value, str):
        _intact(value)
        value = value.strip()
    return READERS[column.kind](column, value)


def _intact(text: str) -> None:
    if len(text) <= MOST_CHARACTERS and not SUSPECT.search(text):
        return
    if EXCEL_ERROR.fullmatch(text.strip()):
        raise CellRefused(f"{shown(text)}是 Excel 的出错值", "请改正公式或列宽，再把结果按“值”粘贴")
    if BROKEN_TEXT.search(text):
        raise CellRefused(f"{shown(text)}里有乱码", "请从原系统按 UTF-8 重新导出")
    if CONTROL.search(text):
        raise CellRefused(f"{shown(ascii(text))}里有看不见的控制字符", "请删去后重新输入")
    if len(text) > MOST_CHARACTERS:
        raise CellRefused(f"文字有 {len(text)} 字，太长", f"请缩短到 {MOST_CHARACTERS} 字以内")


def _text(column: Column, value: object) -> str:
    if isinstance(value, bool):
        raise CellRefused(f"{shown(str(value).upper())}是逻辑值，不是文字", AS_TEXT)
    if isinstance(value, date | datetime) or not isinstance(value, str | int | float):
        raise CellRefused(f"Excel 把文字变成了日期或时间{shown(value)}", AS_TEXT)
    if isinstance(value, float):
        if not value.is_integer() or abs(value) >= 1e15:  # Excel keeps 15 digits
            raise CellRefused(f"Excel 把文字变成了数字{shown(value)}", AS_TEXT)
        value = int(value)
    return str(value)


def _name(column: Column, value: object) -> str:
    text = _text(column, value)
    if len(text) > MOST_NAME_CHARACTERS:
        raise CellRefused(f"名称有 {len(text)} 字，太长", f"请缩短到 {MOST_NAME_CHARACTERS} 字以内，其余写进说明")
    if "\n" in text or "\r" in text:
        raise CellRefused(f"{shown(text)}中间有换行", "请把名称写在一行里")
    return text


def _identifier(column: Column, value: object) -> str:
    if not isinstance(value, str):
        raise CellRefused(f"编码变成了数字或日期{shown(value)}，可能丢了开头的 0 或后面的数字", AS_TEXT)
    if SCIENTIFIC.fullmatch(value):
        raise CellRefused(f"编码变成了科学计数法{shown(value)}，后面的数字已经丢了", AS_TEXT)
    if LOST_DIGITS.fullmatch(value):
        raise CellRefused(f"编码{shown(value)}第 15 位以后全是 0，是 Excel 丢了数字", AS_TEXT)
    if FLOAT.fullmatch(value):
        raise CellRefused(f"编码{shown(value)}变成了小数", AS_TEXT)
    if not IDENTIFIER.fullmatch(value):
        raise CellRefused(f"编码{shown(value)}里有不该有的字", "请只用英文字母、数字、点、横线和下划线，最多 100 位")
    return value


def _code(column: Column, value: object) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool) and float(value).is_integer():
        value = str(int(value))
    if isinstance(value, str) and FLOAT.fullmatch(value):
        raise CellRefused(f"代码变成了小数{shown(value)}", f"{AS_TEXT}。{_choices(column)}")
    for code, entry in column.codes.items():
        if value in (code, entry.label):
            return code
    dropped = isinstance(value, str) and f"0{value}" in column.codes
    told = "，可能是 Excel 去掉了开头的 0" if dropped else ""
    raise CellRefused(f"无法识别{shown(value)}{told}", _choices(column))


def _choices(column: Column) -> str:
    entries = [
        f"“{code}”" if code == entry.label else f"“{code}”（{entry.label}）" for code, entry in column.codes.items()
    ]
    if len(entries) == 2:
        return f"请填{entries[0]}或{entries[1]}"
    return f"请填{'、'.join(entries)}之一"


def _codes(column: Column, value: object) -> str:
    if not isinstance(value, str):
        return _code(column, value)
    codes = [_code(column, part.strip()) for part in value.replace("，", "^").replace(",", "^").split("^")]
    if len(set(codes)) < len(codes):
        raise CellRefused(f"{shown(value)}里有重复的代码", "请每个代码只写一次，用“^”隔开")
    return "^".join(codes)


def _count(column: Column, value: object) -> int:
    remedy = "请填 0 或正整数，不带单位"
    text = value.strip() if isinstance(value, str) else value
    if isinstance(text, str) and re.fullmatch(r"[0-9]{1,9}", text):
        text = int(text)
    if isinstance(text, bool | date | datetime) or not isinstance(text, int | float) or not float(text).is_integer():
        raise CellRefused(f"{shown(value)}不是整数", remedy)
    if not 0 <= text <= MOST_COUNT:
        raise CellRefused(f"{shown(value)}超出范围", remedy)
    return int(text)


def _date(column: Column, value: object) -> str:
    if isinstance(value, date):  # a datetime is one too
        return f"{value:%Y-%m-%d}"
    found = DATE.fullmatch(value) if isinstance(value, str) else None
    try:
        if found:
            year, month, day = (int(part) for part in found.groups() if part)
            return date(year, month, day).isoformat()
    except ValueError:
        raise CellRefused(f"没有{shown(value)}这一天", "请写成 2026-11-22 这样的日期") from None
    raise CellRefused(f"{shown(value)}不是日期", "请写成 2026-11-22 这样的日期")


def _phone(column: Column, value: object) -> str:
    if not isinstance(value, str):
        raise CellRefused(f"电话变成了数字或日期{shown(value)}，可能丢了区号的 0", AS_TEXT)
    if SCIENTIFIC.fullmatch(value) or FLOAT.fullmatch(value) or not PHONE.fullmatch(value):
        raise CellRefused(f"{shown(value)}不像电话号码", "请写成 0577-88888888 这样的号码")
    return value


def _url(column: Column, value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"https?://[^\s<>\"']+", value):
        return value
    raise CellRefused(f"{shown(value)}不是网址", "请写以 http:// 或 https:// 开头的完整网址")


def _references(column: Column, value: object) -> list[str]:
    parts = [part.strip() for part in _text(column, value).split("^")]
    for part in parts:
        if not re.fullmatch(r"[^\s.^]+\.[^\s.^]+", part):
            raise CellRefused(f"无法识别情形{shown(part)}", "请写成“情形编号.选项编号”，几个之间用“^”隔开")
    return parts


def _as_text(read: Callable[[str], Any]) -> Callable[[Column, object], Any]:
    return lambda column, value: read(_text(column, value))


READERS: dict[str, Callable[[Column, object], Any]] = {
    "text": _text,
    "name": _name,
    "id": _identifier,
    "code": _code,
    "codes": _codes,
    "count": _count,
    "date": _date,
    "phone": _phone,
    "url": _url,
    "refs": _references,
    "money": lambda column, value: read_money(str(value) if isinstance(value, float | int) else _text(column, value)),
    "laws": _as_text(read_laws),
    "conditions": _as_text(read_conditions),
    "steps": _as_text(read_steps),
    "windows": _as_text(read_windows),
    "extra": _text,
}
