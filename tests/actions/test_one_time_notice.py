"""The list in the chat is the record's list: every item, every combination of circumstances, every division."""

import asyncio
from collections.abc import Iterator

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk, desk, lay_out
from actions.one_time_notice import ActionOneTimeNotice
from knowledge.guidebook import Guidebook, load_guidebook
from knowledge.index.results import SearchResult, SearchStatus
from knowledge.materials import combinations, materials_for
from knowledge.notices import answer
from knowledge.schema import State


class NoSearch:
    def search(self, question: str) -> SearchResult:
        return SearchResult(status=SearchStatus.NO_MATCH, candidates=())


@pytest.fixture(scope="module")
def sample() -> Iterator[Guidebook]:
    guidebook = load_guidebook()
    before = []
    try:
        before.append(desk())
    except RuntimeError:
        before.clear()
    lay_out(Desk(guidebook, NoSearch()))
    yield guidebook
    if before:
        lay_out(before[0])


def shown_in_chat(item_id: str, chosen: frozenset[str], division: str) -> dict[str, object]:
    slots = {"item_id": item_id, "chosen": sorted(chosen), "division_code": division}
    tracker = Tracker("x", slots, {"text": "", "entities": []}, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    asyncio.run(ActionOneTimeNotice().run(dispatcher, tracker, {}))
    (message,) = dispatcher.messages
    (block,) = [block for block in message["custom"]["blocks"] if block["type"] == "notice"]
    notice: dict[str, object] = block["notice"]
    return notice


def test_chat_endpoint_and_record_show_the_same_set_everywhere(sample: Guidebook) -> None:
    """No sampling. The endpoint returns ``knowledge.notices.answer`` as it is (tests/api)."""
    compared = 0
    for item in sample.items.values():
        if item.state is not State.IN_USE:
            continue
        for combo in combinations(item):
            record = [(m.name, m.of, m.original, m.copies, m.submission) for m in materials_for(item, combo)]
            for division in sample.divisions:
                chat = shown_in_chat(item.id, combo, division)
                lines = chat["materials"]
                assert isinstance(lines, list)
                in_chat = [(m["name"], m["of"], m["original"], m["copies"], m["submission"]) for m in lines]
                notice = answer(sample, item.id, combo, division).notice
                assert notice is not None
                at_endpoint = [(m.name, m.of, m.original, m.copies, m.submission) for m in notice.materials]
                assert in_chat == at_endpoint == record, (item.id, combo, division)
                assert [p["name"] for p in chat["places"]] == [p.name for p in notice.places]  # type: ignore[attr-defined]
                compared += 1
    assert compared > 10_000
