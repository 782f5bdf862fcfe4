"""YAML records → typed values; every fault is told with file, line, field and remedy."""

from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import TypeAdapter, ValidationError

from knowledge.errors import RecordError

T = TypeVar("T")

_REMEDIES = {
    "missing": "缺少必填项，请补上",
    "unexpected_keyword_argument": "没有这个字段，请检查拼写或删去",
    "extra_forbidden": "没有这个字段，请检查拼写或删去",
    "string_type": "应当是文字；数字或日期请加引号",
    "int_parsing": "应当是整数",
    "int_type": "应当是整数",
    "bool_type": "应当是 true 或 false",
    "bool_parsing": "应当是 true 或 false",
    "tuple_type": "应当是列表（每行以 - 开头）",
    "date_from_datetime_parsing": "应当是日期，如 2026-11-22",
    "date_type": "应当是日期，如 2026-11-22",
    "decimal_parsing": "应当是数字，单位写在 unit",
    "string_too_short": "不能为空",
    "dataclass_type": "应当是若干“字段: 值”",
}


@cache
def _adapter(record_type: Any) -> TypeAdapter[Any]:
    return TypeAdapter(record_type)


def read_record(path: Path, record_type: type[T]) -> T:
    """Return the record in ``path``; raises ``RecordError`` naming each wrong line."""
    text = _read_text(path)
    return parse_record(text, record_type, str(path))


def parse_record(text: str, record_type: type[T], source: str) -> T:
    """Return the record that a YAML ``text`` holds; ``source`` names it in errors."""
    try:
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise RecordError(_yaml_fault(source, error)) from None
    try:
        record: T = _adapter(cast("Hashable", record_type)).validate_python(data)
    except ValidationError as error:
        raise RecordError(_faults(source, text, error)) from None
    return record


def _read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise RecordError(f"{path}：不是 UTF-8 编码，请另存为 UTF-8。") from None
    except OSError as error:
        raise RecordError(f"{path}：读不了（{error.strerror}）。") from None


def _yaml_fault(source: str, error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f" 第 {mark.line + 1} 行" if mark else ""
    return f"{source}{where}：YAML 写法有误（{getattr(error, 'problem', error)}）。请检查缩进、冒号和引号。"


def _faults(source: str, text: str, error: ValidationError) -> str:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    lines = []
    for fault in error.errors():
        line = _line_of(root, fault["loc"])
        field = ".".join(str(part) for part in fault["loc"]) or "（整个文件）"
        remedy = _REMEDIES.get(fault["type"])
        if fault["type"] == "enum":
            remedy = f"只能是 {fault['ctx']['expected']}"
        value = "" if fault["type"] == "missing" else f"无法接受“{str(fault['input'])[:60]}”，"
        lines.append(f"{source} 第 {line} 行「{field}」：{value}{remedy or fault['msg']}。")
    return "\n".join(lines)


def _line_of(node: Any, path: tuple[int | str, ...]) -> int:
    """Line (from 1) of the deepest node that ``path`` still reaches."""
    line = node.start_mark.line + 1 if node is not None else 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = [(k, v) for k, v in node.value if k.value == str(part)]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return int(line)
