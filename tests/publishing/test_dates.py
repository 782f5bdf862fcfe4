"""An answer for a day uses the record in force on that day; before and after it says since and until when."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from knowledge.errors import GuidebookError
from knowledge.facts import Need, facts
from knowledge.guidebook import Guidebook, load_guidebook
from knowledge.index.results import SearchResult, SearchStatus
from knowledge.lints import lint
from knowledge.schema import Trips
from tests.knowledge.books import guidebook, item

FIRST = item(expiry=date(2026, 12, 31))
LATER = item(effective=date(2027, 1, 1), expiry=date(2027, 12, 31), trips=Trips(count=0), name="甲证网上补领")
BOOK = replace(guidebook(FIRST), dated={"x-card": (FIRST, LATER)}, version="test-1")
Notice = Callable[..., dict[str, object]]


class NoSearch:
    def search(self, question: str) -> SearchResult:
        return SearchResult(status=SearchStatus.NO_MATCH, candidates=())


@pytest.fixture
def notice(tmp_path: Path) -> Iterator[Notice]:
    """Ask the notice endpoint on a day (Beijing noon), for today or for another date."""
    settings = Settings(rasa_url=None, store=f"sqlite:///{tmp_path}/store.sqlite3")
    app = create_app(settings, (BOOK, NoSearch()))  # type: ignore[arg-type]  # nothing is searched for here
    with TestClient(app) as client:

        def ask(today: str, **request: object) -> dict[str, object]:
            at = datetime.combine(date.fromisoformat(today), datetime.min.time().replace(hour=4), UTC)
            app.state.services.now = lambda: at.astimezone()
            body = {"circumstances": {"married": "yes"}, **request}
            reply: dict[str, object] = client.post("/api/v1/items/x-card/notice", json=body).json()
            return reply

        yield ask


def test_today_decides_which_record_holds(notice: Notice) -> None:
    before, after = notice("2026-12-31"), notice("2027-01-01")
    assert before["notice"]["item_name"] == "甲证补领" and before["notice"]["date"] == "2026-12-31"  # type: ignore[index]
    assert after["notice"]["item_name"] == "甲证网上补领" and after["notice"]["date"] == "2027-01-01"  # type: ignore[index]
    assert after["notice"]["source"]["guidebook_version"] == "test-1"  # type: ignore[index]


def test_the_rules_of_another_day_can_be_asked_for(notice: Notice) -> None:
    assert notice("2026-12-01", date="2027-06-01")["notice"]["trips"].startswith("不用跑")  # type: ignore[index]
    assert notice("2027-06-01", date="2026-12-01")["notice"]["trips"].startswith("最多跑 1 次")  # type: ignore[index]


def test_an_expired_item_says_until_when_it_held(notice: Notice) -> None:
    reply = notice("2028-01-01")
    assert (reply["status"], reply["notice"]) == ("unavailable", None)
    assert "到 2027-12-31 为止" in str(reply["text"]) and "12345" in str(reply["text"])


def test_a_day_before_the_record_was_kept_is_not_answered_for(notice: Notice) -> None:
    reply = notice("2026-12-01", date="2020-01-01")
    assert reply["status"] == "unavailable" and "2026-11-22 起收录" in str(reply["text"])


def test_an_item_that_is_not_yet_in_force_says_from_when() -> None:
    coming = guidebook(item(effective=date(2027, 7, 1))).on(date(2027, 1, 1))
    for need in (Need.FEE, Need.PLACE):
        (line,) = facts(coming, "x-card", need).lines
        assert "自 2027-07-01 起才开始办理" in line
    assert facts(coming.on(date(2027, 7, 1)), "x-card", Need.FEE).lines[0].startswith("工本费")


def test_each_view_of_a_day_stands_for_itself() -> None:
    there = BOOK.on(date(2027, 2, 1))
    assert there.on(date(2026, 12, 1)).item("x-card") is FIRST and there.item("x-card") is LATER
    assert BOOK.item("x-card") is FIRST


RECORD = "items/ga/ga-id-card-renewal"


def write_later(draft: Path, day: str, effective: str | None = None) -> None:
    text = (draft / f"{RECORD}.yaml").read_text("utf-8")
    later = text.replace("version: 1\n", f"version: 2\neffective: {effective or day}\n")
    (draft / f"{RECORD}@{day}.yaml").write_text(later, "utf-8")


def loaded(draft: Path) -> Guidebook:
    return load_guidebook(draft)


def test_a_file_with_a_day_in_its_name_is_the_record_from_that_day_on(draft: Path) -> None:
    write_later(draft, "2028-01-01")
    write_later(draft, "2027-01-01")
    book = loaded(draft)
    first, second, third = book.dated["ga-id-card-renewal"]
    assert (first.effective, second.effective, third.effective) == (None, date(2027, 1, 1), date(2028, 1, 1))
    assert book.on(date(2027, 5, 1)).item("ga-id-card-renewal") is second
    assert lint(book) == lint(book.on(date(2027, 5, 1)))


def test_a_day_that_disagrees_with_the_name_is_a_fault(draft: Path) -> None:
    write_later(draft, "2027-01-01", effective="2027-02-01")
    with pytest.raises(GuidebookError, match="effective: 2027-01-01"):
        loaded(draft)


def test_a_later_record_needs_a_first_one(draft: Path) -> None:
    write_later(draft, "2027-01-01")
    (draft / f"{RECORD}.yaml").unlink()
    with pytest.raises(GuidebookError, match=r"没有 ga-id-card-renewal\.yaml"):
        loaded(draft)


def test_errors_of_a_later_record_block_too_and_name_it() -> None:
    broken = replace(LATER, steps=())
    book = replace(BOOK, dated={"x-card": (FIRST, broken)})
    assert any(f.record == "x-card@2027-01-01" and f.place == "steps" and f.error for f in lint(book))


def test_days_without_any_rule_between_two_records_are_pointed_out() -> None:
    late = replace(LATER, effective=date(2027, 2, 1))
    (gap,) = [f for f in lint(replace(BOOK, dated={"x-card": (FIRST, late)})) if f.place == "effective"]
    assert not gap.error and "2026-12-31" in gap.text


def test_a_record_that_expires_before_it_begins_is_an_error() -> None:
    upside_down = item(effective=date(2027, 1, 1), expiry=date(2026, 1, 1))
    assert any(f.place == "expiry" and f.error for f in lint(guidebook(upside_down)))
