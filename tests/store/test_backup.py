"""One file holds everything, and gives the same answers in another database, of either kind."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from store.__main__ import main
from store.asked import Asked, AskedKind
from store.backup import backup, restore
from store.banners import Banner
from store.feedback import Feedback, FeedbackKind
from store.opening import StoreError
from store.store import Store
from store.told import Told
from store.turns import Turn

NOTICE = Told(
    guidebook_version="20261122-1",
    item_id="ga-birth-registration",
    division_code="330304",
    chosen={"parents": "married"},
    told_on=date(2026, 11, 22),
)
AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


def fill(store: Store) -> tuple[str, str]:
    """Put something into every kind of record; returns a slip's code and a key."""
    code = store.told.keep(NOTICE)
    _, secret = store.keys.create("王维护", "operator")
    store.audit.append("王维护", "publish", "20261122-1", note="第一版")
    store.audit.append("王维护", "restore", "20261121-1")
    store.asked.keep(
        Asked(kind=AskedKind.UNANSWERED, words="问一句 “引号”\n换行", conversation="c", guidebook_version="v"), AT
    )
    store.feedback.keep(Feedback(kind=FeedbackKind.WASTED_TRIP, guidebook_version="v", materials=("户口簿",)), AT)
    store.turns.keep(
        Turn(
            conversation="c",
            said="问",
            status="answered",
            subject="x",
            guidebook_version="v",
            answer=({"type": "text"},),
        )
    )
    store.banners.put_up(Banner(words="今天停电", written_by="王维护", starts_at=AT))
    return code, secret


def test_a_store_restored_into_the_other_kind_of_database_gives_the_same_answers(
    store: Store, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    code, secret = fill(store)
    rows = backup(store.engine, tmp_path / "all.gz")
    to_sqlite = store.engine.dialect.name == "postgresql"
    url = f"sqlite:///{tmp_path}/other.sqlite3" if to_sqlite else request.getfixturevalue("postgres_url")
    again = Store.open(url)
    try:
        assert restore(again.engine, tmp_path / "all.gz") == rows
        assert again.told.find(code) == NOTICE
        key = again.keys.check(secret)
        assert key is not None and key.name == "王维护"
        assert again.audit.head() == store.audit.head() and again.audit.first_fault() is None
        assert again.asked.in_state() == store.asked.in_state()
        assert again.turns.of("c") == store.turns.of("c")
        assert again.banners.showing(AT) == store.banners.showing(AT)
        # what is kept afterwards gets a number of its own
        assert again.feedback.keep(Feedback(kind=FeedbackKind.HELPFUL, guidebook_version="v")) == 2
    finally:
        again.close()


def test_a_store_with_records_is_not_overwritten(store: Store, tmp_path: Path) -> None:
    code, _ = fill(store)
    backup(store.engine, tmp_path / "all.gz")
    with pytest.raises(StoreError, match="空库"):
        restore(store.engine, tmp_path / "all.gz")
    assert store.told.find(code) == NOTICE


@pytest.mark.parametrize("damage", ["cut", "other", "missing"])
def test_a_damaged_file_restores_nothing(store: Store, tmp_path: Path, damage: str) -> None:
    fill(store)
    file = tmp_path / "all.gz"
    backup(store.engine, file)
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-40])
    elif damage == "other":
        file.write_text("不是备份")
    else:
        file.unlink()
    empty = Store.open(f"sqlite:///{tmp_path}/empty.sqlite3")
    with pytest.raises(StoreError, match="完整的备份"):
        restore(empty.engine, file)
    assert empty.keys.all() == [] and empty.asked.in_state() == []
    empty.close()


def test_a_backup_is_readable_by_its_owner_only(store: Store, tmp_path: Path) -> None:
    backup(store.engine, tmp_path / "all.gz")
    assert (tmp_path / "all.gz").stat().st_mode & 0o077 == 0


def test_one_command_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("YIZHAN_STORE", f"sqlite:///{tmp_path}/one.sqlite3")
    first = Store.open(f"sqlite:///{tmp_path}/one.sqlite3")
    code, _ = fill(first)
    first.close()
    assert main(["backup", str(tmp_path / "all.gz")]) == 0
    monkeypatch.setenv("YIZHAN_STORE", f"sqlite:///{tmp_path}/two.sqlite3")
    assert main(["restore", str(tmp_path / "all.gz")]) == 0
    assert main(["restore", str(tmp_path / "all.gz")]) == 1
    assert "空库" in capsys.readouterr().err
    second = Store.open(f"sqlite:///{tmp_path}/two.sqlite3")
    assert second.told.find(code) == NOTICE
    second.close()
