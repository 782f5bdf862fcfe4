"""Pre-check and plan without Rasa: what the actions make of a message and of what they remember."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk, desk, lay_out
from actions.one_time_notice import ActionFindSubject, ActionOneTimeNotice
from actions.plan import ActionPlan, ActionTellPlan
from actions.precheck import ActionPrecheck, ActionTellPrecheck
from knowledge.index.results import SearchStatus
from tests.actions.test_turn import Finds
from tests.knowledge.books import guidebook, item

Json = dict[str, Any]
PLAIN: Json = {"circumstances": (), "fees": ()}


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    before = None
    with suppress(RuntimeError):
        before = desk()
    yield
    if before is not None:
        lay_out(before)


def searching(status: SearchStatus, *ids: str, also: tuple[str, ...] = ()) -> None:
    book = guidebook(item("x-card", name="甲证"), item("x-b", name="丙证", **PLAIN), item("x-c", name="丁证", **PLAIN))
    lay_out(Desk(book, Finds(status, *ids, also=also)))


def run(action: Action, text: str = "", **slots: object) -> tuple[Json, list[str], list[Json]]:
    """Return the slots it sets, the actions it leads on to, and what it says."""
    tracker = Tracker("someone", slots, {"text": text, "entities": []}, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, tracker, {}))
    set_slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    return set_slots, [event["name"] for event in events if event["event"] == "followup"], dispatcher.messages


def blocks(messages: list[Json], kind: str) -> list[Json]:
    return [block for message in messages for block in message["custom"]["blocks"] if block["type"] == kind]


def test_papers_in_a_question_are_not_taken_for_the_matter() -> None:
    searching(SearchStatus.ANSWERED, "x-c")
    slots, then, _ = run(ActionPrecheck(), "我有身份证和户口本，还缺什么？", item_id="x-b")
    assert (slots["item_id"], slots["held"], then) == (
        "x-b",
        "我有身份证和户口本，还缺什么？",
        ["action_one_time_notice"],
    )
    assert slots["then"] == "precheck"


def test_a_matter_named_beside_the_papers_is_found() -> None:
    searching(SearchStatus.ANSWERED, "x-c")
    slots, _, _ = run(ActionPrecheck(), "办丁证，我有身份证，还缺什么", item_id="x-b", held="有户口本")
    assert (slots["item_id"], slots["held"]) == ("x-c", "办丁证，我有身份证，还缺什么")


def test_a_lost_paper_may_be_the_matter_itself() -> None:
    searching(SearchStatus.ANSWERED, "x-b")
    assert run(ActionPrecheck(), "身份证丢了，我有户口本，还缺什么")[0]["item_id"] == "x-b"


def test_open_circumstances_are_asked_before_the_comparison() -> None:
    searching(SearchStatus.ANSWERED, "x-card")
    slots, then, messages = run(ActionPrecheck(), "办甲证，我有身份证，还缺什么")
    assert (then, messages, slots["then"]) == (["one_time_notice_form"], [], "precheck")


def test_the_settled_list_leads_to_what_was_asked_for() -> None:
    searching(SearchStatus.ANSWERED, "x-b")
    assert run(ActionOneTimeNotice(), item_id="x-b", then="precheck")[1] == ["action_tell_precheck"]
    assert run(ActionOneTimeNotice(), item_id="x-b", then="plan")[1] == ["action_tell_plan"]


def test_the_comparison_is_told_and_can_go_on() -> None:
    searching(SearchStatus.ANSWERED, "x-b")
    slots, _, messages = run(ActionTellPrecheck(), item_id="x-b", held="身份证有")
    (block,) = blocks(messages, "precheck")
    assert [line["name"] for line in block["precheck"]["to_copy"]] == ["居民身份证"]
    assert messages[0]["response"] == "utter_precheck" and slots["then"] is None
    assert run(ActionFindSubject(), "身份证复印件也有了", item_id="x-b", held="身份证有")[1] == ["action_precheck"]


def test_nothing_said_is_asked_for() -> None:
    searching(SearchStatus.ANSWERED, "x-b")
    assert run(ActionTellPrecheck(), item_id="x-b")[2][0]["response"] == "utter_precheck_nothing_said"


def test_what_was_said_of_papers_is_forgotten_with_the_matter() -> None:
    searching(SearchStatus.ANSWERED, "x-c")
    slots, _, _ = run(ActionFindSubject(), "我要办丁证这件事情", item_id="x-b", held="身份证有")
    assert (slots["item_id"], slots["held"], slots["then"]) == ("x-c", None, None)


def test_the_item_in_focus_is_planned_with_those_mentioned_beside_it() -> None:
    searching(SearchStatus.ANSWERED, "x-b")
    _, _, messages = run(ActionPlan(), "一起办", item_id="x-b", pending=["x-c"])
    (block,) = blocks(messages, "plan")
    assert [step["item_id"] for step in block["plan"]["steps"]] == ["x-b", "x-c"]


def test_items_named_in_the_message_are_planned() -> None:
    searching(SearchStatus.ANSWERED, "x-b", also=("x-c",))
    (block,) = blocks(run(ActionPlan(), "丙证和丁证同时补怎么安排")[2], "plan")
    assert [step["item_id"] for step in block["plan"]["steps"]] == ["x-b", "x-c"]


def test_the_circumstances_of_each_planned_item_are_asked_in_turn() -> None:
    searching(SearchStatus.ANSWERED, "x-b")
    slots, then, _ = run(ActionPlan(), "一起办", item_id="x-b", pending=["x-card"])
    assert (slots["item_id"], then, slots["planned"]) == ("x-card", ["one_time_notice_form"], ["x-b", "x-card"])
    slots, then, messages = run(
        ActionTellPlan(), item_id="x-card", chosen=["married.yes"], planned=slots["planned"], then="plan"
    )
    assert then == [] and len(blocks(messages, "plan")) == 1 and slots["planned"] is None


def test_a_life_event_is_planned_as_a_whole() -> None:
    searching(SearchStatus.ANSWERED, "x-b")
    slots, then, _ = run(ActionPlan(), "一起办", life_event_id="le-x")
    assert (slots["planned"], then) == (["x-card", "x-b", "x-c"], ["one_time_notice_form"])


def test_one_matter_alone_is_no_plan() -> None:
    searching(SearchStatus.ANSWERED, "x-b")
    assert run(ActionPlan(), "一起办", item_id="x-b")[2][0]["response"] == "utter_plan_which"
