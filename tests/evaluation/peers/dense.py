"""Our own vectors alone: the entry whose nearest question and centre are closest, with no ranking after."""

from collections.abc import Sequence

import numpy as np

from knowledge.index.build import Material, passages_of
from knowledge.index.dense import Dense
from knowledge.index.encoder import Encoder
from knowledge.index.tokens import normalise
from tests.evaluation.peers.ranking import Ranking, rankings


class DenseAlone:
    """Cosine of the nearest question plus cosine of the centre."""

    def __init__(self, material: Material, encoder: Encoder) -> None:
        self._material, self._encoder = material, encoder
        texts, owner = passages_of(material)
        vectors = encoder.encode([normalise(text) for text in texts])
        self._dense = Dense(vectors, np.asarray(owner, np.int32), len(material.entries))
        self._strays = encoder.encode([normalise(text) for text in material.strays])

    def rank(self, questions: Sequence[str]) -> list[Ranking]:
        vectors = self._encoder.encode([normalise(question) for question in questions])
        found = [self._dense.scores(vector) for vector in vectors]
        scores = np.stack([nearest + centre for nearest, _, centre in found])
        return rankings(scores, self._material, 2 * (vectors @ self._strays.T).max(axis=1))
