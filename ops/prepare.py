"""Prepare parts without starting anything: ``python -m ops.prepare dev rasa index dialogue``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from ops.environments import ensure_app, ensure_rasa
from ops.layout import HERE
from ops.models import ensure_index, ensure_rasa_model
from ops.run import tell_failures
from ops.waiting import alone

PARTS: dict[str, Callable[[], object]] = {
    "app": ensure_app,
    "dev": lambda: ensure_app(for_tests=True),
    "rasa": ensure_rasa,
    "index": ensure_index,
    "dialogue": ensure_rasa_model,
}


def main() -> int:
    """Prepare the named parts, in the order given."""
    parser = argparse.ArgumentParser(prog="python -m ops.prepare", description="准备运行和测试需要的部分")
    parser.add_argument("parts", nargs="+", choices=PARTS)
    parts = parser.parse_args().parts

    def work() -> None:
        with alone(HERE):
            for part in parts:
                PARTS[part]()

    return tell_failures(work)


if __name__ == "__main__":
    sys.exit(main())
