"""A foreign file with 66 planted faults: each told at its cell, with a remedy, and nothing written."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from knowledge.__main__ import main
from knowledge.importer.dialects import load_dialect
from knowledge.importer.load import Outcome, load
from knowledge.importer.report import json_of, text_of, write_report
from tests.importer.foreign import Tables, cell_of, save, tables

# Table, column, the spoilt value, words that the message must have. The nth fault spoils the nth item.
FAULTS: list[tuple[str, str, Any, str]] = [
    ("基本信息", "事项名称", "", "没有填"),
    ("基本信息", "事项名称", "名" * 301, "太长"),
    ("基本信息", "事项名称", "补领\n某证", "换行"),
    ("基本信息", "事项名称", "补领\ufffd证", "乱码"),
    ("基本信息", "事项名称", "锟斤拷", "乱码"),
    ("基本信息", "事项名称", "#REF!", "出错值"),
    ("基本信息", "事项名称", "########", "出错值"),
    ("基本信息", "事项名称", datetime(2026, 3, 5), "日期"),
    ("基本信息", "事项名称", True, "逻辑值"),
    ("基本信息", "事项名称", 3.25, "数字"),
    ("基本信息", "基本编码", 330300000001, "变成了数字"),
    ("基本信息", "基本编码", "3.303E+11", "科学计数法"),
    ("基本信息", "实施编码", 1.1330300002500e30, "变成了数字"),
    ("基本信息", "实施编码", "1.13303E+30", "科学计数法"),
    ("基本信息", "实施编码", "1133030000250010000000000000000", "丢了数字"),
    ("基本信息", "实施编码", "113303.0", "小数"),
    ("基本信息", "实施编码", "１１３３０３", "不该有的字"),
    ("基本信息", "实施编码", datetime(2026, 1, 1), "日期"),
    ("基本信息", "版本", "第三版", "不是整数"),
    ("基本信息", "版本", -1, "超出范围"),
    ("基本信息", "版本", 1.5, "不是整数"),
    ("基本信息", "事项类型", "11", "无法识别“11”"),
    ("基本信息", "事项类型", 7, "开头的 0"),
    ("基本信息", "事项类型", "7.0", "小数"),
    ("基本信息", "事项类型", "确认类", "无法识别"),
    ("基本信息", "事项类型", "", "没有填"),
    ("基本信息", "状态", "4", "请填“1”（在用）、“2”（暂停）、“3”（取消）之一"),
    ("基本信息", "权力来源", "7", "无法识别"),
    ("基本信息", "行使层级", "县", "无法识别“县”"),
    ("基本信息", "行使层级", "", "没有填"),
    ("基本信息", "实施主体", "", "没有填"),
    ("基本信息", "实施主体性质", "0", "无法识别"),
    ("基本信息", "服务对象", "1^8", "无法识别“8”"),
    ("基本信息", "服务对象", "1^1", "重复"),
    ("基本信息", "办件类型", "即办", "无法识别“即办”"),
    ("基本信息", "生效日期", "2026-02-30", "没有“2026-02-30”这一天"),
    ("基本信息", "生效日期", 46000, "不是日期"),
    ("基本信息", "取消日期", "长期", "不是日期"),
    ("基本信息", "取消日期", "2020-01-01", "早于生效日期"),
    ("办理信息", "法定时限", "20个工作日", "不是整数"),
    ("办理信息", "法定时限单位", "月", "请填“1”（工作日）或“2”（自然日）"),
    ("办理信息", "承诺时限", "当场", "不是整数"),
    ("办理信息", "办理形式", "1、2", "无法识别"),
    ("办理信息", "通办范围", "9", "无法识别"),
    ("办理信息", "到现场次数", "至多一次", "不是整数"),
    ("办理信息", "是否快递", "可以", "无法识别“可以”。请填“1”（是）或“0”（否）"),
    ("办理信息", "是否预约", "2", "无法识别"),
    ("办理信息", "网办深度", "V", "无法识别"),
    ("办理信息", "网办地址", "www.zjzwfw.gov.cn", "不是网址"),
    ("办理信息", "办理地点", "人民路1号", "无法识别办理地点"),
    ("办理信息", "咨询电话", 57788888888, "丢了区号"),
    ("办理信息", "投诉电话", "5.7788E+10", "不像电话"),
    ("办理信息", "结果类型", "1", "无法识别"),
    ("办理信息", "事项主键", "WZ9999", "没有主键是“WZ9999”的事项"),
    ("材料", "材料名称", "", "没有填"),
    ("材料", "材料形式", "电子", "无法识别“电子”"),
    ("材料", "必要性", "0", "无法识别“0”"),
    ("材料", "是否容缺", "可以", "无法识别“可以”。请填“是”或“否”"),
    ("材料", "来源渠道", "30", "无法识别"),
    ("材料", "原件份数", "一份", "不是整数"),
    ("材料", "复印件份数", "2份", "不是整数"),
    ("材料", "适用情形", "agent", "无法识别情形"),
    ("材料", "适用情形", "agent.other", "没有情形选项“agent.other”"),
    ("收费", "收费标准", "-5元", "无法识别金额"),
    ("常见问题", "答案", "", "没有填"),
    ("情形", "选项编号", "", "没有填"),
]
GOOD = 3  # items without a fault, after the others


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, int, str]]]:
    found: Tables = tables(range(1, len(FAULTS) + GOOD + 1))
    places = []
    for number, (table, title, value, _) in enumerate(FAULTS):
        index = number * (len(found[table]) // len(found["基本信息"]))
        places.append(cell_of(found, table, index, title))
        found[table][index][title] = value
    return save(found, tmp_path_factory.mktemp("foreign") / "实施清单.xlsx"), places


@pytest.fixture(scope="module")
def outcome(planted: tuple[Path, list[tuple[str, int, str]]]) -> Outcome:
    return load([planted[0]], load_dialect("national"), date(2026, 11, 22))


def test_every_planted_fault_is_told_at_its_cell_and_no_other(
    planted: tuple[Path, list[tuple[str, int, str]]], outcome: Outcome
) -> None:
    told = Counter((fault.place.sheet, fault.place.row, fault.place.title) for fault in outcome.faults)
    assert len(FAULTS) >= 60
    assert told == Counter(planted[1])


@pytest.mark.parametrize("number", range(len(FAULTS)), ids=lambda n: f"{FAULTS[n][1]}-{str(FAULTS[n][2])[:12]}")
def test_the_message_says_what_is_wrong_and_what_to_do(
    number: int, planted: tuple[Path, list[tuple[str, int, str]]], outcome: Outcome
) -> None:
    sheet, row, title = planted[1][number]
    (fault,) = [f for f in outcome.faults if (f.place.sheet, f.place.row, f.place.title) == planted[1][number]]
    assert str(fault).startswith(f"实施清单.xlsx「{sheet}」表第 {row} 行「{title}」列：")
    assert FAULTS[number][3] in str(fault)
    assert "请" in fault.remedy


def test_a_row_that_belongs_to_no_item_holds_back_every_item(outcome: Outcome) -> None:
    assert outcome.items == ()
    assert outcome.refused_items == len(FAULTS) + GOOD
    assert "一项也不能导入" in text_of(outcome)


def test_report_as_text_json_and_marked_workbook(
    planted: tuple[Path, list[tuple[str, int, str]]], outcome: Outcome, tmp_path: Path
) -> None:
    before = planted[0].read_bytes()
    written = write_report(outcome, tmp_path)
    assert [path.name for path in written] == ["report.json", "report.txt", "实施清单.xlsx.标注.xlsx"]
    assert text_of(outcome).count("\n") >= len(FAULTS)
    assert '"column": "是否容缺"' in json_of(outcome)
    workbook = load_workbook(written[2])
    marked = {
        (sheet.title, cell.row, sheet.cell(1, cell.column).value)
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None and cell.fill.fgColor.rgb.endswith("FFC7CE")
    }
    assert marked == set(planted[1])
    assert planted[0].read_bytes() == before


def test_nothing_is_written_unless_told(planted: tuple[Path, Any], tmp_path: Path) -> None:
    arguments = ["import", str(planted[0]), "--dialect", "national", "--into", str(tmp_path / "guide")]
    assert main(arguments) == 1
    assert list(tmp_path.iterdir()) == []


def test_with_accept_partial_the_items_without_fault_come_in(tmp_path: Path) -> None:
    found = tables([1, 2, 3])
    found["材料"][2]["必要性"] = "9"
    arguments = ["import", str(save(found, tmp_path / "a.xlsx")), "--dialect", "national"]
    arguments += ["--into", str(tmp_path / "guide")]
    assert main(arguments) == 1
    assert not (tmp_path / "guide").exists()
    assert main([*arguments, "--accept-partial"]) == 1
    assert sorted(path.stem for path in tmp_path.rglob("*.yaml")) == ["WZ0001", "WZ0003"]


def test_a_row_whose_owner_cannot_be_read_holds_back_every_item(tmp_path: Path) -> None:
    found = tables([1, 2])
    found["材料"][0]["事项主键"] = ""
    outcome = load([save(found, tmp_path / "a.xlsx")], load_dialect("national"), date(2026, 11, 22))
    assert (len(outcome.faults), outcome.items, outcome.refused_items) == (1, (), 2)


def test_faults_of_the_header(tmp_path: Path) -> None:
    found = tables([1])
    del found["材料"][0]["材料名称"], found["材料"][1]["材料名称"]
    for row in found["基本信息"]:
        row["状态 "] = "1"
    outcome = load([save(found, tmp_path / "a.xlsx")], load_dialect("national"), date(2026, 11, 22))
    assert [(f.place.sheet, f.place.row, f.place.title) for f in outcome.faults] == [
        ("基本信息", 1, "状态"),
        ("材料", 1, ""),
    ]
    assert outcome.items == ()


def test_two_items_with_one_key_are_both_refused(tmp_path: Path) -> None:
    found = tables([1, 2])
    found["基本信息"][1]["主键"] = "WZ0001"
    outcome = load([save(found, tmp_path / "a.xlsx")], load_dialect("national"), date(2026, 11, 22))
    assert outcome.items == ()
    assert "与第 2 行重复" in str(outcome.faults[0])
