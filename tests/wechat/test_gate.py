"""The push's gate: WeChat's published vectors pass, nothing else does."""

import base64
import json
import secrets

import pytest

from api.wechat.crypto import PushRefused, Sealing, signature, verify
from api.wechat.gate import LARGEST_PUSH, Gate, Push, Signed
from tests.wechat.fuzz import run
from tests.wechat.pushing import ACCOUNT, AES_KEY, TOKEN, sealed, sha1, unsealed
from tests.wechat.standin import APPID

# Published in WeChat's documents of the message push (消息推送 · 开发者服务器 · 示例).
TOLD_AT, NONCE = "1714112445", "415670741"
ENCRYPT = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8X"
    "GT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIj"
    "df8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
)
SIGNED = Signed(timestamp=TOLD_AT, nonce=NONCE, msg_signature="046e02f8204d34f8ba5fa3b1db94908f3df2e9b3")
REPLY = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="

SEALING = Sealing.of(APPID, AES_KEY)
SAFE = Gate(TOKEN, SEALING, xml=False)
SAFE_XML = Gate(TOKEN, SEALING, xml=True)
NOW = float(TOLD_AT)


def test_the_published_check_of_the_address_is_answered_with_its_echo() -> None:
    signed = Signed(
        timestamp="1714036504",
        nonce="1514711492",
        signature="f464b24fc39322e44b38aa78f5edd27bd1441696",
        echostr="4375120948345356249",
    )
    assert SAFE.greet(signed) == "4375120948345356249"
    with pytest.raises(PushRefused):
        SAFE.greet(Signed(timestamp="1714036505", nonce="1514711492", signature=signed.signature, echostr="x"))


def test_the_published_push_is_read() -> None:
    assert len(SEALING.open(ENCRYPT)) == 167
    push = SAFE.open(json.dumps({"ToUserName": ACCOUNT, "Encrypt": ENCRYPT}).encode(), SIGNED, NOW)
    assert push == Push(
        id="event o9AgO5Kd5ggOC-bXrbNODIiE3bGY 1714112445",
        openid="o9AgO5Kd5ggOC-bXrbNODIiE3bGY",
        account="gh_97417a04a28d",
        created=1714112445,
        kind="event",
        event="debug_demo",
    )


def test_the_published_reply_is_written() -> None:
    assert SEALING.seal(b'{"demo_resp":"good luck"}', b"707722b803182950") == REPLY
    assert signature(TOKEN, "1713424427", NONCE, REPLY) == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"


def test_a_right_signature_does_not_help_a_wrong_msg_signature() -> None:
    right = sha1(TOKEN, TOLD_AT, NONCE)
    verify(right, TOKEN, TOLD_AT, NONCE)
    body = json.dumps({"Encrypt": ENCRYPT}).encode()
    for wrong in ("", right, SIGNED.msg_signature.upper(), SIGNED.msg_signature[:-1] + "4"):
        with pytest.raises(PushRefused, match="没有通过校验"):
            SAFE.open(body, Signed(timestamp=TOLD_AT, nonce=NONCE, signature=right, msg_signature=wrong), NOW)


def _open(body: bytes, gate: Gate = SAFE, at: float = NOW) -> Push:
    """Open a body that is signed as it should be."""
    try:
        fields = json.loads(body)
        envelope = fields.get("Encrypt") if isinstance(fields, dict) else ""
    except (ValueError, RecursionError):
        envelope = ""
    signed = sha1(TOKEN, str(int(at)), NONCE, envelope if isinstance(envelope, str) else "")
    return gate.open(body, Signed(timestamp=str(int(at)), nonce=NONCE, msg_signature=signed), NOW)


def _envelope(message: bytes, **planted: object) -> bytes:
    return json.dumps({"Encrypt": sealed(message, **planted)}).encode()  # type: ignore[arg-type]


GOOD = json.dumps(
    {"ToUserName": ACCOUNT, "FromUserName": "oABC", "CreateTime": 1, "MsgType": "text", "Content": "你好", "MsgId": 7}
).encode()


def test_a_good_message_is_read_whole() -> None:
    assert _open(_envelope(GOOD)) == Push(
        id="message 7", openid="oABC", account=ACCOUNT, created=1, kind="text", text="你好"
    )


MALFORMED = {
    "nothing": b"",
    "not text": b"\xff\xfe",
    "no object": b"[]",
    "deep": b"[" * 60_000,
    "a number without end": b"9" * 60_000,
    "plain in safe mode": GOOD,
    "empty Encrypt": b'{"Encrypt": ""}',
    "Encrypt of another kind": b'{"Encrypt": ["x"]}',
    "Encrypt with half a character": b'{"Encrypt": "\\ud800"}',
    "no base64": b'{"Encrypt": "AAAAA"}',
    "half a block": json.dumps({"Encrypt": base64.b64encode(b"x" * 48).decode()}).encode(),
    "noise": json.dumps({"Encrypt": base64.b64encode(secrets.token_bytes(256)).decode()}).encode(),
    "padding of nought": _envelope(GOOD + b" " * (-(20 + len(GOOD) + len(APPID)) % 32), padding=b"\x00" * 32),
    "padding too long": _envelope(GOOD + b" " * (-(20 + len(GOOD) + len(APPID)) % 32), padding=b"\x21" * 64),
    "padding of two kinds": _envelope(
        GOOD + b" " * (-(20 + len(GOOD) + len(APPID)) % 32), padding=b"\x01" + b"\x20" * 31
    ),
    "a foreign appid": _envelope(GOOD, appid="wx0000000000000000"),
    "no appid": _envelope(GOOD, appid=""),
    "too large": _envelope(b" " * LARGEST_PUSH),
    "inside: no object": _envelope(b"[]"),
    "inside: no sender": _envelope(b'{"MsgType": "text", "ToUserName": "gh", "CreateTime": 1, "Content": "x"}'),
    "inside: an odd sender": _envelope(GOOD.replace(b"oABC", b"o/../A")),
    "inside: a sender that is a list": _envelope(GOOD.replace(b'"oABC"', b"[1]")),
    "inside: a sender that is true": _envelope(GOOD.replace(b'"oABC"', b"true")),
    "inside: no words": _envelope(GOOD.replace(b"Content", b"content")),
    "inside: a time in words": _envelope(GOOD.replace(b'"CreateTime": 1', b'"CreateTime": "now"')),
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_each_malformed_push_is_refused_in_the_same_words(body: bytes) -> None:
    with pytest.raises(PushRefused) as refused:
        _open(body)
    assert (refused.value.status, refused.value.detail) == (403, "请求没有通过校验。只接受微信发来的消息推送。")


BOMBS = {
    "billion laughs": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>',
    "a file from outside": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><xml><Encrypt>&a;</Encrypt></xml>',
    "a document type": b"<!DOCTYPE xml><xml><Encrypt>AAAA</Encrypt></xml>",
    "deep": b"<xml>" * 10_000 + b"</xml>" * 2_000,
    "not closed": b"<xml><Encrypt>",
    "a strange encoding": b'<?xml version="1.0" encoding="utf-7"?><xml><Encrypt>AAAA</Encrypt></xml>',
}


@pytest.mark.parametrize("body", BOMBS.values(), ids=BOMBS)
def test_xml_bombs_are_refused(body: bytes) -> None:
    signed = Signed(timestamp=TOLD_AT, nonce=NONCE, msg_signature=sha1(TOKEN, TOLD_AT, NONCE, "AAAA"))
    with pytest.raises(PushRefused):
        SAFE_XML.open(body, signed, NOW)


@pytest.mark.parametrize("seconds", [-601, 601, -10_000_000])
def test_a_push_recorded_long_ago_is_not_taken_again(seconds: int) -> None:
    assert _open(_envelope(GOOD)).text == "你好"
    with pytest.raises(PushRefused):
        _open(_envelope(GOOD), at=NOW + seconds)


@pytest.mark.parametrize("gate", [SAFE, SAFE_XML, Gate(TOKEN, None, xml=False), Gate(TOKEN, None, xml=True)])
def test_who_asks_for_a_person_is_handed_over_in_the_form_that_was_asked(gate: Gate) -> None:
    push = Push(id="message 7", openid="oABC", account=ACCOUNT, created=1, kind="text", text="转人工")
    told = gate.hand_over(push, 1_714_112_445)
    if gate.sealing:
        fields = gate._fields(told.encode())
        assert fields["MsgSignature"] == sha1(TOKEN, str(fields["TimeStamp"]), fields["Nonce"], fields["Encrypt"])
        told = unsealed(fields["Encrypt"]).decode()
    fields = gate._fields(told.encode())
    assert (fields["ToUserName"], fields["FromUserName"]) == ("oABC", ACCOUNT)
    assert fields["MsgType"] == "transfer_customer_service" and int(fields["CreateTime"]) == 1_714_112_445


def test_no_input_of_the_fuzzer_gets_past_the_gate_or_breaks_it() -> None:
    told = run(count=5_000, seed=1)
    assert told.opened + told.refused == 5_000 and told.opened > 0 and told.refused > 4_000
