"""Child processes that never outlive us."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from ops import progress
from ops.layout import Layout

GRACE_SECONDS = 6.0  # from SIGTERM to SIGKILL; a chat turn takes far less
LOOK_SECONDS = 0.1
PR_SET_PDEATHSIG = 1  # prctl(2)

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(number: int = signal.SIGKILL) -> None:
    """Ask Linux for a signal when the thread that started this process ends, even if by kill -9."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


class Child:
    """A process in a group of its own, its output in a log, ended with everything it started.

    A group of its own keeps a terminal's Ctrl-C from it, so that we end the children in order.
    Start it from a thread that lives as long as it should: Linux ends it with that thread.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[object],
        log: Path,
        folder: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start the command in ``folder``; its environment is ours and the given variables."""
        parent = os.getpid()

        def prepare() -> None:
            die_with_parent()
            if os.getppid() != parent:  # the parent ended before the wish was spoken
                os._exit(1)

        self.name, self.log = name, log
        self.command = [str(word) for word in command]
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                self.command,
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=prepare,
            )

    @property
    def pid(self) -> int:
        """The process id, which is also the group's."""
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit status once ``stop`` has been called."""
        return self._process.returncode

    def ended(self) -> bool:
        """Tell whether the process has ended; it stays unreaped, so that its group id stays ours."""
        if self._process.returncode is not None:
            return True
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def stop(self) -> None:
        """End the process and its group: politely, then surely."""
        stop_all([self])

    def _signal(self, number: int) -> None:
        if self._process.returncode is None:
            try:
                os.killpg(self.pid, number)
            except (ProcessLookupError, PermissionError):  # the latter: only zombies left (macOS)
                pass

    def _end(self) -> None:
        self._signal(signal.SIGKILL)
        self._process.wait()


def stop_all(children: Iterable[Child]) -> None:
    """End all children together; returns when none of their processes is left."""
    running = list(children)
    for child in running:
        if not child.ended():
            child._signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while not all(child.ended() for child in running) and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
    for child in running:
        child._end()


def carry_out(
    label: str,
    command: Sequence[object],
    log: Path,
    layout: Layout,
    environment: Mapping[str, str] | None = None,
) -> bool:
    """Run a command to its end with its progress shown; tell whether it went well."""
    with progress.step(label) as step:
        step.went_well = _finished(Child(label, command, log, layout.root, environment), step.tick) == 0
    return step.went_well


def _finished(child: Child, tick: Callable[[], None]) -> int | None:
    try:
        while not child.ended():
            tick()
            time.sleep(LOOK_SECONDS)
    finally:
        child.stop()
    return child.returncode
