"""How fast, and in how much memory, items come in: ``python -m benchmarks.import_speed [items]``.

Synthetic items of the national dialect, each with 6 materials, a fee, 3 questions and 2 options (14 rows).
Prints items a second for reading and checking, and for writing, with the peak memory of the process.
"""

import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from knowledge.importer.dialects import load_dialect
from knowledge.importer.load import load
from knowledge.importer.write import write_items
from tests.importer.foreign import Tables, item_rows, save

ITEMS = 10_000  # as docs and issue 3 ask
MATERIALS, QUESTIONS = 6, 3


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


def peak() -> int:
    """MiB, the most that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def make(items: int, folder: Path) -> Path:
    """The workbook, made by another process: its memory is not the import's."""
    import multiprocessing

    path = folder / "实施清单.xlsx"
    maker = multiprocessing.get_context("spawn").Process(target=_make, args=(items, path))
    maker.start()
    maker.join()
    return path


def _make(items: int, path: Path) -> None:
    save(synthetic(items), path)


def main(items: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = make(items, Path(folder))
        before = peak()
        started = time.perf_counter()
        outcome = load([path], load_dialect("national"), date.today())
        read = time.perf_counter() - started
        assert len(outcome.items) == items and not outcome.faults
        started = time.perf_counter()
        write_items(outcome.items, Path(folder) / "guide")
        wrote = time.perf_counter() - started
        print(f"{items} items, {path.stat().st_size / 2**20:.1f} MiB of .xlsx")
        print(f"read and check {read:.1f} s ({items / read:.0f} items/s), write {wrote:.1f} s")
        print(f"together {items / (read + wrote):.0f} items/s, peak {peak()} MiB (before {before} MiB)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS)
