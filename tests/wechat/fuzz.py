"""Throws mutated pushes at the gate: ``python -m tests.wechat.fuzz [count] [seed]``.

Half of the inputs are signed after they were mutated, so that the decoder behind the signature is met as well. Anything
but a push or ``PushRefused`` is an uncaught exception and ends the run with the input that caused it.
"""

import json
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass

from api.wechat.crypto import PushRefused, Sealing
from api.wechat.gate import Gate, Signed
from tests.wechat.pushing import ACCOUNT, AES_KEY, TOKEN, sealed, sha1
from tests.wechat.standin import APPID

NOW, NONCE = 1_714_112_445, "415670741"
COUNT = 100_000
_FRAGMENTS = (
    b"", b"\x00", b"\xff", b"{", b"[" * 500, b'"', b"\\ud800", b"null", b"1e999", b"-1", b"<![CDATA[", b"]]>", b"&#0;",
    b"&x;", b"<!DOCTYPE x>", b"=", b"A" * 64, "人".encode(), "\u202e".encode(), b"NaN", b'{"a":' * 300, b"9" * 5000,
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """How the inputs ended."""

    opened: int
    refused: int


def run(count: int, seed: int) -> Told:
    """Open ``count`` mutated pushes; raises whatever the gate should have caught."""
    chance, opened = random.Random(seed), 0  # noqa: S311 - repeatable on purpose
    gates = [Gate(TOKEN, sealing, xml) for sealing in (Sealing.of(APPID, AES_KEY), None) for xml in (False, True)]
    for number in range(count):
        gate = gates[number % len(gates)]
        body, signed = _input(gate, chance)
        try:
            gate.open(body, signed, NOW)
            opened += 1
        except PushRefused:
            continue
        except BaseException:
            print(f"input {number} of seed {seed}: {body!r} {signed}", file=sys.stderr)
            raise
    return Told(opened, count - opened)


def _input(gate: Gate, chance: random.Random) -> tuple[bytes, Signed]:
    message = _written(_fields(chance), gate.xml)
    if chance.random() < 0.6:
        message = _mutated(message, chance)
    if gate.sealing is None:
        return message, _signed(chance)
    envelope = _mutated_text(sealed(message, appid=chance.choice((APPID, APPID, "", "wx1"))), chance)
    body = _written({"ToUserName": ACCOUNT, "Encrypt": envelope}, gate.xml)
    return (_mutated(body, chance) if chance.random() < 0.3 else body), _signed(chance, envelope)


def _fields(chance: random.Random) -> dict[str, object]:
    odd: tuple[Callable[[], object], ...] = (
        lambda: None,
        lambda: True,
        lambda: 1.5,
        list,
        dict,
        lambda: "\x00",
        lambda: -1,
    )
    fields: dict[str, object] = {
        "ToUserName": ACCOUNT,
        "FromUserName": "o9AgO5Kd5ggOC-bXrbNODIiE3bGY",
        "CreateTime": NOW,
        "MsgType": chance.choice(("text", "event", "image", "miniprogrampage", "")),
        "Content": "补身份证要带什么",
        "Event": "user_enter_tempsession",
        "MsgId": chance.randrange(10**18),
    }
    if chance.random() < 0.5:
        fields[chance.choice(list(fields))] = chance.choice(odd)()
    if chance.random() < 0.2:
        del fields[chance.choice(list(fields))]
    return fields


def _written(fields: dict[str, object], xml: bool) -> bytes:
    if not xml:
        return json.dumps(fields).encode()
    return f"<xml>{''.join(f'<{name}>{value}</{name}>' for name, value in fields.items())}</xml>".encode()


def _mutated(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(changed))
        end = min(len(changed), at + chance.choice((0, 1, 1, 8, 64)))
        changed[at:end] = chance.choice((*_FRAGMENTS, chance.randbytes(3), raw[:at]))
    return bytes(changed)


def _mutated_text(text: str, chance: random.Random) -> str:
    if chance.random() < 0.5:
        return text
    return _mutated(text.encode(), chance).decode("latin-1")


def _signed(chance: random.Random, *envelope: str) -> Signed:
    at = str(chance.choice((NOW, NOW, NOW, NOW - 10_000, 0)))
    right = sha1(TOKEN, at, NONCE, *envelope)
    given = right if chance.random() < 0.8 else chance.choice(("", right.upper(), "é" * 40, right[:-1]))
    if chance.random() < 0.05:
        at = chance.choice(("", "-1", "１７", "9" * 5000, "nan"))
    return Signed(timestamp=at, nonce=NONCE, signature=given, msg_signature=given)


if __name__ == "__main__":
    told = run(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print(f"打开 {told.opened}，拒绝 {told.refused}，没有未处理的异常")
