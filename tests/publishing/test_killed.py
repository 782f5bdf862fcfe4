"""Whenever a publishing process is killed, the library opens as before or as after, never as a mixture."""

import json
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from knowledge.publishing import Library
from knowledge.publishing.publish import Draft, publish
from tests.publishing.small import ITEMS, edit, make_small

POINTS = 24


def test_a_killed_publishing_leaves_the_old_version_or_the_new_one(tmp_path: Path) -> None:
    draft = make_small(tmp_path / "draft", ITEMS[:2], most_questions=6)
    library = Library(tmp_path / "library")
    old = publish(library, Draft(folder=draft, who="甲", note="第一版")).version
    assert old is not None
    edit(draft, ITEMS[0], "summary: ", "summary: 新的说法。")

    command = [sys.executable, "-m", "tests.publishing.killed", str(draft), str(library.folder), str(POINTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    ends = [json.loads(line) for line in done.stderr.splitlines()]

    assert len(ends) >= POINTS
    assert {end["status"] for end in ends} == {-signal.SIGKILL}
    assert all(end["opens"] for end in ends)
    changes = [before["version"] != after["version"] for before, after in pairwise(ends)]
    assert ends[0]["version"] == old.id and changes.count(True) == 1  # the old one up to one moment, then the new one


def test_what_a_killed_publishing_left_is_cleared_by_the_next(library: Library, draft: Path) -> None:
    half = library.coming / "guidebook"
    half.mkdir(parents=True)
    (half / "rest.yaml").write_text("half of a rec", "utf-8")
    (library.folder / "switches" / "coming").write_text("{", "utf-8")
    edit(draft, ITEMS[0], "summary: ", "summary: 新的说法。")
    version = publish(library, Draft(folder=draft, who="甲", note="再来一次")).version
    assert version is not None and not (version.guidebook_folder / "rest.yaml").exists()
    assert not library.coming.exists() and len(library.switches()) == 3
