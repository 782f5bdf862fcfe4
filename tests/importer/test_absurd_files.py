"""Files that nobody should send: one clear refusal each, and nothing changed."""

import json
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from knowledge.__main__ import main
from knowledge.importer.dialects import load_dialect
from knowledge.importer.extra import extra_for
from knowledge.importer.faults import FileRefused
from knowledge.importer.load import load
from tests.importer.foreign import save, tables

Maker = Callable[[Path], Path]


def book(fill: Callable[[Workbook], None]) -> Maker:
    def make(folder: Path) -> Path:
        workbook = Workbook()
        workbook.active.title = "基本信息"
        fill(workbook)
        workbook.save(folder / "a.xlsx")
        return folder / "a.xlsx"

    return make


def raw(name: str, data: bytes) -> Maker:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


def bomb(folder: Path, *, lie: bool = False) -> Path:
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * (64 * 2**20))
    if lie:  # both headers state a size of 100 bytes
        data = path.read_bytes()
        true = struct.pack("<I", 64 * 2**20 + 11)
        assert data.count(true) == 2
        path.write_bytes(data.replace(true, struct.pack("<I", 100)))
    return path


def far_cell(folder: Path, place: str) -> Path:
    path = save(tables([1]), folder / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    row = "".join(filter(str.isdigit, place))
    more = f'<row r="{row}"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    parts[name] = parts[name].replace(b"</sheetData>", more.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return path


def missing(folder: Path) -> Path:
    return folder / "没有.xlsx"


def locked(folder: Path) -> Path:
    return raw("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600)(folder)


GB = "主键,事项名称\n1,补领".encode("gb18030")
ABSURD: dict[str, tuple[Maker, str]] = {
    "no such file": (missing, "找不到文件"),
    "a folder without items": (lambda folder: folder, "没有事项文件"),
    "empty workbook file": (raw("a.xlsx", b""), "空文件"),
    "empty csv": (raw("a.csv", b""), "空文件"),
    "blank csv": (raw("a.csv", b"\xef\xbb\xbf \n\n"), "空文件"),
    "header only": (raw("基本信息.csv", "主键,事项名称\n".encode()), "一行内容也没有"),
    "empty sheet": (book(lambda workbook: None), "一行内容也没有"),
    "not a workbook": (raw("a.xlsx", b"hello"), "文件已损坏或不是 .xlsx"),
    "an empty archive": (raw("a.xlsx", b"PK\x05\x06" + b"\0" * 18), "请用 Excel 或 WPS"),
    "old or locked workbook": (locked, "加密的或旧版"),
    "word document": (raw("a.docx", b"PK"), "认不出文件类型“.docx”"),
    "formula": (book(lambda workbook: workbook.active.append(["主键", "=1+1"])), "B1 等处是公式"),
    "error value": (book(lambda workbook: workbook.active.append(["主键", "#REF!"])), "B1 等处是 Excel 的出错值"),
    "merged cells": (
        book(lambda workbook: (workbook.active.append(["主键", "x"]), workbook.active.merge_cells("A1:B1"))[0]),
        "A1:B1 等处是合并单元格",
    ),
    "10,000 columns": (book(lambda workbook: workbook.active.append(["x"] * 10_000)), "10000 列"),
    "10,000 columns in csv": (raw("基本信息.csv", b",".join([b"x"] * 10_000) + b"\n1"), "10000 列"),
    "a cell at the far corner": (lambda folder: far_cell(folder, "XFD1048576"), "16384 列"),
    "a cell at the far bottom": (lambda folder: far_cell(folder, "A104857600"), "行，太多"),
    "zip bomb": (bomb, "压缩炸弹"),
    "zip bomb that lies": (lambda folder: bomb(folder, lie=True), "请另存为|请用 Excel"),
    "utf-16": (raw("基本信息.csv", "主键,事项名称\n1,补领".encode("utf-16")), "不是 UTF-8"),
    "binary": (raw("基本信息.csv", b"\xff\x00\xfe\x01" * 50), "不是 UTF-8"),
    "no encoding at all": (raw("基本信息.csv", b"a,b\n\xff\xff\x80\x80"), "认不出文字编码"),
    "open quote": (raw("基本信息.csv", '主键,事项名称\n1,"补领'.encode() + b"x" * 200_000), "不是完整的 CSV"),
    "unknown table": (raw("天气.csv", "主键,事项名称\n1,补领".encode()), "认不出是哪张表"),
    "no basic table": (raw("材料.csv", "事项主键,材料名称\n1,身份证".encode()), "没有“基本信息”表"),
    "broken json": (raw("a.json", b'{"basic": [\n{"row_guid": }]}'), "第 2 行：JSON 写法有误"),
    "json of numbers": (raw("a.json", b"[1, 2]"), "应当是一组记录"),
    "json is a word": (raw("a.json", b'"x"'), "应当是一组记录"),
    "json with twins": (raw("a.json", b'{"basic": [{"row_guid": "1", "row_guid": "2"}]}'), "重复的字段"),
    "json without end": (raw("a.json", b"[" * 200_000), "JSON"),
    "json nan": (raw("a.json", b'{"basic": [{"task_version": NaN}]}'), "NaN 不是数"),
    "broken yaml": (raw("a.yaml", b"id: ["), "YAML 写法有误"),
    "yaml of something else": (raw("a.yaml", b"id: x"), "缺少必填项"),
}


@pytest.mark.parametrize("kind", ABSURD)
def test_it_is_refused_in_words_and_nothing_is_written(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, words = ABSURD[kind]
    folder = tmp_path / "in"
    folder.mkdir()
    path = make(folder)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(FileRefused, match=words):
        load([path], load_dialect("national"), date(2026, 11, 22))
    assert (
        main(["import", str(path), "--dialect", "national", "--into", str(tmp_path / "out"), "--accept-partial"]) == 2
    )
    assert sorted(tmp_path.rglob("*")) == before
    error = capsys.readouterr().err
    assert "Traceback" not in error
    assert "请" in error or "缺少必填项" in error


def csv_files(folder: Path, encoding: str, separator: str = ",") -> list[Path]:
    files = []
    for name, rows in tables([1]).items():
        lines = [separator.join(rows[0])]
        lines += [separator.join('"' + str(value) + '"' for value in row.values()) for row in rows]
        files.append(folder / f"{name}.csv")
        files[-1].write_bytes("\r\n".join(lines).encode(encoding))
    return files


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_any_usual_encoding_says_the_same(encoding: str, separator: str, tmp_path: Path) -> None:
    wanted = load([save(tables([1]), tmp_path / "a.xlsx")], load_dialect("national"), date(2026, 11, 22))
    found = load(csv_files(tmp_path, encoding, separator), load_dialect("national"), date(2026, 11, 22))
    assert found.faults == ()
    assert found.items == wanted.items


def test_json_says_the_same(tmp_path: Path) -> None:
    wanted = load([save(tables([1]), tmp_path / "a.xlsx")], load_dialect("national"), date(2026, 11, 22))
    together, apart = tmp_path / "a.json", []
    together.write_text(json.dumps(tables([1]), default=str), "utf-8")
    for name, rows in tables([1]).items():
        apart.append(tmp_path / f"温州_{name}.json")
        apart[-1].write_text(json.dumps(rows), "utf-8")
    for files in ([together], apart):
        assert load(files, load_dialect("national"), date(2026, 11, 22)).items == wanted.items


def test_a_value_without_a_title_is_told(tmp_path: Path) -> None:
    path = tmp_path / "基本信息.csv"
    path.write_text("主键,事项名称,事项类型,行使层级,实施主体,服务对象\n1,补领,07,4,公安,1,多\n", "utf-8")
    (fault,) = load([path], load_dialect("national"), date(2026, 11, 22)).faults
    assert "第 7 列的值“多”没有表头" in str(fault)


def test_no_extra_leads_out_of_the_folder(tmp_path: Path) -> None:
    source = tables([1])
    source["基本信息"][0]["yizhan_extra"] = extra_for({"id": "../../evil"}, {"id": "WZ0001"})
    outcome = load([save(source, tmp_path / "a.xlsx")], load_dialect("national"), date(2026, 11, 22))
    assert outcome.items == ()
    assert "不该有的字" in str(outcome.faults[0])


def test_columns_that_are_passed_over_are_named(tmp_path: Path) -> None:
    source = tables([1])
    source["材料"][0]["是否容许"] = "是"
    outcome = load([save(source, tmp_path / "a.xlsx")], load_dialect("national"), date(2026, 11, 22))
    assert outcome.notices == ("a.xlsx「材料」没有读这些列：是否容许",)


@pytest.mark.parametrize("extra", ["{", "[]", '{"keep": 1}', '{"keep": {"evil": 1}}'])
def test_a_spoilt_extra_is_told_at_its_cell(extra: str, tmp_path: Path) -> None:
    source = tables([1])
    source["基本信息"][0]["yizhan_extra"] = extra
    outcome = load([save(source, tmp_path / "a.xlsx")], load_dialect("national"), date(2026, 11, 22))
    assert outcome.items == ()
    assert [(f.place.sheet, f.place.row, f.place.title) for f in outcome.faults] == [("基本信息", 2, "yizhan_extra")]
