"""Guidebook (办事指南库): items, life events, divisions and shared data, by id, loaded once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from knowledge.errors import GuidebookError, RecordError, UnknownReference
from knowledge.records import read_record
from knowledge.schema import Division, LifeEvent, ServiceItem, SharedData

R = TypeVar("R", ServiceItem, LifeEvent)
L = TypeVar("L", Division, SharedData)
SAMPLE = Path(__file__).parent / "guidebook"
CITY = "330300"  # 温州市: the division taken when none was named


@dataclass(frozen=True, eq=False)
class Guidebook:
    """All published records; look-ups raise ``UnknownReference`` with words for a person."""

    items: Mapping[str, ServiceItem] = field(default_factory=dict)
    life_events: Mapping[str, LifeEvent] = field(default_factory=dict)
    divisions: Mapping[str, Division] = field(default_factory=dict)
    shared_data: Mapping[str, SharedData] = field(default_factory=dict)
    sample: bool = True  # says on every notice that the guidebook is a sample

    def item(self, item_id: str) -> ServiceItem:
        """Return the item of that id."""
        try:
            return self.items[item_id]
        except KeyError:
            raise UnknownReference("事项", item_id) from None

    def life_event(self, life_event_id: str) -> LifeEvent:
        """Return the life event (一件事) of that id."""
        try:
            return self.life_events[life_event_id]
        except KeyError:
            raise UnknownReference("一件事", life_event_id) from None

    def division(self, code: str | None) -> Division:
        """Return the division of that code; the city where none is given."""
        try:
            return self.divisions[code or CITY]
        except KeyError:
            raise UnknownReference("区划", code or CITY) from None

    @cached_property
    def as_of(self) -> date:
        """The day of the latest check of any record."""
        return max((item.as_of for item in self.items.values()), default=date.min)

    @cached_property
    def life_events_of(self) -> Mapping[str, tuple[LifeEvent, ...]]:
        """Life events by the id of each item they bundle."""
        found: dict[str, list[LifeEvent]] = {}
        for event in self.life_events.values():
            for item_id in event.item_ids:
                found.setdefault(item_id, []).append(event)
        return {item_id: tuple(events) for item_id, events in found.items()}


def load_guidebook(folder: Path = SAMPLE) -> Guidebook:
    """Read a guidebook folder; raises ``GuidebookError`` that lists every wrong record."""
    if not folder.is_dir():
        raise GuidebookError(f"找不到办事指南目录：{folder}。请检查设置 YIZHAN_GUIDEBOOK。")
    faults: list[str] = []

    def read(paths: Iterable[Path], record_type: type[R]) -> dict[str, R]:
        records: dict[str, R] = {}
        for path in sorted(paths):
            try:
                record = read_record(path, record_type)
            except RecordError as error:
                faults.append(str(error))
                continue
            if record.id != path.stem:
                faults.append(f"{path} 第 1 行「id」：“{record.id}”与文件名不一致。")
            elif record.id in records:
                faults.append(f"{path} 第 1 行「id」：“{record.id}”已经有了。")
            records[record.id] = record
        return records

    items = read(folder.glob("items/*/*.yaml"), ServiceItem)
    life_events = read(folder.glob("life_events/*.yaml"), LifeEvent)
    divisions = _read_list(folder / "divisions.yaml", Division, faults)
    shared = _read_list(folder / "shared_data.yaml", SharedData, faults)
    if faults:
        raise GuidebookError("\n".join(faults))
    return Guidebook(
        items=items,
        life_events=life_events,
        divisions={division.code: division for division in divisions},
        shared_data={data.name: data for data in shared},
    )


def _read_list(path: Path, record_type: type[L], faults: list[str]) -> tuple[L, ...]:
    listed: Any = tuple[record_type, ...]  # type: ignore[valid-type]  # a list of them, known at run time only
    try:
        return tuple(read_record(path, listed))
    except RecordError as error:
        faults.append(str(error))
        return ()
