"""The example client of ``examples/miniprogram``: typed, and drawn by miniprogram-simulate against this very server."""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from api.app import create_app
from api.settings import Settings
from api.wechat.settings import WeChatSettings
from knowledge.guidebook import Guidebook
from knowledge.index.search import Searcher
from ops.layout import HERE
from tests.wechat.standin import APPID, SECRET, TEMPLATE, StandIn

EXAMPLE = HERE.root / "examples" / "miniprogram"
INSTALLED = HERE.root / ".run" / "miniprogram"  # beside the checkout's other tools: the example stays clean
NEEDED = "这项测试需要 Node.js 和 npm。Debian：apt-get install nodejs npm"
INSTALL_SECONDS = 300


@pytest.fixture(scope="module")
def project() -> Path:
    """The example with the packages of its lock file, installed once for all runs until that file changes."""
    npm = shutil.which("npm")
    assert npm and shutil.which("node"), NEEDED
    INSTALLED.mkdir(parents=True, exist_ok=True)
    for old in INSTALLED.iterdir():
        if old.name != "node_modules":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    shutil.copytree(EXAMPLE, INSTALLED, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    lock, done = EXAMPLE / "package-lock.json", INSTALLED / "node_modules" / ".of-this-lock"
    if not done.exists() or done.read_bytes() != lock.read_bytes():
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        _run(command, timeout=INSTALL_SECONDS)
        shutil.copy(lock, done)
    return INSTALLED


def _run(command: list[str], timeout: float, **environment: str) -> None:
    ended = subprocess.run(
        command, cwd=INSTALLED, env={**os.environ, **environment}, capture_output=True, text=True, timeout=timeout
    )
    assert ended.returncode == 0, ended.stdout[-6_000:] + ended.stderr[-6_000:]


@pytest.fixture
def server(wechat: StandIn, loaded: tuple[Guidebook, Searcher], tmp_path: Path) -> Iterator[str]:
    """The app on a port of its own, beside the stand-in for WeChat."""
    given = {"appid": APPID, "secret": SECRET, "template": TEMPLATE, "base_url": wechat.url}
    store = f"sqlite:///{tmp_path}/store.sqlite3"
    settings = Settings(rasa_url=None, store=store, wechat=WeChatSettings.model_validate(given))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        running = uvicorn.Server(uvicorn.Config(create_app(settings, loaded), log_level="warning"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            wechat.wait(lambda: running.started)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            running.should_exit = True
            thread.join()


def test_the_example_keeps_to_the_types_of_the_mini_program(project: Path) -> None:
    _run([str(project / "node_modules/.bin/tsc"), "--project", "."], timeout=120)


def test_the_example_works_against_this_server(project: Path, server: str, wechat: StandIn) -> None:
    codes = [f"login-code-{number}" for number in range(30)]
    wechat.codes = dict.fromkeys(codes, "oPerson")
    jest = [str(project / "node_modules/.bin/jest"), "--ci", "--runInBand"]
    _run(jest, timeout=240, YIZHAN_API=server, YIZHAN_LOGIN_CODES=",".join(codes))


def test_the_lock_file_names_packages_and_hashes_but_no_server() -> None:
    lock = (EXAMPLE / "package-lock.json").read_text("utf-8")
    assert '"integrity": "sha512-' in lock and '"resolved"' not in lock
