"""The first key: without it nobody could sign in to make another."""

from store.roles import Role
from store.store import Store

NAME = "首次启动"


def first_key(store: Store) -> str | None:
    """Make an operator's key when the store has never had one; returns the words to print once, else ``None``."""
    if store.keys.all():
        return None
    key, secret = store.keys.create(NAME, Role.OPERATOR.value)
    store.audit.append(NAME, "make_key", key.id, name=key.name, role=key.role, scopes=[])
    return (
        f"工作台的首把密钥（只显示这一次）：{secret}\n"
        "打开 /desk 用它登录；给每个人另建密钥后，请停用这一把：python -m store keys list"
    )
