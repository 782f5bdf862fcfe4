"""The QR code of an address, as a picture with the white around it that readers need."""

import io
from typing import Any

import segno

QUIET_ZONE = 4  # modules (ISO/IEC 18004, 5.3.8)


def qr_svg(address: str) -> str:
    """Return an SVG of ``address``."""
    return _saved(address, kind="svg", xmldecl=False).decode()


def qr_png(address: str) -> bytes:
    """Return a PNG of ``address``, eight pixels a module."""
    return _saved(address, kind="png", scale=8)


def _saved(address: str, **how: Any) -> bytes:
    picture = io.BytesIO()
    # Error correction M: a creased or stained sheet must still be read.
    segno.make(address, error="m", micro=False).save(picture, border=QUIET_ZONE, **how)
    return picture.getvalue()
