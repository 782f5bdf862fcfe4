"""What was kept comes back, from both databases, after the tables went up and down."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

from store import tables
from store.codes import read_code
from store.feedback import Feedback, FeedbackKind
from store.opening import StoreError, migrate, open_engine
from store.store import Store
from store.told import Told

NOTICE = Told(
    guidebook_version="20261122-1",
    item_id="ga-birth-registration",
    division_code="330304",
    chosen={"parents": "married"},
    told_on=date(2026, 11, 22),
)


def test_the_migrations_make_exactly_the_tables_of_the_code(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_migrations_go_down_and_up_again(store: Store) -> None:
    migrate(store.engine, "base")
    assert set(inspect(store.engine).get_table_names()) <= {"alembic_version"}
    migrate(store.engine)
    assert store.told.find(store.told.keep(NOTICE)) == NOTICE


def test_opening_again_keeps_what_is_there(store: Store, store_url: str) -> None:
    code = store.told.keep(NOTICE)
    again = Store.open(store_url)
    assert again.told.find(code) == NOTICE
    again.close()


def test_a_told_notice_is_found_by_its_code_and_told_twice_has_one_code(store: Store) -> None:
    code = store.told.keep(NOTICE)
    assert read_code(code) == code
    assert store.told.keep(NOTICE) == code
    assert store.told.keep(replace(NOTICE, told_on=date(2026, 11, 23))) != code
    assert store.told.find("22222222") is None


def test_two_writers_at_once_lose_nothing(store: Store) -> None:
    notices = [replace(NOTICE, item_id=f"item-{number}") for number in range(40)] * 2
    with ThreadPoolExecutor(8) as writers:
        codes = list(writers.map(store.told.keep, notices))
    assert codes[:40] == codes[40:]
    assert [store.told.find(code) for code in codes] == notices


def test_feedback_is_masked_before_it_is_kept(store: Store) -> None:
    said = Feedback(
        kind=FeedbackKind.WASTED_TRIP,
        guidebook_version="20261122-1",
        item_id="ga-birth-registration",
        materials=("户口簿",),
        words="我叫张三，电话13812345678，窗口说还要结婚证",
    )
    assert store.feedback.keep(said) > 0
    (kept,) = store.feedback.of_item("ga-birth-registration")
    assert kept == replace(said, words="我叫张三,电话［手机号］,窗口说还要结婚证")


def test_moments_come_back_in_utc(store: Store) -> None:
    at = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
    store.feedback.keep(Feedback(kind=FeedbackKind.HELPFUL, guidebook_version="v"), at)
    with store.engine.connect() as connection:
        assert connection.execute(select(tables.feedback.c.at)).scalar_one() == at


def test_a_wrong_address_says_what_to_write() -> None:
    with pytest.raises(StoreError, match="YIZHAN_STORE"):
        open_engine("nonsense")


def test_an_unreachable_database_says_what_to_check() -> None:
    with pytest.raises(StoreError, match="YIZHAN_STORE"):
        Store.open("postgresql://nobody@127.0.0.1:1/nothing")


def test_text_of_any_kind_is_kept_as_it_is(store: Store) -> None:
    """Statements carry values apart from their text: nothing typed can become SQL."""
    hostile = "'); DROP TABLE told; --  \u202e%s {x} 😀"
    store.told.keep(replace(NOTICE, division_code="330302", chosen={"a": hostile}))
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM told")).scalar_one() == 1
