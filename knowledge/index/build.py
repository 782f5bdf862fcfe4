"""Build an index from a guidebook, keep it on disk, and load it; an index of another origin is refused."""

import fcntl
import hashlib
import json
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.errors import GuidebookError
from knowledge.guidebook import Guidebook
from knowledge.index.dense import Dense, Nearest
from knowledge.index.encoder import Encoder, encode_tokenised, load_encoder
from knowledge.index.lexical import Lexical, documents_of
from knowledge.index.linear import Linear, train_linear
from knowledge.index.passages import Entry, entries_of, lexicon_of, read_out_of_scope
from knowledge.index.ranking import Traits
from knowledge.index.repair import Repairer
from knowledge.index.scoring import Scorer
from knowledge.index.tokens import Tokeniser, normalise

Vectors = np.ndarray[Any, np.dtype[np.float32]]
BUILT_INDEX = Path(".run") / "index"
FORMAT = 2  # raise when what is written changes its meaning
# What of a guidebook folder an index is made of; a change elsewhere leaves it up to date.
SEARCHED = ("items/*/*.yaml", "life_events/*.yaml", "questions/**/*.txt", "divisions.yaml", "shared_data.yaml")


@dataclass(frozen=True)
class Material:
    """What an index is made of, before any vector: the training script cuts folds out of it."""

    entries: Sequence[Entry]
    strays: Sequence[str]


def passages_of(material: Material) -> tuple[list[str], list[int]]:
    """Return all passages and the entry that owns each."""
    texts: list[str] = []
    owner: list[int] = []
    for index, entry in enumerate(material.entries):
        own = dict.fromkeys((*entry.names, *entry.questions, *entry.words))
        texts += own
        owner += [index] * len(own)
    return texts, owner


@dataclass(frozen=True)
class Saved:
    """The parts of an index that are kept on disk."""

    linear: Linear
    vectors: Vectors
    owner: np.ndarray[Any, np.dtype[np.int32]]
    strays: Vectors
    lexical: Lexical

    def write(self, folder: Path) -> None:
        """Write all parts into ``folder``."""
        self.linear.save(folder)
        self.lexical.save(folder)
        for name in ("vectors", "owner", "strays"):
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def read(cls, folder: Path) -> "Saved":
        """Read what ``write`` wrote; raises ``GuidebookError`` for a damaged folder."""
        try:
            arrays = {name: np.load(folder / f"{name}.npy") for name in ("vectors", "owner", "strays")}
            return cls(linear=Linear.load(folder), lexical=Lexical.load(folder), **arrays)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            raise GuidebookError(f"索引 {folder} 已损坏，请运行 python -m knowledge index --force 重建。") from None


def make_scorer(material: Material, tokeniser: Tokeniser, encoder: Encoder) -> tuple[Scorer, Saved]:
    """Build all halves in memory, and what is kept of them on disk."""
    texts, owner = passages_of(material)
    normal = [normalise(text) for text in (*texts, *material.strays)]
    tokens = [tokeniser.features(text) for text in normal]
    vectors = encode_tokenised(encoder, normal, tokens)
    labels = owner + [len(material.entries)] * len(material.strays)
    saved = Saved(
        linear=train_linear(tokens, labels, len(material.entries) + 1),
        vectors=vectors[: len(texts)],
        owner=np.asarray(owner, np.int32),
        strays=vectors[len(texts) :],
        lexical=Lexical.of(documents_of(material.entries, texts, owner, tokens)),
    )
    return _assemble(material, tokeniser, encoder, saved), saved


def _assemble(material: Material, tokeniser: Tokeniser, encoder: Encoder, saved: Saved) -> Scorer:
    return Scorer(
        tokeniser=tokeniser,
        encoder=encoder,
        dense=Dense(saved.vectors, saved.owner, len(material.entries)),
        stray=Nearest(saved.strays),
        linear=saved.linear,
        lexical=saved.lexical,
        traits=Traits.of(material.entries),
        repairer=Repairer.of(tokeniser, saved.linear.idf()),
    )


def origin(guidebook_folder: Path, encoder: Encoder) -> str:
    """Name what an index was built from: records, questions, lexicons, model and format."""
    digest = hashlib.sha256(f"{FORMAT} {encoder.name}".encode())
    lexicon = Path(__file__).parent.parent / "lexicon"
    searched = sorted(path for pattern in SEARCHED for path in guidebook_folder.glob(pattern))
    for path in (*searched, lexicon / "concepts.yaml", lexicon / "deeds.yaml"):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:24]


def build_index(
    guidebook: Guidebook, guidebook_folder: Path, encoder: Encoder, target: Path, force: bool = False
) -> bool:
    """Write the index of ``guidebook`` into ``target``; returns ``False`` when it is up to date.

    The folder is put in place whole, so a killed build leaves the old index. Of two builds at once the second waits,
    and finds the work done.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_name(target.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the kernel lets go of it with the process
        name = origin(guidebook_folder, encoder)
        if not force and manifest_of(target).get("origin") == name:
            return False
        _build(guidebook, guidebook_folder, encoder, target, name)
        return True


def _build(guidebook: Guidebook, guidebook_folder: Path, encoder: Encoder, target: Path, name: str) -> None:
    material = Material(entries_of(guidebook, guidebook_folder), read_out_of_scope(guidebook_folder))
    _, saved = make_scorer(material, Tokeniser(lexicon_of(guidebook)), encoder)
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    saved.write(fresh)
    manifest = {
        "origin": name,
        "model": encoder.name,
        "entries": len(material.entries),
        "passages": len(saved.owner),
    }
    (fresh / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
    old = target.with_name(target.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def manifest_of(folder: Path) -> dict[str, object]:
    """Read the manifest of an index folder; empty where there is none."""
    try:
        read: dict[str, object] = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return read


def load_scorer(guidebook: Guidebook, guidebook_folder: Path, folder: Path, model: Path) -> tuple[Scorer, list[Entry]]:
    """Load an index; raises ``GuidebookError`` when it is absent or was built from something else."""
    tokeniser = Tokeniser(lexicon_of(guidebook))
    encoder = load_encoder(model, tokeniser)
    manifest = manifest_of(folder)
    if manifest.get("model") not in (None, encoder.name):
        raise GuidebookError(f"索引 {folder} 是用另一个语义模型建的，请运行 python -m knowledge index 重建。")
    if manifest.get("origin") != origin(guidebook_folder, encoder):
        raise GuidebookError(f"索引 {folder} 不存在或已过时，请运行 python -m knowledge index 重建。")
    material = Material(entries_of(guidebook, guidebook_folder), read_out_of_scope(guidebook_folder))
    scorer = _assemble(material, tokeniser, encoder, Saved.read(folder))
    return scorer, list(material.entries)
