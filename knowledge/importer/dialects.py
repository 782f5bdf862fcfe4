"""Dialects as data: which columns a table has, what they hold and what each code means there.

The same digit means different things in different systems (``docs/data.md``), so every import names
its dialect. A dialect that ``extends`` another replaces whole code tables and single columns.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "dialects"
DIALECTS = ("national", "zhejiang", "guangdong")


@dataclass(frozen=True, slots=True)
class Code:
    """One code value: its label and the fields of the record that it sets."""

    label: str
    sets: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its title, other names, how it is read and where it goes."""

    key: str
    title: str
    also: tuple[str, ...] = ()
    kind: str = "text"
    to: str | None = None
    required: bool = False
    link: bool = False  # holds the row_guid of the item
    order: bool = False  # the rows' order among themselves
    codes: dict[str, Code] = field(default_factory=dict)
    read: dict[Any, tuple[str, dict[str, Any]]] = field(default_factory=dict, compare=False, repr=False)  # met so far

    @property
    def names(self) -> set[str]:
        """Every name by which a header may call the column, as ``plain`` writes them."""
        return {plain(name) for name in (self.key, self.title, *self.also)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One exchange table; ``list`` names the item's list that its rows fill."""

    key: str
    names: tuple[str, ...]
    columns: tuple[Column, ...]
    list: str | None = None

    @property
    def title(self) -> str:
        """Name of the table when written."""
        return self.names[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The exchange tables of one system."""

    name: str
    label: str
    tables: dict[str, Table]

    def table_named(self, name: str) -> Table | None:
        """The table that a sheet or file of this name holds, if any."""
        words = plain(name)
        for table in self.tables.values():
            if words in {table.key, *(plain(known) for known in table.names)}:
                return table
        return None


def plain(name: str) -> str:
    """A name without case, spaces, underscores, asterisks and brackets' contents: ``是否容缺（必填）*``."""
    for bracket in "（(":
        name = name.partition(bracket)[0]
    return "".join(character for character in name.lower() if character not in " _*-　\t\r\n\ufeff")


@cache
def load_dialect(name: str) -> Dialect:
    """Return the dialect of that name; raises ``ValueError`` on an unknown one."""
    if name not in DIALECTS:
        raise ValueError(f"unknown dialect {name!r}, one of {DIALECTS}")
    data = _read(name)
    codes = {key: {code: Code(*entry) for code, entry in table.items()} for key, table in data["codes"].items()}
    tables = {key: _table(key, table, codes) for key, table in data["tables"].items()}
    return Dialect(name=data["name"], label=data["label"], tables=tables)


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    if "extends" not in data:
        return data
    base = _read(data["extends"])
    for key, changes in data["tables"].items():
        table = base["tables"][key]
        table["names"] = changes["names"] + table["names"]
        for column, change in changes.get("columns", {}).items():
            table["columns"][column] |= change
    return base | {"name": data["name"], "label": data["label"], "codes": base["codes"] | data["codes"]}


def _table(key: str, data: dict[str, Any], codes: dict[str, dict[str, Code]]) -> Table:
    columns = tuple(_column(name, spec, codes) for name, spec in data["columns"].items())
    return Table(key=key, names=tuple(data["names"]), columns=columns, list=data.get("list"))


def _column(key: str, spec: dict[str, Any], codes: dict[str, dict[str, Code]]) -> Column:
    rest = {name: value for name, value in spec.items() if name not in {"codes", "title", "also"}}
    table = codes[spec["codes"]] if "codes" in spec else {}
    return Column(key=key, title=spec.get("title", key), also=tuple(spec.get("also", ())), codes=table, **rest)
