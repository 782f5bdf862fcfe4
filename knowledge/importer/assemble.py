"""Rows of the six tables → service items; an item with one refused row is refused whole.

A notice that lacks a material sends somebody home again, so no item comes in short of a row.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from knowledge.importer.cells import IDENTIFIER
from knowledge.importer.extra import apply_extra
from knowledge.importer.faults import shown
from knowledge.importer.fields import Fields, nest, said
from knowledge.importer.rows import Row
from knowledge.schema import ServiceItem

WINDOW = "综合窗口"  # a foreign table does not know the counters of the 7+1 reform
_ITEM: TypeAdapter[ServiceItem] = TypeAdapter(ServiceItem)


@dataclass(slots=True)
class Bundle:
    """All rows of one item."""

    basic: Row
    extend: Row | None = None
    lists: dict[str, list[Row]] = field(default_factory=dict)

    def rows(self) -> Iterable[Row]:
        """Every row, the item's own first."""
        yield self.basic
        if self.extend:
            yield self.extend
        for rows in self.lists.values():
            yield from rows


def bundles_of(rows: Iterable[Row]) -> list[Bundle]:
    """Gather rows by item; a row that belongs to none gets its fault."""
    ordered = sorted(rows, key=lambda row: row.table.key != "basic")
    found: dict[str, Bundle] = {}
    for row in ordered:
        if row.table.key == "basic":
            _add_item(row, found)
        elif row.link in found:
            _add_row(row, found[row.link])
        elif row.link:
            problem = f"没有主键是{shown(row.link)}的事项"
            row.refuse("task_guid", row.link, problem, "请改正主键，或在基本信息表补上该事项")
    return list(found.values())


def _add_item(row: Row, found: dict[str, Bundle]) -> None:
    guid = row.fields.get("exchange.row_guid", "")
    if guid in found:
        earlier = found[guid].basic.number
        row.refuse("row_guid", guid, f"主键{shown(guid)}与第 {earlier} 行重复", "请删去一行，或改成不同的主键")
        # Which of the two holds is not ours to say: both are refused.
        found[guid].basic.faults.append(row.faults.pop())
    elif guid:
        found[guid] = Bundle(row)


def _add_row(row: Row, bundle: Bundle) -> None:
    if row.table.list:
        bundle.lists.setdefault(row.table.list, []).append(row)
    elif bundle.extend is not None:
        row.refuse("task_guid", row.link, f"这个事项在第 {bundle.extend.number} 行已有一行", "请合并成一行")
        bundle.extend.faults.append(row.faults.pop())
    else:
        bundle.extend = row


def item_of(bundle: Bundle, dialect: str, today: date) -> ServiceItem | None:
    """Return the item; ``None`` when its rows have faults, to which what does not fit is added."""
    if any(row.faults for row in bundle.rows()):
        return None
    flat = _complete(apply_extra(said(carried_by(bundle, dialect), None), bundle.basic.extra), today)
    record = _with_firsts(nest(flat))
    for name, rows in bundle.lists.items():
        records = [apply_extra(said(row.fields, name), row.extra) for row in rows]
        if name == "options":
            record["circumstances"] = _circumstances(records)
        else:
            record[name] = [nest(fields) for fields in records]
    return _validated(record, bundle)


def carried_by(bundle: Bundle, dialect: str) -> Fields:
    """What the item's own rows say, with the raw codes of all rows."""
    flat = bundle.basic.fields | (bundle.extend.fields if bundle.extend else {})
    exchange: Fields = {"dialect": dialect}
    exchange |= {path.partition(".")[2]: flat[path] for path in list(flat) if path.startswith("exchange.")}
    flat = {path: value for path, value in flat.items() if not path.startswith("exchange.")}
    raw = raw_codes(bundle)
    return flat | {"exchange": exchange | ({"raw": raw} if raw else {}), "id": exchange["row_guid"]}


def raw_codes(bundle: Bundle) -> dict[str, str]:
    """Codes as they stood, by table, number of the row and column: ``material.2.is_need``."""
    raw = {f"basic.{key}": value for key, value in bundle.basic.raw.items()}
    if bundle.extend:
        raw |= {f"extend.{key}": value for key, value in bundle.extend.raw.items()}
    for name, rows in bundle.lists.items():
        rows.sort(key=lambda row: row.order)  # stable: without an order number the file's order stays
        for number, row in enumerate(rows, 1):
            raw |= {f"{row.table.key}.{number}.{key}": value for key, value in row.raw.items()}
        bundle.lists[name] = rows
    return raw


def _complete(flat: Fields, today: date) -> Fields:
    """What a foreign table never says, said so that it promises nothing."""
    known = {"version": 1, "as_of": today.isoformat(), "common_names": [], "legal_basis": [], "window": WINDOW}
    flat = known | {"summary": f"{flat.get('name')}（{flat.get('department')}）"} | flat
    if any(path.startswith("handling.") for path in flat):
        flat.setdefault("handling.proxy.allowed", "各地不同")
        if "handling.online.depth" not in flat:  # unknown is not 不能网办
            flat = {path: value for path, value in flat.items() if not path.startswith("handling.")}
    if "trips.count" not in flat:
        flat.pop("trips.reason", None)
    return flat


def _with_firsts(record: Fields) -> Fields:
    """``time`` and ``result`` are the first of the lists whose others were kept apart."""
    for name, first in (("times", "time"), ("results", "result")):
        one = record.pop(first, None)
        others = record.pop(f"{name}_others", [])
        if one is not None and not (first == "result" and "name" not in one):
            record[name] = [{"kind": "其他"} | one if first == "result" else one, *others]
    return record


def _circumstances(records: list[Fields]) -> list[Fields]:
    found: dict[str, Fields] = {}
    for fields in records:
        option = nest(fields)
        said = option.pop("circumstance")
        found.setdefault(said["id"], said | {"options": []})["options"].append(option)
    return list(found.values())


def _validated(record: Fields, bundle: Bundle) -> ServiceItem | None:
    if not IDENTIFIER.fullmatch(str(record["id"])):
        bundle.basic.refuse("yizhan_extra", record["id"], "事项编号有不该有的字", "请不要改动这一格；不需要时整格清空")
        return None
    try:
        item = _ITEM.validate_python(record)
    except ValidationError as error:
        for fault in error.errors():
            _tell(fault["loc"], fault["input"], fault["msg"], bundle)
        return None
    return item if _references_hold(item, bundle) and _dates_hold(item, bundle) else None


def _tell(loc: tuple[Any, ...], value: object, message: str, bundle: Bundle) -> None:
    """A value that the schema refuses, at the row that holds it; only yizhan_extra can bring one in."""
    rows = bundle.lists.get("options" if loc[0] == "circumstances" else str(loc[0]))
    row = rows[loc[1]] if rows and len(loc) > 1 and loc[0] != "circumstances" else bundle.basic
    field_name = ".".join(str(part) for part in loc)
    row.refuse("yizhan_extra", value, f"「{field_name}」不合要求：{message}", "请不要改动补充数据；不需要时整格清空")


def _references_hold(item: ServiceItem, bundle: Bundle) -> bool:
    known = {f"{c.id}.{option.id}" for c in item.circumstances for option in c.options}
    rows = bundle.lists.get("materials", [])
    well = True
    for material, row in zip(item.materials, rows, strict=False):
        for reference in set(material.when) - known:
            remedy = "请改正，或在情形表补上这个选项"
            row.refuse("condition_guids", reference, f"这个事项没有情形选项{shown(reference)}", remedy)
            well = False
    return well


def _dates_hold(item: ServiceItem, bundle: Bundle) -> bool:
    if item.effective and item.expiry and item.expiry < item.effective:
        bundle.basic.refuse("plan_cancel_date", item.expiry, "取消日期早于生效日期", "请核对两个日期")
        return False
    return True
