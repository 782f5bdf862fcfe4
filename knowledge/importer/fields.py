"""A record as flat fields (``handling.online.depth``) and back, and what a field is when nothing is said."""

import dataclasses
from enum import Enum
from typing import Any

from knowledge.schema import (
    Circumstance,
    Fee,
    Handling,
    Material,
    Online,
    Option,
    Proxy,
    Result,
    ServiceItem,
    TimeLimit,
    Trips,
)

Fields = dict[str, Any]
NESTED = frozenset({"handling", "trips", "time", "result", "circumstance", "handling.online", "handling.proxy"})
_TYPES: dict[str | None, dict[str, type]] = {
    None: {
        "": ServiceItem,
        "handling.": Handling,
        "handling.online.": Online,
        "handling.proxy.": Proxy,
        "trips.": Trips,
        "time.": TimeLimit,
        "result.": Result,
    },
    "materials": {"": Material},
    "fees": {"": Fee},
    "options": {"": Option, "circumstance.": Circumstance},
    "faqs": {},
}


def _defaults(types: dict[str, type]) -> Fields:
    found: Fields = {}
    for prefix, record_type in types.items():
        for entry in dataclasses.fields(record_type):
            if entry.default is not dataclasses.MISSING:
                value = entry.default.value if isinstance(entry.default, Enum) else entry.default
                found[prefix + entry.name] = [] if value == () else value
    return found


# Per list of the item (None: the item itself), the value that a field has unless it is said.
DEFAULTS = {part: _defaults(types) for part, types in _TYPES.items()}
# A time limit may hold its unit alone; taken for unsaid, the limit itself would vanish.
del DEFAULTS[None]["time.unit"]


def flatten(record: Fields, prefix: str = "") -> Fields:
    """Fields of a nested record; lists and the exchange record stay whole."""
    flat: Fields = {}
    for name, value in record.items():
        path = prefix + name
        flat |= flatten(value, f"{path}.") if path in NESTED else {path: value}
    return flat


def nest(flat: Fields) -> Fields:
    """The other way."""
    record: Fields = {}
    for path, value in flat.items():
        *parents, name = path.split(".")
        place = record
        for parent in parents:
            place = place.setdefault(parent, {})
        place[name] = value
    return record


def said(flat: Fields, part: str | None) -> Fields:
    """The fields that say more than their default."""
    defaults = DEFAULTS[part]
    return {path: value for path, value in flat.items() if value is not None and defaults.get(path) != value}
