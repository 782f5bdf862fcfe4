"""Text → vector. The default model is a static sentence-transformers model trained by this project.

Its two files (tokenizer vocabulary and matrix) are read with numpy alone, so that serving needs neither
torch nor a second of start-up. A folder of another sentence-transformers model (a bge-*-zh, say) can take its
place by a setting; that one is loaded with the library itself.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from safetensors.numpy import load_file

from knowledge.errors import GuidebookError
from knowledge.index.tokens import Tokeniser

SHIPPED_MODEL = Path(__file__).parent.parent / "model"
_MATRIX = "model.safetensors"
_TOKENIZER = "tokenizer.json"
_OURS = "thresholds.json"  # only models of our own training carry it
Vectors = np.ndarray[Any, np.dtype[np.float32]]


class Encoder(Protocol):
    """Turns normalised texts into unit vectors."""

    name: str  # tells one model from another; kept in the index

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return ``[len(texts), dim]`` float32 rows of length 1 (all zero where nothing is known)."""
        ...


@lru_cache(maxsize=1)  # several versions of a guidebook are searched with the one model
def _read(folder: Path, changed: tuple[int, ...]) -> tuple[dict[str, int], Vectors, str]:
    """Read a model's vocabulary, matrix and name; ``changed`` are the moments at which its files were written."""
    vocabulary = json.loads((folder / _TOKENIZER).read_text("utf-8"))["model"]["vocab"]
    matrix = load_file(folder / _MATRIX)["embedding.weight"].astype(np.float32)
    return vocabulary, matrix, fingerprint(folder)


class StaticEncoder:
    """Mean of token vectors (sentence-transformers ``StaticEmbedding``), read without torch."""

    def __init__(self, vocabulary: dict[str, int], matrix: Vectors, tokeniser: Tokeniser, name: str) -> None:
        """``matrix`` is ``[tokens, dim]``; ``vocabulary`` gives each token's row."""
        self.vocabulary, self._matrix, self._tokeniser, self.name = vocabulary, matrix, tokeniser, name

    @classmethod
    def load(cls, folder: Path, tokeniser: Tokeniser) -> "StaticEncoder":
        """Read a model folder that ``knowledge.training`` wrote."""
        changed = tuple((folder / name).stat().st_mtime_ns for name in (_TOKENIZER, _MATRIX))
        vocabulary, matrix, name = _read(folder, changed)
        return cls(vocabulary, matrix, tokeniser, name)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row for each text; shape ``[n, dim]``."""
        return np.stack([self.encode_tokens(self._tokeniser.features(text)) for text in texts]) if texts else self._none

    def encode_tokens(self, tokens: Iterable[str]) -> Vectors:
        """Return the unit vector of one tokenised text; shape ``[dim]``."""
        known = [row for token in tokens if (row := self.vocabulary.get(token)) is not None]
        if not known:
            return np.zeros(self._matrix.shape[1], np.float32)
        mean = self._matrix[known].mean(axis=0)
        return np.asarray(mean / (np.linalg.norm(mean) or 1.0), np.float32)

    @cached_property
    def _none(self) -> Vectors:
        return np.zeros((0, self._matrix.shape[1]), np.float32)


def encode_tokenised(encoder: Encoder, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> Vectors:
    """Encode texts whose tokens are known already; only our own encoder has a use for them."""
    if isinstance(encoder, StaticEncoder) and tokens:
        return np.stack([encoder.encode_tokens(row) for row in tokens])
    return encoder.encode(texts)


class LibraryEncoder:
    """Any sentence-transformers model of a local folder; needs the library and torch."""

    def __init__(self, folder: Path) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError:
            raise GuidebookError(
                f"语义模型 {folder} 需要 sentence-transformers 和 torch，请先运行 make model-tools，或改回自带模型。"
            ) from None
        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        self.name = fingerprint(folder)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row for each text; shape ``[n, dim]``."""
        rows = self._model.encode(list(texts), normalize_embeddings=True, convert_to_numpy=True)
        return np.asarray(rows, np.float32)


def load_encoder(folder: Path, tokeniser: Tokeniser) -> Encoder:
    """Load the model of ``folder``; raises ``GuidebookError`` where there is none."""
    if (folder / _OURS).exists():
        return StaticEncoder.load(folder, tokeniser)
    if (folder / "modules.json").exists():
        return LibraryEncoder(folder)
    raise GuidebookError(f"{folder} 里没有语义模型。请检查设置 YIZHAN_MODEL，或运行 make model 重新训练。")


def fingerprint(folder: Path) -> str:
    """Name a model by the hash of its files."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.name in ("tokenizer.json", "model.safetensors", "pytorch_model.bin", "modules.json"):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
