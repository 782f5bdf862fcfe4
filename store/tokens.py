"""Secrets that are shown once: the store keeps their hashes only."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """Return a random token, 43 characters that are safe in a header."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """SHA-256 in hexadecimal. A token of 256 random bits needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
