"""What each half of the search ranks alone, on the same questions and the same index."""

import numpy as np

from knowledge.index.encoder import StaticEncoder
from knowledge.index.lexical import lexical_tokens
from knowledge.index.search import Searcher
from knowledge.index.tokens import normalise
from tests.evaluation.measures import Asked

NAMES = ("BM25 单独", "向量单独（最近问句 + 中心）", "线性分类单独")


def rankings(searcher: Searcher, question: str) -> list[list[str]]:
    """Return for each of ``NAMES`` the ids of the first three entries."""
    scorer = searcher.scorer
    tokens = scorer.tokeniser.features(normalise(question))
    assert isinstance(scorer.encoder, StaticEncoder)
    nearest, _, centre = scorer.dense.scores(scorer.encoder.encode_tokens(tokens))
    halves = (scorer.lexical.scores(lexical_tokens(tokens)), nearest + centre, scorer.linear.scores(tokens)[:-1])
    return [[searcher.entries[i].id for i in np.argsort(-half)[:3]] for half in halves]


def compare(searcher: Searcher, asked: list[Asked]) -> dict[str, tuple[float, float]]:
    """Return top-1 and top-3 of each half alone."""
    ranked = [rankings(searcher, one.question) for one in asked]
    return {
        name: (
            sum(row[n][:1] == [one.expected_id] for row, one in zip(ranked, asked, strict=True)) / len(asked),
            sum(one.expected_id in row[n] for row, one in zip(ranked, asked, strict=True)) / len(asked),
        )
        for n, name in enumerate(NAMES)
    }
