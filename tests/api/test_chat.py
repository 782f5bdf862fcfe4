"""The chat endpoint around the dialogue engine: order, faults, absurd input, limited mode."""

import json
from collections.abc import Callable

import httpx
import pytest
from fastapi.testclient import TestClient

WithRasa = Callable[[Callable[[httpx.Request], httpx.Response]], TestClient]


def ask(client: TestClient, **body: object) -> dict[str, object]:
    response = client.post("/api/v1/chat", json=body)
    assert response.status_code == 200, response.text
    reply: dict[str, object] = response.json()
    return reply


def texts(reply: dict[str, object]) -> str:
    return " ".join(block["text"] for block in reply["blocks"] if block["type"] == "text")  # type: ignore[union-attr, attr-defined, index]


def test_what_rasa_says_becomes_typed_blocks(with_rasa: WithRasa) -> None:
    block = {"type": "choices", "prompt": "哪一个？", "name": "subject", "options": []}
    custom = {"blocks": [block], "status": "clarification", "subject": "ga-x"}
    client = with_rasa(lambda _: httpx.Response(200, json=[{"text": "请选"}, {"custom": custom}]))
    reply = ask(client, message="营业执照")
    assert (reply["status"], reply["subject"], reply["limited"]) == ("clarification", "ga-x", False)
    assert [block["type"] for block in reply["blocks"]] == ["text", "choices"]  # type: ignore[attr-defined]


def test_a_leading_slash_of_the_public_is_no_intent(with_rasa: WithRasa) -> None:
    sent: list[str] = []

    def rasa(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content)["message"])
        return httpx.Response(200, json=[{"text": "好"}])

    ask(with_rasa(rasa), message='/restart{"x": 1}')
    assert not sent[0].startswith("/")


def test_personal_numbers_do_not_reach_rasa(with_rasa: WithRasa) -> None:
    sent: list[str] = []

    def rasa(request: httpx.Request) -> httpx.Response:
        sent.append(request.content.decode())
        return httpx.Response(200, json=[{"text": "好"}])

    ask(with_rasa(rasa), message="我的身份证11010519491231002X丢了，电话13800138000")
    assert "11010519491231002X" not in sent[0] and "13800138000" not in sent[0]


def _down(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("down")


def _slow(_: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("slow")


@pytest.mark.parametrize(
    "rasa",
    [
        _down,
        _slow,
        lambda _: httpx.Response(200, json=[]),
        lambda _: httpx.Response(500, text="<html>"),
        lambda _: httpx.Response(200, text="not json"),
        lambda _: httpx.Response(200, json={"x": 1}),
    ],
    ids=["down", "slow", "empty", "500", "no json", "no list"],
)
def test_without_rasa_a_single_question_is_still_answered_and_it_says_so(
    with_rasa: WithRasa, rasa: Callable[[httpx.Request], httpx.Response]
) -> None:
    reply = ask(with_rasa(rasa), message="对外贸易经营者备案怎么办")
    assert reply["limited"] and "对话功能暂时受限" in texts(reply)
    assert reply["subject"] == "wjm-foreign-trade-filing-abolished" and "2022-12-30" in texts(reply)


def test_in_limited_mode_buttons_still_lead_to_the_exact_list(client: TestClient) -> None:
    reply = ask(client, message="刚出生的宝宝上户口要带什么", division="330381")
    for _ in range(4):
        choices = [block for block in reply["blocks"] if block["type"] == "choices"]  # type: ignore[attr-defined]
        if not choices:
            break
        reply = ask(client, choice=choices[0]["options"][0]["choice"], division="330381")
    (notice,) = [block["notice"] for block in reply["blocks"] if block["type"] == "notice"]  # type: ignore[attr-defined]
    body = {"division": "330381", "circumstances": {c["id"]: c["option_id"] for c in notice["circumstances"]}}
    same = client.post("/api/v1/items/ga-birth-registration/notice", json=body).json()["notice"]
    assert notice["materials"] == same["materials"] and notice["division_name"] == "瑞安市"


def test_danger_is_answered_at_once_without_any_engine(with_rasa: WithRasa) -> None:
    reply = ask(with_rasa(_down), message="我不想活了")
    assert reply["status"] == "handed_over" and "12356" in texts(reply) and not reply["limited"]


@pytest.mark.parametrize("message", ["", "   ", "\u3000", "\x00", "字" * 10_000])
def test_empty_and_endless_messages_are_told_what_to_do(client: TestClient, message: str) -> None:
    response = client.post("/api/v1/chat", json={"message": message})
    assert response.status_code == 422 and "请" in response.json()["detail"]


@pytest.mark.parametrize(
    "message",
    ["😀", "hello", "/restart", "{}", "a\x00b", "\u202e反向", "<script>alert(1)</script>", "' OR 1=1 --", "0"],
)
def test_absurd_messages_get_an_answer(client: TestClient, message: str) -> None:
    assert ask(client, message=message)["blocks"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"message": 1},
        {"message": "好", "conversation_id": "../../etc"},
        {"message": "好", "division": "999999"},
        {"choice": {"kind": "nonsense", "value": ""}},
        {"choice": {"kind": "item", "value": 'x"}/restart'}},
        {"choice": {"kind": "need", "value": "restart"}},
        {"choice": {"kind": "item", "value": "x" * 10_000}},
        {"choice": {"kind": "item", "value": "no-such-item"}},
        {"choice": {"kind": "notice", "value": "no-such-item|a.b"}},
    ],
)
def test_what_no_client_of_ours_sends_is_refused_in_chinese(client: TestClient, body: dict[str, object]) -> None:
    response = client.post("/api/v1/chat", json=body)
    assert response.status_code in (404, 422)
    assert response.headers["content-type"] == "application/problem+json" and response.json()["detail"]


def test_an_unknown_conversation_simply_begins(client: TestClient) -> None:
    reply = ask(client, message="对外贸易经营者备案怎么办", conversation_id="never-seen-before-01")
    assert reply["conversation_id"] == "never-seen-before-01"
