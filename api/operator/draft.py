"""The draft: a folder, copied from the guidebook in use, that operators change before it is published."""

import fcntl
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import UnknownReference
from knowledge.guidebook import Guidebook, load_guidebook
from knowledge.index.passages import OUT_OF_SCOPE, read_out_of_scope, read_questions
from knowledge.index.tokens import normalise
from knowledge.publishing import Library
from knowledge.publishing.golden import FILE as GOLDEN
from knowledge.publishing.publish import NOT_COPIED

DRAFT = Path(".run") / "draft"
LIFE_EVENTS = "le"  # folder of their questions
_BASE = ".base"  # names the version that the draft was copied from; publishing leaves dotted files out
_MASKED = re.compile(r"［[^］]{1,6}］")  # what stands for a number of a person; no part of a question that teaches
SHORTEST = 2  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What became of questions that were to be filed: written, there already, or filed under something else."""

    added: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()  # question, id of its owner
    too_short: tuple[str, ...] = ()


class DraftFolder:
    """The draft of one installation; ``guidebook`` is what is used while nothing was published."""

    def __init__(self, folder: Path, library: Library, guidebook: Path) -> None:
        self.folder, self._library, self._guidebook = folder, library, guidebook

    @contextmanager
    def editing(self) -> Iterator[Path]:
        """Hold the draft against other writers; makes it where there is none."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self.folder.with_name(self.folder.name + ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.folder.exists():
                self._copy()
            yield self.folder

    def in_use(self) -> tuple[str, Path]:
        """Return the id and the folder of the guidebook in use; the id is empty while nothing was published."""
        current = self._library.current()
        return (current.id, current.guidebook_folder) if current else ("", self._guidebook)

    @property
    def base(self) -> str:
        """The version that the draft was made of; empty for the guidebook folder itself."""
        with self.editing() as folder:
            path = folder / _BASE
            return path.read_text("utf-8").strip() if path.exists() else ""

    def guidebook(self) -> Guidebook:
        """Read the draft; raises ``GuidebookError`` that lists every wrong record."""
        with self.editing() as folder:
            return load_guidebook(folder)

    def published_as(self, version_id: str) -> None:
        """Note that the draft is this version now."""
        with self.editing() as folder:
            (folder / _BASE).write_text(version_id, "utf-8")

    def start_again(self) -> None:
        """Throw the draft away and copy the guidebook in use anew."""
        with self.editing() as folder:
            shutil.rmtree(folder)
            self._copy()

    def file(self, subject_id: str, words: Sequence[str], golden: bool = False) -> Filed:
        """Add questions to an item or life event, on wish to the golden ones too; raises ``UnknownReference``."""
        with self.editing() as folder:
            path = _questions_of(folder, subject_id)
            owners = {_key(line): owner for owner, lines in read_questions(folder).items() for line in lines}
            filed = _sorted_out(words, lambda question: owners.get(_key(question)), subject_id)
            _unfile(folder / "questions" / f"{OUT_OF_SCOPE}.txt", filed.added)
            _append(path, filed.added)
            if golden:
                _append(folder / GOLDEN, [f"{subject_id}\t{question}" for question in filed.added])
        return filed

    def out_of_scope(self, words: Sequence[str]) -> Filed:
        """Add questions to those that no item answers."""
        with self.editing() as folder:
            owners = {_key(line): owner for owner, lines in read_questions(folder).items() for line in lines}
            owners |= {_key(line): OUT_OF_SCOPE for line in read_out_of_scope(folder)}
            filed = _sorted_out(words, lambda question: owners.get(_key(question)), OUT_OF_SCOPE)
            _append(folder / "questions" / f"{OUT_OF_SCOPE}.txt", filed.added)
        return filed

    def _copy(self) -> None:
        version_id, source = self.in_use()
        coming = self.folder.with_name(self.folder.name + ".coming")
        shutil.rmtree(coming, ignore_errors=True)
        shutil.copytree(source, coming, ignore=shutil.ignore_patterns(*NOT_COPIED))
        (coming / _BASE).write_text(version_id, "utf-8")
        coming.rename(self.folder)


def teachable(words: str) -> str:
    """Return the question without what stands for masked numbers, on one line."""
    return " ".join(_MASKED.sub("", words).split())


def _questions_of(folder: Path, subject_id: str) -> Path:
    for path in folder.glob(f"items/*/{subject_id}.yaml"):
        return folder / "questions" / path.parent.name / f"{subject_id}.txt"
    if (folder / "life_events" / f"{subject_id}.yaml").exists():
        return folder / "questions" / LIFE_EVENTS / f"{subject_id}.txt"
    raise UnknownReference("事项", subject_id)


def _sorted_out(words: Sequence[str], owner_of: Callable[[str], str | None], subject_id: str) -> Filed:
    added, already, elsewhere, too_short = list[str](), list[str](), list[tuple[str, str]](), list[str]()
    for question in dict.fromkeys(map(teachable, words)):
        owner = owner_of(question)
        if len(question) < SHORTEST:
            too_short.append(question)
        elif owner is None:
            added.append(question)
        elif owner == subject_id:
            already.append(question)
        else:
            elsewhere.append((question, owner))
    return Filed(added=tuple(added), already=tuple(already), elsewhere=tuple(elsewhere), too_short=tuple(too_short))


def _key(question: str) -> str:
    return normalise(question).replace(" ", "")


def _append(path: Path, lines: Sequence[str]) -> None:
    if not lines:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text("utf-8").rstrip("\n") if path.exists() else ""
    _write(path, "\n".join(([before] if before else []) + list(lines)) + "\n")


def _unfile(path: Path, questions: Sequence[str]) -> None:
    """Take questions out of a file: what an item answers is not out of scope any more."""
    if not path.exists():
        return
    lines, gone = path.read_text("utf-8").splitlines(), {_key(question) for question in questions}
    kept = [line for line in lines if _key(line) not in gone]
    if len(kept) < len(lines):
        _write(path, "\n".join(kept) + "\n")


def _write(path: Path, text: str) -> None:
    coming = path.with_name(path.name + ".coming")
    coming.write_text(text, "utf-8")
    coming.rename(path)
