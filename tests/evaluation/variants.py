"""The steps of understanding, each left out once. What hangs on a step is trained again without it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from knowledge.index.asking import without_courtesies
from knowledge.index.ranking import FEATURES, Network, Traits
from knowledge.index.scoring import Halves, Scored, Scorer, weigh
from knowledge.index.search import Ranked, Searcher
from knowledge.index.tokens import normalise
from knowledge.training.folds import Remembering
from knowledge.training.networks import Judged, train_ranking


@dataclass(frozen=True)
class Variant:
    """Everything as it is but for one step."""

    name: str
    tokens: str = ""  # a kind of token that is left out: all halves are trained again
    change: Callable[[Halves], Halves] | None = None  # what is done to the scores before the networks learn
    columns: tuple[str, ...] = ()  # of ranking.FEATURES, left out
    learn: Callable[[list[Judged]], Network] = train_ranking
    strays: bool = True  # whether the decision learns from out-of-scope examples
    asked: Callable[[Scorer, str], str] | None = None  # in place of Scorer.asked
    searcher: type[Searcher] = Searcher

    def weighed(self, halves: Halves, traits: Traits) -> Scored:
        """Choose and weigh candidates without the step."""
        scored = weigh(self.change(halves) if self.change else halves, traits)
        rows = scored.rows.copy()
        rows[:, [FEATURES.index(column) for column in self.columns]] = 0
        return replace(scored, rows=rows)


class Without(Remembering):
    """A tokeniser that leaves out one kind of token."""

    def __init__(self, kind: str, lexicon: Sequence[str]) -> None:
        self._kind = kind
        super().__init__(lexicon)

    def kinds(self, text: str) -> dict[str, list[str]]:
        return {kind: tokens for kind, tokens in super().kinds(text).items() if kind != self._kind}


def without_half(halves: Halves, names: tuple[str, ...]) -> Halves:
    """Blind a half: every entry scores the same."""
    return replace(halves, **{name: np.zeros_like(getattr(halves, name)) for name in names})


def without_stray_scores(halves: Halves) -> Halves:
    return replace(halves, stray_linear=0.0, stray_nearest=0.0)


class PlainSum(Network):
    """The candidates' own order: halves added as they are, nothing learnt."""

    def __init__(self, _: list[Judged]) -> None:
        self._columns = [FEATURES.index(name) for name in ("nearest", "centre", "linear", "lexical")]

    def __call__(self, rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.asarray(rows[:, self._columns] @ np.array([[1], [1], [0.5], [0.5]], np.float32), np.float32)


def with_courtesies(scorer: Scorer, message: str) -> str:
    return scorer.repairer.repaired(normalise(message))


def unrepaired(scorer: Scorer, message: str) -> str:
    return without_courtesies(normalise(message))


def traditional(scorer: Scorer, message: str) -> str:
    return scorer.repairer.repaired(without_courtesies(normalise(message, simplify=False)))


class NotFiled(Searcher):
    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._filed = {}


class NoBundles(Searcher):
    def _bundled(self, ranked: Ranked) -> float:
        return 0.0


class NoKeywords(Searcher):
    def _is_keyword(self, ranked: Ranked) -> bool:
        return False


DENSE = ("nearest", "third", "centre")
VARIANTS = (
    Variant("全部步骤"),
    Variant("不改错别字", asked=unrepaired),
    Variant("不转简体", asked=traditional),
    Variant("不去客套话", asked=with_courtesies),
    *(
        Variant(f"不用{name}", tokens=kind)
        for kind, name in (
            ("words", "词"), ("characters", "单字"), ("bigrams", "二字组"),
            ("sounds", "读音"), ("concepts", "概念"), ("concept pairs", "概念对"),
        )
    ),
    Variant("不用向量", change=partial(without_half, names=DENSE)),
    Variant("不用线性分类", change=partial(without_half, names=("linear",))),
    Variant("不用 BM25", change=partial(without_half, names=("lexical",))),
    Variant("不学排序（直接相加）", learn=PlainSum),
    Variant("排序不看名称", columns=("name_cover", "name_whole")),
    Variant("排序不看动作", columns=("deeds_shared", "deeds_asked_missing", "deeds_extra")),
    Variant("排序不看对象（单位、个人）", columns=("firm_clash", "person_clash")),
    Variant("排序不看一件事", columns=("life_event", "bundle_asked")),
    Variant("排序不看长短", columns=("length",)),
    Variant("判定不学范围外例句", strays=False),
    Variant("判定不看范围外分数", change=without_stray_scores),
    Variant("收录的原句不优先", searcher=NotFiled),
    Variant("一件事算对手", searcher=NoBundles),
    Variant("名称片段不反问", searcher=NoKeywords),
)  # fmt: skip
