"""The app on a small published guidebook, a draft and a store of its own, and somebody who maintains it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from knowledge.publishing import Library
from knowledge.publishing.publish import Draft, publish
from store.roles import Role
from store.store import Store
from tests.publishing.small import make_small


@pytest.fixture(scope="session")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    library = Library(folder / "library")
    publish(library, Draft(folder=make_small(folder / "first"), who="甲", note="第一版"))
    return library.folder


@pytest.fixture
def settings(_published: Path, tmp_path: Path) -> Settings:
    library = shutil.copytree(_published, tmp_path / "library")
    store = f"sqlite:///{tmp_path}/store.sqlite3"
    return Settings(rasa_url=None, library=library, draft=tmp_path / "draft", store=store)


@pytest.fixture
def desk(settings: Settings) -> Iterator[TestClient]:
    """The app, as somebody sees it who sends an operator's key with every request."""
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        store: Store = client.app.state.store  # type: ignore[attr-defined]
        _, key = store.keys.create("王维护", Role.OPERATOR.value)
        client.headers["Authorization"] = f"Bearer {key}"
        yield client


@pytest.fixture
def store(desk: TestClient) -> Store:
    found: Store = desk.app.state.store  # type: ignore[attr-defined]
    return found
