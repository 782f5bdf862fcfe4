import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ops import processes
from ops.layout import HERE
from ops.processes import Child

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
WITH_GRANDCHILD = """
import subprocess, sys, time
print(subprocess.Popen(sys.argv[1:]).pid, flush=True)
time.sleep(60)
"""


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_running(pid)


def text_of(log: Path) -> str:
    deadline = time.monotonic() + 10
    while not log.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    return log.read_text()


def test_what_a_child_started_ends_with_it(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [
        sys.executable,
        "-c",
        WITH_GRANDCHILD,
        *SLEEP,
    ]
    child = Child("child", command, log, tmp_path)
    grandchild = int(text_of(log))
    assert is_running(grandchild)
    child.stop()
    assert gone(grandchild)
    assert child.returncode == -signal.SIGTERM


def test_a_child_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "GRACE_SECONDS", 0.3)
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    child = Child("child", [sys.executable, "-c", deaf], tmp_path / "log", tmp_path)
    text_of(tmp_path / "log")
    child.stop()
    assert child.returncode == -signal.SIGKILL


def test_a_child_ends_when_we_are_killed(tmp_path: Path) -> None:
    us = f"""
import sys, time
from pathlib import Path
from ops.processes import Child
print(Child("child", {SLEEP!r}, Path({str(tmp_path / "log")!r}), Path("/")).pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", us], cwd=HERE.root, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        os.kill(parent.pid, signal.SIGKILL)
    assert gone(child)


def test_stopping_twice_is_stopping(tmp_path: Path) -> None:
    child = Child("child", [sys.executable, "-c", ""], tmp_path / "log", tmp_path)
    child.stop()
    child.stop()
    assert child.ended()
