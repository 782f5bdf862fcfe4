"""Short codes that people read aloud and type: eight characters, the last one a check."""

import hashlib
import re

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31, a prime; no 0/O, 1/I/L
LENGTH = 8
_BLANKS = re.compile(r"[\s\-－—·]+")


def code_of(content: str) -> str:
    """Return the code of ``content``: the same content has the same code."""
    number = int.from_bytes(hashlib.sha256(content.encode()).digest())
    body = ""
    for _ in range(LENGTH - 1):
        number, digit = divmod(number, len(ALPHABET))
        body += ALPHABET[digit]
    return body + _check(body)


def read_code(typed: str) -> str | None:
    """Return the code that was typed in any case and grouping, or ``None`` when it cannot be one.

    A single wrong character and two swapped neighbours are always found: the weights differ and 31 is prime.
    """
    code = _BLANKS.sub("", typed).upper()
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code if _check(code[:-1]) == code[-1] else None


def grouped(code: str) -> str:
    """``ABCDEFGH`` as ``ABCD-EFGH``."""
    return f"{code[:4]}-{code[4:]}"


def _check(body: str) -> str:
    total = sum(weight * ALPHABET.index(character) for weight, character in enumerate(body, 2))
    return ALPHABET[total % len(ALPHABET)]
