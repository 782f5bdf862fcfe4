"""Out and in again: equal items, in every dialect and every form of file."""

import json
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from knowledge.__main__ import main
from knowledge.guidebook import Guidebook, load_guidebook
from knowledge.importer.dialects import DIALECTS, load_dialect
from knowledge.importer.export import export
from knowledge.importer.faults import FileRefused
from knowledge.importer.load import load
from knowledge.importer.write import write_items, yaml_of
from knowledge.records import parse_record
from knowledge.schema import FAQ, Exchange, Kind, Material, OnlineDepth, ServiceItem, Submission
from tests.importer.foreign import save, tables
from tests.knowledge.books import item

TODAY = date(2026, 11, 22)
CARRIED = ("id", "name", "department", "audience", "levels", "state", "area", "trips", "effective", "expiry")


@pytest.fixture(scope="module")
def sample() -> Guidebook:
    return load_guidebook()


def there_and_back(items: list[ServiceItem], dialect: str, target: Path) -> list[ServiceItem]:
    files = export(items, load_dialect(dialect), target)
    outcome = load(files, load_dialect(dialect), TODAY)
    assert [str(fault) for fault in outcome.faults] == []
    return list(outcome.items)


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_sample_guidebook_comes_back_equal(sample: Guidebook, dialect: str, form: str, tmp_path: Path) -> None:
    items = list(sample.items.values())
    assert there_and_back(items, dialect, tmp_path / f"全部.{form}") == items


def test_the_sample_guidebook_comes_back_equal_as_yaml(sample: Guidebook, tmp_path: Path) -> None:
    items = sorted(sample.items.values(), key=lambda found: found.id)
    export(items, load_dialect("national"), tmp_path / "guide")
    assert sorted(load([tmp_path / "guide"], load_dialect("national"), TODAY).items, key=lambda i: i.id) == items


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_tables_themselves_carry_what_they_have_columns_for(
    sample: Guidebook, dialect: str, tmp_path: Path
) -> None:
    """Without yizhan_extra, so that it cannot hide a column that is not written."""
    items = [found for found in sample.items.values() if found.kind is not Kind.ABOLISHED]
    (path,) = export(items, load_dialect(dialect), tmp_path / "全部.json")
    data = json.loads(path.read_text("utf-8"))
    for rows in data.values():
        for row in rows:
            row.pop("yizhan_extra", None)
    path.write_text(json.dumps(data), "utf-8")
    outcome = load([path], load_dialect(dialect), TODAY)
    assert outcome.faults == ()
    for before, after in zip(items, outcome.items, strict=True):
        assert [getattr(before, name) for name in CARRIED] == [getattr(after, name) for name in CARRIED]
        assert (before.kind, before.faqs) == (after.kind, after.faqs)
        assert [fee.amount for fee in before.fees] == [fee.amount for fee in after.fees]
        assert [(m.name, m.original, m.copies, m.when, m.notes, m.source, m.necessary) for m in before.materials] == [
            (m.name, m.original, m.copies, m.when, m.notes, m.source, m.necessary) for m in after.materials
        ]
        assert [[option.label for option in c.options] for c in before.circumstances] == [
            [option.label for option in c.options] for c in after.circumstances
        ]


def test_a_foreign_file_keeps_its_raw_codes_through_another_round(tmp_path: Path) -> None:
    source = tables([1])
    source["基本信息"][0]["服务对象"] = "1^3"
    first = load([save(source, tmp_path / "a.xlsx")], load_dialect("national"), TODAY).items
    assert first[0].exchange is not None
    assert first[0].exchange.raw["basic.server_type"] == "1^3"
    assert first[0].exchange.raw["material.2.is_need"] == "1"
    assert there_and_back(list(first), "national", tmp_path / "b.xlsx") == list(first)
    cells = json.loads(export(first, load_dialect("national"), tmp_path / "c.json")[0].read_text("utf-8"))
    assert cells["up_task_general_basic"][0]["server_type"] == "1^3"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_item_of_another_dialect_keeps_its_own_codes(dialect: str, tmp_path: Path) -> None:
    first = list(load([save(tables([1]), tmp_path / "a.xlsx")], load_dialect("national"), TODAY).items)
    assert there_and_back(first, dialect, tmp_path / "b.json") == first


def test_one_digit_means_what_its_dialect_says(tmp_path: Path) -> None:
    source = tables([1])
    source["基本信息"][0]["事项类型"] = "05"
    path = save(source, tmp_path / "a.xlsx")
    kinds = {name: load([path], load_dialect(name), TODAY).items[:1] for name in ("national", "guangdong")}
    assert {name: found[0].kind for name, found in kinds.items()} == {
        "national": Kind.PAYMENT,
        "guangdong": Kind.PAYMENT,
    }
    source["办理信息"][0]["结果类型"] = "1"
    found = load([save(source, path)], load_dialect("zhejiang"), TODAY).items
    assert found[0].kind is Kind.LEVY
    assert not found[0].materials[0].necessary  # is_need 1 is 非必要 there


def test_an_edited_cell_holds_against_what_was_kept(tmp_path: Path) -> None:
    before = item(kind=Kind.ABOLISHED)
    (path,) = export([before], load_dialect("national"), tmp_path / "a.json")
    data = json.loads(path.read_text("utf-8"))
    data["up_task_general_basic"][0] |= {"task_type": "01", "task_name": "新名字"}
    path.write_text(json.dumps(data), "utf-8")
    (after,) = load([path], load_dialect("national"), TODAY).items
    assert (after.kind, after.name, after.common_names) == (Kind.LICENCE, "新名字", before.common_names)


def test_no_cell_is_taken_for_a_formula(tmp_path: Path) -> None:
    evil = item(
        faqs=tuple(FAQ(question=sign, answer="答") for sign in ("=1+1", "+1", "-1", "@SUM(1)", "'=1", "=cmd|'/c'!A0"))
    )
    for form in ("xlsx", "csv"):
        assert there_and_back([evil], "national", tmp_path / f"a.{form}") == [evil]
    assert b"<f>" not in b"".join(map(ZipFile(tmp_path / "a.xlsx").read, ZipFile(tmp_path / "a.xlsx").namelist()))
    assert load_workbook(tmp_path / "a.xlsx")["常见问题"]["B2"].data_type == "s"
    assert "\n=" not in (tmp_path / "a.questions.csv").read_text("utf-8").replace(",", "\n")


def test_what_a_workbook_cannot_hold_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    long = item(faqs=(FAQ(question="问", answer="长" * 40_000),))
    with pytest.raises(FileRefused, match=r"请导出为 \.json"):
        export([long], load_dialect("national"), tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_guidebook_and_a_bare_item(tmp_path: Path) -> None:
    export([], load_dialect("national"), tmp_path / "a.xlsx")
    with pytest.raises(FileRefused, match="一行内容也没有"):
        load([tmp_path / "a.xlsx"], load_dialect("national"), TODAY)
    bare = item(handling=None, trips=None, circumstances=(), materials=(), fees=(), times=(), windows=(), steps=())
    assert there_and_back([bare], "zhejiang", tmp_path / "b.xlsx") == [bare]


def test_materials_got_by_the_system_are_waived_in_zhejiang_only_when_nothing_is_left_to_bring(tmp_path: Path) -> None:
    source = tables([1])
    source["办理信息"][0]["结果类型"] = "1"
    source["材料"][0]["材料形式"], source["材料"][1]["材料形式"] = "6", "7"
    (found,) = load([save(source, tmp_path / "a.xlsx")], load_dialect("zhejiang"), TODAY).items
    assert [material.submission for material in found.materials] == [Submission.WAIVED, Submission.REQUIRED]


def test_unknown_online_depth_is_not_taken_for_none(tmp_path: Path) -> None:
    source = tables([1])
    del source["办理信息"][0]["网办深度"]
    (found,) = load([save(source, tmp_path / "a.xlsx")], load_dialect("national"), TODAY).items
    assert found.handling is None
    source["办理信息"][0]["是否网办"] = "0"
    (found,) = load([save(source, tmp_path / "a.xlsx")], load_dialect("national"), TODAY).items
    assert found.handling is not None
    assert found.handling.online.depth is OnlineDepth.NONE


def test_yaml_is_read_back_whatever_stands_in_it() -> None:
    words = ("a: b", "- x", "null", "12", "2026-11-22", "“引号”", '"', "#", "a\nb", "yes", "x\u2028x", "{", "=1", "'")
    odd = item(
        common_names=words,
        materials=tuple(Material(name=word, copies=1) for word in words),
        exchange=Exchange(row_guid="1", raw={"basic.x": "01"}),
    )
    assert parse_record(yaml_of(odd), ServiceItem, "-") == odd


def test_a_known_item_is_written_where_it_stands(tmp_path: Path) -> None:
    place = tmp_path / "items" / "ga" / "x-card.yaml"
    place.parent.mkdir(parents=True)
    place.write_text("old", "utf-8")
    write_items([item(), item("x-new")], tmp_path)
    assert place.read_text("utf-8") == yaml_of(item())
    assert [path.name for path in (tmp_path / "items" / "imported").iterdir()] == ["x-new.yaml"]


def test_the_command_line_goes_there_and_back(sample: Guidebook, tmp_path: Path) -> None:
    target = tmp_path / "全部.xlsx"
    assert main(["export", "--dialect", "guangdong", "--to", str(target)]) == 0
    assert main(["import", str(target), "--dialect", "guangdong", "--into", str(tmp_path / "guide")]) == 0
    written = load([tmp_path / "guide"], load_dialect("guangdong"), TODAY).items
    assert {found.id: found for found in written} == dict(sample.items)
