"""The whole training, in order; reproducible to the same figures on the same machine."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from knowledge.guidebook import SAMPLE, load_guidebook
from knowledge.index.encoder import SHIPPED_MODEL
from knowledge.index.passages import Entry, entries_of
from knowledge.index.ranking import Network, Traits, softmax
from knowledge.index.scoring import Halves, Scored, weigh
from knowledge.index.weights import Weights
from knowledge.training import folds
from knowledge.training.embedding import save_model
from knowledge.training.networks import Judged, Outcomes, set_thresholds, train_decision, train_ranking

Rows = np.ndarray[Any, np.dtype[np.float32]]


def train(guidebook_folder: Path = SAMPLE, model_folder: Path = SHIPPED_MODEL) -> None:
    """Train embedding, ranking and decision, and write the model folder."""
    started = time.monotonic()

    def tell(words: str) -> None:
        print(f"[{time.monotonic() - started:5.0f} s] {words}", file=sys.stderr, flush=True)

    entries = entries_of(load_guidebook(guidebook_folder), guidebook_folder)
    tell(f"{len(entries)} 个事项，{sum(len(entry.questions) for entry in entries)} 个问题")
    held, (vocabulary, matrix) = folds.run(guidebook_folder)
    tell(f"{folds.FOLDS} 折和语义模型完成")
    fitted = fit(held, entries)
    tell(f"折外：首位 {fitted.top1:.3f}，前三 {fitted.top3:.3f}；门槛 {fitted.weights.thresholds}")
    save_model(vocabulary, matrix, model_folder)
    fitted.weights.save(model_folder)
    tell(f"已写入 {model_folder.name}：{len(vocabulary)} 个词元")


@dataclass(frozen=True)
class Fitted:
    """Ranking, decision and thresholds, with what they reach on the folds they were set on."""

    weights: Weights
    top1: float  # share of questions, 0–1
    top3: float


def fit(
    held: Sequence[folds.HeldOut],
    entries: Sequence[Entry],
    weighed: Callable[[Halves, Traits], Scored] = weigh,
    learn: Callable[[list[Judged]], Network] = train_ranking,
) -> Fitted:
    """Train the ranking and the decision on held-out scores, and set the thresholds.

    ``weighed`` and ``learn`` are exchanged where a step is left out to see what it is worth.
    """
    torch.set_num_threads(1)
    traits = Traits.of(entries)
    scored = [weighed(one.halves, traits) for one in held]
    judged = [_judged(one, question.owner) for one, question in zip(scored, held, strict=True)]
    ranking = learn([question for question in judged if not question.stray])
    orders = [np.argsort(-ranking(one.rows)[:, 0], kind="stable") for one in scored]
    rows = [
        one.decision_row(order.tolist(), softmax(ranking(one.rows)[:, 0])[order])
        for one, order in zip(scored, orders, strict=True)
    ]
    places = [
        order.tolist().index(question.right) if question.right is not None else len(order)
        for order, question in zip(orders, judged, strict=True)
    ]
    table = np.stack(rows)
    first, among = (np.asarray([place < shown for place in places], np.float32) for shown in (1, 3))
    outcomes = Outcomes(first, among, stray=np.asarray([question.stray for question in judged]))
    decision = train_decision(table, outcomes)
    thresholds = set_thresholds((1 / (1 + np.exp(-decision(table)))).astype(np.float32), outcomes)
    asked = ~outcomes.stray
    return Fitted(Weights(ranking, decision, thresholds), float(first[asked].mean()), float(among[asked].mean()))


def _judged(scored: Scored, owner: int | None) -> Judged:
    right = scored.chosen.index(owner) if owner is not None and owner in scored.chosen else None
    return Judged(scored.rows, right, stray=owner is None)
