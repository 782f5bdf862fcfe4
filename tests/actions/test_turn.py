"""Turns without Rasa: what the actions make of a message and of what they remember."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions import turn
from actions.desk import Desk, desk, lay_out
from actions.state import State
from actions.subject import SubjectKind, resolve
from knowledge.facts import Need
from knowledge.index.results import Candidate, SearchResult, SearchStatus
from tests.knowledge.books import abolished, guidebook, item


class Finds:
    """A search with one fixed result."""

    def __init__(self, status: SearchStatus, *ids: str, also: tuple[str, ...] = ()) -> None:
        self._status, self._ids, self._also = status, ids, also

    def search(self, question: str) -> SearchResult:
        def candidate(item_id: str) -> Candidate:
            return Candidate(id=item_id, name=item_id, window="公安服务", score=0.9, why="")

        found = tuple(map(candidate, self._ids))
        nothing = self._status is SearchStatus.NO_MATCH
        return SearchResult(
            status=self._status,
            candidates=() if nothing else found,
            rejected=found if nothing else (),
            also=tuple(map(candidate, self._also)),
        )


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    before = None
    with suppress(RuntimeError):
        before = desk()
    yield
    if before is not None:
        lay_out(before)


def with_search(search: Finds) -> Desk:
    lay_out(Desk(guidebook(item(), item("x-b", name="丙证"), abolished()), search))
    return desk()


def answer(state: State, need: Need = Need.ONE_TIME_NOTICE) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    dispatcher = CollectingDispatcher()
    events = turn.answer_turn(state, need, dispatcher)
    return list(events), dispatcher.messages


def slots(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


def test_a_found_item_with_an_open_circumstance_starts_the_form() -> None:
    with_search(Finds(SearchStatus.ANSWERED, "x-card"))
    events, messages = answer(State(text="甲证丢了"))
    assert slots(events)["item_id"] == "x-card" and messages == []
    assert {"event": "followup", "timestamp": None, "name": "one_time_notice_form"} in events


def test_what_the_question_states_settles_the_list_at_once() -> None:
    with_search(Finds(SearchStatus.ANSWERED, "x-card"))
    events, _ = answer(State(text="甲证丢了，我们没领证，跟妈妈"))
    assert slots(events)["chosen"] == ["follow.mother", "married.no"]
    assert events[-1]["name"] == "action_one_time_notice"


def test_a_bare_follow_up_is_about_the_item_in_focus_and_asks_no_search() -> None:
    here = with_search(Finds(SearchStatus.ANSWERED, "x-b"))
    subject = resolve(here, State(text="那要多少钱呢", item_id="x-card"))
    assert (subject.kind, subject.id, subject.changed) == (SubjectKind.ITEM, "x-card", False)


def test_a_bare_need_without_an_item_is_asked_back() -> None:
    with_search(Finds(SearchStatus.ANSWERED, "x-b"))
    _, messages = answer(State(text="多少钱"), Need.FEE)
    assert messages[0]["response"] == "utter_about_what" and messages[0]["custom"]["status"] == "clarification"


def test_the_need_is_remembered_until_the_item_is_chosen() -> None:
    with_search(Finds(SearchStatus.CLARIFICATION, "x-card", "x-b"))
    events, messages = answer(State(text="丙证要多少钱啊"), Need.FEE)
    assert slots(events)["need"] == "fee" and slots(events)["offered"] == ["x-card", "x-b"]
    options = messages[0]["custom"]["blocks"][0]["options"]
    assert [option["label"] for option in options] == ["甲证补领", "丙证", "都不是"]


def test_what_was_turned_down_is_not_offered_again() -> None:
    here = with_search(Finds(SearchStatus.CLARIFICATION, "x-card", "x-b"))
    subject = resolve(here, State(text="证的事情怎样", refused=frozenset({"x-card"})))
    assert subject.candidates == ("x-b",)


def test_the_division_is_noted_from_any_message() -> None:
    with_search(Finds(SearchStatus.ANSWERED, "x-card"))
    events, _ = answer(State(text="我在塘下镇，甲证丢了"))
    assert slots(events)["division_code"] == "330381"


def test_only_the_division_tells_the_places() -> None:
    with_search(Finds(SearchStatus.NO_MATCH))
    _, messages = answer(State(text="我在瑞安", item_id="x-card", shown=True))
    facts = messages[0]["custom"]["blocks"][0]["facts"]
    assert facts["need"] == "place" and facts["places"][0]["division"] == "瑞安市"


def test_another_circumstance_tells_only_the_difference() -> None:
    with_search(Finds(SearchStatus.NO_MATCH))
    chosen = frozenset({"married.yes"})
    events, messages = answer(State(text="那让我妈去呢", item_id="x-card", shown=True, chosen=chosen))
    (block, _) = messages[0]["custom"]["blocks"]
    assert block["type"] == "difference" and block["difference"]["text"].startswith("委托他人：另加 2 项")
    assert slots(events)["chosen"] == ["agent.proxy", "married.yes"]


def test_a_second_matter_is_kept() -> None:
    with_search(Finds(SearchStatus.ANSWERED, "x-card", also=("x-b",)))
    events, _ = answer(State(text="甲证丢了顺便办丙证"))
    assert slots(events)["pending"] == ["x-b"]


def test_an_abolished_item_tells_and_offers_what_replaced_it() -> None:
    with_search(Finds(SearchStatus.ANSWERED, "x-old"))
    _, messages = answer(State(text="乙证怎样办"))
    (said,) = messages
    assert said["response"] == "utter_abolished" and "2022-12-30" in said["words"]
    assert said["custom"]["blocks"][0]["options"][0]["choice"]["value"] == "x-card"


def test_danger_comes_first_even_with_an_item_in_focus() -> None:
    with_search(Finds(SearchStatus.ANSWERED, "x-card"))
    _, messages = answer(State(text="我不想活了", item_id="x-card"))
    assert messages[0]["custom"]["status"] == "handed_over"


def test_nothing_found_says_so() -> None:
    with_search(Finds(SearchStatus.NO_MATCH, "x-b"))
    _, messages = answer(State(text="我家的猫会爬树"))
    assert messages[0]["response"] == "utter_no_match" and messages[0]["custom"]["status"] == "no_match"


def test_a_number_picks_what_was_offered_and_never_searches() -> None:
    here = with_search(Finds(SearchStatus.ANSWERED, "x-card"))
    assert resolve(here, State(text="第二个", offered=("x-card", "x-b"))).id == "x-b"
    assert resolve(here, State(text="第一个", item_id="x-card")).kind is SubjectKind.NUMBER


def test_the_need_that_came_before_the_item_is_answered() -> None:
    with_search(Finds(SearchStatus.ANSWERED, "x-b"))
    events, messages = answer(State(text="我说的是丙证", need=Need.FEE))
    assert messages[0]["custom"]["blocks"][0]["facts"]["need"] == "fee"
    assert slots(events)["need"] == "one_time_notice"


def test_a_short_question_that_names_no_matter_stays_with_the_item_in_focus() -> None:
    with_search(Finds(SearchStatus.ANSWERED, "x-b"))
    _, messages = answer(State(text="能不能弄快些啦", item_id="x-card", shown=True), Need.TIME_LIMIT)
    assert messages[0]["custom"]["subject"] == "x-card"
    _, messages = answer(State(text="丙证多少钱", item_id="x-card", shown=True), Need.FEE)
    assert messages[0]["custom"]["subject"] == "x-b"


@pytest.mark.parametrize(("words", "response"), [("不晓得", "unsure"), ("都不是", "none"), ("贷款没还清", "unclear")])
def test_a_short_answer_that_fits_nothing_is_no_new_matter(words: str, response: str) -> None:
    with_search(Finds(SearchStatus.ANSWERED, "x-b"))
    events, messages = answer(State(text=words, item_id="x-card", asking=True))
    assert messages[0]["response"] == f"utter_answer_{response}" and "item_id" not in slots(events)


def test_another_matter_is_followed_even_while_a_circumstance_is_asked() -> None:
    with_search(Finds(SearchStatus.ANSWERED, "x-b"))
    events, _ = answer(State(text="算了，丙证怎么办", item_id="x-card", asking=True))
    assert slots(events)["item_id"] == "x-b"


def test_another_language_is_told_so() -> None:
    with_search(Finds(SearchStatus.ANSWERED, "x-b"))
    _, messages = answer(State(text="how to get a passport"))
    assert messages[0]["response"] == "utter_foreign" and messages[0]["custom"]["status"] == "no_match"


def test_a_second_matter_that_is_taken_is_not_offered_again() -> None:
    with_search(Finds(SearchStatus.ANSWERED, "x-b"))
    events, _ = answer(State(text="那丙证呢", item_id="x-card", pending=("x-b",)))
    assert slots(events)["pending"] == []
