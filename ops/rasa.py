"""Start the dialogue engine; the app and the tests both start it by this."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from ops.failures import Failure, last_lines
from ops.layout import HERE, Layout, python_of
from ops.models import QUIET
from ops.processes import LOOK_SECONDS, Child

READY_SECONDS = 90.0  # measured: 9 s on two cores

# A proxy named in the environment is not for addresses of this machine.
_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


def start_rasa(
    port: int, action_url: str, token: str, layout: Layout = HERE, log: Path | None = None, wait: bool = True
) -> Child:
    """Start Rasa on loopback with the trained model; with ``wait``, return when it listens.

    ``action_url`` is the webhook it calls for actions, with ``Authorization: Bearer <token>``.
    Call ``stop()`` on the result; it also ends with the thread that called this.
    """
    command = [python_of(layout.rasa_environment), "-m", "bot.runtime", "run", "--interface", "127.0.0.1"]
    command += ["--port", port, "--model", layout.model]
    command += ["--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml"]
    variables = {**QUIET, "YIZHAN_ACTION_URL": action_url, "YIZHAN_ACTION_TOKEN": token}
    rasa = Child("对话引擎", command, log or layout.log("rasa"), layout.root, variables)
    if wait:
        try:
            wait_until_answers(f"http://127.0.0.1:{port}/", [rasa], READY_SECONDS)
        except BaseException:
            rasa.stop()
            raise
    return rasa


def wait_until_answers(
    url: str, children: list[Child], seconds: float, tick: Callable[[], None] = lambda: None
) -> None:
    """Return when the address answers 200; fail when a child ends or the time is over."""
    deadline = time.monotonic() + seconds
    while not answers(url):
        tick()
        for child in children:
            if child.ended():
                raise ended_early(child)
        if time.monotonic() > deadline:
            logs = "、".join(str(child.log) for child in children)
            raise Failure(f"等了 {seconds:.0f} 秒，{url} 仍没有就绪。请看日志：{logs}")
        time.sleep(LOOK_SECONDS)


def ended_early(child: Child) -> Failure:
    """Say that a process ended, with the end of its log."""
    child.stop()
    return Failure(
        f"{child.name}意外结束（退出码 {child.returncode}）。"
        f"请看日志 {child.log}，最后几行是：\n{last_lines(child.log)}"
    )


def answers(url: str) -> bool:
    """Tell whether the address answers 200 now."""
    try:
        with _open(url, timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False
