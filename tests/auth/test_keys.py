"""Keys from the command line, the first one, and the log of changes for the auditor."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from api.auth.first_key import first_key
from store import tables
from store.__main__ import main
from store.roles import Role
from store.store import Store


@pytest.fixture
def command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/commands.sqlite3"
    monkeypatch.setenv("YIZHAN_STORE", url)
    return url


def test_keys_are_made_listed_and_revoked_from_the_command_line(
    command_line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keys", "make", "三号窗口", "clerk", "--days", "30"]) == 0
    secret = capsys.readouterr().out.strip()
    store = Store.open(command_line)
    key = store.keys.check(secret)
    assert key is not None and key.role == "clerk" and key.expires_at is not None
    main(["keys", "list"])
    listed = capsys.readouterr().out
    assert "三号窗口" in listed and secret not in listed
    assert main(["keys", "revoke", key.id]) == 0
    assert store.keys.check(secret) is None
    assert main(["keys", "revoke", key.id]) == 1
    assert [entry.deed for entry in store.audit.entries()] == ["make_key", "revoke_key"]
    store.close()


def test_the_first_start_gives_one_operator_key_and_no_later_start_another(command_line: str) -> None:
    store = Store.open(command_line)
    words = first_key(store)
    assert words is not None
    secret = next(word for word in words.replace("：", " ").split() if word.startswith("yz_"))
    key = store.keys.check(secret)
    assert key is not None and key.role == "operator"
    assert first_key(store) is None
    store.keys.revoke(key.id)
    assert first_key(store) is None
    store.close()


def test_a_key_is_shown_once_and_its_last_use_ever_after(client: TestClient, key_of: Callable[..., str]) -> None:
    headers = {"Authorization": f"Bearer {key_of(Role.OPERATOR)}"}
    made = client.post("/api/v1/keys", json={"name": "接口", "role": "machine", "scopes": ["desk"]}, headers=headers)
    secret = made.json()["secret"]
    found = client.get("/api/v1/desk/items?q=csdj", headers={"Authorization": f"Bearer {secret}"})
    assert found.json()["results"][0]["id"] == "ga-birth-registration"
    listed = client.get("/api/v1/keys", headers=headers)
    assert secret not in listed.text
    assert next(key for key in listed.json() if key["name"] == "接口")["last_used_at"]


def test_a_scope_that_there_is_not_is_refused_by_name(client: TestClient, key_of: Callable[..., str]) -> None:
    headers = {"Authorization": f"Bearer {key_of(Role.OPERATOR)}"}
    reply = client.post("/api/v1/keys", json={"name": "接口", "role": "machine", "scopes": ["全部"]}, headers=headers)
    assert reply.status_code == 422
    assert "全部" in reply.json()["detail"]


def test_the_auditor_sees_and_exports_the_log_and_where_it_was_tampered_with(
    client: TestClient, store: Store, key_of: Callable[..., str]
) -> None:
    for number in range(3):
        store.audit.append("李", "publish", f"2026112{number}-1")
    headers = {"Authorization": f"Bearer {key_of(Role.AUDITOR)}"}
    page = client.get("/api/v1/audit", headers=headers).json()
    assert [entry["seq"] for entry in page["entries"]] == [3, 2, 1]
    assert page["first_fault"] is None
    lines = client.get("/api/v1/audit.jsonl", headers=headers).text.splitlines()
    assert [json.loads(line)["subject"] for line in lines] == ["20261120-1", "20261121-1", "20261122-1"]
    assert json.loads(lines[-1])["hash"] == page["head"]
    with store.engine.begin() as connection:
        connection.execute(update(tables.audit).where(tables.audit.c.seq == 2).values(actor="王"))
    assert client.get("/api/v1/audit", headers=headers).json()["first_fault"] == 2
