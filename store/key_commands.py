"""``python -m store keys make | list | revoke``: API keys from the command line of whoever runs the machine."""

import argparse
import sys
from datetime import datetime, timedelta
from typing import Protocol

from store.keys import Key
from store.roles import Role
from store.store import Store


class _Subparsers(Protocol):
    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser: ...


def add_to(commands: _Subparsers) -> None:
    """Add the commands; each sets ``run``, called with the open store and the arguments, and returns an exit code."""
    deeds = commands.add_parser("keys", help="密钥：新建、查看、停用").add_subparsers(required=True, metavar="做什么")
    make = deeds.add_parser("make", help="新建一把，只显示这一次")
    make.add_argument("name", help="给谁用，写进审计日志")
    make.add_argument("role", type=Role, choices=list(Role), metavar="、".join(Role), help="身份")
    make.add_argument("--scope", action="append", default=[], help="只许做这一部分（可以写几次）；不写为全部")
    make.add_argument("--days", type=int, help="几天后到期；不写不到期")
    make.set_defaults(run=_make)
    deeds.add_parser("list", help="全部密钥和最近使用时间").set_defaults(run=_list)
    revoke = deeds.add_parser("revoke", help="停用一把，用它登录的人立即退出")
    revoke.add_argument("id", help="密钥编号，见 list")
    revoke.set_defaults(run=_revoke)


def _make(store: Store, given: argparse.Namespace) -> int:
    lifetime = timedelta(days=given.days) if given.days else None
    key, secret = store.keys.create(given.name, given.role.value, tuple(given.scope), lifetime)
    store.audit.append(_ACTOR, "make_key", key.id, name=key.name, role=key.role, scopes=list(key.scopes))
    print(secret)
    print(f"编号 {key.id}，给 {key.name}（{key.role}）用。这把密钥只显示这一次，请现在交给本人。", file=sys.stderr)
    return 0


def _list(store: Store, given: argparse.Namespace) -> int:
    for key in store.keys.all():
        scopes = "、".join(key.scopes) or "全部"
        print(f"{key.id}\t{key.role}\t{key.name}\t范围：{scopes}\t最近使用：{_day(key.last_used_at)}\t{_state(key)}")
    return 0


def _revoke(store: Store, given: argparse.Namespace) -> int:
    if not store.keys.revoke(given.id):
        print(f"没有编号为 {given.id} 的密钥，或者已经停用。用 python -m store keys list 查看。", file=sys.stderr)
        return 1
    name = next(key.name for key in store.keys.all() if key.id == given.id)
    store.sessions.end_all(name)
    store.audit.append(_ACTOR, "revoke_key", given.id, name=name)
    print(f"已停用 {given.id}（{name}）。")
    return 0


_ACTOR = "命令行"


def _day(moment: datetime | None) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else "从未"


def _state(key: Key) -> str:
    if key.revoked_at:
        return f"{_day(key.revoked_at)} 停用"
    return f"{_day(key.expires_at)} 到期" if key.expires_at else "有效"
