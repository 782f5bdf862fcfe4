"""The app with a store of its own for each test, and people who may sign in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.publications import load_published
from api.settings import Settings
from knowledge.guidebook import Guidebook
from knowledge.index.search import Searcher
from store.roles import Role
from store.store import Store

Make = Callable[..., TestClient]


@pytest.fixture(scope="session")
def loaded() -> tuple[Guidebook, Searcher]:
    """The sample guidebook with its index, loaded once."""
    published = load_published(Settings())
    return published.guidebook, published.searcher


@pytest.fixture
def make_client(loaded: tuple[Guidebook, Searcher], tmp_path: Path) -> Iterator[Make]:
    """Start the app, without Rasa and with an empty store; settings may be given."""
    started: list[TestClient] = []

    def make(**settings: object) -> TestClient:
        chosen = {"rasa_url": None, "store": f"sqlite:///{tmp_path}/store.sqlite3"} | settings
        client = TestClient(create_app(Settings.model_validate(chosen), loaded), raise_server_exceptions=False)
        started.append(client)
        return client.__enter__()

    yield make
    for client in started:
        client.__exit__(None, None, None)


@pytest.fixture
def client(make_client: Make) -> TestClient:
    return make_client()


@pytest.fixture
def store(client: TestClient) -> Store:
    found: Store = client.app.state.store  # type: ignore[attr-defined]
    return found


@pytest.fixture
def key_of(store: Store) -> Callable[..., str]:
    """Make a key of a role and return it."""

    def make(role: Role, name: str = "", **more: object) -> str:
        return store.keys.create(name or role.value, role.value, **more)[1]  # type: ignore[arg-type]

    return make


def sign_in(client: TestClient, key: str) -> dict[str, str]:
    """Exchange a key for a session; returns the header that changes need."""
    reply = client.post("/api/v1/session", json={"key": key})
    assert reply.status_code == 201, reply.text
    return {"X-CSRF-Token": reply.json()["csrf"]}
