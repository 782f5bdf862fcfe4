"""WeChat's servers on loopback: they check what we send, answer in the recorded shapes, and can be slow, wrong or down.

Shapes and limits are those of WeChat's documents for developers: code2Session, stable_token, 客服消息, 订阅消息,
msg_sec_check. Only what those documents refuse is refused.
"""

import asyncio
import re
import secrets
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

APPID, SECRET, TEMPLATE = "wxba5fad812f8e6fb9", "0123456789abcdef0123456789abcdef", "tmpl-list-changed"
LARGEST_TEXT = 2048  # bytes
SENDING = "/cgi-bin/message/custom/send"
NOTIFYING = "/cgi-bin/message/subscribe/send"
_OK = {"errcode": 0, "errmsg": "ok"}


@dataclass
class StandIn:
    """What it knows, what it was sent, and how it misbehaves."""

    url: str = ""
    codes: dict[str, str] = field(default_factory=dict)  # login code: openid; each is good once
    used: set[str] = field(default_factory=set)
    tokens: list[str] = field(default_factory=list)
    token_seconds: int = 7200
    sent: list[tuple[str, str]] = field(default_factory=list)  # openid, text
    notified: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    risky: str = ""  # words that the content check refuses
    refused: list[str] = field(default_factory=list)  # what our side got wrong
    calls: Counter[str] = field(default_factory=Counter)
    faults: dict[str, deque[int | Response]] = field(default_factory=dict)  # path: answers to give first
    slow_s: float = 0.0

    def fail(self, path: str, *answers: int | Response) -> None:
        """Give these error codes or responses first."""
        self.faults.setdefault(path, deque()).extend(answers)

    def texts_to(self, openid: str) -> list[str]:
        """The messages that reached a person."""
        return [text for to, text in self.sent if to == openid]

    def wait(self, condition: Any, seconds: float = 20.0) -> None:
        """Wait until ``condition()`` holds."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"sent {len(self.sent)}, refused {self.refused[:3]}"
            time.sleep(0.02)


def answered(wechat: StandIn, openid: str, count: int = 1) -> list[str]:
    """Wait for so many messages to a person, and return all; nothing that we sent may have been refused."""
    wechat.wait(lambda: len(wechat.texts_to(openid)) >= count)
    assert wechat.refused == []
    return wechat.texts_to(openid)


def error(code: int, words: str) -> dict[str, Any]:
    """The shape of a refusal; the id in brackets differs each time."""
    return {"errcode": code, "errmsg": f"{words} rid: {secrets.token_hex(4)}"}


def make_app(wechat: StandIn) -> FastAPI:
    """The servers."""
    app = FastAPI()

    @app.middleware("http")
    async def misbehave(request: Request, go_on: Any) -> Response:
        path = request.url.path
        wechat.calls[path] += 1
        if wechat.slow_s:
            await asyncio.sleep(wechat.slow_s)
        if wechat.faults.get(path):
            answer = wechat.faults[path].popleft()
            return answer if isinstance(answer, Response) else JSONResponse(error(answer, "planted"))
        answered: Response = await go_on(request)
        return answered

    @app.get("/sns/jscode2session")
    async def code2session(appid: str, secret: str, js_code: str, grant_type: str) -> dict[str, Any]:
        if (appid, secret, grant_type) != (APPID, SECRET, "authorization_code"):
            return error(40125, "invalid appsecret")
        if js_code in wechat.used:
            return error(40163, "code been used")
        if js_code not in wechat.codes:
            return error(40029, "invalid code")
        wechat.used.add(js_code)
        return {"session_key": "tiihtNczf5v6AKRyjwEUhQ==", "openid": wechat.codes[js_code]}

    @app.post("/cgi-bin/stable_token")
    async def stable_token(asked: dict[str, Any]) -> dict[str, Any]:
        if asked != {"grant_type": "client_credential", "appid": APPID, "secret": SECRET, "force_refresh": False}:
            return error(40125, "invalid appsecret")
        wechat.tokens.append(f"ACCESS_TOKEN_{len(wechat.tokens)}")
        return {"access_token": wechat.tokens[-1], "expires_in": wechat.token_seconds}

    def stale(request: Request) -> bool:
        return not wechat.tokens or request.query_params.get("access_token") != wechat.tokens[-1]

    @app.post(SENDING)
    async def send(request: Request) -> dict[str, Any]:
        raw, asked = await request.body(), await request.json()
        if stale(request):
            return error(40001, "invalid credential, access_token is invalid or not latest")
        text = asked.get("text", {}).get("content", "")
        if set(asked) != {"touser", "msgtype", "text"} or asked["msgtype"] != "text" or not text:
            wechat.refused.append(f"message {asked}")
            return error(40008, "invalid message type")
        if len(text.encode()) > LARGEST_TEXT or b"\\u" in raw:  # escapes are shown to people as they are
            wechat.refused.append(f"{len(text.encode())} bytes or escaped: {raw[:80]!r}")
            return error(45002, "content size out of limit")
        wechat.sent.append((asked["touser"], text))
        return _OK

    @app.post(NOTIFYING)
    async def notify(request: Request) -> dict[str, Any]:
        asked = await request.json()
        if stale(request):
            return error(40001, "invalid credential")
        if asked.get("template_id") != TEMPLATE:
            return error(40037, "invalid template_id")
        data = {name: value["value"] for name, value in asked["data"].items()}
        for name, value in data.items():
            good = re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) if name.startswith("date") else 0 < len(value) <= 20
            if not good:
                wechat.refused.append(f"{name}: {value}")
                return error(47003, f"argument invalid! data.{name}.value invalid")
        wechat.notified.append((asked["touser"], data))
        return _OK

    @app.post("/wxa/msg_sec_check")
    async def check(request: Request) -> dict[str, Any]:
        asked = await request.json()
        if stale(request):
            return error(40001, "invalid credential")
        if set(asked) != {"version", "scene", "openid", "content"} or (asked["version"], asked["scene"]) != (2, 2):
            return error(47001, "data format error")
        wechat.checked.append(asked["content"])
        risky = bool(wechat.risky) and wechat.risky in asked["content"]
        result = {"suggest": "risky", "label": 20001} if risky else {"suggest": "pass", "label": 100}
        return {**_OK, "result": result, "detail": [], "trace_id": "60ae120f-371d5872-7941a05b"}

    return app


@contextmanager
def running() -> Iterator[StandIn]:
    """Run the servers in a thread of this process."""
    wechat = StandIn()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        wechat.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(make_app(wechat), log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            wechat.wait(lambda: server.started)
            yield wechat
        finally:
            server.should_exit = True
            thread.join()
