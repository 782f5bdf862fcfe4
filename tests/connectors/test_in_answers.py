"""Connectors killed, slowed and made to lie, behind the app's own answers: nothing wrong is stated."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.connectors.settings import ConnectorSettings
from api.settings import Settings
from knowledge.guidebook import Guidebook
from knowledge.index.search import Searcher
from tests.connectors.stand_in import StandIn, standing_in

BIRTH = "/api/v1/items/ga-birth-registration/precheck"
ASKED = {"circumstances": {"birthplace": "hospital", "parents": "married"}, "words": "户口本有，出生证有"}
FAULTS: dict[str, Callable[[StandIn], None]] = {
    "away": lambda other: setattr(other, "status", 500),
    "slow": lambda other: setattr(other, "stalls", True),
    "lying": lambda other: setattr(other, "answer", {"found": True, "stage": "办结", "ticket": "<b>"}),
}


@pytest.fixture
def other() -> Iterator[StandIn]:
    with standing_in() as server:
        yield server


@pytest.fixture
def connected(loaded: tuple[Guidebook, Searcher], other: StandIn) -> Iterator[TestClient]:
    """The app with every connector at the stand-in."""
    names = ("progress", "appointments", "certificates", "shared_data", "hand_over")
    connectors = ConnectorSettings(**dict.fromkeys(names, other.url), timeout_s=0.5)  # type: ignore[arg-type] # addresses
    with TestClient(create_app(Settings(rasa_url=None, connectors=connectors), loaded)) as client:
        yield client


def precheck(client: TestClient, **more: str) -> tuple[dict[str, Any], list[str]]:
    answer = client.post(BIRTH, json={**ASKED, **more}).json()
    return answer["block"]["precheck"], answer["not_asked"]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_precheck_is_the_same_and_says_what_could_not_be_asked(
    connected: TestClient, other: StandIn, fault: str
) -> None:
    alone, _ = precheck(connected)
    FAULTS[fault](other)
    found, not_asked = precheck(connected, person="somebody")
    assert found == alone
    assert [text[:4] for text in not_asked] == ["电子证照", "数据共享"]


@pytest.mark.parametrize("fault", FAULTS)
def test_no_progress_time_or_ticket_is_invented(connected: TestClient, other: StandIn, fault: str) -> None:
    FAULTS[fault](other)
    assert connected.get("/api/v1/cases/A-1234").json()["progress"] is None
    assert connected.get("/api/v1/items/ga-birth-registration/appointments").json()["slots"] == []
    handed = connected.post("/api/v1/hand-over", json={"transcript": [{"who": "person", "text": "找人工"}]}).json()
    assert handed["ticket"] is None and "12345" in handed["text"]


def test_data_that_was_not_found_makes_its_paper_one_to_bring(connected: TestClient, other: StandIn) -> None:
    other.answer = []
    found, not_asked = precheck(connected, person="somebody")
    assert not_asked == [] and found["waived"] == [] and not found["ready"]
    (line,) = [line for line in found["to_check"] if line["name"] == "结婚证"]
    assert line["text"] == "这次没有查到结婚登记信息，请把原件带上"


def test_nobody_is_asked_about_a_person_who_did_not_sign_in(connected: TestClient, other: StandIn) -> None:
    precheck(connected)
    assert other.asked == []


def test_progress_is_told_with_its_day(connected: TestClient, other: StandIn) -> None:
    other.answer = {"case_number": "A-1234", "stage": "审查", "since": "2026-01-20T23:00:00+00:00"}
    answer = connected.get("/api/v1/cases/A-1234").json()
    assert answer["text"] == "2026 年 1 月 21 日起：审查"


def test_odd_case_numbers_and_empty_conversations_are_refused(connected: TestClient, other: StandIn) -> None:
    assert connected.get("/api/v1/cases/../../etc").status_code == 404
    assert connected.get("/api/v1/cases/x").status_code == 422
    assert connected.post("/api/v1/hand-over", json={"transcript": []}).status_code == 422
    assert connected.post("/api/v1/hand-over", json={"transcript": [{"who": "person", "text": " "}]}).status_code == 422
    assert other.asked == []
