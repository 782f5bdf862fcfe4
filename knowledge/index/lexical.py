"""Lexical half: BM25 (bm25s, Lucene variant) over one document an entry, fields repeated by weight."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np

from knowledge.index.passages import Entry

NAME_WEIGHT = 4  # names are what clerks type; repeated so that long question lists do not drown them
OTHER_WEIGHT = 1  # questions, summary, FAQ
K1, B = 1.2, 0.5  # documents differ in length because more was asked, not because they say less

Scores = np.ndarray[Any, np.dtype[np.float32]]


class Lexical:
    """BM25 scores of all entries for a tokenised question."""

    def __init__(self, bm25: bm25s.BM25 | None, entries: int) -> None:
        """``bm25`` is ``None`` where no document has a word."""
        self._bm25, self._entries = bm25, entries

    @classmethod
    def of(cls, documents: Sequence[Sequence[str]]) -> "Lexical":
        """Index tokenised documents."""
        if not any(documents):
            return cls(None, len(documents))
        bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
        bm25.index([list(document) or [""] for document in documents], show_progress=False)
        return cls(bm25, len(documents))

    def save(self, folder: Path) -> None:
        """Write the index into ``folder``; an empty one leaves nothing but its size."""
        (folder / "lexical.json").write_text(json.dumps({"entries": self._entries, "empty": self._bm25 is None}))
        if self._bm25 is not None:
            self._bm25.save(str(folder / "bm25"))

    @classmethod
    def load(cls, folder: Path) -> "Lexical":
        """Read what ``save`` wrote."""
        about = json.loads((folder / "lexical.json").read_text())
        bm25 = None if about["empty"] else bm25s.BM25.load(str(folder / "bm25"))
        return cls(bm25, about["entries"])

    def scores(self, tokens: Sequence[str]) -> Scores:
        """Return ``[entries]`` BM25 scores; zeros where no token is known."""
        known = [token for token in tokens if token in self._bm25.vocab_dict] if self._bm25 is not None else []
        if self._bm25 is None or not known:
            return np.zeros(self._entries, np.float32)
        return np.asarray(self._bm25.get_scores(known), np.float32)


def documents_of(
    entries: Sequence[Entry], texts: Sequence[str], owner: Sequence[int], tokens: Sequence[Sequence[str]]
) -> list[list[str]]:
    """Return the document of each entry, from all passages, the entry that owns each, and their tokens."""
    documents: list[list[str]] = [[] for _ in entries]
    for text, index, row in zip(texts, owner, tokens, strict=False):  # strays follow the passages and own nothing
        weight = NAME_WEIGHT if text in entries[index].names else OTHER_WEIGHT
        documents[index] += lexical_tokens(row) * weight
    return documents


def lexical_tokens(tokens: Sequence[str]) -> list[str]:
    """Keep words, bigrams and concepts: single characters and sounds are noise to BM25."""
    return [token for token in tokens if len(token) > 1 and token[0] != "p" and "+" not in token]
