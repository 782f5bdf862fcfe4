"""Dense half: question vectors in faiss; for each entry its nearest questions and its centre."""

from typing import Any

import faiss
import numpy as np

Vectors = np.ndarray[Any, np.dtype[np.float32]]
# One question is one thread's work; faiss would otherwise wake all cores for each and wait for the slowest.
faiss.omp_set_num_threads(1)
NEIGHBOURS = 64  # passages looked at; entries beyond have no near question and are no candidates


class Nearest:
    """Cosine of whichever of some vectors is nearest."""

    def __init__(self, vectors: Vectors) -> None:
        """``vectors`` is ``[n, dim]`` of unit rows; there may be none."""
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors))

    def score(self, vector: Vectors) -> float:
        """Return the best cosine with ``vector``; 0 where there is nothing to compare with."""
        return float(self._index.search(vector[None], 1)[0][0, 0]) if self._index.ntotal else 0.0


class Dense:
    """Cosine scores of entries, from the passages nearest to a question."""

    def __init__(self, vectors: Vectors, owner: np.ndarray[Any, np.dtype[np.int32]], entries: int) -> None:
        """``vectors`` is ``[passages, dim]`` of unit rows, ``owner`` the entry of each row."""
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors))
        self._owner, self._entries = owner, entries
        centres = np.zeros((entries, vectors.shape[1]), np.float32)
        np.add.at(centres, owner, vectors)
        self._centres = centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)

    def scores(self, vector: Vectors) -> tuple[Vectors, Vectors, Vectors]:
        """Return three ``[entries]`` rows: nearest passage, mean of the nearest three, centre."""
        centre = self._centres @ vector
        nearest = np.full(self._entries, -1.0, np.float32)
        third = np.zeros(self._entries, np.float32)
        found, rows = self._index.search(vector[None], min(NEIGHBOURS, self._index.ntotal))
        owners = self._owner[rows[0]]
        seen: dict[int, int] = {}
        for owner, score in zip(owners.tolist(), found[0].tolist(), strict=True):
            count = seen.get(owner, 0)
            if count == 0:
                nearest[owner] = score
            if count < 3:
                third[owner] += score / 3
            seen[owner] = count + 1
        missing = nearest < 0
        nearest[missing] = centre[missing] * 0.5
        return nearest, third, centre
