"""Messages that name no matter: 「要多少钱」「那去哪里办呢」 belong to what was talked about before."""

import re
from functools import cache
from pathlib import Path

from knowledge.circumstances import plain

_WORDS = Path(__file__).parent / "lexicon" / "bare_words.txt"
REST_AT_MOST = 1  # characters left over that still count as nothing


def is_bare(text: str) -> bool:
    """Say whether ``text`` holds only needs, places and courtesies (``lexicon/bare_words.txt``)."""
    return len(without_bare_words(text)) <= REST_AT_MOST


def without_bare_words(text: str) -> str:
    """Return what of ``text`` may name a matter."""
    return _bare().sub("", plain(text))


@cache
def _bare() -> re.Pattern[str]:
    words = _WORDS.read_text("utf-8").split()
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
