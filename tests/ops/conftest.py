import shutil
from pathlib import Path

import pytest

from ops.layout import HERE, Layout


@pytest.fixture
def checkout(tmp_path: Path) -> Layout:
    """A checkout with our set-up code and empty lists of packages; uv is taken from the real one."""
    layout = Layout(tmp_path)
    shutil.copytree(HERE.root / "ops", tmp_path / "ops", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "requirements").mkdir()
    for name in ("app", "dev", "rasa", "torch"):
        layout.requirements(name).touch()
    shutil.copy(HERE.requirements("uv"), layout.requirements("uv"))
    tools = HERE.made / "tools"
    if tools.is_dir():
        layout.made.mkdir()
        (layout.made / "tools").symlink_to(tools)
    return layout
