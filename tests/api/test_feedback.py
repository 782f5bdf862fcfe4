"""有用, 没用, 我白跑了一趟: kept for those who mend the guidebook, with nothing of the person."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from store.feedback import Feedback, FeedbackKind

BIRTH = "ga-birth-registration"


def say(client: TestClient, **body: object) -> dict[str, Any]:
    response = client.post("/api/v1/feedback", json=body)
    assert response.status_code == 200, response.text
    reply: dict[str, Any] = response.json()
    return reply


def kept(client: TestClient, item_id: str = BIRTH) -> Feedback:
    app = client.app
    assert isinstance(app, FastAPI)
    last: Feedback = app.state.services.store.feedback.of_item(item_id)[-1]
    return last


def test_a_wasted_trip_is_kept_with_the_list_that_was_told_and_what_the_window_wanted(client: TestClient) -> None:
    body = {
        "subject": BIRTH,
        "division": "330381",
        "circumstances": {"birthplace": "hospital", "parents": "married"},
        "materials": ["居民户口簿"],
        "place": "派出所户籍窗口",
        "words": "窗口说还要外婆的户口本",
    }
    say(client, kind="wasted_trip", **body)
    said = kept(client)
    assert said.kind is FeedbackKind.WASTED_TRIP and said.chosen == body["circumstances"]
    assert (said.division_code, said.place, said.words) == ("330381", body["place"], body["words"])
    assert said.materials == ("居民户口簿",) and said.guidebook_version


def test_after_a_wasted_trip_one_is_told_what_to_do_now(client: TestClient) -> None:
    reply = say(client, kind="wasted_trip", subject=BIRTH)
    assert "抱歉" in reply["text"] and "12345" in reply["text"]
    assert [option["choice"]["kind"] for option in reply["options"]] == ["human"]


def test_thanks_are_short_and_ask_for_nothing(client: TestClient) -> None:
    reply = say(client, kind="helpful", subject=BIRTH)
    assert reply == {"text": "谢谢您告诉我们。", "options": []}


def test_numbers_of_persons_are_masked_before_anything_is_kept(client: TestClient) -> None:
    words = "我是13800138000，身份证11010519491231002X，材料少了一样"
    say(client, kind="wasted_trip", subject=BIRTH, words=words, place="找13800138000", materials=["11010519491231002X"])
    said = kept(client)
    assert said.words == "我是［手机号］,身份证［身份证号］,材料少了一样"
    assert "13800138000" not in str(said) and "11010519491231002X" not in str(said)


def test_an_answer_without_a_record_can_be_judged_too(client: TestClient) -> None:
    assert say(client, kind="unhelpful")["text"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "correction", "subject": BIRTH},  # what clerks say comes another way
        {"kind": "helpful", "subject": "no-such-item"},
        {"kind": "helpful", "division": "999999"},
        {"kind": "helpful", "name": "张三"},
        {"kind": "wasted_trip", "words": "长" * 601},
        {"kind": "wasted_trip", "materials": ["长" * 201]},
        {"kind": "wasted_trip", "materials": ["甲"] * 81},
        {"kind": "wasted_trip", "circumstances": {"a" * 65: "b"}},
        {"kind": "wasted_trip", "conversation_id": "../../etc"},
    ],
)
def test_what_no_client_of_ours_sends_is_refused_in_chinese(client: TestClient, body: dict[str, object]) -> None:
    response = client.post("/api/v1/feedback", json=body)
    assert response.status_code in (404, 422) and response.json()["detail"]


def test_a_store_that_is_away_is_said_with_a_next_step(client: TestClient) -> None:
    app = client.app
    assert isinstance(app, FastAPI)
    engine = app.state.services.store.engine
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE feedback RENAME TO gone")
    try:
        response = client.post("/api/v1/feedback", json={"kind": "helpful", "subject": BIRTH})
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE gone RENAME TO feedback")
    assert response.status_code == 503 and "12345" in response.json()["detail"]
