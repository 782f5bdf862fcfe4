"""Records are written by many hands: whatever stands in them is shown as text, and nothing is left out."""

from dataclasses import replace

import pytest

from api.slips.content import plain
from api.slips.drawing import draw_pdf, draw_picture
from api.slips.press import Form, draw
from knowledge.notices import OneTimeNotice
from tests.slips.paper import pages_of, poppler, squeezed, text_of
from tests.slips.samples import small_notice, small_sheet
from tests.slips.test_forms import words_of

HOSTILE = (
    '#read("/etc/passwd") #panic("x") #import "@preview/a:1.0.0"',
    "*粗* _斜_ = 标题 - 项 + 项 / 词: 义 @引用 <标签> `代码` ~ \\ // 注释 /* 注释 */",
    '$ sum_(i=1)^n x_i $ =1+1 =HYPERLINK("http://x","点") +cmd|\' /C calc\'!A0',
    "“引号” \"quotes\" 'x' {花} [方] {{ 7*7 }} {% x %} ${a} %s %(x)s",
    "<script>alert(1)</script> &amp; ]]> <!-- --> <w:br/>",
)


def with_everywhere(text: str) -> OneTimeNotice:
    """The small notice, with ``text`` in every place that a record fills."""
    notice = small_notice()
    line = replace(notice.materials[0], name=text, of=text, notes=text, issuer=text, reason=text)
    return replace(
        notice,
        item_name=text,
        summary=text,
        window=text,
        division_name=text,
        materials=(line,),
        conditions=(text,),
        fees=(text,),
        steps=(f"{text}：{text}",),
        results=(text,),
        differs=(text,),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_and_formulas_are_printed_as_they_stand(text: str) -> None:
    sheet = small_sheet(with_everywhere(text))
    places = 13
    assert squeezed(text_of(draw_pdf(sheet))).count(squeezed(text)) >= places
    assert words_of(draw(sheet, Form.DOCX)).count(squeezed(text)) >= places
    assert draw(sheet, Form.TXT).decode().count(text) >= places
    assert draw_picture(sheet).startswith(b"\x89PNG")


def test_what_cannot_be_seen_is_taken_out() -> None:
    assert plain("居民\u202e证份身\u2066\u200b\x00\x1b[31m\ud800\ufffe\u00ad") == "居民证份身[31m"
    assert plain(" 第一行\r\n第二行\u2028第三行\t ") == "第一行 第二行 第三行"


def test_characters_that_no_format_takes_do_no_harm() -> None:
    sheet = small_sheet(with_everywhere("甲\x00乙\ud800丙\ufffe丁\x0b\u202e戊"))
    for form in Form:
        assert draw(sheet, form)
    assert "甲乙丙丁戊" in squeezed(text_of(draw_pdf(sheet)))


def test_a_character_that_the_font_lacks_does_not_stop_the_printing() -> None:
    pdf = draw_pdf(small_sheet(replace(small_notice(), summary="带上照片😀")))
    assert "带上照片" in text_of(pdf)
    assert b"pdfuaid" not in pdf  # the standard is not claimed where it is not met


@pytest.mark.parametrize("character", ["福", "w"])
def test_words_without_end_go_on_in_the_next_line_and_on_the_next_page(character: str) -> None:
    notice = small_notice()
    line = replace(notice.materials[0], name=character * 200, notes=character * 3000)
    pdf = draw_pdf(small_sheet(replace(notice, materials=(line,), conditions=(character * 3000,))))
    assert pages_of(pdf) > 1
    visible = _within_the_page(pdf)
    assert visible.count(character) >= 6200


def _within_the_page(pdf: bytes) -> str:
    """The text inside the margins: what runs off the paper is not printed."""
    box = ("-x", "28", "-y", "0", "-W", "540", "-H", "842", "-nopgbrk")
    return squeezed(poppler("pdftotext", "-raw", *box, "-", "-", given=pdf).decode())
