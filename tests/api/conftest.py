"""The app in this process, with a stand-in for the network to Rasa where a test needs its faults."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from knowledge.guidebook import Guidebook
from knowledge.index.search import Searcher

TOKEN = "a-secret-of-this-test"


@pytest.fixture(scope="session")
def client(loaded: tuple[Guidebook, Searcher]) -> Iterator[TestClient]:
    """The app without Rasa: what a citizen meets while the dialogue engine is away."""
    app = create_app(Settings(rasa_url=None, action_token=TOKEN), loaded)
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


Reply = Callable[[httpx.Request], httpx.Response]


@pytest.fixture
def with_rasa(loaded: tuple[Guidebook, Searcher]) -> Iterator[Callable[[Reply], TestClient]]:
    """Make an app whose Rasa is the given function."""
    made: list[TestClient] = []

    def make(reply: Reply) -> TestClient:
        app = create_app(Settings(rasa_timeout_s=1), loaded, rasa_transport=httpx.MockTransport(reply))
        made.append(TestClient(app, raise_server_exceptions=False))
        return made[-1].__enter__()

    yield make
    for each in made:
        each.__exit__(None, None, None)
