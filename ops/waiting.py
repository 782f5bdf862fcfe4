"""One preparation at a time in one checkout."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ops import progress
from ops.layout import Layout
from ops.processes import LOOK_SECONDS


@contextmanager
def alone(layout: Layout) -> Iterator[None]:
    """Wait while another terminal prepares the same checkout, then keep others waiting."""
    layout.made.mkdir(exist_ok=True)
    with (layout.made / "prepare.lock").open("w") as lock:
        if not _locked(lock.fileno()):
            with progress.step("另一个终端正在准备，等它完成") as step:
                while not _locked(lock.fileno()):
                    step.tick()
                    time.sleep(LOOK_SECONDS)
        yield


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
