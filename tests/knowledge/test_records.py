"""Faults of a record are told with file, line, field and remedy."""

from pathlib import Path

import pytest

from knowledge.errors import GuidebookError, RecordError
from knowledge.guidebook import SAMPLE, load_guidebook
from knowledge.records import parse_record, read_record
from knowledge.schema import ServiceItem

GOOD = (SAMPLE / "items/ga/ga-birth-registration.yaml").read_text("utf-8")


def fault_of(text: str) -> str:
    with pytest.raises(RecordError) as raised:
        parse_record(text, ServiceItem, "甲.yaml")
    return str(raised.value)


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("was", "planted", "words"),
    [
        ("kind: 确认", "kind: 确人", "只能是"),
        ("version: 1", "version: 一", "应当是整数"),
        ("as_of: 2026-11-22", "as_of: 去年", "应当是日期"),
        ("department: 公安", "departement: 公安", "没有这个字段"),
        ("audience: [个人]", "audience: [个体]", "只能是"),
        ("name: 出生登记", "name: ''", "不能为空"),
        (
            "    submission: 必交\n    when: [birthplace.hospital]",
            "    submission: 要交\n    when: [birthplace.hospital]",
            "只能是",
        ),
    ],
)
def test_a_planted_fault_is_named_at_its_line(was: str, planted: str, words: str) -> None:
    text = GOOD.replace(was, planted, 1)
    fault = fault_of(text)
    assert words in fault
    assert f"甲.yaml 第 {line_of(text, planted.splitlines()[0])} 行" in fault


@pytest.mark.parametrize("text", ["", "[]", "a: [", "\t- x", "x", "1"])
def test_what_is_no_record_is_refused_in_plain_words(text: str) -> None:
    assert "甲.yaml" in fault_of(text)


def test_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "甲.yaml"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(RecordError, match="UTF-8"):
        read_record(path, ServiceItem)


def test_an_absent_folder_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(GuidebookError, match="YIZHAN_GUIDEBOOK"):
        load_guidebook(tmp_path / "none")


def test_all_faults_of_a_guidebook_are_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "items/ga"
    folder.mkdir(parents=True)
    (folder / "ga-a.yaml").write_text(GOOD.replace("kind: 确认", "kind: 确人"), "utf-8")
    (folder / "ga-b.yaml").write_text(GOOD, "utf-8")
    with pytest.raises(GuidebookError) as raised:
        load_guidebook(tmp_path)
    told = str(raised.value)
    assert "ga-a.yaml" in told and "与文件名不一致" in told and "divisions.yaml" in told
