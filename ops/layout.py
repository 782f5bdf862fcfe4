"""Where things lie, and what a set of files amounts to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """The folders of one checkout. Everything made here lies in three ignored folders."""

    root: Path

    @property
    def app_environment(self) -> Path:
        """The environment of the app (Python 3.11)."""
        return self.root / ".venv"

    @property
    def rasa_environment(self) -> Path:
        """The environment of the dialogue engine (Python 3.10)."""
        return self.root / ".venv-rasa"

    @property
    def made(self) -> Path:
        """What is made by running: model, logs, tools."""
        return self.root / ".run"

    @property
    def model(self) -> Path:
        """The trained dialogue model."""
        return self.made / "models" / "yizhan.tar.gz"

    def requirements(self, name: str) -> Path:
        """One of the lists of packages."""
        return self.root / "requirements" / f"{name}.txt"

    def log(self, name: str) -> Path:
        """Return the log of one step or process, its folder made."""
        folder = self.made / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.log"


HERE = Layout(Path(__file__).resolve().parent.parent)


def python_of(environment: Path) -> Path:
    """Return the interpreter of an environment."""
    return environment / "bin" / "python"


def digest(paths: Iterable[Path]) -> str:
    """Return a hash of the names and contents of files and of all files in folders."""
    total = hashlib.sha256()
    for path in paths:
        for file in sorted(_files(path)):
            total.update(str(file.relative_to(path.parent)).encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return [p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    return [path] if path.is_file() else []
