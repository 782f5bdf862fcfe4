"""Publish in processes that are killed at many points, and tell what the library is then.

``python -m tests.publishing.killed DRAFT LIBRARY POINTS``: each process works on a copy of LIBRARY. Prints one JSON
object a point: the operation, how the process ended, the version in use, and whether it opens whole. Processes are
forked from this one, which has loaded everything, so that a point takes a second and not ten.
"""

import json
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from knowledge.__main__ import main as knowledge
from knowledge.errors import GuidebookError
from knowledge.index.encoder import SHIPPED_MODEL
from knowledge.index.search import Searcher
from knowledge.publishing import Library
from tests.kills import run, spread


def publish(draft: Path, library: Path) -> int:
    """Publish as the command does; returns its status."""
    return knowledge(["publish", str(draft), "--note", "会被打断", "--library", str(library)])


def state(library: Path) -> tuple[str, bool]:
    """Return the version in use, and whether records and index open and belong together."""
    opened = Library(library)
    current = opened.current()
    assert current is not None
    try:
        guidebook = opened.guidebook(current.id)
        Searcher.load(guidebook, current.guidebook_folder, current.index_folder, SHIPPED_MODEL)
    except GuidebookError:
        return current.id, False
    return current.id, True


def main(draft: Path, library: Path, wanted: int) -> None:
    """Print what became of the library at each point."""
    with tempfile.TemporaryDirectory() as folder:

        def copy(name: str) -> Path:
            return Path(shutil.copytree(library, Path(folder) / name))

        assert publish(draft, copy("warm")) == 0  # loads all that a publishing process needs
        whole = copy("whole")
        operations, status = run(partial(publish, draft, whole), whole)
        assert status == 0, status
        for number in spread(len(operations), wanted):
            mine = copy(str(number))
            _, status = run(partial(publish, draft, mine), mine, number)
            version, opens = state(mine)
            told = {"operation": operations[number], "status": status, "version": version, "opens": opens}
            print(json.dumps(told), file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
