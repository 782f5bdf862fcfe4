"""The compact form of any JSON answer, for mini-programs: what is repeated is written once.

Asked for by ``Accept: application/vnd.yizhan.compact+json``. The answer is ``{"texts": […], "body": …}``. In ``body``
the string ``"#12"`` stands for ``texts[12]``, and ``{"#": ["name", "counts"], "rows": [[…, …], …]}`` for a list of
objects with these fields. Put in their places they give the plain answer again, to the last character.
"""

import json
from collections import Counter
from collections.abc import Iterator, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEDIA_TYPE = "application/vnd.yizhan.compact+json"
_MARK, _ROWS = "#", "rows"  # no field of an answer is called by the mark
_SHORTEST = 5  # characters of a text worth a place in the table


def compacted(body: Any) -> dict[str, Any]:
    """Return the compact form of a JSON value."""
    counted = Counter(_strings(body))
    texts = [
        text
        for text, count in counted.items()
        if text.startswith(_MARK) or (count > 1 and len(text.encode()) >= _SHORTEST)
    ]
    places = {text: f"{_MARK}{place}" for place, text in enumerate(texts)}
    return {"texts": texts, "body": _tabled(_replaced(body, places))}


def expanded(compact: dict[str, Any]) -> Any:
    """Return the plain answer again: what a client does."""
    places = {f"{_MARK}{place}": text for place, text in enumerate(compact["texts"])}
    return _replaced(_untabled(compact["body"]), places)


def _tabled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _tabled(part) for name, part in value.items()}
    if not isinstance(value, list):
        return value
    if len(value) > 1 and all(isinstance(row, dict) for row in value) and len({tuple(row) for row in value}) == 1:
        return {_MARK: list(value[0]), _ROWS: [[_tabled(part) for part in row.values()] for row in value]}
    return [_tabled(part) for part in value]


def _untabled(value: Any) -> Any:
    if isinstance(value, dict) and _MARK in value:
        return [dict(zip(value[_MARK], map(_untabled, row), strict=True)) for row in value[_ROWS]]
    if isinstance(value, dict):
        return {name: _untabled(part) for name, part in value.items()}
    return [_untabled(part) for part in value] if isinstance(value, list) else value


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _replaced(value: Any, places: dict[str, str]) -> Any:
    if isinstance(value, str):
        return places.get(value, value)
    if isinstance(value, dict):
        return {name: _replaced(part, places) for name, part in value.items()}
    if isinstance(value, list):
        return [_replaced(part, places) for part in value]
    return value


class CompactAnswers:
    """Turns JSON answers into their compact form for who asks for it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; collect and rewrite what comes back where that is asked for."""
        if scope["type"] != "http" or MEDIA_TYPE not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        start: MutableMapping[str, Any] = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body = b"".join(parts)
            headers = MutableHeaders(raw=start["headers"])
            if start["status"] == 200 and headers.get("content-type", "").startswith("application/json"):
                body = json.dumps(compacted(json.loads(body)), ensure_ascii=False, separators=(",", ":")).encode()
                headers["content-type"], headers["content-length"] = MEDIA_TYPE, str(len(body))
            headers.add_vary_header("Accept")
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, collect)
