"""Names of papers: those of records, and those that people use (``lexicon/material_names.yaml``)."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from knowledge.notices import MaterialLine

_NAMES = Path(__file__).parent / "lexicon" / "material_names.yaml"
# Ends of names that stand for the whole where only one paper of the list ends so: 「申请表填好了」.
_LAST_WORDS = (
    "申请表",
    "申请书",
    "登记表",
    "委托书",
    "承诺书",
    "声明",
    "说明",
    "合同",
    "照片",
    "发票",
    "协议书",
    "协议",
    "章程",
)


def folded_text(text: str) -> str:
    """Fold widths and case; drop blanks, quotation marks and 《》."""
    return re.sub(r"[\s《》“”\"'「」]+", "", unicodedata.normalize("NFKC", text)).lower()


def core_name(name: str) -> str:
    """A name without brackets of any kind: 「居民户口簿（孩子原户口页）」 → 「居民户口簿」."""
    return re.sub(r"\(.*?\)", "", folded_text(name))


def names_of(lines: Sequence[MaterialLine]) -> dict[str, tuple[int, ...]]:
    """Every word that means a line, its own names before those that others go by too."""
    own: dict[str, list[int]] = {}
    other: dict[str, list[int]] = {}
    for line in lines:
        folded, core = folded_text(line.name), core_name(line.name)
        for name in {folded, core}:
            own.setdefault(name, []).append(line.number)
        parts = re.split(r"或者?|、|/", core)
        called = {word for name in (folded, core, *parts) for word in other_names().get(name, ())}
        ends = {end for end in _LAST_WORDS if core.endswith(end) and core != end}
        for name in {*parts, *called, *ends} - {folded, core, ""}:
            other.setdefault(name, []).append(line.number)
    return {name: tuple(numbers) for name, numbers in {**other, **own}.items() if len(name) > 1}


@cache
def other_names() -> dict[str, tuple[str, ...]]:
    """Other names by the folded name of the record."""
    listed = yaml.safe_load(_NAMES.read_text("utf-8"))
    return {folded_text(name): tuple(map(folded_text, words)) for name, words in listed.items()}


@cache
def any_paper() -> re.Pattern[str]:
    """A pattern that finds any known name of any paper."""
    words = {word for name, called in other_names().items() for word in (name, *called)}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
