"""The clerk's endpoints: results with reasons, switches, corrections that reach the operators."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from knowledge.guidebook import load_guidebook
from knowledge.materials import combinations, open_circumstance
from knowledge.switches import switches
from store.feedback import FeedbackKind
from store.roles import Role
from store.store import Store
from tests.auth.conftest import client, key_of, loaded, make_client, store

__all__ = ["client", "key_of", "loaded", "make_client", "store"]
BIRTH = "ga-birth-registration"


@pytest.fixture
def clerk(client: TestClient, key_of: Callable[..., str]) -> TestClient:
    client.headers["Authorization"] = f"Bearer {key_of(Role.CLERK, '陈')}"
    return client


def found(clerk: TestClient, q: str, **filters: object) -> list[dict[str, object]]:
    reply = clerk.get("/api/v1/desk/items", params={"q": q, **filters})  # type: ignore[dict-item]
    assert reply.status_code == 200, reply.text
    results: list[dict[str, object]] = reply.json()["results"]
    return results


def test_spelling_comes_before_meaning_and_each_result_says_why(clerk: TestClient) -> None:
    by_name = found(clerk, "csdj")[0]
    assert (by_name["id"], by_name["by"], by_name["why"]) == (BIRTH, "initials", "首字母相同")
    by_common_name = found(clerk, "上户口")[0]
    assert (by_common_name["id"], by_common_name["why"]) == (BIRTH, "俗称相同")
    by_meaning = found(clerk, "我家宝宝刚出生，要给他上户口")[0]
    assert (by_meaning["id"], by_meaning["by"]) == (BIRTH, "meaning")
    assert all(result["why"] for result in found(clerk, "身份证"))


def test_a_life_event_is_found_unless_a_filter_asks_for_one_counter(clerk: TestClient) -> None:
    assert found(clerk, "收养子女一件事")[0]["kind"] == "life_event"
    assert all(result["kind"] == "item" for result in found(clerk, "收养子女", window="综合便民"))


def test_filters_hold_for_results_by_meaning_too(clerk: TestClient) -> None:
    results = found(clerk, "我家宝宝刚出生，要给他上户口", window="医保社保")
    assert results and all(result["window"] == "医保社保" for result in results)


@pytest.mark.parametrize("q", ["", " ", "\x00", "💐" * 300, "x" * 600, "a\nb", "'; drop table told; --"])
def test_odd_typing_is_answered_like_any_other(clerk: TestClient, q: str) -> None:
    found(clerk, q)


def test_an_unknown_division_is_refused_in_words(clerk: TestClient) -> None:
    reply = clerk.get("/api/v1/desk/items", params={"q": "登记", "division": "110000"})
    assert reply.status_code == 422
    assert "110000" in reply.json()["detail"]


def test_a_short_code_opens_its_slip_only_when_it_was_told(clerk: TestClient) -> None:
    wanted = {"item_id": BIRTH, "circumstances": {"birthplace": "hospital", "parents": "married"}}
    code = clerk.post("/api/v1/slips", json=wanted).json()["code"]
    typed = f" {code.lower().replace('-', ' ')} "
    assert clerk.get("/api/v1/desk/items", params={"q": typed}).json()["slip"] == code
    assert clerk.get("/api/v1/desk/items", params={"q": "2222-2222"}).json()["slip"] is None
    assert clerk.get(f"/api/v1/desk/slips/{code}/qr.svg").headers["content-type"] == "image/svg+xml"
    assert clerk.get("/api/v1/desk/slips/22222222/qr.svg").status_code == 404


def test_an_open_circumstance_is_a_switch_without_a_choice(clerk: TestClient) -> None:
    opened = clerk.post(f"/api/v1/desk/items/{BIRTH}", json={"circumstances": {"birthplace": "hospital"}}).json()
    assert {one["id"]: (one["chosen"], one["assumed"]) for one in opened["switches"]} == {
        "birthplace": ("hospital", False),
        "parents": (None, False),
        "agent": ("self", True),
    }
    assert opened["reply"]["status"] == "clarification"


def test_the_desk_shows_the_notice_that_citizens_get(clerk: TestClient) -> None:
    chosen = {"division": "330381", "circumstances": {"birthplace": "hospital", "parents": "married"}}
    desk = clerk.post(f"/api/v1/desk/items/{BIRTH}", json=chosen).json()["reply"]["notice"]
    public = clerk.post(f"/api/v1/items/{BIRTH}/notice", json=chosen).json()["notice"]
    assert {**desk, "places": None} == {**public, "places": None}
    assert [place["name"] for place in desk["places"]] == [place["name"] for place in public["places"]]


def test_the_switches_of_every_item_settle_every_combination() -> None:
    for item in load_guidebook().items.values():
        for chosen in list(combinations(item))[:40]:
            shown = switches(item, chosen)
            assert open_circumstance(item, chosen) is None
            assert {f"{one.id}.{one.chosen}" for one in shown} == chosen
            assert not any(one.assumed for one in shown)


def test_a_correction_reaches_the_operators_with_its_line_and_masked_words(clerk: TestClient, store: Store) -> None:
    said = {"item_id": BIRTH, "division": "330381", "line": "居民户口簿", "words": "群众 13812345678 说不用交"}
    kept = clerk.post("/api/v1/desk/corrections", json=said)
    assert kept.status_code == 201
    correction = store.feedback.of_item(BIRTH)[-1]
    assert (correction.kind, correction.materials) == (FeedbackKind.CORRECTION, ("居民户口簿",))
    assert "13812345678" not in str(correction)
    assert store.audit.newest(1)[0].details == {"number": kept.json()["number"], "line": "居民户口簿"}


@pytest.mark.parametrize(
    "said",
    [
        {"item_id": "no-such-item", "words": "写错了"},
        {"item_id": BIRTH, "words": ""},
        {"item_id": BIRTH, "words": "长" * 601},
    ],
)
def test_a_correction_of_nothing_or_without_words_is_refused(
    clerk: TestClient, store: Store, said: dict[str, str]
) -> None:
    assert clerk.post("/api/v1/desk/corrections", json=said).status_code in (404, 422)
    assert store.feedback.of_item(BIRTH) == []
