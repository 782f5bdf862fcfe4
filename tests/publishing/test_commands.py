"""The operator's commands: what they say, and how they end."""

import shutil
from pathlib import Path

import pytest

from knowledge.__main__ import main
from knowledge.publishing import Library
from tests.publishing.small import ITEMS, edit

Told = pytest.CaptureFixture[str]


def test_publishing_says_the_new_version_and_that_it_is_in_use(library: Library, draft: Path, capsys: Told) -> None:
    edit(draft, ITEMS[0], "summary: ", "summary: 甲。")
    assert main(["publish", str(draft), "--note", "改了说明", "--library", str(library.folder)]) == 0
    switch = library.in_use()
    assert switch is not None and f"已发布版本 {switch.version}，现已启用" in capsys.readouterr().out
    assert main(["publish", str(draft), "--note", "再来", "--library", str(library.folder)]) == 0
    assert "完全一样" in capsys.readouterr().out


def test_a_refused_draft_says_which_questions_of_which_item_and_what_to_do(
    library: Library, draft: Path, capsys: Told
) -> None:
    for path in draft.glob(f"*/*/{ITEMS[1]}.*"):
        path.unlink()
    command = ["publish", str(draft), "--note", "删了一项", "--library", str(library.folder)]
    assert main(command) == 1
    said = capsys.readouterr().out
    assert f"必答问句 {ITEMS[1]}：3 句找不到" in said and "--override" in said and "现在用的版本没有变" in said
    assert main([*command, "--override", "下周补"]) == 0
    assert "理由：下周补" in capsys.readouterr().out


def test_a_missing_draft_is_told_in_a_sentence(library: Library, tmp_path: Path, capsys: Told) -> None:
    command = ["publish", str(tmp_path / "none"), "--note", "x", "--library", str(library.folder)]
    assert main(command) == 2 and "找不到草稿目录" in capsys.readouterr().err


def test_versions_are_listed_with_the_one_in_use_marked(library: Library, capsys: Told) -> None:
    assert main(["versions", "--library", str(library.folder)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("  ") and "第一版" in said[0]
    assert said[1].startswith("→ ") and "第二版" in said[1] and "事项 12 个" in said[1]


def test_an_empty_library_says_how_to_begin(tmp_path: Path, capsys: Told) -> None:
    assert main(["versions", "--library", str(tmp_path)]) == 0
    assert "python -m knowledge publish" in capsys.readouterr().out


def test_a_comparison_names_each_material_that_changed(library: Library, capsys: Told) -> None:
    first, second = library.versions()
    assert main(["diff", first.id, second.id, "--library", str(library.folder)]) == 1
    said = capsys.readouterr().out
    assert "修改 ga-birth-registration 出生登记（新）" in said and "新增材料：《出生医学证明》（新）" in said
    assert "共 12 个" in said
    assert main(["diff", second.id, "--library", str(library.folder)]) == 0
    assert "没有变化" in capsys.readouterr().out


def test_a_draft_can_be_compared_before_it_is_published(library: Library, draft: Path, capsys: Told) -> None:
    first = library.versions()[0]
    edit(draft, ITEMS[0], "summary: ", "summary: 甲。")
    assert main(["diff", first.id, str(draft), "--library", str(library.folder)]) == 1
    assert "简介：" in capsys.readouterr().out


def test_going_back_takes_one_command_even_without_its_index(library: Library, capsys: Told) -> None:
    first = library.versions()[0]
    shutil.rmtree(first.index_folder)  # as an operator may, to save space
    command = ["restore", first.id, "--reason", "材料写错", "--library", str(library.folder)]
    assert main(command) == 0 and f"已换回版本 {first.id}" in capsys.readouterr().out
    current = library.current()
    assert current is not None and current.id == first.id and (first.index_folder / "manifest.json").exists()


def test_an_unknown_version_is_told_in_a_sentence(library: Library, capsys: Told) -> None:
    assert main(["restore", "20200101-1", "--reason", "x", "--library", str(library.folder)]) == 2
    assert "没有这个指南版本" in capsys.readouterr().err


def test_the_index_command_serves_the_version_in_use(library: Library, capsys: Told) -> None:
    current = library.current()
    assert current is not None
    shutil.rmtree(current.index_folder)
    assert main(["index", "--library", str(library.folder)]) == 0
    assert f"版本 {current.id} 的索引已建好" in capsys.readouterr().out


def test_the_check_counts_everything_by_counter(draft: Path, capsys: Told) -> None:
    assert main(["check", "--guidebook", str(draft)]) == 0
    said = capsys.readouterr().out
    assert "窗口\t事项\t材料\t情形\t问句\t法律依据" in said
    (total,) = [line.split("\t") for line in said.splitlines() if line.startswith("合计")]
    assert total[1] == "12" and all(int(count) > 0 for count in total[1:])
