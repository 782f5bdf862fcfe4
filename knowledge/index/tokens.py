"""Text → tokens: jieba words with the guidebook's lexicon, characters, bigrams, pinyin bigrams, concepts.

Characters and bigrams catch what the word list lacks; pinyin bigrams catch homophones (身分证, 居住正); concepts tie
everyday words to what they mean for a matter (公公婆婆 → 父母, 不干了 → 注销).
"""

import logging
import re
import unicodedata
from collections.abc import Iterable
from copy import copy
from functools import cache, lru_cache
from itertools import combinations, pairwise
from pathlib import Path

import jieba
import opencc
import yaml
from pypinyin import Style, lazy_pinyin

jieba.setLogLevel(logging.WARNING)

LONGEST_QUESTION = 600  # characters; what follows is cut, nobody reads a question of that length
_CONCEPTS = Path(__file__).parent.parent / "lexicon" / "concepts.yaml"
_KEEP = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_NUMBER = re.compile(r"\d{3,}")


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def normalise(text: str, simplify: bool = True) -> str:
    """Fold widths, case and traditional characters; keep Chinese, letters and digits only.

    Clauses stay apart by single blanks. Long numbers are dropped: they are never part of a need.
    """
    folded = unicodedata.normalize("NFKC", text[: LONGEST_QUESTION * 2]).lower()
    if simplify and any(char not in _COMMON for char in folded):
        folded = _simplifier().convert(folded)
    return _KEEP.sub(" ", _NUMBER.sub(" ", folded)).strip()[:LONGEST_QUESTION]


# Characters of GB 2312 need no conversion; the check spares opencc for nearly every question.
def _gb2312() -> frozenset[str]:
    chars = {chr(code) for code in range(0x20, 0x7F)}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                chars.add(bytes((high, low)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return frozenset(chars)


_COMMON = _gb2312()


@cache
def _stock() -> jieba.Tokenizer:
    """Return jieba with its own dictionary, read once in a process: reading takes 0.4 s, copying 0.02 s."""
    stock = jieba.Tokenizer()
    stock.initialize()
    return stock


class Tokeniser:
    """Cuts questions; holds its own jieba dictionary, so that lexicons never leak between guidebooks."""

    def __init__(self, lexicon: Iterable[str] = ()) -> None:
        self._jieba = copy(_stock())
        self._jieba.FREQ, self._jieba.user_word_tag_tab = dict(_stock().FREQ), {}
        for word in lexicon:
            self._jieba.add_word(word)

    def words(self, text: str) -> list[str]:
        """Cut a normalised text into jieba words (search mode: long words and their parts)."""
        return [word for word in self._jieba.cut_for_search(text) if word.strip()]

    def loose(self, clause: str) -> list[bool]:
        """Say of each character whether it belongs to no longer word of the dictionary."""
        return [len(word) == 1 for word in self._jieba.cut(clause, HMM=False) for _ in word]

    def features(self, text: str) -> list[str]:
        """Return all tokens of a normalised text, kind after kind."""
        return [token for tokens in self.kinds(text).values() for token in tokens]

    def kinds(self, text: str) -> dict[str, list[str]]:
        """Return the tokens of a normalised text by kind; what each kind is worth is in docs/understanding.md."""
        clauses = text.split()
        found = concepts(text)
        return {
            "words": [f"w{word}" for word in self.words(text) if len(word) > 1],
            "characters": [char for clause in clauses for char in clause],
            "bigrams": [a + b for clause in clauses for a, b in pairwise(clause)],
            "sounds": [f"p{a}_{b}" for clause in clauses for a, b in pairwise(map(sound, clause))],
            "concepts": [f"k{concept}" for concept in found],
            "concept pairs": _pairs(found),
        }


CONCEPTS_PAIRED = 8  # of the first so many concepts pairs are formed; more would be noise of a long story


def _pairs(found: list[str]) -> list[str]:
    """Pairs of concepts: 父母 with 户口 is another matter than 子女 with 户口."""
    return [f"k{a}+{b}" for a, b in combinations(sorted(found[:CONCEPTS_PAIRED]), 2)]


@cache
def _concepts_of() -> tuple[dict[str, tuple[str, ...]], int]:
    """Return the concepts of each word, and the longest word's length."""
    found: dict[str, list[str]] = {}
    for concept, words in yaml.safe_load(_CONCEPTS.read_text("utf-8")).items():
        for word in {concept, *words}:
            found.setdefault(word.lower(), []).append(concept)
    return {word: tuple(names) for word, names in found.items()}, max(map(len, found))


def concepts(text: str) -> list[str]:
    """Return the concepts that a normalised text's words stand for (老婆 → 配偶), each once."""
    concepts_of, longest = _concepts_of()
    found: dict[str, None] = {}
    for start in range(len(text)):
        for end in range(start + 1, min(start + longest, len(text)) + 1):
            for concept in concepts_of.get(text[start:end], ()):
                found[concept] = None
    return list(found)


@lru_cache(maxsize=20_000)
def sound(char: str) -> str:
    """Return a character's commonest reading without tone, southern confusions folded."""
    return fold_sound(lazy_pinyin(char, style=Style.NORMAL)[0])


def fold_sound(reading: str) -> str:
    """Fold zh/z, ch/c, sh/s at the start and ng/n at the end: one sound to many a Wenzhou ear and keyboard."""
    for long, short in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if reading.startswith(long):
            reading = short + reading[2:]
    return reading[:-1] if reading.endswith("ng") else reading
