"""The pages of the desks: empty frames whose scripts ask for their contents once somebody is signed in."""

import re
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, RedirectResponse, Response

router = APIRouter(include_in_schema=False)
_API = Path(__file__).parent.parent
_WIDGET_SHEET = _API / "web" / "chat" / "style.css"
_TOKEN = re.compile(r"--[\w-]+:[^;]+;|color-scheme:[^;]+;")
_HEADERS = {
    "Cache-Control": "no-cache",
    # Nobody else's page may hold a desk in a frame and lead a clerk's clicks.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}


@router.get("/desk")
async def desk() -> Response:
    """Lead to the desk that everybody of staff may use."""
    return RedirectResponse("/desk/clerk")


@router.get("/desk/clerk")
async def clerk() -> Response:
    """Serve the clerk's desk."""
    return FileResponse(_API / "desks" / "clerk" / "index.html", headers=_HEADERS)


@router.get("/desk/operator")
async def operator() -> Response:
    """Serve the operator's desk."""
    return FileResponse(_API / "desks" / "operator" / "index.html", headers=_HEADERS)


@router.get("/desk/tokens.css")
async def tokens() -> Response:
    """Serve the widget's design tokens (colours, sizes) for a whole page, so that both always look alike."""
    return Response(_tokens(), media_type="text/css", headers={"Cache-Control": "no-cache"})


@cache
def _tokens() -> str:
    sheet = _WIDGET_SHEET.read_text("utf-8")
    light, dark = (_declared(sheet, selector) for selector in (":host {", ':host([theme="dark"]) {'))
    return f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"


def _declared(sheet: str, selector: str) -> str:
    start = sheet.index(selector)
    return " ".join(_TOKEN.findall(sheet[start : sheet.index("}", start)]))
