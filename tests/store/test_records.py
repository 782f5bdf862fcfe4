"""Audit, keys, sessions, questions, conversations and banners, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, func, insert, select, update

from store import tables
from store.asked import Asked, AskedKind, AskedState
from store.audit import FIRST
from store.banners import Banner
from store.feedback import Feedback, FeedbackKind
from store.store import Store
from store.turns import Turn

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def written(store: Store, entries: int = 6) -> None:
    for number in range(entries):
        store.audit.append("chen", "publish", f"2026112{number}-1", note="一条")


def test_an_untouched_log_is_whole_and_exports_in_order(store: Store) -> None:
    assert store.audit.head() == FIRST
    written(store)
    assert store.audit.first_fault() is None
    assert [entry.seq for entry in store.audit.entries()] == [1, 2, 3, 4, 5, 6]
    assert [entry.seq for entry in store.audit.newest(2)] == [6, 5]
    assert store.audit.head() == store.audit.newest(1)[0].hash


@pytest.mark.parametrize("column", ["actor", "deed", "subject", "details", "at", "before", "hash"])
def test_a_changed_entry_is_detected_at_its_number(store: Store, column: str) -> None:
    written(store)
    value = {"details": {"note": "另一条"}, "at": NOW, "before": "1" * 64, "hash": "1" * 64}.get(column, "li")
    with store.engine.begin() as connection:
        connection.execute(update(tables.audit).where(tables.audit.c.seq == 3).values({column: value}))
    assert store.audit.first_fault() == 3


def test_a_removed_entry_is_detected(store: Store) -> None:
    written(store)
    with store.engine.begin() as connection:
        connection.execute(delete(tables.audit).where(tables.audit.c.seq == 4))
    assert store.audit.first_fault() == 4


def test_writers_at_once_leave_one_whole_chain(store: Store) -> None:
    with ThreadPoolExecutor(6) as writers:
        list(writers.map(lambda number: store.audit.append("chen", "edit", str(number)), range(30)))
    assert store.audit.first_fault() is None
    assert {entry.subject for entry in store.audit.entries()} == {str(number) for number in range(30)}


def test_a_key_opens_until_it_is_revoked_and_is_kept_nowhere(store: Store) -> None:
    key, secret = store.keys.create("窗口三", "clerk", ("notices",))
    assert store.keys.check(secret) is not None
    assert store.keys.all()[0].last_used_at is not None
    with store.engine.connect() as connection:
        row = connection.execute(select(tables.keys)).mappings().one()
    assert all(secret not in str(value) and secret.rpartition("_")[2] not in str(value) for value in row.values())
    assert store.keys.revoke(key.id)
    assert not store.keys.revoke(key.id)
    assert store.keys.check(secret) is None


def test_a_key_that_has_run_out_or_was_altered_does_not_open(store: Store) -> None:
    _, old = store.keys.create("旧", "clerk", lifetime=timedelta(0))
    key, secret = store.keys.create("新", "clerk")
    other, _ = store.keys.create("别的", "operator")
    assert store.keys.check(old) is None
    for wrong in ("", "yz", secret[:-1], secret + "A", secret.replace(key.id, other.id), secret.replace("yz_", "zy_")):
        assert store.keys.check(wrong) is None


def test_a_session_ends_by_time_by_sign_out_and_for_a_holder(store: Store) -> None:
    token, session = store.sessions.begin("clerk", "wang", timedelta(hours=8))
    again, _ = store.sessions.begin("clerk", "wang", timedelta(hours=8))
    short, _ = store.sessions.begin("clerk", "wang", timedelta(0))
    assert store.sessions.find(token) == session
    assert session.is_csrf(session.csrf)
    assert not session.is_csrf("")
    assert store.sessions.find(short) is None
    store.sessions.end(token)
    assert store.sessions.find(token) is None
    assert store.sessions.find(again) is not None
    assert store.sessions.end_all("wang") >= 1
    assert store.sessions.find(again) is None


def asked(words: str, conversation: str = "c1") -> Asked:
    return Asked(
        kind=AskedKind.CLARIFIED,
        words=words,
        conversation=conversation,
        guidebook_version="20261122-1",
        candidates=("ga-id-card-first", "ga-id-card-reissue"),
    )


def test_a_question_is_masked_remembers_the_choice_and_is_settled_once(store: Store) -> None:
    first = store.asked.keep(asked("身份证330302199003071234丢了"))
    newest = store.asked.keep(asked("身份证 13812345678 怎么弄"))
    assert store.asked.picked("c1", "ga-id-card-reissue")
    open_now = store.asked.in_state()
    assert [question.id for question in open_now] == [newest, first]
    assert open_now[0].picked == "ga-id-card-reissue"
    assert open_now[1].picked is None
    assert "13812345678" not in open_now[0].words
    assert store.asked.settle([first, newest], AskedState.ATTACHED, "op", "ga-id-card-reissue") == 2
    assert store.asked.settle([first], AskedState.DISMISSED, "op") == 0
    assert store.asked.in_state() == []
    assert {question.attached_to for question in store.asked.in_state(AskedState.ATTACHED)} == {"ga-id-card-reissue"}


def turn(conversation: str, said: str) -> Turn:
    return Turn(
        conversation=conversation,
        said=said,
        status="answered",
        subject="ga-birth-registration",
        guidebook_version="20261122-1",
        answer=({"type": "text", "text": "共 4 项"},),
    )


def test_a_conversation_is_kept_masked_and_forgotten_in_every_table(store: Store) -> None:
    for conversation in ("c1", "c2"):
        store.turns.keep(turn(conversation, "给孩子上户口，电话13812345678"))
        store.asked.keep(asked("上户口", conversation))
        feedback = Feedback(kind=FeedbackKind.HELPFUL, guidebook_version="v", conversation=conversation)
        store.feedback.keep(feedback)
    assert store.turns.of("c1")[0].said == "给孩子上户口,电话［手机号］"
    assert store.turns.forget("c1") == 3
    assert store.turns.of("c1") == []
    assert len(store.turns.of("c2")) == 1
    with store.engine.connect() as connection:
        for table in (tables.turns, tables.asked, tables.feedback):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 1


def test_turns_are_forgotten_after_their_time_and_no_sooner(store: Store) -> None:
    for days in (40, 31, 29, 0):
        store.turns.keep(turn(f"c{days}", "上户口"), NOW - timedelta(days=days))
    assert store.turns.forget_before(NOW - timedelta(days=30)) == 2
    assert len(store.turns.of("c29")) == 1
    assert store.turns.of("c31") == []


def test_a_sample_is_drawn_from_its_days_and_status_only(store: Store) -> None:
    for number in range(30):
        store.turns.keep(turn(f"c{number}", "上户口"), NOW + timedelta(hours=number))
    drawn = store.turns.draw(8, NOW, NOW + timedelta(hours=20), "answered")
    assert len(drawn) == len({number for number, _ in drawn}) == 8
    assert {kept.conversation for _, kept in drawn} <= {f"c{number}" for number in range(20)}
    assert len(store.turns.draw(50, NOW, NOW + timedelta(hours=20))) == 20
    assert store.turns.draw(5, NOW, NOW + timedelta(hours=20), "no_match") == []


def test_a_banner_shows_in_its_time_until_it_is_taken_down(store: Store) -> None:
    banner = Banner(words="台风，今天下午不开门", written_by="op", starts_at=NOW, window="公安服务")
    number = store.banners.put_up(banner)
    assert store.banners.showing(NOW - timedelta(seconds=1)) == {}
    assert store.banners.showing(NOW) == {number: banner}
    assert store.banners.take_down(number)
    assert not store.banners.take_down(number)
    assert store.banners.showing() == {}


def test_a_row_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="without a zone"), store.engine.begin() as connection:
        moment = datetime(2026, 11, 22)
        connection.execute(insert(tables.wechat_pushes).values(push="1", at=moment))
