"""Slips whose right content can be read off at a glance."""

from dataclasses import replace
from datetime import date

from api.slips.content import Sheet, sheet_of
from knowledge.notices import OneTimeNotice, answer
from tests.knowledge.books import guidebook

TOLD_ON = date(2026, 11, 22)
CODE, ADDRESS = "7KQ2-M9XD", "https://zwfw.example.cn/s/7KQ2M9XD"
MARRIED = frozenset({"married.yes"})


def small_notice() -> OneTimeNotice:
    """Two materials, one of them waived."""
    notice = answer(guidebook(), "x-card", MARRIED, "330381").notice
    assert notice is not None
    return notice


def small_sheet(notice: OneTimeNotice | None = None) -> Sheet:
    """That notice as a slip with a code."""
    return sheet_of(notice or small_notice(), TOLD_ON, code=CODE, address=ADDRESS)


def long_sheet(papers: int) -> Sheet:
    """A slip with so many materials to bring."""
    sheet = small_sheet()
    (paper,) = sheet.to_bring
    many = tuple(replace(paper, number=number, name=f"第{number}种证明") for number in range(1, papers + 1))
    return replace(sheet, to_bring=many)
