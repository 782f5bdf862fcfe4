"""``python -m store backup FILE`` and ``restore FILE``."""

import argparse
import sys
from pathlib import Path
from typing import Protocol

from store.backup import backup, restore
from store.opening import StoreError
from store.store import Store


class _Subparsers(Protocol):
    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser: ...


def add_to(commands: _Subparsers) -> None:
    """Add both commands; each sets ``run``, called with the open store and the arguments."""
    for name, words, run in (
        ("backup", "把库里的全部记录存成一个文件，服务不用停", _backup),
        ("restore", "把备份恢复到一个空库（YIZHAN_STORE 指到的库）", _restore),
    ):
        parser = commands.add_parser(name, help=words)
        parser.add_argument("file", type=Path, metavar="文件")
        parser.set_defaults(run=run)


def _backup(store: Store, given: argparse.Namespace) -> int:
    count = backup(store.engine, given.file)
    print(f"已备份 {count} 条记录：{given.file}。发布过的指南在版本库目录里，请一起备份（YIZHAN_LIBRARY）。")
    return 0


def _restore(store: Store, given: argparse.Namespace) -> int:
    try:
        count = restore(store.engine, given.file)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"已恢复 {count} 条记录。")
    return 0
