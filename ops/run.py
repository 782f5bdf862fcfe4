"""``make run``: prepare what is missing, start both processes, and end them together."""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from types import FrameType

from ops import progress
from ops.environments import ensure_app
from ops.failures import Failure, disk_is_full
from ops.layout import HERE, Layout, python_of
from ops.models import ensure_index, ensure_rasa_model
from ops.processes import LOOK_SECONDS, Child, die_with_parent, stop_all
from ops.rasa import ended_early, start_rasa, wait_until_answers
from ops.settings import Settings, read_settings
from ops.waiting import alone

READY_SECONDS = 120.0  # measured: 12 s on two cores; a slow disk reads TensorFlow for a minute


def run(layout: Layout = HERE) -> None:
    """Serve until stopped."""
    progress.say("一站引导：正在准备")
    read_settings()  # a wrong setting is told before minutes of work, and once more after them
    with alone(layout):
        ensure_app(layout)
        ensure_rasa_model(layout)
    serve(read_settings(), layout)


def serve(settings: Settings, layout: Layout) -> None:
    """Start Rasa and the app, print the address when a turn has been answered, and watch both."""
    children: list[Child] = []
    try:
        # Rasa takes longest to start and needs no index: the index is looked at meanwhile.
        rasa = start_rasa(settings.rasa_port, settings.action_url, settings.token, layout, wait=False)
        children.append(rasa)
        with alone(layout):
            ensure_index(layout)
        with progress.step("正在启动") as step:
            app = [python_of(layout.app_environment), "-m", "api"]
            children.append(Child("应用", app, layout.log("app"), layout.root, settings.for_app()))
            wait_until_answers(f"{settings.app_url}/health/ready", children, READY_SECONDS, step.tick)
        progress.say(f"\n一站引导已就绪：{settings.app_url}/  （按 Ctrl-C 结束）")
        progress.say(f"Ready: {settings.app_url}/  (press Ctrl-C to stop)\n")
        while True:
            time.sleep(LOOK_SECONDS)
            for child in children:
                if child.ended():
                    raise ended_early(child)
    finally:
        for number in _ENDING:  # an impatient second Ctrl-C must not leave a process behind
            signal.signal(number, signal.SIG_IGN)
        stop_all(children)


def tell_failures(work: Callable[[], None], layout: Layout = HERE) -> int:
    """Do the work; show a person what went wrong as a sentence, never as a stack trace."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal that is not UTF-8
    sys.stderr.reconfigure(errors="replace")  # type: ignore[union-attr]
    for number in _ENDING:
        # nohup ignores SIGHUP on purpose; a shell script ignores SIGINT for all it puts in the background.
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)
    if "MAKELEVEL" in os.environ:
        die_with_parent(signal.SIGTERM)  # make was killed: nobody is left to press Ctrl-C
    try:
        work()
    except Failure as failure:
        return _complain(str(failure))
    except KeyboardInterrupt:
        progress.say("\n已全部结束。Stopped.")
    except Exception as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return _complain(str(disk_is_full(layout.root)))
        log = layout.log("launcher")
        log.write_text(traceback.format_exc(), encoding="utf-8")
        return _complain(f"出现了没有预料到的问题：{error}。请把 {log} 的内容发给维护人员。")
    return 0


_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _complain(sentence: str) -> int:
    sys.stdout.flush()
    print(f"\n{sentence}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(tell_failures(run))
