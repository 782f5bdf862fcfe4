"""Ranking: the scores of all halves and the deeds named, weighed by a small trained network.

Raw scores of different engines are not comparable and plain rank fusion lowers the first place
(docs/understanding.md has the measurement), so the combination is learned, on questions that the scorers
had not seen.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from safetensors.numpy import load_file, save_file

from knowledge.index.passages import Entry
from knowledge.index.tokens import normalise
from knowledge.schema import Audience

Scores = np.ndarray[Any, np.dtype[np.float32]]
CANDIDATES = 12  # the right item is among ten for 99 % of questions; two more cost nothing
_DEEDS = Path(__file__).parent.parent / "lexicon" / "deeds.yaml"
_FIRM = re.compile(r"公司|企业|我们单位|厂里|我司|我厂|法人|股东|我单位|本单位|贵公司|工厂")
_SELF = re.compile(r"我爸|我妈|我老婆|我老公|我儿子|我女儿|孩子|宝宝|老人|奶奶|爷爷|阿公|阿婆|本人")
_BUNDLE = re.compile(r"一件事|一条龙|全套|都要办|要办哪些|办哪些|哪些手续|全部手续|所有手续|一起办|联办|一次办")


@cache
def _deeds() -> dict[str, re.Pattern[str]]:
    records = yaml.safe_load(_DEEDS.read_text("utf-8"))
    return {deed: re.compile("|".join(map(re.escape, words))) for deed, words in records.items()}


def deeds_of(text: str) -> frozenset[str]:
    """Return the deeds (设立、补办、注销 …) that a text names."""
    return frozenset(deed for deed, pattern in _deeds().items() if pattern.search(text))


def deed_words(text: str, deeds: frozenset[str]) -> tuple[str, ...]:
    """Return the words of a text that name one of ``deeds``."""
    found = (pattern.search(text) for deed, pattern in _deeds().items() if deed in deeds)
    return tuple(dict.fromkeys(match.group() for match in found if match))


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared with a question beside scores, of every entry in order."""

    deeds: tuple[frozenset[str], ...]
    names: tuple[tuple[str, ...], ...]
    bigrams: tuple[tuple[frozenset[str], ...], ...]
    firm_only: tuple[bool, ...]
    person_only: tuple[bool, ...]
    life_event: tuple[bool, ...]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Traits":
        """Compute the traits once for an index."""
        names = tuple(tuple(normalise(name).replace(" ", "") for name in entry.names) for entry in entries)
        return cls(
            deeds=tuple(deeds_of(" ".join(entry.names)) for entry in entries),
            names=names,
            bigrams=tuple(tuple(bigrams(name) for name in group) for group in names),
            firm_only=tuple(entry.audience == {Audience.ENTERPRISE} for entry in entries),
            person_only=tuple(entry.audience == {Audience.CITIZEN} for entry in entries),
            life_event=tuple(entry.is_life_event for entry in entries),
        )


def bigrams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


FEATURES = (
    "nearest", "nearest_behind", "third", "third_behind", "centre", "centre_behind", "linear", "linear_behind",
    "lexical", "lexical_behind", "name_cover", "name_whole", "deeds_shared", "deeds_asked_missing",
    "deeds_extra", "firm_clash", "person_clash", "life_event", "bundle_asked", "length",
)  # fmt: skip


def candidates_of(nearest: Scores, centre: Scores, linear: Scores, lexical: Scores) -> list[int]:
    """Return the entries worth weighing: the best of each half, by their summed standing."""
    top = float(lexical.max()) or 1.0
    summed = nearest + centre + 0.5 * linear + 0.5 * lexical / top
    count = min(CANDIDATES, len(summed))
    best = np.argpartition(-summed, count - 1)[:count] if count else np.zeros(0, np.int64)
    return [int(index) for index in best[np.argsort(-summed[best], kind="stable")]]


def features_of(
    question: str,
    asked: frozenset[str],
    chosen: Sequence[int],
    traits: Traits,
    halves: tuple[Scores, Scores, Scores, Scores, Scores],
) -> Scores:
    """Return ``[candidates, len(FEATURES)]`` for a normalised question that names the deeds ``asked``."""
    nearest, third, centre, linear, lexical = (half[list(chosen)] for half in halves)
    length = max(len(question), 1)
    lexical = lexical / (float(halves[4].max()) or 1.0)
    grams = bigrams(question.replace(" ", ""))
    firm, person, bundle = (
        bool(_FIRM.search(question)),
        bool(_SELF.search(question)),
        bool(_BUNDLE.search(question)),
    )
    rows = np.zeros((len(chosen), len(FEATURES)), np.float32)
    for column, half in zip((0, 2, 4, 6, 8), (nearest, third, centre, linear, lexical), strict=True):
        rows[:, column] = half
        rows[:, column + 1] = half - (half.max() if len(half) else 0)
    plain = question.replace(" ", "")
    for row, index in enumerate(chosen):
        names, pairs, deeds = traits.names[index], traits.bigrams[index], traits.deeds[index]
        rows[row, 10] = max((len(grams & own) / len(own) for own in pairs if own), default=0.0)
        rows[row, 11] = max((len(name) for name in names if name in plain), default=0) / length
        rows[row, 12:15] = len(asked & deeds), len(asked - deeds), len(deeds - asked)
        rows[row, 15] = firm and traits.person_only[index]
        rows[row, 16] = person and traits.firm_only[index]
        rows[row, 17] = traits.life_event[index]
        rows[row, 18] = bundle and traits.life_event[index]
        rows[row, 19] = min(length, 100) / 100
    return rows


class Network:
    """Two dense layers on standardised inputs; weights are trained by ``knowledge.training``."""

    def __init__(self, arrays: dict[str, Scores]) -> None:
        self._arrays = arrays

    def __call__(self, rows: Scores) -> Scores:
        """Return ``[n, outputs]``."""
        a = self._arrays
        hidden = np.maximum((rows - a["mean"]) / a["scale"] @ a["w1"] + a["b1"], 0)
        return np.asarray(hidden @ a["w2"] + a["b2"], np.float32)

    @classmethod
    def load(cls, path: Path) -> "Network":
        """Read the weights of ``path``."""
        return cls(load_file(path))

    def save(self, path: Path) -> None:
        """Write the weights to ``path``."""
        save_file({name: np.ascontiguousarray(array, np.float32) for name, array in self._arrays.items()}, path)


def softmax(scores: Scores) -> Scores:
    """Probabilities of scores; empty for none."""
    if not len(scores):
        return scores
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), np.float32)
