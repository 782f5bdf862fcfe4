"""The whole training, in order; reproducible to the same figures on the same machine."""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from knowledge.guidebook import SAMPLE, load_guidebook
from knowledge.index.build import Material, make_scorer, passages_of
from knowledge.index.encoder import SHIPPED_MODEL
from knowledge.index.passages import entries_of, lexicon_of, read_out_of_scope
from knowledge.index.scoring import Scored
from knowledge.index.tokens import Tokeniser, normalise
from knowledge.index.weights import Weights
from knowledge.training.embedding import in_memory, save_model, train_embedding
from knowledge.training.networks import Judged, set_thresholds, train_decision, train_ranking

FOLDS = 3
Rows = np.ndarray[Any, np.dtype[np.float32]]


def train(guidebook_folder: Path = SAMPLE, model_folder: Path = SHIPPED_MODEL) -> None:
    """Train embedding, ranking and decision, and write the model folder."""
    started = time.monotonic()
    # The matrices are small: a second thread mostly waits for the first, and sums come out in another order.
    torch.set_num_threads(1)

    def tell(words: str) -> None:
        print(f"[{time.monotonic() - started:5.0f} s] {words}", file=sys.stderr, flush=True)

    guidebook = load_guidebook(guidebook_folder)
    tokeniser = Tokeniser(lexicon_of(guidebook))
    material = Material(entries_of(guidebook, guidebook_folder), read_out_of_scope(guidebook_folder))
    tell(f"{len(material.entries)} 个事项，{sum(len(e.questions) for e in material.entries)} 个问题")
    judged: list[Judged] = []
    scored: list[Scored] = []
    for fold in range(FOLDS):
        kept, asked = cut(material, fold)
        encoder = in_memory(*_documents(kept, tokeniser), tokeniser)
        scorer, _ = make_scorer(kept, tokeniser, encoder)
        for text, owner in asked:
            one = scorer.score(text)
            right = one.chosen.index(owner) if owner in one.chosen else None
            judged.append(Judged(one.rows, right, stray=owner is None))
            scored.append(one)
        tell(f"第 {fold + 1}/{FOLDS} 折完成")
    ranking = train_ranking([question for question in judged if not question.stray])
    rows: list[Rows] = []
    first: list[float] = []
    among: list[float] = []
    for one, question in zip(scored, judged, strict=True):
        marks = ranking(one.rows)[:, 0]
        order = np.argsort(-marks, kind="stable")
        powers = np.exp(marks[order] - marks.max())
        rows.append(one.decision_row([int(i) for i in order], (powers / powers.sum()).astype(np.float32)))
        first.append(float(question.right is not None and order[0] == question.right))
        among.append(float(question.right is not None and question.right in order[:3]))
    table, r, a = np.stack(rows), np.asarray(first, np.float32), np.asarray(among, np.float32)
    decision = train_decision(table, r, a)
    chances = (1 / (1 + np.exp(-decision(table)))).astype(np.float32)
    stray = np.asarray([question.stray for question in judged])
    thresholds = set_thresholds(chances[:, 0], chances[:, 1], r, a, stray)
    asked_right = r[~stray].mean(), a[~stray].mean()
    tell(f"折外：首位 {asked_right[0]:.3f}，前三 {asked_right[1]:.3f}；门槛 {thresholds}")
    vocabulary, matrix = train_embedding(*_documents(material, tokeniser))
    save_model(vocabulary, matrix, model_folder)
    Weights(ranking, decision, thresholds).save(model_folder)
    tell(f"已写入 {model_folder.name}：{len(vocabulary)} 个词元")


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


def _documents(material: Material, tokeniser: Tokeniser) -> tuple[list[list[str]], list[int]]:
    """Tokenised passages with their owners; out-of-scope examples are one more class."""
    texts, owner = passages_of(material)
    texts, owner = [*texts, *material.strays], [*owner, *([len(material.entries)] * len(material.strays))]
    return [tokeniser.features(normalise(text)) for text in texts], owner
