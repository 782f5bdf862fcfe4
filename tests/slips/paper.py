"""Reading a printed slip back, with tools that know nothing of how it was made."""

import io
import re
import subprocess
from pathlib import Path

from PIL import Image
from pyzbar.pyzbar import ZBarSymbol, decode


def text_of(pdf: bytes) -> str:
    """The text in reading order, as somebody gets it who copies it out."""
    return poppler("pdftotext", "-raw", "-", "-", given=pdf).decode()


def about(pdf: bytes) -> dict[str, str]:
    """Title, tags, number and size of pages."""
    lines = poppler("pdfinfo", "-", given=pdf).decode().splitlines()
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def fonts_of(pdf: bytes) -> list[dict[str, str]]:
    """Each font with whether it is embedded (``emb``), a subset and readable as text (``uni``)."""
    lines = poppler("pdffonts", "-", given=pdf).decode().splitlines()[2:]
    found = [re.fullmatch(r"(\S+) .* (yes|no) +(yes|no) +(yes|no) +\d+ +\d+", line.rstrip()) for line in lines]
    return [{"name": m[1], "emb": m[2], "sub": m[3], "uni": m[4]} for m in found if m]


def picture_of(pdf: bytes, dpi: int, folder: Path) -> Image.Image:
    """The first page, in grey."""
    poppler("pdftoppm", "-r", str(dpi), "-gray", "-png", "-singlefile", "-", str(folder / "page"), given=pdf)
    return Image.open(folder / "page.png").convert("L")


def pages_of(pdf: bytes) -> int:
    """How many sheets of paper it takes."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def code_in(picture: Image.Image) -> str:
    """What the one QR code in a picture says."""
    (found,) = decode(picture, symbols=[ZBarSymbol.QRCODE])
    return str(found.data.decode())


def opened(png: bytes) -> Image.Image:
    """A picture as a phone shows it, in grey."""
    return Image.open(io.BytesIO(png)).convert("L")


def squeezed(text: str) -> str:
    """``text`` without blanks: paper breaks lines where it likes."""
    return re.sub(r"\s+", "", text)


def poppler(*command: str, given: bytes) -> bytes:
    """What one of poppler's programs prints about a PDF."""
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout
