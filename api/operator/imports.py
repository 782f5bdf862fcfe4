"""An upload of exchange tables: what it found, the marked workbook back, and its items into the draft."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from api.operator.draft import DraftFolder
from knowledge.importer.dialects import load_dialect
from knowledge.importer.load import load
from knowledge.importer.report import annotate
from knowledge.importer.write import write_items

MOST_BYTES = 50 * 2**20  # of one upload; 10,000 items take some 20 MB
SUFFIXES = (".xlsx", ".csv", ".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Marked:
    """A workbook in which the faulty cells are red and say what to do."""

    name: str
    base64: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import found, and how many items now stand in the draft because of it."""

    accepted: int
    refused: int
    written: int
    faults: tuple[str, ...]
    notices: tuple[str, ...]
    marked: tuple[Marked, ...]


def take_in(
    files: Mapping[str, bytes], dialect: str, draft: DraftFolder, today: date, *, write: bool, partial: bool
) -> Imported:
    """Read the files and, on wish, write their items into the draft: all, or with ``partial`` those without a fault.

    Raises ``FileRefused`` for what cannot be read at all.
    """
    with TemporaryDirectory() as place:
        paths = []
        for name, content in files.items():
            path = Path(place) / Path(name).name
            path.write_bytes(content)
            paths.append(path)
        outcome = load(paths, load_dialect(dialect), today)
        (reports := Path(place) / "reports").mkdir()
        marked = [
            Marked(path.name, base64.b64encode(path.read_bytes()).decode()) for path in annotate(outcome, reports)
        ]
    written = 0
    if write and outcome.items and (partial or not outcome.faults):
        with draft.editing() as folder:
            written = len(write_items(outcome.items, folder))
    return Imported(
        accepted=len(outcome.items),
        refused=outcome.refused_items,
        written=written,
        faults=tuple(map(str, outcome.faults)),
        notices=tuple(outcome.notices),
        marked=tuple(marked),
    )
