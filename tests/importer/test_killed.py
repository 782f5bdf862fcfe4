"""An import writes all of its items or none, whenever it is killed."""

import json
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from knowledge.importer.swap import recover
from knowledge.importer.write import write_items
from tests.importer.killed import ITEMS, items, names

POINTS = 24
OLD, NEW = ["name: 旧"] * ITEMS, ["name: 新"] * ITEMS


def test_a_killed_import_leaves_all_old_items_or_all_new_ones() -> None:
    command = [sys.executable, "-m", "tests.importer.killed", str(POINTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    ends = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(ends) >= POINTS and {end["status"] for end in ends} == {-signal.SIGKILL}
    assert all(end["names"] in (OLD, NEW) and end["again"] == NEW for end in ends)
    assert ends[0]["names"] == OLD and [a["names"] != b["names"] for a, b in pairwise(ends)].count(True) == 1


def test_files_of_the_folder_that_are_not_imported_stay_where_they_are(tmp_path: Path) -> None:
    write_items(items("旧"), tmp_path)
    other = tmp_path / "items" / "ga" / "ga-x.yaml"
    other.parent.mkdir()
    (tmp_path / "items" / "imported" / "x-3.yaml").rename(other.parent / "x-3.yaml")
    other.write_text("name: 别的\n", "utf-8")
    write_items(items("新"), tmp_path)
    assert names(tmp_path) == sorted(["name: 别的", *NEW])
    assert (other.parent / "x-3.yaml").exists()  # an item stays in the folder where it stood
    assert {path.name for path in tmp_path.iterdir()} == {"items"}


def test_items_that_stood_aside_when_a_process_was_killed_come_back(tmp_path: Path) -> None:
    write_items(items("旧"), tmp_path)
    (tmp_path / "items").rename(tmp_path / "items.former")
    recover(tmp_path / "items")
    assert names(tmp_path) == OLD
