"""Trained half beside the vectors: one linear classifier over tokens (TF-IDF, LinearSVC), at index time.

Static vectors blur what single tokens decide (补 against 换); a linear classifier weighs each token for each
entry. Its rows are kept as float16 and memory-mapped; a question gathers some fifty of them.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

_DENSE, _SPARSE = "linear_weights.npy", "linear_weights.npz"
Scores = np.ndarray[Any, np.dtype[np.float32]]
# Entries. A classifier for each of 10,000 entries would train for an hour and weigh gigabytes; beyond, each entry is
# weighed by the middle of its passages instead, which trains in seconds, is kept sparse, and ranks somewhat worse.
SEPARATED_AT_MOST = 2_000
REGULARISATION = 0.3  # C; 0.3 and 1 differ by less than one point on held-out folds
TOLERANCE = 0.1  # ten times tighter takes five times longer and ranks no better


class Linear:
    """Margins of all entries for a tokenised question."""

    def __init__(self, vocabulary: dict[str, int], idf: Scores, weights: Any, bias: Scores) -> None:
        self._vocabulary, self._idf, self._weights, self._bias = vocabulary, idf, weights, bias

    def __contains__(self, token: str) -> bool:
        return token in self._vocabulary

    def idf(self) -> dict[str, float]:
        """Return every token of more than one passage with its inverse document frequency (low: common)."""
        return {token: float(self._idf[row]) for token, row in self._vocabulary.items()}

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
        if isinstance(self._weights, np.ndarray):
            np.save(folder / _DENSE, self._weights)
        else:
            from scipy.sparse import save_npz

            save_npz(folder / _SPARSE, self._weights)

    @classmethod
    def load(cls, folder: Path) -> "Linear":
        """Read what ``save`` wrote; the weights stay on disk until a row is asked for."""
        vocabulary = json.loads((folder / "linear.json").read_text("utf-8"))
        arrays = np.load(folder / "linear.npz")
        return cls(vocabulary, arrays["idf"], _load_weights(folder), arrays["bias"])


def _load_weights(folder: Path) -> Any:
    if (folder / _DENSE).exists():
        return np.load(folder / _DENSE, mmap_mode="r")
    from scipy.sparse import load_npz  # only a big guidebook needs it

    return load_npz(folder / _SPARSE)


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
    vocabulary = {token: int(row) for token, row in vectoriser.vocabulary_.items()}
    idf = vectoriser.idf_.astype(np.float32)
    if classes > SEPARATED_AT_MOST:
        return Linear(vocabulary, idf, _middles(matrix, labels, classes), np.full(classes, -1.0, np.float32))
    model = LinearSVC(C=REGULARISATION, tol=TOLERANCE, random_state=0).fit(matrix, np.asarray(labels))
    weights = np.zeros((matrix.shape[1], classes), np.float16)
    bias = np.full(classes, -1.0, np.float32)
    weights[:, model.classes_] = (
        model.coef_.T if len(model.classes_) > 2 else np.hstack([-model.coef_.T, model.coef_.T])
    )
    bias[model.classes_] = model.intercept_ if len(model.classes_) > 2 else [-model.intercept_[0], model.intercept_[0]]
    return Linear(vocabulary, idf, weights, bias)


def _middles(matrix: Any, labels: Sequence[int], classes: int) -> Any:
    """Return ``[tokens, entries]`` weights whose margins run from −1 (nothing in common) to +1 (the very middle)."""
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    membership = csr_matrix(
        (np.ones(len(labels), np.float32), (np.asarray(labels), np.arange(len(labels)))), (classes, len(labels))
    )
    return (2 * normalize(membership @ matrix)).T.tocsr().astype(np.float32)
