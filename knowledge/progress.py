"""A progress bar on a terminal; silent where nobody watches."""

import sys
from typing import TextIO

WIDTH = 24  # characters


def clear_progress(stream: TextIO | None = None) -> None:
    """Leave the terminal's line empty for the words that follow."""
    stream = stream or sys.stderr
    if stream.isatty():
        print("\r\x1b[K", end="", file=stream, flush=True)


def show_progress(step: str, done: int, of: int, stream: TextIO | None = None) -> None:
    """Draw ``step`` with its bar over the line before; the last call of a step ends the line."""
    stream = stream or sys.stderr
    if not stream.isatty() or (done != of and done % max(of // 200, 1)):
        return
    filled = WIDTH * done // max(of, 1)
    bar = "█" * filled + "░" * (WIDTH - filled)
    counted = f" {done}/{of}" if of > 1 else ""
    print(f"\r\x1b[K{step} {bar}{counted}", end="\n" if done == of else "", file=stream, flush=True)
