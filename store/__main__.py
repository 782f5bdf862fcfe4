"""Command line of the store: ``python -m store keys … | backup | restore``."""

import argparse
import os
import sys

from store import backup_commands, key_commands
from store.opening import DEFAULT, StoreError
from store.store import Store


def main(arguments: list[str] | None = None) -> int:
    """Run one command on the store that YIZHAN_STORE names; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m store", description="使用记录库")
    commands = parser.add_subparsers(required=True, metavar="命令")
    key_commands.add_to(commands)
    backup_commands.add_to(commands)
    given = parser.parse_args(arguments)
    try:
        store = Store.open(os.environ.get("YIZHAN_STORE") or DEFAULT)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        code: int = given.run(store, given)
    finally:
        store.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
