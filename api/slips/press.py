"""Drawing slips beside the event loop: a few at a time, the last ones kept."""

from enum import StrEnum
from functools import lru_cache

from anyio import CapacityLimiter, to_thread

from api.slips.content import Sheet
from api.slips.drawing import draw_pdf, draw_picture
from api.slips.text import as_text
from api.slips.word_file import as_docx

AT_ONCE = 2  # typst takes a whole core while it sets a page
WAITING_AT_MOST = 40  # some seconds of drawing; who comes later is told at once
KEPT = 32  # drawn slips, 0.1 MB a PDF and about 1 MB a picture


class Form(StrEnum):
    """The forms a slip can be taken along in, by their file endings."""

    PDF = "pdf"
    DOCX = "docx"
    TXT = "txt"
    PNG = "png"


MEDIA_TYPES = {
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.TXT: "text/plain; charset=utf-8",
    Form.PNG: "image/png",
}


class PressBusy(Exception):
    """More slips are wanted than can be drawn in a few seconds."""


class Press:
    """Draws slips; one for the life of the app."""

    def __init__(self, at_once: int = AT_ONCE, waiting_at_most: int = WAITING_AT_MOST) -> None:
        self._limiter, self._waiting_at_most = CapacityLimiter(at_once), waiting_at_most
        self._draw = lru_cache(maxsize=KEPT)(draw)

    @property
    def drawing(self) -> int:
        """How many slips are being drawn now."""
        return self._limiter.statistics().borrowed_tokens

    async def print(self, sheet: Sheet, form: Form) -> bytes:
        """Return the slip in a form; raises ``PressBusy`` and ``FontsMissing``."""
        waiting = self._limiter.statistics().tasks_waiting
        if not self._limiter.available_tokens and waiting >= self._waiting_at_most:
            raise PressBusy
        return await to_thread.run_sync(self._draw, sheet, form, limiter=self._limiter)


def draw(sheet: Sheet, form: Form) -> bytes:
    """Draw one slip; raises ``FontsMissing`` for the forms that need fonts."""
    if form is Form.PDF:
        return draw_pdf(sheet)
    if form is Form.PNG:
        return draw_picture(sheet)
    return as_docx(sheet) if form is Form.DOCX else as_text(sheet).encode()
