"""PDF and picture, set by typst; texts go in as JSON, never as markup."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import cast

import typst

from api.slips.content import Sheet
from api.slips.fonts import load_fonts
from api.slips.qr import qr_svg
from api.slips.words import WORDS

_LOOK = Path(__file__).parent / "look"
PHONE_PPI = 144.0  # 375 pt wide: 750 pixels


def draw_pdf(sheet: Sheet) -> bytes:
    """Draw a tagged A4 PDF (PDF/UA-1, ISO 14289-1); raises ``FontsMissing``."""
    # The day it was told stands for the moment of making: the same slip has the same bytes.
    made = datetime.combine(sheet.told_on, time(), UTC)
    compiler = _compiler(sheet, "sheet.typ")
    try:
        return cast(bytes, compiler.compile(format="pdf", timestamp=made, pdf_standards="ua-1"))
    except typst.TypstError:
        # PDF/UA forbids a character that the font cannot draw; the slip is printed all the same, without the claim.
        return cast(bytes, compiler.compile(format="pdf", timestamp=made))


def draw_picture(sheet: Sheet) -> bytes:
    """Draw one long PNG as wide as a phone; raises ``FontsMissing``."""
    return cast(bytes, _compiler(sheet, "phone.typ").compile(format="png", ppi=PHONE_PPI))


def _compiler(sheet: Sheet, look: str) -> typst.Compiler:
    slip = {
        "sheet": asdict(sheet),
        "words": asdict(WORDS),
        "qr": qr_svg(sheet.address) if sheet.address else None,
    }
    return typst.Compiler(
        _LOOK / look,
        root=_LOOK,
        font_paths=load_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"slip": json.dumps(slip, ensure_ascii=False, default=str)},
    )
