"""Pushes as WeChat makes them: written anew from its documents, not with the code under test."""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from httpx import Response

from tests.wechat.standin import APPID

TOKEN, AES_KEY, ACCOUNT = "AAAAA", "A" * 43, "gh_97417a04a28d"
ABOLISHED = "对外贸易经营者备案怎么办"  # a question that is answered in one message, without one back


def sha1(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode(errors="replace")).hexdigest()  # noqa: S324


def sealed(message: bytes, appid: str = APPID, padding: bytes | None = None) -> str:
    key = base64.b64decode(AES_KEY + "=")
    plain = secrets.token_bytes(16) + len(message).to_bytes(4, "big") + message + appid.encode()
    fill = 32 - len(plain) % 32
    plain += bytes([fill]) * fill if padding is None else padding
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def unsealed(text: str) -> bytes:
    key = base64.b64decode(AES_KEY + "=")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = decryptor.update(base64.b64decode(text)) + decryptor.finalize()
    plain = plain[: -plain[-1]]
    end = 20 + int.from_bytes(plain[16:20], "big")
    assert plain[end:] == APPID.encode()
    return plain[20:end]


@dataclass
class Pusher:
    """Pushes into an app; ``client`` is anything with httpx's ``post``."""

    client: Any
    safe: bool = True
    xml: bool = False
    at: float = field(default_factory=time.time)
    message: int = 23_000_000_000_000_000

    def text(self, openid: str, words: str, number: int | None = None, **also: object) -> Response:
        """A text message of a person; ``number`` is its MsgId, by default a new one."""
        self.message += 1
        number = self.message if number is None else number
        return self.push({"MsgType": "text", "Content": words, "MsgId": number, **also}, openid)

    def event(self, openid: str, name: str = "user_enter_tempsession", created: int | None = None) -> Response:
        return self.push({"MsgType": "event", "Event": name}, openid, created)

    def push(self, fields: dict[str, object], openid: str, created: int | None = None) -> Response:
        head = {"ToUserName": ACCOUNT, "FromUserName": openid, "CreateTime": created or int(self.at)}
        return self.raw(self.written({**head, **fields}))

    def raw(self, message: bytes) -> Response:
        """Seal and sign what is already written."""
        if not self.safe:
            return self.post(message, **self.signed())
        envelope = sealed(message)
        body = self.written({"ToUserName": ACCOUNT, "Encrypt": envelope})
        return self.post(body, **self.signed(envelope))

    def signed(self, envelope: str | None = None, at: float | None = None) -> dict[str, str]:
        timestamp, nonce = str(int(self.at if at is None else at)), str(secrets.randbelow(10**9))
        query = {"timestamp": timestamp, "nonce": nonce, "signature": sha1(TOKEN, timestamp, nonce)}
        if envelope is None:
            return query
        return {**query, "encrypt_type": "aes", "msg_signature": sha1(TOKEN, timestamp, nonce, envelope)}

    def written(self, fields: dict[str, object]) -> bytes:
        if not self.xml:
            return json.dumps(fields, ensure_ascii=False).encode()
        inside = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in fields.items())
        return f"<xml>{inside}</xml>".encode()

    def post(self, body: bytes, **query: str) -> Response:
        answer: Response = self.client.post("/api/v1/wechat/push", params=query, content=body)
        return answer
