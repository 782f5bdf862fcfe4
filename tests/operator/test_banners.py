"""A notice of the centre stands at once in every answer that it concerns, and in no other."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from knowledge.materials import combinations
from knowledge.open_now import beijing_now
from store.store import Store
from tests.operator.talking import ask

BANNERS = "/api/v1/operator/banners"
CLOSED = "今天停电，14:00 起暂停受理。"
PASSPORT, FOOD = "护照换发要带什么", "食品经营许可证怎么办"
POLICE = "公安服务"


def put_up(desk: TestClient, **more: object) -> Any:
    reply = desk.post(BANNERS, json={"words": CLOSED, **more})
    assert reply.status_code == 201, reply.text
    return reply.json()[-1]


def told(desk: TestClient, message: str, **more: object) -> list[str]:
    reply = desk.post("/api/v1/chat", json={"message": message, **more}).json()
    return [banner["words"] for banner in reply["banners"]]


def test_it_stands_in_every_answer_of_its_window_until_it_is_taken_down(desk: TestClient) -> None:
    assert told(desk, PASSPORT) == []
    number = put_up(desk, window=POLICE)["number"]
    assert told(desk, PASSPORT) == [CLOSED]
    assert told(desk, FOOD) == []
    notice = desk.post("/api/v1/items/ga-passport-renewal/notice", json={}).json()
    assert notice["banners"] == [{"words": CLOSED, "window": POLICE, "until": None}]
    assert desk.delete(f"{BANNERS}/{number}").status_code == 204
    assert told(desk, PASSPORT) == []
    assert desk.delete(f"{BANNERS}/{number}").status_code == 404


def test_it_stands_on_slips_and_at_the_clerks_desk(desk: TestClient) -> None:
    put_up(desk, window=POLICE)
    guide = desk.app.state.services.published.guidebook  # type: ignore[attr-defined]
    chosen = next(iter(combinations(guide.item("ga-passport-renewal"))))
    item = {"circumstances": dict(reference.split(".", 1) for reference in chosen)}
    code = desk.post("/api/v1/slips", json={"item_id": "ga-passport-renewal", **item}).json()["code"]
    assert CLOSED in desk.get(f"/s/{code.replace('-', '')}").text
    assert CLOSED in desk.get(f"/api/v1/slips/{code}.txt").text
    opened = desk.post("/api/v1/desk/items/ga-passport-renewal", json=item).json()
    assert [banner["words"] for banner in opened["banners"]] == [CLOSED]


def test_one_for_all_windows_stands_in_every_answer(desk: TestClient) -> None:
    put_up(desk)
    assert told(desk, PASSPORT) == told(desk, FOOD) == [CLOSED]


def test_one_of_a_division_stands_there_and_where_no_division_is_known(desk: TestClient) -> None:
    put_up(desk, division="330381")
    assert told(desk, PASSPORT, division="330381") == [CLOSED]
    assert told(desk, PASSPORT, division="330382") == []
    assert told(desk, PASSPORT) == [CLOSED]


def test_one_for_later_waits_for_its_time_and_is_listed(desk: TestClient, store: Store) -> None:
    begin = beijing_now() + timedelta(hours=2)
    line = put_up(desk, starts_at=begin.isoformat(), ends_at=(begin + timedelta(hours=1)).isoformat())
    assert told(desk, PASSPORT) == []
    assert desk.get(BANNERS).json() == [line]
    assert list(store.banners.showing(begin + timedelta(minutes=1))) == [line["number"]]
    assert store.banners.showing(begin + timedelta(hours=2)) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": "短"},
        {"window": "没有的窗口"},
        {"division": "999999"},
        {"ends_at": "2020-01-01T00:00:00+08:00"},
        {"starts_at": "2026-11-22T10:00:00"},  # of which zone?
    ],
)
def test_what_makes_no_sense_is_refused(desk: TestClient, wrong: dict[str, str]) -> None:
    assert desk.post(BANNERS, json={"words": CLOSED} | wrong).status_code == 422
    assert desk.get(BANNERS).json() == []


def test_a_store_that_is_away_costs_the_notice_and_not_the_answer(desk: TestClient, store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE banners")
    assert ask(desk, PASSPORT)["subject"] == "ga-passport-renewal"
