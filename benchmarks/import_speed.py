"""How fast, and in how much memory, items come in: ``python -m benchmarks.import_speed [items]``.

Synthetic items of the national dialect, each with 6 materials, a fee, 3 questions and 2 options (14 rows): read and
checked, written as a guidebook folder, loaded and linted, indexed. Each stage runs in a process of its own, which tells
its time, its processor time (what the time would be on a machine with nothing else to do) and the most memory it held.
Writes ``benchmarks/results/import_speed.md``.
"""

import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from knowledge.guidebook import SAMPLE, load_guidebook
from knowledge.importer.dialects import load_dialect
from knowledge.importer.load import load
from knowledge.importer.write import write_items
from knowledge.index.build import build_index
from knowledge.index.encoder import SHIPPED_MODEL, load_encoder
from knowledge.index.passages import lexicon_of
from knowledge.index.tokens import Tokeniser
from knowledge.lints import lint
from tests.importer.foreign import Tables, item_rows, save

ITEMS = 10_000  # as docs and issue 3 ask
MATERIALS, QUESTIONS = 6, 3
RESULT = Path(__file__).parent / "results" / "import_speed.md"


@dataclass(frozen=True)
class Cost:
    """What one stage took: seconds on the clock, seconds of processor, MiB at the most."""

    stage: str
    clock_s: float
    processor_s: float
    peak_mib: int


def synthetic(items: int) -> Tables:
    found: Tables = {}
    for number in range(items):
        rows = item_rows(number)
        first, question = rows["材料"][0], rows["常见问题"][0]
        rows["材料"] += [first | {"序号": n, "材料名称": f"材料{n}"} for n in range(3, MATERIALS + 1)]
        rows["常见问题"] += [question | {"问题": f"第{n}个问题？"} for n in range(2, QUESTIONS + 1)]
        for name, more in rows.items():
            found.setdefault(name, []).extend(more)
    return found


def make(items: int, path: Path) -> None:
    save(synthetic(items), path)


def bring_in(items: int, path: Path, folder: Path) -> None:
    """Read, check, and write: the whole of ``python -m knowledge import``."""
    outcome = load([path], load_dialect("national"), date.today())
    assert len(outcome.items) == items and not outcome.faults
    write_items(outcome.items, folder)


def check(folder: Path) -> None:
    """A foreign table lacks much that a published guide must have: the findings are counted, not judged."""
    assert lint(load_guidebook(folder))


def index(folder: Path, target: Path) -> None:
    guidebook = load_guidebook(folder)
    build_index(guidebook, folder, load_encoder(SHIPPED_MODEL, Tokeniser(lexicon_of(guidebook))), target)


def _run(stage: str, work: Callable[[], None], told: "multiprocessing.Queue[Cost]") -> None:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    told.put(Cost(stage, time.perf_counter() - clock, time.process_time() - processor, peak))


def measured(stage: str, work: Callable[[], None]) -> Cost:
    """Run ``work`` in a fresh process."""
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[Cost] = context.Queue()
    process = context.Process(target=_run, args=(stage, work, told))
    process.start()
    cost = told.get()
    process.join()
    return cost


def main(items: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        path, folder = Path(name) / "实施清单.xlsx", Path(name) / "guide"
        measured("make", partial(make, items, path))
        costs = [measured("read, check, write (import)", partial(bring_in, items, path, folder))]
        for shared in ("divisions.yaml", "shared_data.yaml"):
            shutil.copy(SAMPLE / shared, folder / shared)
        costs.append(measured("load and lint (check)", partial(check, folder)))
        costs.append(measured("load and index", partial(index, folder, Path(name) / "index")))
        told = report(items, path.stat().st_size / 2**20, costs)
    print(told)
    RESULT.write_text(told, "utf-8")


def report(items: int, mebibytes: float, costs: list[Cost]) -> str:
    lines = [f"# Import, check and index of {items:,} synthetic items ({mebibytes:.1f} MiB of .xlsx)", ""]
    lines += ["| stage | clock s | processor s | items a second of processor | peak MiB |", "|---|---|---|---|---|"]
    for cost in costs:
        rate = items / cost.processor_s
        row = (cost.stage, f"{cost.clock_s:.1f}", f"{cost.processor_s:.1f}", f"{rate:,.0f}", str(cost.peak_mib))
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join([*lines, "", f"Measured on {date.today()} by `python -m benchmarks.import_speed {items}`.", ""])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS)
