"""The launcher as a user runs it, with stand-ins for Rasa and the app that take no minute to start."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops import models
from ops.environments import STAMP, _wanted
from ops.failures import Failure
from ops.layout import Layout, python_of
from tests.ops.test_processes import gone, is_running

SERVER = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

port = int(os.environ["YIZHAN_PORT"] if sys.argv[1:] == [] else sys.argv[sys.argv.index("--port") + 1])
HTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""
TRAINING = """
import os, sys
from pathlib import Path

with open("trainings.txt", "a") as trainings:
    print("force" if "--force" in sys.argv else "plain", file=trainings)
if "broken" in Path("config.yml").read_text():
    sys.exit("YamlException: config.yml is broken")
out = Path(sys.argv[sys.argv.index("--out") + 1])
out.mkdir(parents=True, exist_ok=True)
(out / "yizhan.tar.gz").write_text("model")
"""

INDEXING = """
from pathlib import Path

if "broken" in Path("knowledge/guidebook.yaml").read_text():
    raise SystemExit("guidebook.yaml 第 1 行：缺名称")
Path(".run/index").mkdir(exist_ok=True)
with open("indexings.txt", "a") as indexings:
    print("index", file=indexings)
"""


@pytest.fixture
def ready_checkout(checkout: Layout) -> Layout:
    """A checkout whose environments are there already."""
    for environment, lists in (
        (checkout.app_environment, ["app", "dev"]),
        (checkout.rasa_environment, ["rasa"]),
    ):
        python_of(environment).parent.mkdir(parents=True)
        python_of(environment).symlink_to(sys.executable)
        for name in lists:
            (environment / STAMP.format(name)).write_text(_wanted(checkout, name))
    files = {
        "api/__main__.py": SERVER,
        "bot/runtime/__main__.py": SERVER,
        "rasa/__main__.py": TRAINING,
        "knowledge/__main__.py": INDEXING,
        "knowledge/guidebook.yaml": "items",
        "bot/data/nlu.yml": "nlu",
        "bot/domain/domain.yml": "domain",
        "bot/lexicon/words.txt": "居住证",
        "config.yml": "pipeline",
    }
    for name, text in files.items():
        (checkout.root / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout.root / name).write_text(text)
    return checkout


class Launch:
    """One ``python -m ops.run`` in a checkout."""

    def __init__(self, layout: Layout) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("YIZHAN_", "MAKE"))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ops.run"],
            cwd=layout.root,
            env={**environment, "YIZHAN_PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def until_ready(self) -> str:
        assert self.process.stdout is not None
        told = ""
        for line in self.process.stdout:
            told += line
            if line.startswith("Ready:"):
                return told
        return told

    def children(self) -> list[int]:
        pid = self.process.pid
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def rest(self) -> tuple[str, str]:
        out, err = self.process.communicate(timeout=30)
        return out, err


@pytest.fixture
def launch(ready_checkout: Layout) -> Iterator[Launch]:
    started = Launch(ready_checkout)
    yield started
    if started.process.poll() is None:
        started.process.kill()
    started.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_address_is_told_and_a_signal_ends_every_process(launch: Launch, number: signal.Signals) -> None:
    told = launch.until_ready()
    assert "一站引导已就绪：http://127.0.0.1:" in told
    children = launch.children()
    assert len(children) == 2
    launch.process.send_signal(number)
    out, err = launch.rest()
    assert "已全部结束" in out
    assert err == ""
    assert launch.process.returncode == 0
    assert all(gone(child) for child in children)


def test_a_launcher_put_in_the_background_by_a_script_still_hears_an_interrupt(ready_checkout: Layout) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # what a shell does for `make run &`
    try:
        launch = Launch(ready_checkout)
    finally:
        signal.signal(signal.SIGINT, before)
    launch.until_ready()
    launch.process.send_signal(signal.SIGINT)
    out, _ = launch.rest()
    assert "已全部结束" in out


def test_an_impatient_second_signal_leaves_no_process_behind(launch: Launch) -> None:
    launch.until_ready()
    children = launch.children()
    for _ in range(3):
        launch.process.send_signal(signal.SIGINT)
        time.sleep(0.02)
    launch.rest()
    assert all(gone(child) for child in children)


def test_a_launcher_that_is_killed_takes_both_processes_along(launch: Launch) -> None:
    launch.until_ready()
    children = launch.children()
    launch.process.kill()
    launch.rest()
    assert all(gone(child) for child in children)


@pytest.mark.parametrize("which", [0, 1])
def test_the_end_of_one_process_ends_the_other_and_is_told(launch: Launch, which: int) -> None:
    launch.until_ready()
    children = launch.children()
    assert all(is_running(child) for child in children)
    os.kill(children[which], signal.SIGKILL)
    _, err = launch.rest()
    assert launch.process.returncode == 1
    assert "意外结束（退出码 -9）" in err
    assert "Traceback" not in err
    assert all(gone(child) for child in children)


def test_a_second_start_trains_nothing_and_a_changed_dictionary_trains_with_force(
    ready_checkout: Layout,
) -> None:
    def start() -> list[str]:
        launch = Launch(ready_checkout)
        launch.until_ready()
        launch.process.send_signal(signal.SIGINT)
        launch.rest()
        return (ready_checkout.root / "trainings.txt").read_text().split()

    assert start() == ["force"]
    assert start() == ["force"]
    (ready_checkout.root / "bot/data/nlu.yml").write_text("more")
    assert start() == ["force", "plain"]
    (ready_checkout.root / "bot/lexicon/words.txt").write_text("居住证\n流动人口")
    assert start() == ["force", "plain", "force"]
    ready_checkout.model.unlink()
    assert start() == ["force", "plain", "force", "force"]


def test_the_index_is_built_again_when_the_guidebook_changed_and_a_fault_in_it_is_told(
    ready_checkout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def indexings() -> int:
        models.ensure_index(ready_checkout)
        return (ready_checkout.root / "indexings.txt").read_text().count("index")

    for variable in ("YIZHAN_GUIDEBOOK", "YIZHAN_MODEL", "YIZHAN_INDEX"):
        monkeypatch.delenv(variable, raising=False)
    guidebook = ready_checkout.root / "knowledge/guidebook.yaml"
    ready_checkout.made.mkdir(exist_ok=True)
    assert [indexings(), indexings()] == [1, 1]
    guidebook.write_text("more items")
    assert [indexings(), indexings()] == [2, 2]
    monkeypatch.setenv("YIZHAN_GUIDEBOOK", "another")
    assert [indexings(), indexings()] == [3, 4]
    guidebook.write_text("broken")
    with pytest.raises(Failure, match="缺名称"):
        models.ensure_index(ready_checkout)


def test_a_failed_training_is_one_sentence_and_keeps_the_model(ready_checkout: Layout) -> None:
    ready_checkout.model.parent.mkdir(parents=True)
    ready_checkout.model.write_text("the model of yesterday")
    stamp = ready_checkout.model.with_suffix(".json")
    stamp.write_text(json.dumps({"data": "of yesterday"}))
    (ready_checkout.root / "config.yml").write_text("broken")
    launch = Launch(ready_checkout)
    _, err = launch.rest()
    assert launch.process.returncode == 1
    assert "对话模型没有训练成功" in err
    assert "YamlException: config.yml is broken" in err
    assert "Traceback" not in err
    assert ready_checkout.model.read_text() == "the model of yesterday"


def test_an_app_that_does_not_start_is_told_with_the_end_of_its_log(ready_checkout: Layout) -> None:
    (ready_checkout.root / "api/__main__.py").write_text("raise SystemExit('no guidebook')")
    launch = Launch(ready_checkout)
    _, err = launch.rest()
    assert "应用意外结束（退出码 1）" in err
    assert "no guidebook" in err


def test_an_unforeseen_fault_is_kept_in_a_log_and_shown_as_a_sentence(ready_checkout: Layout) -> None:
    (ready_checkout.made / "prepare.lock").mkdir(parents=True)
    launch = Launch(ready_checkout)
    _, err = launch.rest()
    assert "没有预料到的问题" in err
    assert "Traceback" not in err
    assert "Traceback" in ready_checkout.log("launcher").read_text()


def test_a_second_terminal_waits_for_the_first_to_finish_preparing(ready_checkout: Layout) -> None:
    ready_checkout.made.mkdir(exist_ok=True)
    with (ready_checkout.made / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        launch = Launch(ready_checkout)
        assert launch.process.stdout is not None
        told = [launch.process.stdout.readline() for _ in range(2)]
        assert "另一个终端正在准备" in told[1]
        assert launch.children() == []
    assert "Ready:" in launch.until_ready()
    launch.process.send_signal(signal.SIGINT)
    launch.rest()
