"""The sheet of paper: what a person, a printer, a screen reader and a copying clerk get from it."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from api.slips.content import Sheet, sheet_of, with_changes
from api.slips.drawing import draw_pdf
from api.slips.fonts import FontsMissing, load_fonts
from api.slips.press import Form, draw
from knowledge.guidebook import load_guidebook
from knowledge.materials import combinations
from knowledge.notices import OneTimeNotice, answer
from knowledge.schema import State
from tests.slips.paper import about, fonts_of, pages_of, squeezed, text_of
from tests.slips.samples import ADDRESS, CODE, TOLD_ON, long_sheet, small_sheet

ONE_PAGE = 15  # materials that must find room on one sheet


FULLEST = 60  # of some 320 items; the rest have less to say than these, and drawing takes 70 ms each


def longest_notices() -> list[OneTimeNotice]:
    """Of every item the answer that has most to say, within what must fit on one page; the fullest first."""
    guidebook = load_guidebook()
    found = []
    for item in guidebook.items.values():
        if item.state is State.ABOLISHED:
            continue
        told = [answer(guidebook, item.id, chosen, "330381").notice for chosen in combinations(item)]
        fitting = [notice for notice in told if notice is not None and notice.total <= ONE_PAGE]
        found.append(max(fitting, key=amount))
    return sorted(found, key=amount, reverse=True)


def amount(notice: OneTimeNotice) -> int:
    """Characters on its slip."""
    return sum(map(len, sheet_of(notice, TOLD_ON).lines()))


def test_up_to_15_materials_fit_on_one_page_whatever_the_item() -> None:
    sheets = [sheet_of(notice, TOLD_ON, code=CODE, address=ADDRESS) for notice in longest_notices()[:FULLEST]]
    assert [sheet.name for sheet in sheets if pages_of(draw_pdf(sheet)) != 1] == []


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return draw_pdf(small_sheet())


def in_reading_order(sheet: Sheet) -> list[str]:
    """Its texts from top to bottom; the code stands beside the title and is looked for apart."""
    return [text for text in sheet.lines() if text not in (sheet.source, sheet.code, sheet.address)]


def test_the_text_comes_out_in_reading_order(pdf: bytes) -> None:
    rest = squeezed(text_of(pdf))
    for text in in_reading_order(small_sheet()):
        before, found, rest = rest.partition(squeezed(text))
        assert found, f"{text!r} is missing after {before[-40:]!r}"


def test_code_address_version_and_hotline_are_on_the_paper(pdf: bytes) -> None:
    text = squeezed(text_of(pdf))
    for told in (CODE, ADDRESS, "办事指南第1版，2026年11月22日核对", "12345", "这是示例指南", "第1页，共1页"):
        assert told in text


def test_all_fonts_are_embedded_and_can_be_read_as_text(pdf: bytes) -> None:
    fonts = fonts_of(pdf)
    assert {font["name"].partition("+")[2].partition("-Identity")[0] for font in fonts} == {
        "NotoSansCJKsc-Bold",
        "NotoSansCJKsc-Regular",
    }
    assert all(font["emb"] == font["sub"] == font["uni"] == "yes" for font in fonts)


def test_a_screen_reader_finds_tags_title_and_language(pdf: bytes) -> None:
    facts = about(pdf)
    assert facts["Tagged"] == "yes"
    assert facts["Title"] == "一次性告知单：甲证补领"
    assert b"/Lang(zh-CN)" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_it_is_a4(pdf: bytes) -> None:
    assert about(pdf)["Page size"] == "595.276 x 841.89 pts (A4)"


def test_waived_papers_stand_apart_with_the_reason(pdf: bytes) -> None:
    to_bring, _, waived = squeezed(text_of(pdf)).partition("不用交的，窗口自己查")
    assert "结婚证" not in to_bring.partition("要带的材料")[2]
    assert waived.startswith("2结婚证不用带窗口可以查到结婚登记信息，不用您交")


def test_each_page_of_a_long_list_says_what_it_is_and_which_page() -> None:
    pages = text_of(draw_pdf(long_sheet(70))).split("\f")[:-1]
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        text = squeezed(page)
        assert "一次性告知单" in text and "甲证补领" in text and CODE in text
        assert f"第{number}页，共{len(pages)}页" in text
        if "种证明" in text:
            assert "材料份数说明" in text


def test_changes_stand_before_the_list() -> None:
    sheet = with_changes(small_sheet(), "自 2026 年 12 月 1 日起有变化", ("多了一项：乙证（原件 1 份）",))
    before, _, _ = squeezed(text_of(draw_pdf(sheet))).partition("要带的材料")
    assert "自2026年12月1日起有变化多了一项：乙证（原件1份）" in before


def test_an_empty_list_says_that_nothing_is_to_be_brought() -> None:
    assert "不用带材料。" in text_of(draw_pdf(replace(small_sheet(), to_bring=(), waived=())))


_DRAW_ALL = """
import hashlib
from api.slips.press import Form, draw
from tests.slips.samples import small_sheet
print(*(hashlib.sha256(draw(small_sheet(), form)).hexdigest() for form in Form))
"""


def test_the_same_slip_has_the_same_bytes_in_another_process_and_another_time_zone() -> None:
    elsewhere = subprocess.run(
        [sys.executable, "-c", _DRAW_ALL],
        env={"TZ": "America/Lima", "PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "7"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    here = [hashlib.sha256(draw(small_sheet(), form)).hexdigest() for form in Form]
    assert elsewhere.stdout.split() == here


def test_without_the_font_the_operator_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="fonts-noto-cjk"):
        load_fonts((tmp_path, tmp_path / "absent"))
