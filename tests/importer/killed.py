"""Import in processes that are killed at many points: ``python -m tests.importer.killed POINTS``.

Prints one JSON object a point: how the process ended, and the names that the items of the folder have then.
"""

import json
import sys
import tempfile
from datetime import date
from functools import partial
from pathlib import Path

from knowledge.importer.write import write_items
from knowledge.schema import ServiceItem
from tests.kills import run, spread
from tests.knowledge.books import item

ITEMS = 12


def items(name: str) -> list[ServiceItem]:
    return [item(f"x-{number}", name=name, as_of=date(2026, 11, 22)) for number in range(ITEMS)]


def bring_in(name: str, folder: Path) -> int:
    write_items(items(name), folder)
    return 0


def names(folder: Path) -> list[str]:
    lines = [path.read_text("utf-8").splitlines() for path in folder.glob("items/*/*.yaml")]
    return sorted(line for text in lines for line in text if line.startswith("name: "))


def main(wanted: int) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "whole"
        bring_in("旧", folder)
        operations, status = run(partial(bring_in, "新", folder), folder)
        assert status == 0, status
        for number in spread(len(operations), wanted):
            mine = Path(made) / str(number)
            bring_in("旧", mine)
            _, status = run(partial(bring_in, "新", mine), mine, number)
            then = names(mine)
            bring_in("新", mine)
            print(json.dumps({"status": status, "names": then, "again": names(mine)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
