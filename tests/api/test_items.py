"""Search, records and notices over HTTP."""

import pytest
from fastapi.testclient import TestClient


def test_a_question_finds_its_item(client: TestClient) -> None:
    found = client.get("/api/v1/items", params={"q": "刚出生的宝宝上户口要带什么"}).json()
    assert found["items"][0]["id"] == "ga-birth-registration"
    assert set(found["items"][0]) == {"id", "name", "window", "score", "why"}


def test_a_clerk_sees_why_the_first_item_came_first(client: TestClient) -> None:
    reason = client.get("/api/v1/items", params={"q": "hukouben破了要换"}).json()["reason"]
    assert reason["searched"] == "户口本破了要换" and reason["repaired"] and reason["runner_up"]


def test_an_item_code_finds_its_own_item(client: TestClient) -> None:
    found = client.get("/api/v1/items", params={"q": "yb-unemployment-benefit"}).json()
    assert (found["status"], [i["id"] for i in found["items"]]) == ("answered", ["yb-unemployment-benefit"])


def test_the_limit_holds(client: TestClient) -> None:
    assert len(client.get("/api/v1/items", params={"q": "营业执照注销", "limit": 2}).json()["items"]) <= 2


@pytest.mark.parametrize("q", ["", "   ", "😀😀", "asdf qwer"])
def test_what_means_nothing_matches_nothing(client: TestClient, q: str) -> None:
    assert client.get("/api/v1/items", params={"q": q}).json() == {
        "status": "no_match",
        "items": [],
        "reason": None,
    }


def test_the_record_is_told_as_it_stands(client: TestClient) -> None:
    record = client.get("/api/v1/items/ga-birth-registration").json()
    assert record["name"] == "出生登记" and record["materials"][0]["name"] == "《出生医学证明》"


def test_a_notice_for_given_circumstances(client: TestClient) -> None:
    body = {"division": "330381", "circumstances": {"birthplace": "hospital", "parents": "married"}}
    reply = client.post("/api/v1/items/ga-birth-registration/notice", json=body).json()
    assert reply["status"] == "answered"
    notice = reply["notice"]
    assert notice["total"] == len(notice["materials"]) and f"共 {notice['total']} 项" in notice["total_text"]
    assert notice["division_name"] == "瑞安市" and notice["source"]["as_of"]


def test_an_open_circumstance_is_asked_instead_of_half_a_list(client: TestClient) -> None:
    reply = client.post("/api/v1/items/ga-birth-registration/notice", json={}).json()
    assert (reply["status"], reply["notice"]) == ("clarification", None)
    assert reply["question"]["id"] == "birthplace"


def test_an_abolished_item_says_so(client: TestClient) -> None:
    reply = client.post("/api/v1/items/wjm-foreign-trade-filing-abolished/notice", json={}).json()
    assert reply["status"] == "abolished" and "2022-12-30" in reply["text"]


def test_a_date_before_the_record_is_answered_plainly(client: TestClient) -> None:
    body = {"date": "2001-01-01", "circumstances": {"birthplace": "hospital", "parents": "married"}}
    reply = client.post("/api/v1/items/ga-birth-registration/notice", json=body).json()
    assert reply["status"] == "unavailable" and reply["notice"] is None and "更早" in reply["text"]


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        ("/api/v1/items/x/notice", {}, 404, "没有这个事项"),
        ("/api/v1/items/ga-birth-registration/notice", {"division": "110000"}, 422, "没有这个区划"),
        ("/api/v1/items/ga-birth-registration/notice", {"circumstances": {"a": "b"}}, 422, "没有这个情形"),
        ("/api/v1/items/ga-birth-registration/notice", {"circumstances": {"parents": "b"}}, 422, "没有这个情形选项"),
        ("/api/v1/items/ga-birth-registration/notice", {"date": "明天"}, 422, "date"),
        ("/api/v1/items/ga-birth-registration/notice", {"foo": 1}, 422, "foo"),
        ("/api/v1/items/ga-birth-registration/notice", [], 422, "请求正文"),
    ],
)
def test_what_is_wrong_is_told_in_chinese(client: TestClient, path: str, body: object, status: int, words: str) -> None:
    response = client.post(path, json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert words in response.json()["detail"] and "Traceback" not in response.text


def test_a_body_that_is_not_utf8_is_refused_calmly(client: TestClient) -> None:
    response = client.post("/api/v1/chat", content=b"\xff\xfe{", headers={"content-type": "application/json"})
    assert response.status_code in (400, 422) and response.headers["content-type"] == "application/problem+json"


def test_life_events_merge_their_materials(client: TestClient) -> None:
    event = client.get("/api/v1/life-events/le-newborn").json()
    assert [step["item_id"] for step in event["steps"]] and event["total"] == len(event["materials"])
    names = [material["name"] for material in event["materials"]]
    assert len(names) == len(set(names))


def test_the_divisions_are_the_city_and_its_twelve_counties(client: TestClient) -> None:
    divisions = client.get("/api/v1/divisions").json()
    assert divisions[0]["code"] == "330300" and sum(d["level"] == "县级" for d in divisions) == 12


def test_unknown_addresses_are_problems_too(client: TestClient) -> None:
    response = client.get("/api/v1/nothing")
    assert response.status_code == 404 and response.json()["detail"] == "没有这个地址。"


def test_the_interface_description_has_examples(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    assert {"/api/v1/chat", "/api/v1/items", "/api/v1/items/{item_id}/notice"} <= set(description["paths"])
    assert not any("internal" in path for path in description["paths"])
    for schema in ("ChatRequest", "NoticeRequest", "Found"):
        assert {"example", "examples"} & set(description["components"]["schemas"][schema]), schema
