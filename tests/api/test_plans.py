"""Plans over HTTP."""

from fastapi.testclient import TestClient

Json = dict[str, object]
BIRTH = {"circumstances": {"birthplace": "hospital", "parents": "married"}}


def wanted(*ids: str, **body: object) -> Json:
    return {"items": [{"item_id": item_id} for item_id in ids], **body}


def test_two_matters_become_one_plan(client: TestClient) -> None:
    birth = {"item_id": "ga-birth-registration", "circumstances": BIRTH["circumstances"]}
    body = {"items": [{"item_id": "ga-id-card-replacement"}, birth], "division": "330302", "start": "2026-11-23"}
    answer = client.post("/api/v1/plans", json=body).json()
    assert answer["status"] == "answered" and answer["block"]["type"] == "plan"
    plan = answer["block"]["plan"]
    assert {step["item_id"] for step in plan["steps"]} == {"ga-id-card-replacement", "ga-birth-registration"}
    assert plan["division_name"] == "鹿城区" and plan["start"] == "2026-11-23"
    assert answer["block"]["lines"][0].startswith("一共跑 1 趟")


def test_an_open_circumstance_is_asked_back_with_its_item(client: TestClient) -> None:
    answer = client.post("/api/v1/plans", json=wanted("ga-id-card-replacement", "ga-birth-registration")).json()
    assert (answer["status"], answer["item_id"], answer["block"]) == ("clarification", "ga-birth-registration", None)
    assert answer["question"]["id"] == "birthplace"


def test_answers_to_circumstances_are_taken(client: TestClient) -> None:
    item = {"item_id": "ga-birth-registration", "circumstances": {"birthplace": "hospital", "parents": "married"}}
    answer = client.post("/api/v1/plans", json={"items": [item]}).json()
    assert answer["block"]["plan"]["steps"][0]["circumstances"][0] == "国内出生，有《出生医学证明》"


def test_an_unknown_item_is_not_found_and_too_many_are_refused(client: TestClient) -> None:
    assert client.post("/api/v1/plans", json=wanted("nothing")).status_code == 404
    assert client.post("/api/v1/plans", json=wanted(*["ga-birth-registration"] * 21)).status_code == 422
    assert client.post("/api/v1/plans", json=wanted()).status_code == 422
    assert client.post("/api/v1/plans", json=wanted("ga-birth-registration", division="9")).status_code == 422


def test_a_precheck_tells_what_is_missing(client: TestClient) -> None:
    body = {**BIRTH, "words": "我有户口本", "have": [3]}
    answer = client.post("/api/v1/items/ga-birth-registration/precheck", json=body).json()
    precheck = answer["block"]["precheck"]
    assert [line["name"] for line in precheck["missing"]] == ["《出生医学证明》"]
    assert precheck["missing"][0]["obtaining"]["item_id"] == "zh-birth-certificate-first-issue"
    assert answer["block"]["lines"][0].startswith("还缺 1 项")


def test_a_precheck_asks_an_open_circumstance_first(client: TestClient) -> None:
    answer = client.post("/api/v1/items/ga-birth-registration/precheck", json={"words": "都有"}).json()
    assert answer["block"] is None and answer["instead"]["question"]["id"] == "birthplace"


def test_odd_words_and_numbers_do_no_harm(client: TestClient) -> None:
    for words in ("\x00\u202e😀", "((((", "没有" * 290, "身份证" * 200):
        body = {**BIRTH, "words": words, "have": [0, -1, 10**9]}
        assert client.post("/api/v1/items/ga-birth-registration/precheck", json=body).status_code == 200
    assert client.post("/api/v1/items/nothing/precheck", json={}).status_code == 404
    assert client.post("/api/v1/items/ga-birth-registration/precheck", json={"words": "字" * 601}).status_code == 422


def test_the_ways_around_a_trip_are_told(client: TestClient) -> None:
    body = {"division": "330302"}
    ways = client.post("/api/v1/items/ga-id-card-replacement/zero-trips", json=body).json()["zero_trips"]
    assert {way["way"] for way in ways["ways"]} >= {"网上办", "邮寄材料", "自助机", "别人代办"}
    assert ways["trips"] == 1
