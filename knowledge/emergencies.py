"""Danger to life comes before any matter: the right number at once (报警 110, 火警 119, 急救 120).

12356 is the national line for psychological aid (国家卫生健康委, 2025), 12338 the women's rights line.
"""

from pathlib import Path

import yaml

_EMERGENCIES = Path(__file__).parent / "lexicon" / "emergencies.yaml"


def _load() -> tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...]:
    records = yaml.safe_load(_EMERGENCIES.read_text("utf-8"))
    return tuple((tuple(r["says"]), tuple(r.get("unless", ())), r["advice"]) for r in records)


_RECORDS = _load()


def emergency_advice(text: str) -> str | None:
    """Return what to do at once where ``text`` tells of danger, else ``None``."""
    for says, unless, advice in _RECORDS:
        if any(words in text for words in says) and not any(words in text for words in unless):
            return advice
    return None
