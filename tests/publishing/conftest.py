"""Drafts and libraries to publish in, made once and copied for each test."""

import shutil
from pathlib import Path

import pytest

from knowledge.publishing import Library
from knowledge.publishing.publish import Draft, publish
from tests.publishing.small import make_small, rename_all

NEW = "（新）"  # in every name of the second version


@pytest.fixture(scope="session")
def _draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small(tmp_path_factory.mktemp("small") / "draft")


@pytest.fixture(scope="session")
def _library(_draft: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    second = shutil.copytree(_draft, folder / "second")
    rename_all(second, NEW)
    library = Library(folder / "library")
    publish(library, Draft(folder=_draft, who="甲", note="第一版"))
    publish(library, Draft(folder=second, who="乙", note="第二版"))
    assert len(library.versions()) == 2
    return library.folder


@pytest.fixture
def draft(_draft: Path, tmp_path: Path) -> Path:
    """A draft of twelve items, to be edited."""
    return shutil.copytree(_draft, tmp_path / "draft")


@pytest.fixture
def library(_library: Path, tmp_path: Path) -> Library:
    """A library of two versions; the second, with ``NEW`` in all names, is in use."""
    return Library(shutil.copytree(_library, tmp_path / "library"))
