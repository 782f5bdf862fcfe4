"""Answers in other words: what the phrases of a circumstance teach, and how sure that is.

An answer becomes two vectors: its tokens (characters, pairs, triples; TF-IDF), and the mean of their *contrasts*.
Contrasts are learned once from all circumstances of the guidebook: from each option's phrases the mean of its
circumstance is taken away, and the singular vectors of what is left say which tokens part options alike (丢, 找不到 and
掉了 from 坏 and 看不清), so that what was said of one certificate is understood of another. On both stands one ridge
regression a circumstance, made at its first use: the options and 「decides nothing」 are its outputs.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from safetensors import safe_open
from safetensors.numpy import save_file

from knowledge.circumstances.phrases import Phrases
from knowledge.circumstances.words import negated, plain
from knowledge.errors import GuidebookError
from knowledge.schema import Circumstance

Matrix = np.ndarray[Any, np.dtype[np.float32]]
SHIPPED = Path(__file__).parent.parent / "model" / "answers.safetensors"
_CLASSES = Path(__file__).parent.parent / "lexicon" / "classes.yaml"
_ANYWHERE = Path(__file__).parent.parent / "lexicon" / "undecided.txt"
RIDGE = 0.3  # added to a kernel of ones on its diagonal; 0.1 and 1.0 differ by a point
FEWEST_PHRASES = 4  # of each option; with fewer, the words of the record alone are trusted
FITTED_KEPT = 2048  # circumstances; each takes some 200 kB
TOKENS_KEPT = 65_536  # texts, some 2 kB each; only training meets so many
FEATURES = (
    "score", "ahead", "ahead_of_undecided", "ahead_by_tokens", "ahead_by_contrasts", "known", "length", "options",
    "listed", "against", "unsure", "denied", "not_denied",
)  # fmt: skip
_PARTS = re.compile(r"[、，,（）()/／；;：:]|或者?")
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=TOKENS_KEPT)
def tokens_of(text: str) -> Counter[str]:
    """Count characters, pairs and triples of the plain text, its ends marked, long numbers alike, and its classes."""
    words = _DIGITS.sub(lambda digits: "0" * min(len(digits[0]), 4), plain(text))
    marked = f"^{words}$"
    counts = Counter(marked[i : i + size] for size in (1, 2, 3) for i in range(size == 1, len(marked) - size + 1))
    counts.update(f"<{name}>" for name, pattern in _classes().items() if pattern.search(words))
    return counts


@cache
def _classes() -> dict[str, re.Pattern[str]]:
    """Return the names of each class (外省, 银行 …) as one pattern."""
    listed = yaml.safe_load(_CLASSES.read_text("utf-8"))
    return {name: re.compile("|".join(map(re.escape, names))) for name, names in listed.items()}


@dataclass(frozen=True, eq=False)
class Table:
    """What is common to all circumstances: weights and contrasts of tokens, and the judgement of an answer."""

    rows: dict[str, int]
    idf: Matrix  # [tokens]
    contrasts: Matrix  # [tokens, dim]
    rarest: float  # weight of a token that no phrase had
    weights: Matrix  # of a logistic regression over ``squared`` features
    threshold: float  # probability from which an answer is taken

    @classmethod
    def load(cls, path: Path = SHIPPED) -> "Table":
        """Read what ``save`` wrote; raises ``GuidebookError``."""
        try:
            with safe_open(path, framework="numpy") as file:
                known = json.loads(file.metadata()["tokens"])
                contrasts = file.get_tensor("contrasts").astype(np.float32) * file.get_tensor("steps")
                idf, weights = file.get_tensor("idf").astype(np.float32), file.get_tensor("weights")
                rarest, threshold = (float(x) for x in file.get_tensor("limits"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise GuidebookError(f"{path} 读不了（{error}）。请运行 make model 重新训练。") from None
        return cls({token: row for row, token in enumerate(known)}, idf, contrasts, rarest, weights, threshold)

    def save(self, path: Path) -> None:
        """Write the table; contrasts as one byte each."""
        steps = np.maximum(np.abs(self.contrasts).max(axis=0), 1e-9).astype(np.float32) / 127
        arrays = {
            "contrasts": np.round(self.contrasts / steps).astype(np.int8),
            "steps": steps,
            "idf": self.idf.astype(np.float16),
            "weights": self.weights.astype(np.float32),
            "limits": np.array([self.rarest, self.threshold], np.float32),
        }
        save_file(arrays, path, {"tokens": json.dumps(list(self.rows), ensure_ascii=False)})

    def weigh(self, text: str) -> dict[str, float]:
        """Return the TF-IDF weight of each token, the whole of length 1."""
        weighed = {
            token: (1 + math.log(count)) * (self.idf[row] if (row := self.rows.get(token)) is not None else self.rarest)
            for token, count in tokens_of(text).items()
        }
        length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        return {token: float(weight / length) for token, weight in weighed.items()}

    @cached_property
    def anywhere(self) -> list[tuple[dict[str, float], Matrix]]:
        """Both vectors of what answers no circumstance at all."""
        return [self.vectors(text) for text in undecided_anywhere()]

    def vectors(self, text: str) -> tuple[dict[str, float], Matrix]:
        """Return the weighed tokens and the contrasts of a text."""
        weighed = self.weigh(text)
        return weighed, self.contrast(weighed)

    def contrast(self, weighed: dict[str, float]) -> Matrix:
        """Return the unit vector of contrasts, ``[dim]``; zero where no token is known."""
        known = [(row, weight) for token, weight in weighed.items() if (row := self.rows.get(token)) is not None]
        if not known:
            return np.zeros(self.contrasts.shape[1], np.float32)
        rows, weights = zip(*known, strict=True)
        mean = np.asarray(weights, np.float32) @ self.contrasts[list(rows)]
        return np.asarray(mean / (np.linalg.norm(mean) or 1.0), np.float32)


@dataclass(frozen=True, eq=False)
class Sound:
    """What an ear made of an answer: ``[options + 1]`` by tokens and by contrasts, the last of deciding nothing."""

    sparse: Matrix
    dense: Matrix
    known: float  # share of the answer's weight that stands on known tokens

    @property
    def best(self) -> int:
        """Index of the likeliest option."""
        return int((self.sparse + self.dense)[:-1].argmax())


@dataclass(frozen=True, eq=False)
class Ear:
    """The fitted regression of one circumstance: linear in both vectors."""

    tokens: dict[str, Matrix]  # token → [options + 1]
    contrasts: Matrix  # [dim, options + 1]

    def hear(self, table: Table, text: str) -> Sound:
        """Score an answer by both halves."""
        weighed, contrast = table.vectors(text)
        dense = contrast @ self.contrasts
        sparse = np.zeros_like(dense)
        known = 0.0
        for token, weight in weighed.items():
            taught = self.tokens.get(token)
            if taught is not None:
                sparse += weight * taught
                known += weight * weight
        return Sound(sparse, dense, known)


def examples_of(circumstance: Circumstance, phrases: Phrases) -> list[tuple[int, str]]:
    """Return every wording with its option's index, ``len(options)`` for those that decide nothing."""
    found: dict[str, int] = {}
    for index, option in enumerate(circumstance.options):
        for wording in (option.label, *_parts(circumstance, index), *option.says, *phrases.options.get(option.id, ())):
            found.setdefault(plain(wording), index)
    for wording in phrases.undecided:
        found.setdefault(plain(wording), len(circumstance.options))
    return [(index, wording) for wording, index in found.items() if wording]


def _parts(circumstance: Circumstance, index: int) -> list[str]:
    """Return the parts of an option's label (姓名、住址变了) that no other label holds."""
    others = [option.label for number, option in enumerate(circumstance.options) if number != index]
    parts = [part.removesuffix("等") for part in _PARTS.split(circumstance.options[index].label)]
    return [part for part in parts if len(part) > 1 and not any(part in other for other in others)]


@cache
def undecided_anywhere() -> tuple[str, ...]:
    """Return what people say that answers no circumstance at all."""
    return tuple(line for line in _ANYWHERE.read_text("utf-8").splitlines() if line and not line.startswith("#"))


def fit(table: Table, examples: Sequence[tuple[int, str]], options: int) -> Ear:
    """Fit the ridge regression of one circumstance; what answers none at all is added to its examples."""
    both = [table.vectors(text) for _, text in examples] + table.anywhere
    local: dict[str, int] = {}
    for weighed, _ in both:
        for token in weighed:
            local.setdefault(token, len(local))
    sparse = np.zeros((len(both), len(local)), np.float32)
    for row, (weighed, _) in enumerate(both):
        sparse[row, [local[token] for token in weighed]] = list(weighed.values())
    dense = np.stack([contrast for _, contrast in both])
    outputs = np.zeros((len(both), options + 1), np.float32)
    outputs[:, options] = 1
    outputs[: len(examples)] = np.eye(options + 1, dtype=np.float32)[[index for index, _ in examples]]
    kernel = (sparse @ sparse.T + dense @ dense.T) / 2
    duals = np.linalg.solve(kernel + RIDGE * np.eye(len(both), dtype=np.float32), outputs) / 2
    return Ear(dict(zip(local, sparse.T @ duals, strict=True)), np.asarray(dense.T @ duals, np.float32))


def enough(circumstance: Circumstance, phrases: Phrases) -> bool:
    """Say whether every option has phrases to learn from."""
    return all(len(phrases.options.get(option.id, ())) >= FEWEST_PHRASES for option in circumstance.options)


def features(sound: Sound, circumstance: Circumstance, text: str, listed: int | None, unsure: bool) -> Matrix:
    """Return ``[len(FEATURES)]`` of the best option; ``listed`` is the option whose own words stand in the text.

    Of options of which one is the other's denial (注销了, 没有注销), an answer's own denial tells much.
    """
    scores, best = sound.sparse + sound.dense, sound.best
    crossed = crosses(circumstance, text, best)
    marks = [
        scores[best],
        _ahead(scores[:-1], best),
        scores[best] - scores[-1],
        _ahead(sound.sparse, best),
        _ahead(sound.dense, best),
        sound.known,
        math.log(max(len(text), 1)),
        math.log(len(scores)),
        float(listed == best),
        float(listed is not None and listed != best),
        float(unsure),
        float(crossed and negated(text)),
        float(crossed and not negated(text)),
    ]
    return np.array(marks, np.float32)


def crosses(circumstance: Circumstance, text: str, best: int) -> bool:
    """Say whether an answer denies and the option does not, or the other way, where some options are denials."""
    denials = [negated(plain(option.label)) for option in circumstance.options]
    return any(denials) and not all(denials) and negated(text) != denials[best]


def _ahead(scores: Matrix, best: int) -> float:
    """Return by how much ``best`` is ahead of the next."""
    return float(scores[best] - np.delete(scores, best).max(initial=-1.0))


@lru_cache(maxsize=1)
def shipped() -> Table:
    """Return the table that ships with the model."""
    return Table.load()


@lru_cache(maxsize=FITTED_KEPT)
def _ear(circumstance: Circumstance, phrases: Phrases) -> Ear:
    return fit(shipped(), examples_of(circumstance, phrases), len(circumstance.options))


def best_guess(
    circumstance: Circumstance, phrases: Phrases, words: str, listed: int | None, unsure: bool
) -> tuple[int, float]:
    """Return the likeliest option's index and the probability that it is meant."""
    table = shipped()
    sound = _ear(circumstance, phrases).hear(table, words)
    return sound.best, probability(table.weights, features(sound, circumstance, words, listed, unsure))


def squared(row: Matrix) -> Matrix:
    """Return the features, their products in pairs, and a one: what the judgement is linear in."""
    return np.concatenate([row, np.outer(row, row)[np.triu_indices(len(row))], [1.0]]).astype(np.float32)


def probability(weights: Matrix, row: Matrix) -> float:
    """Return the logistic of the judgement."""
    return float(1 / (1 + math.exp(-float(weights @ squared(row)))))
