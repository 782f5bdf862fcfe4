"""Tables are uploaded, told cell by cell, come back marked, and are written into the draft whole or not at all."""

import base64
import io
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.routes.imports import DialectName
from api.settings import Settings
from knowledge.guidebook import load_guidebook
from knowledge.importer.dialects import DIALECTS, load_dialect
from knowledge.importer.export import export

IMPORT = "/api/v1/operator/import"
PASSPORT = "ga-passport-renewal"


def tables(settings: Settings, desk: TestClient, folder: Path) -> Path:
    """Export the draft as a workbook, its passport renamed."""
    desk.get("/api/v1/operator/draft")
    target = folder / "实施清单.xlsx"
    export(load_guidebook(settings.draft).items.values(), load_dialect("zhejiang"), target)
    book, name = load_workbook(target), _name(settings)
    for row in book["权力事项"].iter_rows(min_row=2):
        for cell in row:
            cell.value = "护照换新" if cell.value == name else cell.value
    book.save(target)
    return target


def _name(settings: Settings) -> str:
    return load_guidebook(settings.draft).item(PASSPORT).name


def send(desk: TestClient, path: Path, **fields: object) -> Any:
    with path.open("rb") as file:
        return desk.post(IMPORT, files={"files": (path.name, file)}, data={"dialect": "zhejiang", **fields})


def test_a_sound_workbook_is_written_into_the_draft_on_wish_only(
    desk: TestClient, settings: Settings, tmp_path: Path
) -> None:
    path = tables(settings, desk, tmp_path)
    before = _name(settings)
    checked = send(desk, path).json()
    assert checked["faults"] == [] and checked["accepted"] == 12 and checked["written"] == 0
    assert _name(settings) == before
    assert send(desk, path, write=True).json()["written"] == 12
    assert _name(settings) == "护照换新"
    (changed,) = desk.get("/api/v1/operator/draft").json()["differences"]["items"]
    assert changed["id"] == PASSPORT


def test_a_fault_is_told_at_its_cell_and_the_workbook_comes_back_marked(
    desk: TestClient, settings: Settings, tmp_path: Path
) -> None:
    path = tables(settings, desk, tmp_path)
    book = load_workbook(path)
    sheet = book["扩展信息"]
    column = next(cell.column for cell in sheet[1] if cell.value == "limit_scene_num")
    sheet.cell(2, column).value = "没有这回事"
    book.save(path)
    done = send(desk, path, write=True).json()
    assert done["written"] == 0 and len(done["faults"]) >= 1
    assert "第 2 行" in done["faults"][0]
    marked = load_workbook(io.BytesIO(base64.b64decode(done["marked"][0]["base64"])))
    assert any(cell.comment for row in marked["扩展信息"].iter_rows() for cell in row)
    assert send(desk, path, write=True, partial=True).json()["written"] == done["accepted"] == 11


def test_every_dialect_can_be_chosen() -> None:
    assert sorted(DialectName) == sorted(DIALECTS)


def test_what_is_no_table_is_refused_with_words(desk: TestClient, tmp_path: Path) -> None:
    (tmp_path / "假的.xlsx").write_text("不是工作簿")
    reply = send(desk, tmp_path / "假的.xlsx")
    assert reply.status_code == 422 and "假的.xlsx" in reply.json()["detail"]
    (tmp_path / "程序.exe").write_bytes(b"MZ")
    assert "不能导入" in send(desk, tmp_path / "程序.exe").json()["detail"]


def test_a_name_with_a_path_stays_in_its_place(desk: TestClient, tmp_path: Path) -> None:
    reply = desk.post(
        IMPORT, files={"files": ("../../evil.csv", b"a,b\n1,2\n")}, data={"dialect": "zhejiang", "write": True}
    )
    assert reply.status_code == 422
    assert not list(tmp_path.rglob("evil.csv"))
