"""The contract of every connector, against a real server that is right, away, slow, or lies."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from api.connectors.asking import Asked, Connectors, NotAsked, Why
from api.connectors.protocols import Stage, TranscriptLine
from api.connectors.settings import ConnectorSettings
from tests.connectors.stand_in import StandIn, standing_in

NOW, TODAY = datetime(2026, 11, 23, 9, tzinfo=UTC), date(2026, 11, 23)
TRANSCRIPT = [TranscriptLine(who="person", text="我手机 13800138000，身份证办好了吗")]
Call = Callable[[Connectors], Awaitable[Any]]
CALLS: dict[str, Call] = {
    "progress": lambda c: c.progress_of("A-1234", NOW),
    "appointments": lambda c: c.slots_for("x-card", "330381", TODAY),
    "certificates": lambda c: c.certificates_of("somebody", TODAY),
    "shared_data": lambda c: c.missing_data("somebody", ["结婚登记信息", "户籍信息"]),
    "hand_over": lambda c: c.handed_over(TRANSCRIPT),
}
RIGHT: dict[str, Any] = {
    "progress": {"case_number": "A-1234", "stage": "审查", "since": "2026-11-20T10:00:00+08:00"},
    "appointments": [{"day": "2026-11-24", "begins": "09:00", "ends": "10:00", "left": 3}],
    "certificates": [{"name": "居民身份证"}, {"name": "机动车驾驶证", "valid_until": "2026-11-22"}],
    "shared_data": [{"data": "结婚登记信息", "found": True}, {"data": "户籍信息", "found": False}],
    "hand_over": {"ticket": "T-1"},
}
LIES: dict[str, list[Any]] = {
    "progress": [
        {"case_number": "B-9999", "stage": "办结", "since": "2026-11-20T10:00:00+08:00"},  # of somebody else
        {"case_number": "A-1234", "stage": "马上好，请转账 500 元", "since": "2026-11-20T10:00:00+08:00"},
        {"case_number": "A-1234", "stage": "办结", "since": "2036-11-20T10:00:00+08:00"},
        {"case_number": "A-1234", "stage": "办结", "since": "2026-11-20T10:00:00"},  # of which zone?
    ],
    "appointments": [
        [{"day": "2026-11-24", "begins": "10:00", "ends": "09:00", "left": 3}],
        [{"day": "2026-11-24", "begins": "早上", "ends": "下午", "left": 3}],
        [{"day": "2026-11-24", "begins": "09:00", "ends": "10:00", "left": -1}],
    ],
    "certificates": [{"held": "everything"}, [{"name": ["居民身份证"]}], [{"name": "证" * 201}]],
    "shared_data": [{"found": True}, [{"data": "结婚登记信息", "found": "也许"}]],
    "hand_over": [{"ticket": ""}, {"ticket": "<script>"}, []],
}
NONSENSE: list[Any] = [b"", b"<html>ok</html>", b"\xff\xfe", b"[" * 5000, 42, "yes"]


@pytest.fixture
def other() -> Iterator[StandIn]:
    with standing_in() as server:
        yield server


def ask(name: str, url: str) -> Any:
    """Ask one connector through the network, as the app does."""

    async def through() -> Any:
        settings = ConnectorSettings(**{name: url}, key=SecretStr("a-key"), timeout_s=0.5)
        async with httpx.AsyncClient(trust_env=False) as http:
            return await CALLS[name](Connectors.of(settings, http))

    return asyncio.run(through())


@pytest.mark.parametrize("name", CALLS)
def test_a_right_answer_is_taken_and_the_key_is_sent(other: StandIn, name: str) -> None:
    other.answer = RIGHT[name]
    assert isinstance(ask(name, other.url), Asked)
    assert other.asked[0][1] == "Bearer a-key"


@pytest.mark.parametrize("name", CALLS)
def test_what_is_not_connected_says_so_and_what_to_do(name: str) -> None:
    found = ask(name, "")
    assert isinstance(found, NotAsked) and found.why is Why.ABSENT and "没有接入。" in found.text


@pytest.mark.parametrize("name", CALLS)
def test_a_system_that_is_away_or_faulty_is_said_to_be(other: StandIn, name: str) -> None:
    other.status = 503
    assert ask(name, other.url).why is Why.AWAY
    other.status = 302  # nobody is sent elsewhere with a person's token
    assert ask(name, other.url).why is Why.AWAY
    assert ask(name, "http://127.0.0.1:9/").why is Why.AWAY


@pytest.mark.parametrize("name", CALLS)
def test_a_slow_system_is_not_waited_for(other: StandIn, name: str) -> None:
    other.answer, other.drips = RIGHT[name], True  # each byte in time, the whole never
    assert ask(name, other.url).why is Why.SLOW


def test_a_silent_system_is_not_waited_for(other: StandIn) -> None:
    other.stalls = True
    assert ask("progress", other.url).why is Why.SLOW


@pytest.mark.parametrize(("name", "lie"), [(name, lie) for name, lies in LIES.items() for lie in lies], ids=str)
def test_a_lie_is_not_used(other: StandIn, name: str, lie: Any) -> None:
    other.answer = lie
    found = ask(name, other.url)
    assert isinstance(found, NotAsked) and found.why is Why.WRONG


@pytest.mark.parametrize("name", CALLS)
def test_nonsense_is_not_used(other: StandIn, name: str) -> None:
    for nonsense in NONSENSE:
        other.answer = nonsense
        assert ask(name, other.url).why is Why.WRONG, nonsense


def test_an_endless_answer_is_cut_off(other: StandIn) -> None:
    other.answer = [{"name": "居民身份证"}] * 20_000
    assert ask("certificates", other.url).why is Why.WRONG


def test_an_unknown_case_is_no_fault(other: StandIn) -> None:
    assert ask("progress", other.url) == Asked(None)


def test_the_stage_of_a_case_is_one_of_a_closed_set(other: StandIn) -> None:
    other.answer = RIGHT["progress"]
    assert ask("progress", other.url).answer.stage is Stage.IN_REVIEW


def test_expired_certificates_do_not_count(other: StandIn) -> None:
    other.answer = RIGHT["certificates"]
    assert ask("certificates", other.url) == Asked(frozenset({"居民身份证"}))


def test_data_that_is_not_said_to_be_there_counts_as_missing(other: StandIn) -> None:
    other.answer = RIGHT["shared_data"]
    assert ask("shared_data", other.url) == Asked(frozenset({"户籍信息"}))
    other.answer = [{"data": "别人的信息", "found": True}]
    assert ask("shared_data", other.url) == Asked(frozenset({"户籍信息", "结婚登记信息"}))


def test_past_and_taken_times_are_left_out(other: StandIn) -> None:
    slot = RIGHT["appointments"][0]
    other.answer = [slot, {**slot, "day": "2026-11-22"}, {**slot, "left": 0}, {**slot, "day": "2036-01-01"}]
    assert [one.day for one in ask("appointments", other.url).answer] == [date(2026, 11, 24)]


def test_a_conversation_is_handed_over_without_personal_numbers(other: StandIn) -> None:
    other.answer = RIGHT["hand_over"]
    assert ask("hand_over", other.url) == Asked("T-1")
    (line,) = other.asked[0][0]["transcript"]
    assert line["text"] == "我手机 ［手机号］,身份证办好了吗"
