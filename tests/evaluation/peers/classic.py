"""Peers without any training of ours: BM25 as bm25s gives it, and character TF-IDF as scikit-learn gives it."""

from collections.abc import Sequence

import bm25s
import jieba
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.index.build import Material, passages_of
from tests.evaluation.peers.ranking import Ranking, rankings


class Bm25sAlone:
    """bm25s with its defaults over jieba words, one document an entry; one more of all that is no request."""

    def __init__(self, material: Material) -> None:
        self._material = material
        documents = [
            [word for text in (*entry.names, *entry.words, *entry.questions) for word in jieba.lcut(text)]
            for entry in material.entries
        ]
        documents.append([word for text in material.strays for word in jieba.lcut(text)])
        self._bm25 = bm25s.BM25()
        self._bm25.index(documents, show_progress=False)

    def rank(self, questions: Sequence[str]) -> list[Ranking]:
        known = [[word for word in jieba.lcut(text) if word in self._bm25.vocab_dict] for text in questions]
        nothing = np.zeros(len(self._material.entries) + 1, np.float32)
        scores = np.stack([self._bm25.get_scores(words) if words else nothing for words in known])
        return rankings(scores[:, :-1], self._material, scores[:, -1])


class CharacterTfidf:
    """The entry of the nearest question by TF-IDF of one to three characters."""

    def __init__(self, material: Material) -> None:
        self._material = material
        texts, owner = passages_of(material)
        # Passages lie in the order of their entries: the best of each entry is one reduction.
        self._starts = np.searchsorted(np.asarray(owner), np.arange(len(material.entries) + 1))
        self._vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, dtype=np.float32)
        self._matrix = self._vectoriser.fit_transform([*texts, *material.strays]).T.tocsr()

    def rank(self, questions: Sequence[str]) -> list[Ranking]:
        ranked: list[Ranking] = []
        for start in range(0, len(questions), 200):
            near = (self._vectoriser.transform(questions[start : start + 200]) @ self._matrix).toarray()
            best = np.maximum.reduceat(near, self._starts, axis=1)
            ranked += rankings(best[:, :-1], self._material, best[:, -1])
        return ranked
