"""``python -m tests.evaluation.ablation``: what each step is worth, on questions written apart.

Writes ``benchmarks/results/ablation.md``, ``.json`` and ``.svg``. Variants are trained as ``make model`` trains, but on
every fourth question and once instead of four times: the halves learn from two thirds of these, the networks from the
last third, and both answer the questions written apart. So the figures of the whole lie below those of the shipped
model; what counts is what each variant loses.
"""

import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from multiprocessing import get_context

import torch
from threadpoolctl import threadpool_limits

from knowledge.guidebook import SAMPLE
from knowledge.index.passages import Entry
from knowledge.index.scoring import Halves, Scored, Scorer
from knowledge.index.search import Searcher
from knowledge.training.folds import Course, HeldOut, Remembering, cut
from knowledge.training.train import Fitted, fit
from tests.evaluation.measures import Judged, falsely_answered, read_questions, report
from tests.evaluation.picture import draw_ablation
from tests.evaluation.results import RESULTS, write_json
from tests.evaluation.variants import VARIANTS, Variant, Without

SETS = ("apart", "typos", "siblings", "stories", "fresh")
FOLD = 0
EVERY = 4  # of the questions, so that all variants are trained within the half hour on two busy cores


@dataclass(frozen=True)
class Worth:
    """What is reached without one step; shares of questions, 0–1."""

    name: str
    fold_top1: float  # on our own held-out questions
    top1: dict[str, float]  # by set
    top3: float  # of ``apart``
    answered: float  # of ``apart``
    confident_wrong: float
    resolved: float
    lost: float  # told that nothing was found: mean of ``apart`` and ``fresh``
    falsely_answered: float


@dataclass(frozen=True)
class Trained:
    """Halves trained without one fold, and questions of that fold scored by them."""

    entries: Sequence[Entry]
    held: list[HeldOut]
    scorer: Scorer

    @classmethod
    def of(cls, tokens: str = "") -> "Trained":
        """Train all halves, with one kind of token left out."""
        torch.set_num_threads(1)
        threadpool_limits(1)
        course = Course.of(SAMPLE, partial(Without, tokens) if tokens else Remembering).thinned(EVERY)
        scorer = course.scorer(FOLD)
        asked = cut(course.material, FOLD)[1]
        held = [HeldOut(scorer.halves(scorer.asked(text)), owner) for text, owner in asked]
        return cls(course.material.entries, held, scorer)


@dataclass(frozen=True)
class Ablated(Scorer):
    """A scorer with one step left out; halves of a question are computed once for all variants."""

    variant: Variant
    known: dict[str, Halves]

    def asked(self, message: str) -> str:
        return self.variant.asked(self, message) if self.variant.asked else super().asked(message)

    def weigh(self, question: str) -> Scored:
        if question not in self.known:
            self.known[question] = self.halves(question)
        return self.variant.weighed(self.known[question], self.traits)


class Bench:
    """Measures variants of one training; what several variants share is done once."""

    def __init__(self, tokens: str = "") -> None:
        self._trained = Trained.of(tokens)
        self._known: dict[str, Halves] = {}
        self._fitted: dict[Variant, Fitted] = {}

    def fitted(self, variant: Variant) -> Fitted:
        """Train the networks without the step, once for all variants that train alike."""
        alike = replace(variant, name="", tokens="", asked=None, searcher=Searcher)
        if alike not in self._fitted:
            held = [one for one in self._trained.held if variant.strays or one.owner is not None]
            self._fitted[alike] = fit(held, self._trained.entries, variant.weighed, variant.learn)
        return self._fitted[alike]

    def measure(self, variant: Variant) -> Worth:
        """Return what is reached without the step."""
        fitted = self.fitted(variant)
        parts = {field.name: getattr(self._trained.scorer, field.name) for field in fields(Scorer)}
        scorer = Ablated(**parts, variant=variant, known=self._known)
        searcher = variant.searcher(scorer, list(self._trained.entries), fitted.weights)
        judged = {
            name: [Judged(asked, searcher.search(asked.question)) for asked in read_questions(name)]
            for name in (*SETS, "out_of_scope")
        }
        reports = {name: report(judged[name]) for name in SETS}
        apart, fresh = reports["apart"], reports["fresh"]
        return Worth(
            name=variant.name,
            fold_top1=fitted.top1,
            top1={name: reports[name].top1 for name in SETS},
            top3=apart.top3,
            answered=apart.answered,
            confident_wrong=apart.confident_wrong,
            resolved=apart.resolved,
            lost=(apart.no_match + fresh.no_match) / 2,
            falsely_answered=falsely_answered(judged["out_of_scope"]),
        )


def measured(tokens: str) -> list[Worth]:
    """Measure all variants that share a training (in a process of its own)."""
    bench = Bench(tokens)
    found = []
    for variant in VARIANTS:
        if variant.tokens == tokens:
            found.append(bench.measure(variant))
            print("\t".join([variant.name, *(f"{figure:.4f}" for figure in _figures(found[-1]))]), file=sys.stderr)
    return found


def main() -> int:
    """Measure every variant and write table and picture."""
    started = time.monotonic()
    trainings = list(dict.fromkeys(variant.tokens for variant in VARIANTS))
    # Spawned: a forked torch may hang. Two at a time, each on one thread.
    with ProcessPoolExecutor(2, get_context("spawn")) as workers:
        found = {worth.name: worth for worths in workers.map(measured, trainings) for worth in worths}
    rows = [found[variant.name] for variant in VARIANTS]
    configuration = {"fold": FOLD, "questions": {name: len(read_questions(name)) for name in (*SETS, "out_of_scope")}}
    write_json("ablation", {"rows": [asdict(row) for row in rows], "configuration": configuration})
    text = "\n".join(table(rows))
    (RESULTS / "ablation.md").write_text(f"# 每一步值多少\n\n{text}\n\n配置：`{json.dumps(configuration)}`\n", "utf-8")
    draw_ablation([(row.name, row.top1["apart"], row.answered) for row in rows], RESULTS / "ablation.svg")
    print(text, f"\n{(time.monotonic() - started) / 60:.0f} 分钟")
    return 0


def table(rows: Sequence[Worth]) -> list[str]:
    """Return the table: figures of the whole, then what each variant loses in points."""
    head = (
        "去掉的步骤", "折外首位", *(f"首位·{name}" for name in SETS), "前三", "直接答", "答错", "解决",
        "没找到", "误答",
    )  # fmt: skip
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    whole = _figures(rows[0])
    for row in rows:
        cells = [f"{figure:.1%}" for figure in whole]
        if row is not rows[0]:
            cells = [f"{100 * (figure - base):+.1f}" for figure, base in zip(_figures(row), whole, strict=True)]
        lines.append(f"| {row.name} | " + " | ".join(cells) + " |")
    return lines


def _figures(row: Worth) -> list[float]:
    sets = (row.top1[name] for name in SETS)
    rest = (row.top3, row.answered, row.confident_wrong, row.resolved, row.lost, row.falsely_answered)
    return [row.fold_top1, *sets, *rest]


if __name__ == "__main__":
    sys.exit(main())
