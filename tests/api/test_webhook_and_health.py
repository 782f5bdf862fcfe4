"""The action webhook is shut to outsiders; health tells alive from ready."""

from collections.abc import Callable

import httpx
import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import TOKEN

CALL = {
    "next_action": "action_find_subject",
    "sender_id": "x",
    "version": "3",
    "domain": {},
    "tracker": {
        "sender_id": "x",
        "slots": {},
        "latest_message": {"text": "对外贸易经营者备案怎么办", "intent": {"name": "one_time_notice"}, "entities": []},
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": None,
    },
}


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}])
def test_the_webhook_is_shut_without_the_secret(client: TestClient, header: dict[str, str]) -> None:
    assert client.post("/internal/actions", json=CALL, headers=header).status_code == 403


def test_the_webhook_runs_an_action(client: TestClient) -> None:
    result = client.post("/internal/actions", json=CALL, headers={"Authorization": f"Bearer {TOKEN}"}).json()
    assert result["responses"][0]["response"] == "utter_abolished"
    assert {
        "event": "slot",
        "timestamp": None,
        "name": "item_id",
        "value": "wjm-foreign-trade-filing-abolished",
    } in result["events"]


def test_an_unknown_action_is_told_as_rasa_expects(client: TestClient) -> None:
    call = CALL | {"next_action": "action_none"}
    response = client.post("/internal/actions", json=call, headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 404 and response.json()["action_name"] == "action_none"


def test_alive_even_without_dialogue_but_not_ready(client: TestClient) -> None:
    assert client.get("/health/live").json()["status"] == "live"
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (503, "limited")


def test_ready_needs_a_whole_turn(with_rasa: Callable[[Callable[[httpx.Request], httpx.Response]], TestClient]) -> None:
    assert with_rasa(lambda _: httpx.Response(200, json=[])).get("/health/ready").status_code == 503
    assert with_rasa(lambda _: httpx.Response(200, json=[{"text": "我是"}])).get("/health/ready").status_code == 200


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/api/v1/divisions", "/api/v1/nothing"):
        headers = client.get(path).headers
        assert (
            "default-src 'none'" in headers["content-security-policy"]
            and "unsafe" not in headers["content-security-policy"]
        )
        assert headers["x-content-type-options"] == "nosniff"
