"""What processes of the WeChat channel share, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select, update

from store.store import Store
from store.tables import wechat_pushes, wechat_threads, wechat_tokens
from store.wechat import REFRESH_AT_MOST, SharedToken, Thread, Watch

WATCH = Watch(
    holder="h" * 32,
    openid="oPerson",
    item_id="ga-birth-registration",
    division_code="330381",
    chosen={"parents": "married"},
    guidebook_version="20261122-1",
    told_on=date(2026, 11, 22),
)


def test_of_many_at_once_one_takes_a_push(store: Store) -> None:
    with ThreadPoolExecutor(8) as processes:
        taken = list(processes.map(lambda _: store.wechat.pushes.take("message 17"), range(24)))
    assert taken.count(True) == 1
    assert store.wechat.pushes.take("message 18")


def test_a_push_is_kept_without_its_person_and_for_a_day(store: Store) -> None:
    store.wechat.pushes.take("event oPerson 1")
    with store.engine.begin() as connection:
        assert "oPerson" not in str(connection.execute(select(wechat_pushes)).all())
        connection.execute(update(wechat_pushes).values(at=datetime.now(UTC) - timedelta(days=2)))
    store.wechat.pushes.take("another")
    assert store.wechat.pushes.take("event oPerson 1")


def test_of_many_at_once_one_renews_the_token_and_the_others_wait(store: Store) -> None:
    shared = store.wechat.token
    with ThreadPoolExecutor(8) as processes:
        assert list(processes.map(lambda _: shared.claim("wx1"), range(24))).count(True) == 1
    assert shared.read("wx1") is None
    token = SharedToken("T", datetime.now(UTC) + timedelta(hours=2))
    shared.keep("wx1", token)
    assert shared.read("wx1") == token
    assert not shared.claim("wx1"), "it is good: nobody renews it"


def test_a_refused_token_may_be_renewed_but_not_the_one_that_came_after(store: Store) -> None:
    shared = store.wechat.token
    shared.claim("wx1")
    shared.keep("wx1", SharedToken("T2", datetime.now(UTC) + timedelta(hours=2)))
    shared.drop("wx1", "T1")
    assert not shared.claim("wx1")
    shared.drop("wx1", "T2")
    assert shared.claim("wx1")
    shared.give_up("wx1")
    assert shared.claim("wx1")


def test_a_process_killed_while_renewing_stops_the_others_for_seconds_only(store: Store) -> None:
    shared = store.wechat.token
    assert shared.claim("wx1") and not shared.claim("wx1")
    with store.engine.begin() as connection:
        long_ago = datetime.now(UTC) - REFRESH_AT_MOST - timedelta(seconds=1)
        connection.execute(update(wechat_tokens).values(refreshing_since=long_ago))
    assert shared.claim("wx1")


def test_a_thread_is_gone_on_from_for_an_hour(store: Store) -> None:
    thread = Thread(({"kind": "item", "value": "x"},), ("（6/7）", "（7/7）"))
    store.wechat.threads.keep("c" * 32, thread)
    assert store.wechat.threads.read("c" * 32) == thread
    with store.engine.begin() as connection:
        connection.execute(update(wechat_threads).values(at=datetime.now(UTC) - timedelta(hours=2)))
    assert store.wechat.threads.read("c" * 32) == Thread()
    store.wechat.threads.keep("d" * 32, Thread())
    with store.engine.connect() as connection:
        assert connection.execute(select(wechat_threads)).all() == []


def test_a_watch_is_claimed_once_a_version_and_can_be_given_back(store: Store) -> None:
    watches = store.wechat.watches
    watches.begin(WATCH)
    watches.begin(replace(WATCH, division_code="330300"))
    (watch,) = watches.of(WATCH.holder)
    assert watch.division_code == "330300" and watches.behind("20261122-1") == []
    (behind,) = watches.behind("20270101-1")
    with ThreadPoolExecutor(4) as processes:
        claims = list(processes.map(lambda _: watches.claim(behind, "20270101-1", date(2027, 1, 1)), range(8)))
    assert claims.count(True) == 1 and watches.behind("20270101-1") == []
    watches.give_back(behind, "20270101-1")
    assert watches.behind("20270101-1") == [watch]


def test_with_the_watch_its_openid_is_forgotten(store: Store) -> None:
    watches = store.wechat.watches
    watches.begin(WATCH)
    assert watches.end(WATCH.holder, WATCH.item_id) and not watches.end(WATCH.holder, WATCH.item_id)
    assert watches.of(WATCH.holder) == []
