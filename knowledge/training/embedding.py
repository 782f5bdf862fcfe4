"""The static embedding: token vectors trained so that questions of one item lie together, siblings apart.

Loss: cross-entropy against one centre an item (every sibling is a hard negative there) plus supervised
contrast between two token-dropped views of a batch (Khosla et al. 2020). Dropping tokens stands for the
words that the next person will not use.
"""

import math
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from knowledge.index.encoder import StaticEncoder
from knowledge.index.tokens import Tokeniser

DIMENSIONS = 192
TOKENS_AT_MOST = 44_000  # × 192 × 2 bytes = 17 MB, within the 20 MB that the repository allows a model
EPOCHS = 6  # ten rank no better on held-out folds
BATCH = 512
DROPPED = 0.25  # share of tokens hidden from each view
SCALE = 20.0  # inverse temperature of cosines
CONTRAST = 0.5  # weight of the contrastive part
RATE = 8e-3
SEED = 20261122
Vectors = np.ndarray[Any, np.dtype[np.float32]]


def train_embedding(tokens: Sequence[Sequence[str]], labels: Sequence[int]) -> tuple[dict[str, int], Vectors]:
    """Return vocabulary and matrix ``[tokens, DIMENSIONS]`` from tokenised texts and their items."""
    counts = Counter(token for row in tokens for token in dict.fromkeys(row))
    known = [token for token, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if count > 1]
    vocabulary = {token: row for row, token in enumerate(known[:TOKENS_AT_MOST])}
    bags = [np.array([vocabulary[token] for token in row if token in vocabulary] or [0], np.int64) for row in tokens]
    return vocabulary, _fit(bags, np.asarray(labels, np.int64), len(vocabulary))


def _fit(bags: list[np.ndarray[Any, Any]], labels: np.ndarray[Any, Any], size: int) -> Vectors:
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    # Sparse: a batch touches a tenth of the rows, and a dense step would be ten times the work.
    embedding = torch.nn.EmbeddingBag(size, DIMENSIONS, mode="mean", sparse=True)
    torch.nn.init.normal_(embedding.weight, std=0.1)
    centres = torch.nn.Parameter(torch.randn(int(labels.max()) + 1, DIMENSIONS) * 0.1)
    optimisers: tuple[torch.optim.Optimizer, ...] = (
        torch.optim.SparseAdam(list(embedding.parameters()), lr=RATE),
        torch.optim.Adam([centres], lr=RATE),
    )
    steps = EPOCHS * math.ceil(len(bags) / BATCH)
    schedules = [
        torch.optim.lr_scheduler.OneCycleLR(
            optimiser, max_lr=RATE, total_steps=steps, pct_start=0.1, cycle_momentum=False
        )
        for optimiser in optimisers
    ]
    for _ in range(EPOCHS):
        order = random.permutation(len(bags))
        for start in range(0, len(bags), BATCH):
            batch = order[start : start + BATCH]
            target = torch.from_numpy(labels[batch])
            first, second = (
                functional.normalize(embedding(*_bag([bags[i] for i in batch], random)), dim=1) for _ in range(2)
            )
            loss = functional.cross_entropy(SCALE * first @ functional.normalize(centres, dim=1).T, target)
            similar = SCALE * first @ second.T
            same = (target[:, None] == target[None]).float()
            likelihood = similar - similar.logsumexp(1, keepdim=True)
            loss = loss - CONTRAST * ((likelihood * same).sum(1) / same.sum(1)).mean()
            for optimiser in optimisers:
                optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch has no type for it
            for optimiser, schedule in zip(optimisers, schedules, strict=True):
                optimiser.step()
                schedule.step()
    return embedding.weight.detach().numpy().astype(np.float32)


def _bag(rows: list[np.ndarray[Any, Any]], random: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Flatten rows of token ids, some hidden; the first of each row always stays."""
    flat = np.concatenate(rows)
    starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
    kept = random.random(len(flat)) >= DROPPED
    kept[starts] = True
    offsets = np.concatenate([[0], np.cumsum(np.add.reduceat(kept, starts, dtype=np.int64))[:-1]])
    return torch.from_numpy(flat[kept]), torch.from_numpy(offsets)


def in_memory(tokens: Sequence[Sequence[str]], labels: Sequence[int], tokeniser: Tokeniser) -> StaticEncoder:
    """Train and return an encoder without writing it (for held-out folds)."""
    vocabulary, matrix = train_embedding(tokens, labels)
    return StaticEncoder(vocabulary, matrix, tokeniser, "fold")


def save_model(vocabulary: dict[str, int], matrix: Vectors, folder: Path) -> None:
    """Write a sentence-transformers folder: ``SentenceTransformer(folder)`` opens it too.

    Its tokenizer splits at blanks, so a text is given as its tokens joined by blanks.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit

    unknown = len(vocabulary)
    tokenizer = Tokenizer(WordLevel({**vocabulary, "[UNK]": unknown}, unk_token="[UNK]"))  # noqa: S106 - a token, no secret
    tokenizer.pre_tokenizer = WhitespaceSplit()
    rows = np.vstack([matrix, np.zeros((1, matrix.shape[1]), np.float32)]).astype(np.float16)
    module = StaticEmbedding(tokenizer, embedding_weights=torch.from_numpy(rows))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as fresh:
        SentenceTransformer(modules=[module], device="cpu").save(fresh, create_model_card=False)
        for path in Path(fresh).iterdir():  # beside what else lies in the folder: weights, the model of answers
            shutil.move(path, folder / path.name)
