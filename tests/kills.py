"""Work in processes that kill themselves (SIGKILL) at a chosen file operation."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

# What Python tells of itself (PEP 578) whenever it touches a file.
OPERATIONS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.listdir", "os.scandir"}
NEVER = sys.maxsize


def run(work: Callable[[], int], inside: Path, killed_at: int = NEVER) -> tuple[list[str], int]:
    """Run ``work`` in a forked process; return its file operations below ``inside`` and how it ended.

    The process kills itself just before operation ``killed_at``, counted from 0.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        _watch(inside, killed_at, writing)
        os._exit(work())
    os.close(writing)
    with open(reading, encoding="utf-8") as pipe:
        operations = pipe.read().split()
    return operations, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _watch(inside: Path, killed_at: int, told: int) -> None:
    count = 0

    def look(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event not in OPERATIONS or not arguments or str(inside) not in str(arguments[0]):
            return
        if count == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1
        os.write(told, f"{event}\n".encode())

    sys.addaudithook(look)


def spread(operations: int, wanted: int) -> list[int]:
    """Return ``wanted`` or a few more points: half of them the last ones, where things take their places."""
    last = operations - wanted // 2
    return [*range(0, last, max(last // (wanted - wanted // 2), 1)), *range(last, operations)]
