"""What every checkout promises: pinned lists, commands, and nothing of the machine it was made on."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ops.layout import HERE

LISTS = sorted(HERE.root.glob("requirements/*.txt"))
OURS = [*HERE.root.glob("ops/*.py"), *LISTS, HERE.root / "Makefile", HERE.root / ".ci" / "run"]
TARGETS = ["run", "test", "check", "lint", "model", "evaluate", "lock", "clean"]


def pins(name: str) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)(?:\[.*?\])?==(\S+)", HERE.requirements(name).read_text(), re.MULTILINE)
    return dict(found)


@pytest.mark.parametrize("name", ["app", "dev", "rasa", "uv"])
def test_every_package_is_pinned_with_its_hashes(name: str) -> None:
    text = re.sub(r"\\\n", " ", HERE.requirements(name).read_text())
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    assert all(re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+ .*--hash=sha256:", line) for line in lines)


def test_the_tests_run_with_the_versions_that_serve() -> None:
    assert pins("app").items() <= pins("dev").items()


def test_serving_installs_no_training_library() -> None:
    assert not pins("app").keys() & {"torch", "sentence-transformers", "transformers"}


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_no_file_names_a_package_index_or_a_folder_of_one_machine(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"https?://(?!127\.0\.0\.1|\{|\[)|file://|/root/|/work/|/home/\w", text)


@pytest.mark.parametrize("file", sorted(HERE.root.glob("ops/*.py")), ids=lambda file: file.name)
def test_the_set_up_code_can_be_read_by_an_old_python_and_needs_nothing_installed(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 9))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [node.names[0].name for node in ast.walk(tree) if isinstance(node, ast.Import)]
    imported = {module.partition(".")[0] for module in modules}
    assert imported - {"ops"} <= sys.stdlib_module_names


@pytest.mark.parametrize("target", TARGETS)
def test_make_knows_the_command(target: str) -> None:
    subprocess.run(["make", "--dry-run", target], cwd=HERE.root, check=True, capture_output=True)


def test_ci_runs_the_tests_by_the_same_command() -> None:
    script = HERE.root / ".ci" / "run"
    subprocess.run(["bash", "-n", script], check=True)
    assert script.read_text().rstrip().endswith("make test")
    assert script.stat().st_mode & 0o100


def test_the_licence_is_apache_2() -> None:
    text = (HERE.root / "LICENSE").read_text()
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
