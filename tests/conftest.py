"""The whole site for tests that meet it as a person would: our app and real Rasa, as ``make run`` starts them."""

import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from api.publications import load_published
from api.settings import Settings
from knowledge.guidebook import Guidebook
from knowledge.index.search import Searcher
from ops.layout import HERE, python_of
from ops.models import ensure_rasa_model
from ops.processes import Child, stop_all
from ops.rasa import start_rasa, wait_until_answers
from tests import postgres

READY_SECONDS = 180.0  # 15 s on a quiet machine; tests may run on a busy one


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session", autouse=True)
def store_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes into the store of the checkout."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YIZHAN_STORE", f"sqlite:///{tmp_path_factory.mktemp('store')}/store.sqlite3")
        yield


@pytest.fixture(scope="session")
def loaded() -> tuple[Guidebook, Searcher]:
    """The sample guidebook with its search, loaded once for all tests."""
    published = load_published(Settings())
    return published.guidebook, published.searcher


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base address of the running site; both processes end with the session."""
    ensure_rasa_model()
    logs: Path = tmp_path_factory.mktemp("site")
    port, rasa_port, token = free_port(), free_port(), secrets.token_urlsafe(16)
    url = f"http://127.0.0.1:{port}"
    settings = {
        "YIZHAN_PORT": str(port),
        "YIZHAN_RASA_URL": f"http://127.0.0.1:{rasa_port}",
        "YIZHAN_ACTION_TOKEN": token,
        "YIZHAN_ALLOWED_ORIGINS": "http://host.test",  # the host page of the browser tests
    }
    rasa = start_rasa(rasa_port, f"{url}/internal/actions", token, log=logs / "rasa.log", wait=False)
    app = Child("应用", [python_of(HERE.app_environment), "-m", "api"], logs / "app.log", HERE.root, settings)
    try:
        wait_until_answers(f"{url}/health/ready", [rasa, app], READY_SECONDS)
        yield url
    finally:
        stop_all([rasa, app])


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A real PostgreSQL, started once for all tests that ask for it."""
    with postgres.cluster(free_port()) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: URL) -> Iterator[str]:
    """Address of a fresh database."""
    with postgres.database(postgres_server, f"t{secrets.token_hex(6)}") as url:
        yield url
