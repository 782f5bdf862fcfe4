"""Train what is common to all circumstances, from the phrases of a guidebook; judged on phrases held out.

Written to ``knowledge/model/answers.safetensors`` by ``make model``. Deterministic, by numpy and scikit-learn alone.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from knowledge.circumstances import learned
from knowledge.circumstances.learned import SHIPPED, Table, examples_of, features, fit, squared, tokens_of
from knowledge.circumstances.phrases import Phrases
from knowledge.circumstances.understanding import is_unsure, listed_option
from knowledge.circumstances.words import plain
from knowledge.guidebook import SAMPLE, Guidebook, load_guidebook
from knowledge.schema import Circumstance

DIMENSION = 80  # of contrasts; 128 is no better on held-out phrases, 300 worse
SEEN_AT_LEAST = 8  # phrases that hold a token; rarer ones keep no contrast, which halves the file
FOLDS = 4
SHRINK = 1.0  # C of the logistic regression
# Share of held-out answers taken for a wrong option. Our phrases of one option were written to differ from each other,
# so a held-out one is harder than what people say: docs/understanding.md has the shares on answers written apart.
WRONG_AT_MOST = 0.045

Rows = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True)
class Taught:
    """One circumstance with its phrases; those that differ in wording of the question alone count once."""

    circumstance: Circumstance
    phrases: Phrases


def taught_of(guidebook: Guidebook) -> list[Taught]:
    """Return every circumstance with its phrases, each shared list once."""
    found: list[Taught] = []
    met: set[tuple[int, str]] = set()
    for item in guidebook.items.values():
        for circumstance in item.circumstances:
            phrases = guidebook.answers.of(item, circumstance)
            key = (id(phrases), circumstance.id)
            if phrases.options and key in met:
                continue
            met.add(key)
            found.append(Taught(circumstance, phrases))
    return found


def train_table(taught: Sequence[Taught]) -> Table:
    """Learn weights and contrasts of tokens; the judgement is still missing."""
    groups = [examples_of(one.circumstance, one.phrases) for one in taught]
    seen = Counter(token for group in groups for _, text in group for token in tokens_of(text))
    total = sum(map(len, groups))
    kept = sorted(token for token, count in seen.items() if count >= SEEN_AT_LEAST)
    idf = np.array([math.log(total / seen[token]) for token in kept], np.float32)
    empty = np.zeros((len(kept), 0), np.float32)
    none = np.zeros(0, np.float32)
    table = Table({token: row for row, token in enumerate(kept)}, idf, empty, math.log(total / 2), none, 1.0)
    documents = [
        _contrasts(table, group, len(one.circumstance.options)) for one, group in zip(taught, groups, strict=True)
    ]
    return replace(table, contrasts=_directions(vstack(documents).tocsr()))


def _contrasts(table: Table, examples: Sequence[tuple[int, str]], options: int) -> Any:
    """Return ``[options, tokens]``: the mean of each option's phrases, less the mean of all."""
    mean = np.zeros((options, len(table.rows)), np.float32)
    counts = np.zeros((options, 1), np.float32)
    for index, text in examples:
        if index == options:
            continue
        counts[index] += 1
        for token, weight in table.weigh(text).items():
            if token in table.rows:
                mean[index, table.rows[token]] += weight
    mean /= np.maximum(counts, 1)
    mean -= mean.mean(axis=0)
    lengths = np.linalg.norm(mean, axis=1, keepdims=True)
    return csr_matrix(mean / np.maximum(lengths, 1e-9))


def _directions(documents: Any) -> Rows:
    """Return the first right singular vectors, ``[tokens, DIMENSION]``, by way of the small Gram matrix."""
    values, vectors = np.linalg.eigh((documents @ documents.T).toarray().astype(np.float64))
    first = np.argsort(values)[::-1][:DIMENSION]
    return np.asarray(documents.T @ (vectors[:, first] / np.sqrt(np.maximum(values[first], 1e-9))), np.float32)


@dataclass(frozen=True)
class Held:
    """One held-out phrase: what is known of the best option, and whether that is right."""

    row: Rows
    right: bool
    decides: bool


def judged(taught: Sequence[Taught], fold: int) -> Iterator[Held]:
    """Judge the phrases of one fold by a table and ears that never met them."""
    parts = [_without(one, fold) for one in taught]
    table = train_table([kept for kept, _ in parts])
    for kept, held in parts:
        if not held:
            continue
        options = kept.circumstance.options
        ear = fit(table, examples_of(kept.circumstance, kept.phrases), len(options))
        for index, text in held:
            words = plain(text)
            sound = ear.hear(table, words)
            row = features(sound, kept.circumstance, words, listed_option(kept.circumstance, words), is_unsure(words))
            yield Held(row, sound.best == index, index < len(options))


def _without(one: Taught, fold: int) -> tuple[Taught, list[tuple[int, str]]]:
    """Part the phrases and listed words of a circumstance into those kept and those held out."""
    count = len(one.circumstance.options)
    held: list[tuple[int, str]] = []

    def part(index: int, wordings: Sequence[str]) -> tuple[str, ...]:
        held.extend((index, text) for n, text in enumerate(wordings) if (n + index) % FOLDS == fold)
        return tuple(text for n, text in enumerate(wordings) if (n + index) % FOLDS != fold)

    options = tuple(replace(o, says=part(i, o.says)) for i, o in enumerate(one.circumstance.options))
    phrases = {o.id: part(i, one.phrases.options.get(o.id, ())) for i, o in enumerate(options)}
    undecided = part(count, one.phrases.undecided)
    return Taught(replace(one.circumstance, options=options), Phrases(phrases, undecided)), held


def threshold_of(chances: Rows, right: Rows, wrong_at_most: float) -> float:
    """Return the least probability from which no more than that share of all is taken wrongly."""
    order = np.argsort(-chances)
    wrong = np.cumsum(~right[order].astype(bool)) / len(order)
    allowed = np.flatnonzero(wrong <= wrong_at_most)
    return float(chances[order][allowed[-1]]) if len(allowed) else 1.0


def train(guidebook: Guidebook) -> tuple[Table, str]:
    """Return the trained table and a line about the held-out phrases."""
    taught = [one for one in taught_of(guidebook) if learned.enough(one.circumstance, one.phrases)]
    held = [one for fold in range(FOLDS) for one in judged(taught, fold)]
    rows = np.stack([squared(one.row) for one in held])
    right = np.array([one.right for one in held])
    model = LogisticRegression(C=SHRINK, fit_intercept=False, max_iter=2000).fit(rows, right)
    weights = model.coef_[0].astype(np.float32)
    chances = model.predict_proba(rows)[:, 1]
    threshold = threshold_of(chances, right, WRONG_AT_MOST)
    decides = np.array([one.decides for one in held])
    taken = chances >= threshold
    line = (
        f"{len(taught)} circumstances, {len(held)} held-out answers; first option right {right[decides].mean():.1%}; "
        f"taken {(taken & right)[decides].mean():.1%}, mistaken {(taken & ~right)[decides].mean():.2%}; "
        f"of {(~decides).sum()} undecided ones guessed {taken[~decides].mean():.2%}; threshold {threshold:.3f}"
    )
    return replace(train_table(taught), weights=weights, threshold=threshold), line


def train_answers(guidebook_folder: Path = SAMPLE, path: Path = SHIPPED) -> None:
    """Train on a guidebook folder, write the table and say how held-out phrases fared."""
    table, line = train(load_guidebook(guidebook_folder))
    table.save(path)
    print(f"{line}; {len(table.rows)} tokens, {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    train_answers()
