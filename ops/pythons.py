"""Find the two Pythons, or fetch one that is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ops.failures import Failure
from ops.layout import Layout
from ops.processes import carry_out
from ops.tools import uv

APP = "3.11"
RASA = "3.10"  # Rasa 3.6 needs a Python below 3.11


def find_python(version: str, layout: Layout) -> Path:
    """Return an interpreter of exactly this minor version, fetched where none is found."""
    wanted = os.environ.get(_variable(version))
    candidates = [Path(wanted)] if wanted else _candidates(version, layout)
    found = _first(candidates, version)
    if wanted and not found:
        raise Failure(
            f"{_variable(version)}={wanted} 不是可用的 Python {version}。请改成它的完整路径，或去掉这个变量。"
        )
    return found or _fetch(version, layout)


def _variable(version: str) -> str:
    return "YIZHAN_PYTHON" + version.replace(".", "")


def _candidates(version: str, layout: Layout) -> Iterator[Path]:
    """Yield where a Python may be: this one, the path, pyenv, those fetched before, /opt and /usr/local."""
    name = f"python{version}"
    yield Path(sys.executable)
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    fetched = layout.made / "pythons"
    for folder in (pyenv / "versions", fetched, Path.home() / ".local/share/uv/python"):
        yield from sorted(folder.glob(f"*{version}.*/bin/{name}"), reverse=True)
    yield from (Path(folder, name) for folder in ("/usr/local/bin", "/usr/bin"))


def _first(candidates: Iterable[Path], version: str) -> Path | None:
    return next(filter(None, (_interpreter(candidate, version) for candidate in candidates)), None)


def _interpreter(python: Path, version: str) -> Path | None:
    """Run it and return the interpreter behind it, if it is of the wanted version.

    A pyenv shim exists for versions, and works in folders, for which it then refuses to run; and an
    environment's Python may be about to be removed with its environment.
    """
    command = [str(python), "-c", "import sys; print('%d.%d' % sys.version_info[:2], sys._base_executable)"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found, _, path = answer.stdout.strip().partition(" ")
    return Path(path) if answer.returncode == 0 and found == version else None


def _fetch(version: str, layout: Layout) -> Path:
    folder = layout.made / "pythons"
    tool = uv(layout)
    if tool:
        command = [tool, "python", "install", version, "--install-dir", folder, "--no-bin"]
        log = layout.log(f"python-{version}")
        carry_out(f"没有找到 Python {version}，正在下载", command, log, layout)
        found = _first(sorted(folder.glob(f"*{version}.*/bin/python{version}")), version)
        if found:
            return found
    raise Failure(
        f"这台机器上没有 Python {version}，自动下载也没有成功。请先装好它"
        f"（例如 pyenv install {version}，或系统的 python{version} 与 python{version}-venv 包），"
        f"或用 {_variable(version)}=完整路径 指明它在哪里，再运行一次。"
    )
