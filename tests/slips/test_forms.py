"""The other forms of a slip, and the code that leads back from paper to screen."""

import io
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image, ImageChops, ImageFilter, ImageStat

from api.slips.bundles import sheet_of_bundle
from api.slips.drawing import draw_pdf, draw_picture
from api.slips.text import as_text
from api.slips.word_file import as_docx
from knowledge.life_events import bundle
from tests.knowledge.books import guidebook
from tests.slips.paper import code_in, opened, picture_of, squeezed, text_of
from tests.slips.samples import ADDRESS, TOLD_ON, small_sheet

REFERENCE = Path(__file__).parent / "reference"
REFERENCE_DPI = 60
# Mean difference of grey (0–255) after a blur: letters set a pixel further stay under 1, a missing line is 2 and more.
LIKE_ENOUGH = 1.0


def words_of(docx: bytes) -> str:
    """All words of a Word file, in order, blanks left out."""
    body = Document(io.BytesIO(docx)).element.body
    return squeezed("".join(text.text or "" for text in body.iter(qn("w:t"))))


def test_the_word_file_has_every_line() -> None:
    words = words_of(as_docx(small_sheet()))
    for line in small_sheet().lines():
        assert squeezed(line) in words


def test_word_shows_chinese_in_the_chinese_font_on_a4() -> None:
    document = Document(io.BytesIO(as_docx(small_sheet())))
    for name in ("Normal", "Heading 1", "Heading 2"):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    assert (round(document.sections[0].page_width.mm), round(document.sections[0].page_height.mm)) == (210, 297)
    assert document.core_properties.title == "一次性告知单：甲证补领"


def test_the_text_has_every_line() -> None:
    for line in small_sheet().lines():
        assert line in as_text(small_sheet())


def test_the_text_reads_from_what_to_bring_to_how_to_find_it_again() -> None:
    lines = as_text(small_sheet()).splitlines()
    assert lines[0] == "一次性告知单：甲证补领"
    assert "□ 1. 居民身份证（申请人）　原件 1 份，复印件 2 份（自己准备）" in lines
    assert lines.index("【不用交的，窗口自己查】") > lines.index("【要带的材料（共 2 项：要准备 1 项，免交 1 项）】")
    assert lines[-1] == f"短码 7KQ2-M9XD　{ADDRESS}"


def test_the_code_on_the_paper_is_read_from_a_coarse_picture(tmp_path: Path) -> None:
    assert code_in(picture_of(draw_pdf(small_sheet()), 100, tmp_path)) == ADDRESS


def test_the_code_in_the_phone_picture_is_read() -> None:
    assert code_in(opened(draw_picture(small_sheet()))) == ADDRESS


def test_the_phone_picture_is_as_wide_as_a_phone() -> None:
    assert opened(draw_picture(small_sheet())).width == 750


@pytest.mark.parametrize("kind", ["paper", "phone"])
def test_it_looks_as_it_did_when_somebody_looked_at_it(kind: str, tmp_path: Path) -> None:
    now, kept = drawn(kind, tmp_path), Image.open(REFERENCE / f"{kind}.png")
    assert now.size == kept.size
    blurred = (picture.filter(ImageFilter.BoxBlur(2)) for picture in (now, kept))
    assert ImageStat.Stat(ImageChops.difference(*blurred)).mean[0] < LIKE_ENOUGH


def drawn(kind: str, folder: Path) -> Image.Image:
    """The small slip, small: ``python -m tests.slips.test_forms`` keeps it as the new reference."""
    if kind == "paper":
        return picture_of(draw_pdf(small_sheet()), REFERENCE_DPI, folder)
    picture = opened(draw_picture(small_sheet()))
    return picture.resize((picture.width // 2, picture.height // 2))


def test_a_life_event_is_printed_with_what_each_paper_is_for() -> None:
    sheet = sheet_of_bundle(bundle(guidebook(), guidebook().life_events["le-x"]), TOLD_ON)
    text = squeezed(text_of(draw_pdf(sheet)))
    assert "一件事材料清单" in text
    assert "亲子鉴定证明原件1份仅当没有领，且随父亲；或要办乙的；用于甲证补领、乙证" in text
    assert "第1步乙证（公安服务窗口）（仅当要办乙的）" in text


if __name__ == "__main__":
    import tempfile

    REFERENCE.mkdir(exist_ok=True)
    for each in ("paper", "phone"):
        with tempfile.TemporaryDirectory() as folder:
            drawn(each, Path(folder)).save(REFERENCE / f"{each}.png", optimize=True)
