"""The citizen's page, and the widget as one script.

The widget is written as small ES modules (``web/chat``) and served joined: one request instead of thirty in a
row on a slow phone, and never modules of two versions side by side.
"""

import gzip
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from api.services import Services, services_of

router = APIRouter(include_in_schema=False)
_WEB = Path(__file__).parent / "web"
_ENTRY = _WEB / "chat" / "entry.js"
_SAMPLE_WORDS = re.compile(r"<!-- sample: -->(.*?)<!-- :sample -->", re.DOTALL)
_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|const|class) (\w+)", re.MULTILINE)
_REVALIDATE = {"Cache-Control": "no-cache"}  # asked each time, answered 304 while nothing changed


@router.get("/")
@router.get("/index.html")
async def page(having: Annotated[Services, Depends(services_of)]) -> HTMLResponse:
    """Serve the citizen's page; it says that the guidebook is a sample as long as it is one."""
    words = r"\1" if having.published.guidebook.sample else ""
    html = _SAMPLE_WORDS.sub(words, (_WEB / "index.html").read_text("utf-8"))
    return HTMLResponse(html, headers=_REVALIDATE)


@router.get("/yizhan-chat.js")
async def widget(request: Request) -> Response:
    """Serve the widget, compressed where the browser takes it."""
    plain, compressed, tag = _widget()
    headers = _REVALIDATE | {"ETag": tag, "Vary": "Accept-Encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(compressed, media_type="text/javascript", headers=headers | {"Content-Encoding": "gzip"})
    return Response(plain, media_type="text/javascript", headers=headers)


@cache
def _widget() -> tuple[bytes, bytes, str]:
    script = joined(_ENTRY).encode()
    return script, gzip.compress(script, mtime=0), f'"{hashlib.sha256(script).hexdigest()[:16]}"'


def joined(entry: Path) -> str:
    """Join a module and all it imports into one classic script; each module keeps a scope of its own.

    Understands what the widget uses: ``import {a, b as c} from "./x.js"``, ``export const | function | class``, and
    ``import {STYLE} from "./x.css"`` for a style sheet's text. Raises ``ValueError`` on modules that import each other.
    """
    parts: list[str] = []
    finished: set[Path] = set()

    def add(path: Path, importing: tuple[Path, ...]) -> None:
        if path in finished:
            return
        if path in importing:
            raise ValueError(f"modules import each other: {' → '.join(p.name for p in (*importing, path))}")
        source = path.read_text("utf-8")
        if path.suffix == ".css":
            body = f"const STYLE = {json.dumps(source, ensure_ascii=False)};\nreturn {{ STYLE }};"
        else:
            for _, target in _IMPORT.findall(source):
                add((path.parent / target).resolve(), (*importing, path))
            body = _body(source, path.parent)
        parts.append(f"modules[{_key(path)}] = (() => {{\n{body}\n}})();\n")
        finished.add(path)

    add(entry.resolve(), ())
    return "(() => {\n'use strict';\nconst modules = {};\n" + "".join(parts) + "})();\n"


def _body(source: str, folder: Path) -> str:
    def taken(match: re.Match[str]) -> str:
        return f"const {{{match[1].replace(' as ', ': ')}}} = modules[{_key((folder / match[2]).resolve())}];\n"

    names = [name for _, name in _EXPORT.findall(source)]
    return _EXPORT.sub(r"\1 \2", _IMPORT.sub(taken, source)) + f"return {{ {', '.join(names)} }};"


def _key(path: Path) -> str:
    return json.dumps(path.relative_to(_ENTRY.parent).as_posix())
