"""Calm progress: one line for each step, with the seconds it has taken."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

REMINDER_SECONDS = 30  # where the output is no terminal (a CI log), a line this often


def say(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)


class Step:
    """A step on a terminal: one line, written again each second."""

    def __init__(self, label: str) -> None:
        """Begin to count."""
        self.label, self.went_well = label, True
        self._began, self._shown = time.monotonic(), -1

    @property
    def seconds(self) -> int:
        """How long the step has taken."""
        return int(time.monotonic() - self._began)

    def tick(self) -> None:
        """Show that time passes; called about ten times a second."""
        if self.seconds != self._shown:
            self._shown = self.seconds
            self._write(f"  {self.label} …… {self._shown} 秒")

    def end(self) -> None:
        """Show how it ended."""
        self._write(f"  {self.label} …… {'完成' if self.went_well else '未完成'}，{self.seconds} 秒\n")

    def _write(self, text: str) -> None:
        sys.stdout.write("\r" + text + " " * 4)
        sys.stdout.flush()


class LoggedStep(Step):
    """A step where the output is kept: a line at its beginning and end, and now and then between."""

    def __init__(self, label: str) -> None:
        """Begin to count, and say so."""
        super().__init__(label)
        self._next = REMINDER_SECONDS
        say(f"  {label} ……")

    def tick(self) -> None:
        """Say now and then that it goes on."""
        if self.seconds >= self._next:
            self._next += REMINDER_SECONDS
            say(f"  {self.label} …… 已 {self.seconds} 秒")

    def _write(self, text: str) -> None:
        say(text.rstrip())


@contextmanager
def step(label: str) -> Iterator[Step]:
    """Show a step while the block runs."""
    shown = Step(label) if sys.stdout.isatty() else LoggedStep(label)
    shown.tick()
    try:
        yield shown
    except BaseException:
        shown.went_well = False
        raise
    finally:
        shown.end()
