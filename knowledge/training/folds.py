"""Held-out folds: halves trained on two thirds of the questions score the third that they have not seen.

The folds and the final embedding are independent, so they run side by side, each on one thread: a second thread of one
fold would mostly wait, and sums would come out in another order.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.guidebook import load_guidebook
from knowledge.index.build import Material, make_scorer, passages_of
from knowledge.index.passages import entries_of, lexicon_of, read_out_of_scope
from knowledge.index.scoring import Halves, Scorer
from knowledge.index.tokens import Tokeniser, normalise
from knowledge.training.embedding import in_memory, train_embedding

FOLDS = 3
WORKERS = 2  # each holds about a gigabyte
MakeTokeniser = Callable[[Sequence[str]], Tokeniser]
Embedding = tuple[dict[str, int], np.ndarray[Any, np.dtype[np.float32]]]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A question scored by halves that had not seen it; ``owner`` is its entry, ``None`` for no request."""

    halves: Halves
    owner: int | None


class Remembering(Tokeniser):
    """A tokeniser that keeps what it cut: every fold asks for the same texts again."""

    def __init__(self, lexicon: Sequence[str]) -> None:
        super().__init__(lexicon)
        self.features = cache(self.features)  # type: ignore[method-assign]


@dataclass(frozen=True)
class Course:
    """What is trained from: the guidebook's questions and how they are cut."""

    material: Material
    tokeniser: Tokeniser

    @classmethod
    def of(cls, guidebook_folder: Path, tokeniser: MakeTokeniser = Remembering) -> "Course":
        """Read the questions of a guidebook."""
        guidebook = load_guidebook(guidebook_folder)
        material = Material(entries_of(guidebook, guidebook_folder), read_out_of_scope(guidebook_folder))
        return cls(material, tokeniser(lexicon_of(guidebook)))

    def thinned(self, every: int) -> "Course":
        """Return the course with only every so-manyth question, for measurements that train many times."""
        entries = [replace(entry, questions=entry.questions[::every]) for entry in self.material.entries]
        return replace(self, material=Material(entries, self.material.strays[::every]))

    def embedding(self) -> Embedding:
        """Train the embedding on all questions."""
        return train_embedding(*documents(self.material, self.tokeniser))

    def scorer(self, fold: int) -> Scorer:
        """Train all halves without the questions of ``fold``."""
        kept, _ = cut(self.material, fold)
        encoder = in_memory(*documents(kept, self.tokeniser), self.tokeniser)
        return make_scorer(kept, self.tokeniser, encoder)[0]

    def held_out(self, fold: int) -> list[HeldOut]:
        """Train all halves without the questions of ``fold`` and score those."""
        scorer = self.scorer(fold)
        return [HeldOut(scorer.halves(scorer.asked(text)), owner) for text, owner in cut(self.material, fold)[1]]


def run(guidebook_folder: Path, tokeniser: MakeTokeniser = Remembering) -> tuple[list[HeldOut], Embedding]:
    """Return all questions as scored by their folds, and the embedding of all questions."""
    spawn = multiprocessing.get_context("spawn")  # a forked torch may hang
    with ProcessPoolExecutor(WORKERS, spawn, _start, (guidebook_folder, tokeniser)) as workers:
        folds = [workers.submit(_fold, fold) for fold in range(FOLDS)]
        embedding = workers.submit(_embedding)
        return [one for fold in folds for one in fold.result()], embedding.result()


_course: Course  # one for each worker


def _start(guidebook_folder: Path, tokeniser: MakeTokeniser) -> None:
    global _course
    import torch
    from threadpoolctl import threadpool_limits

    torch.set_num_threads(1)
    threadpool_limits(1)
    _course = Course.of(guidebook_folder, tokeniser)


def _fold(fold: int) -> list[HeldOut]:
    return _course.held_out(fold)


def _embedding() -> Embedding:
    return _course.embedding()


def cut(material: Material, fold: int) -> tuple[Material, Iterator[tuple[str, int | None]]]:
    """Return the material without the questions of ``fold``, and those questions with their owners."""
    kept = [replace(entry, questions=_others(entry.questions, fold)) for entry in material.entries]
    held: list[tuple[str, int | None]] = [
        (question, index) for index, entry in enumerate(material.entries) for question in entry.questions[fold::FOLDS]
    ]
    held += [(stray, None) for stray in material.strays[fold::FOLDS]]
    return Material(kept, _others(material.strays, fold)), iter(held)


def _others(questions: Sequence[str], fold: int) -> tuple[str, ...]:
    return tuple(question for index, question in enumerate(questions) if index % FOLDS != fold)


def documents(material: Material, tokeniser: Tokeniser) -> tuple[list[list[str]], list[int]]:
    """Tokenised passages with their owners; out-of-scope examples are one more class."""
    texts, owner = passages_of(material)
    texts, owner = [*texts, *material.strays], [*owner, *([len(material.entries)] * len(material.strays))]
    return [tokeniser.features(normalise(text)) for text in texts], owner
