"""The parts look one way: knowledge ← actions, api; bot is data; Rasa is spoken to over HTTP only."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

FORBIDDEN = {
    "knowledge": {"actions", "api", "rasa", "rasa_sdk", "fastapi", "starlette", "bot", "ops", "store"},
    "store": {"actions", "api", "rasa", "rasa_sdk", "fastapi", "starlette", "bot", "ops"},
    "actions": {"api", "rasa", "fastapi", "starlette", "bot", "ops", "store"},
    "api": {"rasa", "bot", "ops"},
    "bot": {"knowledge", "store", "actions", "api", "ops", "fastapi"},
    "ops": {"knowledge", "store", "actions", "api", "bot", "rasa", "fastapi"},
}


def imports_of(path: Path) -> set[str]:
    """Top-level packages that a module imports anywhere, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def modules() -> list[Path]:
    return [path for part in FORBIDDEN for path in sorted((ROOT / part).rglob("*.py"))]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_imports_upwards(path: Path) -> None:
    part = path.relative_to(ROOT).parts[0]
    assert not imports_of(path) & FORBIDDEN[part]


def test_only_the_app_mounts_the_actions() -> None:
    importing = {str(path.relative_to(ROOT)) for path in (ROOT / "api").rglob("*.py") if "actions" in imports_of(path)}
    assert importing <= {"api/app.py", "api/routes/webhook.py"}


def test_actions_stay_flat() -> None:
    """A sub-package named like a top-level one breaks rasa_sdk's registration."""
    assert [path for path in (ROOT / "actions").iterdir() if path.is_dir() and path.name != "__pycache__"] == []


def test_serving_never_imports_torch() -> None:
    """torch costs seconds and hundreds of megabytes; only training and a foreign model may load it."""
    allowed = {"knowledge/index/encoder.py", "knowledge/index/linear.py", "knowledge/grouping.py"}
    for path in [
        *(ROOT / "api").rglob("*.py"),
        *(ROOT / "actions").rglob("*.py"),
        *(ROOT / "knowledge").rglob("*.py"),
    ]:
        name = str(path.relative_to(ROOT))
        if name.startswith("knowledge/training/") or name in allowed:
            continue
        assert not imports_of(path) & {"torch", "sentence_transformers", "sklearn"}, name


def test_every_need_has_its_parts_under_one_stem() -> None:
    """Who knows the need finds its rules, its words, its examples and its action."""
    from knowledge.facts import Need

    for need in Need:
        for place in (
            f"bot/data/rules/{need.value}.yml",
            f"bot/data/nlu/{need.value}.yml",
            f"bot/domain/{need.value}.yml",
        ):
            assert (ROOT / place).exists(), place
        assert (ROOT / "actions" / f"{need.value}.py").exists()
