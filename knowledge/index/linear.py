"""Trained half beside the vectors: one linear classifier over tokens (TF-IDF, LinearSVC), at index time.

Static vectors blur what single tokens decide (补 against 换); a linear classifier weighs each token for each
entry. Its rows are kept as float16 and memory-mapped; a question gathers some fifty of them.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

Scores = np.ndarray[Any, np.dtype[np.float32]]
REGULARISATION = 0.3  # C; 0.3 and 1 differ by less than one point on held-out folds
TOLERANCE = 0.1  # ten times tighter takes five times longer and ranks no better


class Linear:
    """Margins of all entries for a tokenised question."""

    def __init__(self, vocabulary: dict[str, int], idf: Scores, weights: Any, bias: Scores) -> None:
        self._vocabulary, self._idf, self._weights, self._bias = vocabulary, idf, weights, bias

    def __contains__(self, token: str) -> bool:
        return token in self._vocabulary

    def scores(self, tokens: Sequence[str]) -> Scores:
        """Return ``[entries]`` margins, about −1 for no and +1 for yes."""
        counts: dict[int, int] = {}
        for token in tokens:
            row = self._vocabulary.get(token)
            if row is not None:
                counts[row] = counts.get(row, 0) + 1
        if not counts:
            return np.full(len(self._bias), -1.0, np.float32)
        rows = np.fromiter(counts, np.int64, len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self._idf[rows]
        values /= np.linalg.norm(values)
        return np.asarray(values @ self._weights[rows].astype(np.float32) + self._bias, np.float32)

    def save(self, folder: Path) -> None:
        """Write vocabulary and weights into ``folder``."""
        (folder / "linear.json").write_text(json.dumps(self._vocabulary, ensure_ascii=False), "utf-8")
        np.savez(folder / "linear.npz", idf=self._idf, bias=self._bias)
        np.save(folder / "linear_weights.npy", self._weights)

    @classmethod
    def load(cls, folder: Path) -> "Linear":
        """Read what ``save`` wrote; the weights stay on disk until a row is asked for."""
        vocabulary = json.loads((folder / "linear.json").read_text("utf-8"))
        arrays = np.load(folder / "linear.npz")
        weights = np.load(folder / "linear_weights.npy", mmap_mode="r")
        return cls(vocabulary, arrays["idf"], weights, arrays["bias"])


def train_linear(documents: Sequence[Sequence[str]], labels: Sequence[int], classes: int) -> Linear:
    """Train on tokenised questions; ``labels`` run from 0 to ``classes`` − 1."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    # A token seen once tells nothing of the next question, and half of all tokens are such.
    vectoriser = TfidfVectorizer(analyzer=list, sublinear_tf=True, min_df=min(2, len(documents)))
    if len(set(labels)) < 2:  # an empty guidebook, or one item and no stray: nothing to tell apart
        return Linear(
            {}, np.ones(0, np.float32), np.zeros((0, classes), np.float16), np.full(classes, -1.0, np.float32)
        )
    matrix = vectoriser.fit_transform(documents)
    model = LinearSVC(C=REGULARISATION, tol=TOLERANCE, random_state=0).fit(matrix, np.asarray(labels))
    weights = np.zeros((matrix.shape[1], classes), np.float16)
    bias = np.full(classes, -1.0, np.float32)
    weights[:, model.classes_] = (
        model.coef_.T if len(model.classes_) > 2 else np.hstack([-model.coef_.T, model.coef_.T])
    )
    bias[model.classes_] = model.intercept_ if len(model.classes_) > 2 else [-model.intercept_[0], model.intercept_[0]]
    vocabulary = {token: int(row) for token, row in vectoriser.vocabulary_.items()}
    return Linear(vocabulary, vectoriser.idf_.astype(np.float32), weights, bias)
