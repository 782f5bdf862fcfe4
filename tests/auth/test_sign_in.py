"""Keys and sessions as staff and machines use them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from store import tables
from store.roles import Role
from store.store import Store
from tests.auth.conftest import Make, sign_in

CORRECTION = {"item_id": "ga-birth-registration", "words": "这一行的份数不对"}


def test_a_key_is_exchanged_for_a_cookie_that_no_script_reads_and_no_other_site_sends(
    client: TestClient, key_of: Callable[..., str]
) -> None:
    reply = client.post("/api/v1/session", json={"key": key_of(Role.CLERK, "陈")})
    cookie = reply.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert reply.json()["name"] == "陈"
    assert client.get("/api/v1/session").json()["role"] == "clerk"


def test_behind_tls_the_cookie_never_travels_in_the_clear(make_client: Make, loaded: object) -> None:
    client = make_client(public_url="https://zwfw.example.cn")
    key = client.app.state.store.keys.create("陈", "clerk")[1]  # type: ignore[attr-defined]
    assert "secure" in client.post("/api/v1/session", json={"key": key}).headers["set-cookie"].lower()


@pytest.mark.parametrize("key", ["yz_000000000000_no-such-key", "密钥密钥密钥密钥", "yz_" + "a" * 190])
def test_a_wrong_key_is_refused_in_plain_words(client: TestClient, key: str) -> None:
    reply = client.post("/api/v1/session", json={"key": key})
    assert reply.status_code == 401
    assert "打不开" in reply.json()["detail"]
    assert "set-cookie" not in reply.headers


def test_a_change_needs_the_token_of_the_page(client: TestClient, key_of: Callable[..., str]) -> None:
    headers = sign_in(client, key_of(Role.CLERK))
    for forged in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "别的"}, {"X-CSRF-Token": headers["X-CSRF-Token"] + "a"}):
        encoded = {name: value.encode() for name, value in forged.items()}
        refused = client.post("/api/v1/desk/corrections", json=CORRECTION, headers=encoded)
        assert refused.status_code == 403
    assert client.post("/api/v1/desk/corrections", json=CORRECTION, headers=headers).status_code == 201


def test_a_bearer_key_needs_no_token_since_no_page_sends_it(client: TestClient, key_of: Callable[..., str]) -> None:
    headers = {"Authorization": f"Bearer {key_of(Role.CLERK)}"}
    assert client.post("/api/v1/desk/corrections", json=CORRECTION, headers=headers).status_code == 201


def test_a_session_ends_by_time(client: TestClient, store: Store, key_of: Callable[..., str]) -> None:
    sign_in(client, key_of(Role.CLERK))
    with store.engine.begin() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute(update(tables.sessions).values(expires_at=past))
    assert client.get("/api/v1/session").status_code == 401


def test_a_session_ends_by_signing_out_even_for_whoever_copied_the_cookie(
    client: TestClient, key_of: Callable[..., str]
) -> None:
    headers = sign_in(client, key_of(Role.CLERK))
    copied = client.cookies["yz_desk"]
    assert client.delete("/api/v1/session", headers=headers).status_code == 204
    client.cookies.set("yz_desk", copied)
    assert client.get("/api/v1/session").status_code == 401


def test_a_revoked_key_ends_its_sessions_too(client: TestClient, store: Store, key_of: Callable[..., str]) -> None:
    sign_in(client, key_of(Role.CLERK, "陈"))
    operator = {"Authorization": f"Bearer {key_of(Role.OPERATOR, '李')}"}
    number = next(key.id for key in store.keys.all() if key.name == "陈")
    assert client.delete(f"/api/v1/keys/{number}", headers=operator).status_code == 204
    assert client.get("/api/v1/session").status_code == 401
    assert client.delete(f"/api/v1/keys/{number}", headers=operator).status_code == 404


@pytest.mark.parametrize("more", [{"role": Role.MACHINE}, {"role": Role.CLERK, "scopes": ("desk",)}])
def test_keys_of_programs_open_no_session(
    client: TestClient, key_of: Callable[..., str], more: dict[str, object]
) -> None:
    reply = client.post("/api/v1/session", json={"key": key_of(**more)})
    assert reply.status_code == 403
    assert "程序" in reply.json()["detail"]


def test_a_session_of_the_mini_program_opens_no_desk(client: TestClient, store: Store) -> None:
    token, _ = store.sessions.begin("citizen", "someone", timedelta(hours=1))
    client.cookies.set("yz_desk", token)
    assert client.get("/api/v1/session").status_code == 401


def test_citizens_get_no_cookie_and_need_no_key(client: TestClient) -> None:
    for path in ("/", "/api/v1/divisions", "/api/v1/items?q=上户口", "/desk/clerk"):
        reply = client.get(path)
        assert reply.status_code == 200
        assert "set-cookie" not in reply.headers


def test_every_change_stands_in_the_audit_log_under_its_maker(
    client: TestClient, store: Store, key_of: Callable[..., str]
) -> None:
    headers = sign_in(client, key_of(Role.OPERATOR, "李"))
    made = client.post("/api/v1/keys", json={"name": "三号窗口", "role": "clerk", "days": 30}, headers=headers).json()
    client.delete(f"/api/v1/keys/{made['key']['id']}", headers=headers)
    client.post("/api/v1/desk/corrections", json=CORRECTION, headers=headers)
    client.delete("/api/v1/session", headers=headers)
    deeds = [(entry.actor, entry.deed) for entry in store.audit.entries()]
    assert deeds == [("李", deed) for deed in ("sign_in", "make_key", "revoke_key", "correct", "sign_out")]
    assert made["secret"] not in str([entry.details for entry in store.audit.entries()])


def test_a_desk_cannot_be_held_in_a_frame_of_another_site(client: TestClient) -> None:
    assert "frame-ancestors 'none'" in client.get("/desk/clerk").headers["content-security-policy"]
