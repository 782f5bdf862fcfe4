"""The chat endpoint around the dialogue engine: order, faults, absurd input, limited mode."""

import asyncio
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from api.app import create_app
from api.replies import Replies
from api.settings import Settings
from knowledge.guidebook import Guidebook
from knowledge.index.search import Searcher
from knowledge.open_now import BEIJING
from knowledge.schema import ServiceCentre

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


TURN = "a-turn-of-this-test-01"


def test_a_message_sent_again_with_its_turn_id_gets_the_same_reply_and_reaches_rasa_once(with_rasa: WithRasa) -> None:
    sent: list[str] = []

    def rasa(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content)["sender"])
        return httpx.Response(200, json=[{"text": f"第 {len(sent)} 次"}])

    client = with_rasa(rasa)
    first, again = (ask(client, message="问", turn_id=TURN) for _ in range(2))
    assert first == again and len(sent) == 1  # the first message of a conversation, too: no second one begins
    other = ask(client, message="问", turn_id="another-turn-of-this-test")
    assert texts(other) == "第 2 次" and other["conversation_id"] != first["conversation_id"]


def test_a_turn_id_used_again_for_other_words_is_another_message(with_rasa: WithRasa) -> None:
    sent: list[str] = []

    def rasa(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content)["message"])
        return httpx.Response(200, json=[{"text": "好"}])

    client = with_rasa(rasa)
    for words in ("一", "二"):
        ask(client, message=words, turn_id=TURN)
    assert sent == ["一", "二"]


def test_a_message_sent_again_while_its_answer_is_under_way_waits_for_it(with_rasa: WithRasa) -> None:
    taken, held = threading.Event(), threading.Event()
    sent: list[str] = []

    def rasa(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content)["message"])
        return httpx.Response(200, json=[{"text": "好"}])

    async def slow(request: httpx.Request) -> httpx.Response:
        taken.set()
        await asyncio.to_thread(held.wait)
        return rasa(request)

    client = with_rasa(slow)  # type: ignore[arg-type] # httpx takes either
    with ThreadPoolExecutor() as pool:
        tries = [pool.submit(ask, client, message="问", turn_id=TURN)]
        assert taken.wait(5)
        tries.append(pool.submit(ask, client, message="问", turn_id=TURN))
        held.set()
        first, again = (each.result() for each in tries)
    assert first == again and sent == ["问"]


def test_without_dialogue_too_the_same_turn_has_the_same_reply(client: TestClient) -> None:
    first, again = (ask(client, message="补身份证要带什么", turn_id=TURN) for _ in range(2))
    assert first == again


def test_a_refused_message_may_be_sent_again(client: TestClient) -> None:
    for _ in range(2):
        assert client.post("/api/v1/chat", json={"message": "", "turn_id": TURN}).status_code == 422


class Request(BaseModel):
    number: int


class Reply(BaseModel):
    text: str


def test_only_the_latest_replies_are_kept() -> None:
    made: list[int] = []

    async def answer() -> Reply:
        made.append(1)
        return Reply(text="好")

    async def three_with_room_for_two() -> None:
        replies = Replies(at_most=2)
        for number in (1, 2, 3, 3, 1):
            await replies.once(Request(number=number), Reply, answer)

    asyncio.run(three_with_room_for_two())
    assert len(made) == 4  # the second 3 was kept, the 1 no longer


def test_places_say_whether_they_are_open_now(
    loaded: tuple[Guidebook, Searcher],
) -> None:
    guidebook, searcher = loaded
    ruian = guidebook.division("330381")
    centre = replace(ruian.centre or ServiceCentre(name="瑞安市政务服务中心"), hours="工作日 8:30-12:00，13:30-17:00")
    divisions = {**guidebook.divisions, "330381": replace(ruian, centre=centre)}
    app = create_app(Settings(rasa_url=None), (replace(guidebook, divisions=divisions), searcher))
    with TestClient(app) as at_ten:
        app.state.services.now = lambda: datetime(2026, 11, 23, 10, 5, tzinfo=BEIJING)
        choice = {"kind": "notice", "value": "ga-birth-registration|birthplace.hospital|parents.married"}
        told = ask(at_ten, choice=choice, division="330381")["blocks"][0]["notice"]["places"]  # type: ignore[index]
        body = {"division": "330381", "circumstances": {"birthplace": "hospital", "parents": "married"}}
        same = at_ten.post("/api/v1/items/ga-birth-registration/notice", json=body).json()["notice"]["places"]
    police, hall = told
    assert police["open_now"] is None  # its hours are not recorded
    assert hall["open_now"] == {
        "state": "open",
        "text": "现在开着，到 12:00；13:30 再开",
        "checked_at": "2026-11-23T10:05:00+08:00",
    }
    assert told == same
