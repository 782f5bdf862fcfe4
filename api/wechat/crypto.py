"""Signatures and encryption of WeChat's message push, as its documents (消息推送, 消息加解密) define them.

Everything malformed is one error class: who sends us nonsense learns nothing from how it is refused.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from http import HTTPStatus

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from api.problems import Refused

BLOCK = 32  # bytes; PKCS#7 pads to the key's length here, not to the cipher's 16
_RANDOM, _LENGTH = 16, 4  # bytes before the message: random ones, then its length, big-endian


class PushRefused(Refused):
    """A push that WeChat did not send, or that cannot be read; ``reason`` (English) is for the log only."""

    def __init__(self, reason: str) -> None:
        super().__init__(HTTPStatus.FORBIDDEN, "请求没有通过校验。只接受微信发来的消息推送。")
        self.reason = reason


def signature(*parts: str) -> str:
    """SHA-1 in hexadecimal over the sorted parts, as WeChat signs."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 - the protocol's own


def verify(given: str, *parts: str) -> None:
    """Compare in constant time; raises ``PushRefused``."""
    if not hmac.compare_digest(given.encode(), signature(*parts).encode()):
        raise PushRefused("signature")


@dataclass(frozen=True, slots=True)
class Sealing:
    """AES-256-CBC with the console's EncodingAESKey; the first half of the key is the initial vector."""

    appid: str
    key: bytes

    @classmethod
    def of(cls, appid: str, encoding_aes_key: str) -> "Sealing":
        """Read the 43 characters of the EncodingAESKey."""
        return cls(appid, base64.b64decode(encoding_aes_key + "="))

    def open(self, sealed: str) -> bytes:
        """Return the message inside ``sealed``; raises ``PushRefused``."""
        try:
            raw = base64.b64decode(sealed, validate=True)
        except (binascii.Error, ValueError):
            raise PushRefused("base64") from None
        if not raw or len(raw) % BLOCK:
            raise PushRefused("length")
        decryptor = self._cipher().decryptor()
        plain = _without_padding(decryptor.update(raw) + decryptor.finalize())
        start = _RANDOM + _LENGTH
        end = start + int.from_bytes(plain[_RANDOM:start], "big")
        if len(plain) < start or end > len(plain):
            raise PushRefused("message length")
        if not hmac.compare_digest(plain[end:], self.appid.encode()):
            raise PushRefused("foreign appid")
        return plain[start:end]

    def seal(self, message: bytes, random: bytes | None = None) -> str:
        """Return ``message`` encrypted, in base64; ``random`` (16 bytes) is given by tests only."""
        random = random or secrets.token_bytes(_RANDOM)
        plain = random + len(message).to_bytes(_LENGTH, "big") + message + self.appid.encode()
        padding = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()).decode()

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self.key), modes.CBC(self.key[:16]))


def _without_padding(plain: bytes) -> bytes:
    padding = plain[-1]
    if not 1 <= padding <= BLOCK or plain[-padding:] != bytes([padding]) * padding:
        raise PushRefused("padding")
    return plain[:-padding]
