"""Guidebook (办事指南库): items, life events, divisions and shared data, by id, loaded once."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from knowledge.circumstances.phrases import Answers, load_answers
from knowledge.errors import GuidebookError, RecordError, UnknownReference
from knowledge.records import read_record
from knowledge.schema import About, Division, LifeEvent, ServiceItem, SharedData

R = TypeVar("R", ServiceItem, LifeEvent)
L = TypeVar("L", Division, SharedData)
SAMPLE = Path(__file__).parent / "guidebook"
CITY = "330300"  # 温州市: the division taken when none was named
FACTS = ("about.yaml", "divisions.yaml", "shared_data.yaml", "items/*/*.yaml", "life_events/*.yaml")
DATED = "@"  # x@2027-01-01.yaml: the record of x from that day on
HASH_SHOWN = 8  # hexadecimal digits of a folder's hash: enough to tell one state from another


@dataclass(frozen=True, eq=False)
class Guidebook:
    """All published records; look-ups raise ``UnknownReference`` with words for a person.

    ``items`` are the records in force on ``day``; as loaded, without a day, the earliest one of each item.
    """

    items: Mapping[str, ServiceItem] = field(default_factory=dict)
    life_events: Mapping[str, LifeEvent] = field(default_factory=dict)
    divisions: Mapping[str, Division] = field(default_factory=dict)
    shared_data: Mapping[str, SharedData] = field(default_factory=dict)
    dated: Mapping[str, tuple[ServiceItem, ...]] = field(default_factory=dict)  # of items with several, earliest first
    answers: Answers = field(default_factory=Answers)  # what people say to circumstances
    sample: bool = True  # says on every notice that the guidebook is a sample
    version: str = ""  # id by which this state of the guidebook is found again: 20261122-1, sample-1a2b3c4d
    since: date | None = None  # the day on which this version was put into use, where it is known
    day: date | None = None

    def on(self, day: date) -> "Guidebook":
        """Return the guidebook with the records in force on ``day``; of a later item its first record."""
        if day == self.day:
            return self
        in_force = {item_id: _in_force(records, day) for item_id, records in self.dated.items()}
        return replace(self, day=day, items={**self.items, **in_force} if in_force else self.items)

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


def _in_force(records: tuple[ServiceItem, ...], day: date) -> ServiceItem:
    begun = [record for record in records if record.effective is None or record.effective <= day]
    return begun[-1] if begun else records[0]


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
            if record.id != path.stem.partition(DATED)[0]:
                faults.append(f"{path} 第 1 行「id」：“{record.id}”与文件名不一致。")
            elif path.stem in records:
                faults.append(f"{path} 第 1 行「id」：“{path.stem}”已经有了。")
            records[path.stem] = record
        return records

    items, dated = _by_date(read(folder.glob("items/*/*.yaml"), ServiceItem), faults)
    life_events = read(folder.glob("life_events/*.yaml"), LifeEvent)
    divisions = _read_list(folder / "divisions.yaml", Division, faults)
    shared = _read_list(folder / "shared_data.yaml", SharedData, faults)
    about = read_record(folder / "about.yaml", About) if (folder / "about.yaml").exists() else About()
    if faults:
        raise GuidebookError("\n".join(faults))
    return Guidebook(
        items=items,
        life_events=life_events,
        divisions={division.code: division for division in divisions},
        shared_data={data.name: data for data in shared},
        dated=dated,
        answers=load_answers(folder / "answers"),
        sample=about.sample,
        version=f"{'sample' if about.sample else 'folder'}-{fingerprint(folder)[:HASH_SHOWN]}",
    )


def fingerprint(folder: Path) -> str:
    """Return a hash (SHA-256, hexadecimal) of the names and contents of all records in a guidebook folder."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in FACTS for path in folder.glob(pattern)):
        digest.update(f"{path.relative_to(folder)} {path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _by_date(
    records: Mapping[str, ServiceItem], faults: list[str]
) -> tuple[dict[str, ServiceItem], dict[str, tuple[ServiceItem, ...]]]:
    """Tell the first record of each item from its dated ones (``x@2027-01-01``); their names must say their days."""
    first = {stem: record for stem, record in records.items() if DATED not in stem}
    dated: dict[str, tuple[ServiceItem, ...]] = {}
    for stem, record in sorted(records.items()):
        item_id, sign, day = stem.partition(DATED)
        if not sign:
            continue
        if record.effective is None or record.effective.isoformat() != day:
            faults.append(f"{stem}.yaml「effective」：要与文件名里的日期一致，请写 effective: {day}。")
        elif item_id not in first:
            faults.append(f"{stem}.yaml：没有 {item_id}.yaml。最早的一份请用不带日期的文件名。")
        else:
            dated[item_id] = (*dated.get(item_id, (first[item_id],)), record)
    return first, dated


def _read_list(path: Path, record_type: type[L], faults: list[str]) -> tuple[L, ...]:
    listed: Any = tuple[record_type, ...]  # type: ignore[valid-type]  # a list of them, known at run time only
    try:
        return tuple(read_record(path, listed))
    except RecordError as error:
        faults.append(str(error))
        return ()
