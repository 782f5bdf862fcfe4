"""The compact form: every answer within 20 KB for a mini-program, and not one line less."""

import json
from collections.abc import Iterator
from datetime import date
from typing import get_args

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api.routes.chat import ChatReply
from api.wechat import messages as drawing
from api.wechat.compact import MEDIA_TYPE, compacted, expanded
from api.wechat.messages import cut, lines_of
from knowledge.blocks import AnswerStatus, Block, ChoicesBlock, LifeEventBlock, NoticeBlock, SourcesBlock
from knowledge.guidebook import Guidebook
from knowledge.index.search import Searcher
from knowledge.life_events import bundle
from knowledge.notices import OneTimeNotice, answer
from tests.wechat.standin import LARGEST_TEXT

LARGEST_TURN = 20 * 1024  # bytes
TODAY = date(2026, 11, 22)
_NAMES = st.sampled_from(["name", "counts", "rows", "居民", ""])  # few, so that some lists become tables
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["#0", "#1", "居民身份证"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None)
@given(_JSON)
def test_nothing_is_lost_or_changed_by_the_compact_form(body: object) -> None:
    assert expanded(json.loads(json.dumps(compacted(body)))) == body


def notices(guidebook: Guidebook, item_id: str) -> Iterator[OneTimeNotice]:
    """Every notice of an item: all answers to all questions that are asked."""
    waiting: list[frozenset[str]] = [frozenset()]
    while waiting:
        chosen = waiting.pop()
        reply = answer(guidebook, item_id, chosen)
        if reply.notice is not None:
            yield reply.notice
        elif reply.question is not None:
            waiting += [chosen | {f"{reply.question.id}.{option.id}"} for option in reply.question.options]


def replies(guidebook: Guidebook) -> Iterator[tuple[str, list[Block]]]:
    """The largest answers: every notice of every item, and every life event."""
    for item_id in guidebook.items:
        for notice in notices(guidebook, item_id):
            yield item_id, [NoticeBlock(notice=notice), SourcesBlock(source=notice.source)]
    for event in guidebook.life_events.values():
        yield event.id, [LifeEventBlock(life_event=bundle(guidebook, event))]


@pytest.fixture(scope="module")
def answers(loaded: tuple[Guidebook, Searcher]) -> list[tuple[str, list[Block]]]:
    return list(replies(loaded[0]))


def test_every_answer_is_within_twenty_kilobytes_when_compact(answers: list[tuple[str, list[Block]]]) -> None:
    sizes = {}
    for subject, blocks in answers:
        reply = ChatReply(conversation_id="x" * 22, status=AnswerStatus.ANSWERED, subject=subject, blocks=tuple(blocks))
        compact = json.dumps(compacted(json.loads(reply.model_dump_json())), ensure_ascii=False, separators=(",", ":"))
        sizes[subject] = max(sizes.get(subject, 0), len(compact.encode()))
    assert len(sizes) > 300 and {subject: size for subject, size in sizes.items() if size > LARGEST_TURN} == {}


def test_every_answer_as_messages_keeps_each_line_within_wechat_s_limit(
    answers: list[tuple[str, list[Block]]],
) -> None:
    for subject, blocks in answers:
        lines, _ = lines_of(blocks, TODAY)
        messages = cut(lines)
        assert all(len(message.encode()) <= LARGEST_TEXT - 80 for message in messages), subject
        told = "".join(messages)
        assert all(line in told for line in lines), subject


def test_the_compact_form_is_given_to_who_asks_for_it(client: TestClient) -> None:
    body = {"choice": {"kind": "life_event", "value": "le-new-house"}, "conversation_id": "the-same-conversation"}
    plain = client.post("/api/v1/chat", json=body)
    compact = client.post("/api/v1/chat", json=body, headers={"Accept": f"{MEDIA_TYPE}, application/json"})
    assert compact.headers["content-type"] == MEDIA_TYPE and "Accept" in compact.headers["vary"]
    assert expanded(compact.json()) == plain.json()
    assert len(compact.content) <= LARGEST_TURN < len(plain.content)


def test_a_fault_stays_a_plain_problem_document(client: TestClient) -> None:
    response = client.get("/api/v1/items/nothing", headers={"Accept": MEDIA_TYPE})
    assert response.headers["content-type"] == "application/problem+json" and response.json()["detail"]


@pytest.mark.parametrize("length", [1_900, 2_048, 6_000])
def test_a_line_too_long_for_any_message_is_parted_and_nothing_is_lost(length: int) -> None:
    line = ("一" * 40 + "，") * (length // 123)
    messages = cut(["【标题】", line, "完"])
    assert all(len(message.encode()) <= LARGEST_TEXT for message in messages)
    told = "".join(message.split("\n", 1)[1] if message.startswith("（") else message for message in messages)
    assert line in told.replace("\n", "")


def test_every_kind_of_block_has_its_plain_text() -> None:
    """A new kind of block fails here, not in front of a person."""
    (kinds, *_) = get_args(Block)
    drawn_whole = {ChoicesBlock, NoticeBlock, LifeEventBlock}
    assert {k for k in get_args(kinds) if drawing._lines.dispatch(k) is drawing._lines.dispatch(object)} == drawn_whole


def test_a_title_stays_with_what_it_is_the_title_of() -> None:
    messages = cut(["一" * 620, "", "【去哪里办】", "二" * 100])
    assert len(messages) == 2 and "【去哪里办】\n二" in messages[1]
