"""The gate: what WeChat pushes is verified, decrypted and read here; what we answer at once is sealed here.

Safe mode (安全模式) never falls back to plain: a push without its envelope is refused.
"""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from api.wechat.crypto import PushRefused, Sealing, signature, verify
from api.wechat.settings import WeChatSettings

LARGEST_PUSH = 64 * 1024  # bytes; a text message holds some 2 KB
FRESH_SECONDS = 600  # repeats come within 15 s; the rest is for clocks that differ
_ENVELOPE = re.compile(r"[A-Za-z0-9+/=]+")
_NAME = re.compile(r"[A-Za-z0-9_@.-]{1,64}")  # an openid, or the gh_… name of the account
_NUMBER = re.compile(r"[0-9]{1,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What stands in the address of a push."""

    timestamp: str = ""
    nonce: str = ""
    signature: str = ""
    msg_signature: str = ""
    echostr: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """One push: a message of a person, or an event. ``id`` is the same for WeChat's repeats of it."""

    id: str
    openid: str
    account: str
    created: int  # seconds since 1970
    kind: str
    text: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """Knows the account's secrets and the chosen mode and format."""

    token: str
    sealing: Sealing | None  # none: plain mode
    xml: bool

    @classmethod
    def of(cls, settings: WeChatSettings) -> "Gate":
        """Make the gate of checked settings."""
        safe = settings.mode == "safe"
        sealing = Sealing.of(settings.appid, settings.aes_key.get_secret_value()) if safe else None
        return cls(settings.token.get_secret_value(), sealing, settings.format == "xml")

    def greet(self, signed: Signed) -> str:
        """Return what WeChat wants to hear when the address is entered in its console; raises ``PushRefused``."""
        verify(signed.signature, self.token, signed.timestamp, signed.nonce)
        return signed.echostr

    def open(self, body: bytes, signed: Signed, now: float) -> Push:
        """Return the push in ``body``; ``now`` is in seconds since 1970. Raises ``PushRefused``."""
        if len(body) > LARGEST_PUSH:
            raise PushRefused("too large")
        if not _NUMBER.fullmatch(signed.timestamp) or abs(now - int(signed.timestamp)) > FRESH_SECONDS:
            raise PushRefused("not of this time")
        if self.sealing is None:
            verify(signed.signature, self.token, signed.timestamp, signed.nonce)
            return _push(self._fields(body))
        sealed = _word(self._fields(body), "Encrypt", _ENVELOPE)
        verify(signed.msg_signature, self.token, signed.timestamp, signed.nonce, sealed)
        return _push(self._fields(self.sealing.open(sealed)))

    def hand_over(self, push: Push, now: int) -> str:
        """Return the answer that gives the person to the account's own customer service (转人工)."""
        answer: dict[str, str | int] = {
            "ToUserName": push.openid,
            "FromUserName": push.account,
            "CreateTime": now,
            "MsgType": "transfer_customer_service",
        }
        return self._sealed(self._written(answer), now)

    def _sealed(self, message: str, now: int) -> str:
        if self.sealing is None:
            return message
        sealed, nonce = self.sealing.seal(message.encode()), str(secrets.randbelow(10**10))
        signed = signature(self.token, str(now), nonce, sealed)
        return self._written({"Encrypt": sealed, "MsgSignature": signed, "TimeStamp": now, "Nonce": nonce})

    def _fields(self, body: bytes) -> Mapping[str, Any]:
        try:
            text = body.decode()
            return _of_xml(text) if self.xml else _of_json(text)
        except (ValueError, RecursionError, ParseError, DefusedXmlException):
            raise PushRefused("unreadable") from None

    def _written(self, fields: Mapping[str, str | int]) -> str:
        if not self.xml:
            return json.dumps(fields, ensure_ascii=False)
        root = Element("xml")
        for name, value in fields.items():
            SubElement(root, name).text = str(value)
        return tostring(root, encoding="unicode")


def _of_json(text: str) -> Mapping[str, Any]:
    fields = json.loads(text)
    if not isinstance(fields, dict):
        raise ValueError("no object")
    return fields


def _of_xml(text: str) -> Mapping[str, Any]:
    return {child.tag: child.text or "" for child in fromstring(text, forbid_dtd=True)}


def _push(fields: Mapping[str, Any]) -> Push:
    openid, kind = _word(fields, "FromUserName", _NAME), _word(fields, "MsgType", _NAME)
    created = _word(fields, "CreateTime", _NUMBER)
    event = _word(fields, "Event", _NAME) if kind == "event" else ""
    number = _word(fields, "MsgId", _NUMBER) if fields.get("MsgId") else ""
    return Push(
        id=f"message {number}" if number else f"event {openid} {created}",
        openid=openid,
        account=_word(fields, "ToUserName", _NAME),
        created=int(created),
        kind=kind,
        text=_text(fields.get("Content")) if kind == "text" else "",
        event=event,
    )


def _word(fields: Mapping[str, Any], name: str, form: re.Pattern[str]) -> str:
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise PushRefused(f"no {name}")
    if not form.fullmatch(str(value)):
        raise PushRefused(f"odd {name}")
    return str(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise PushRefused("no Content")
    return value.encode("utf-8", "replace").decode()  # JSON can smuggle in half a character
