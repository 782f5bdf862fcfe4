"""``yizhan_extra``: what a dialect cannot carry travels beside it, so that a round trip is exact.

The column holds JSON: ``keep`` the fields that the other cells lack or say otherwise, ``was`` a check
sum of what those cells said at export. Who edits a cell afterwards is heard: its sum differs, and the
cell holds instead of what was kept.
"""

import json
import zlib
from typing import Any

from knowledge.importer.faults import CellRefused
from knowledge.importer.fields import Fields

REMEDY = "请不要改动这一格；不需要时整格清空"


def _sum(value: Any) -> str:
    return f"{zlib.crc32(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()):08x}"


def extra_for(wanted: Fields, carried: Fields) -> str:
    """The cell that turns the ``carried`` fields into the ``wanted`` ones; empty when they are equal."""
    keep = {path: value for path, value in wanted.items() if path not in carried or carried[path] != value}
    keep |= {path: None for path in carried if path not in wanted}
    if not keep:
        return ""
    extra: Fields = {"keep": keep}
    was = {path: _sum(carried[path]) for path in keep if path in carried}
    if was:
        extra["was"] = was
    return json.dumps(extra, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def read_extra(text: str) -> Fields:
    """The parsed cell; raises ``CellRefused``."""
    try:
        extra = json.loads(text)
    except (ValueError, RecursionError):
        raise CellRefused("补充数据不是完整的 JSON", REMEDY) from None
    keys = set(extra) if isinstance(extra, dict) else {"?"}
    if not keys <= {"keep", "was"} or not all(isinstance(part, dict) for part in extra.values()):
        raise CellRefused("认不出补充数据", REMEDY)
    found: Fields = extra
    return found


def apply_extra(carried: Fields, extra: Fields) -> Fields:
    """The carried fields, completed by what was kept where nobody edited since."""
    was = extra.get("was", {})
    result = dict(carried)
    for path, value in extra.get("keep", {}).items():
        if (_sum(carried[path]) if path in carried else None) != was.get(path):
            continue
        if value is None:
            result.pop(path, None)
        else:
            result[path] = value
    return result
