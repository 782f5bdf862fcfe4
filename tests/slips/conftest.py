"""A site on a small published guidebook, so that a slip can be told under one version and reopened under the next."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from knowledge.open_now import BEIJING
from knowledge.publishing import Library
from knowledge.publishing.publish import Draft, publish
from tests.publishing.small import make_small

PUBLIC = "https://zwfw.example.cn/guide"
TOLD_AT = datetime(2026, 11, 22, 9, 30, tzinfo=BEIJING)


class Site:
    """The app on a library of its own, with a clock that tests set."""

    def __init__(self, folder: Path, open_client: Callable[[Settings], TestClient]) -> None:
        self.draft, self.library = folder / "draft", folder / "library"
        self._open = open_client
        self._settings = Settings(
            rasa_url=None,
            library=self.library,
            store=f"sqlite:///{folder}/store.sqlite3",
            public_url=PUBLIC,
        )
        self.restart()

    def restart(self) -> None:
        """Begin anew with what lies on disk."""
        self.client = self._open(self._settings)
        self.days_later(0)

    def days_later(self, days: int) -> None:
        """Let so many days have passed since the first slip was told."""
        services = self.client.app.state.services  # type: ignore[attr-defined] # the FastAPI app behind the client
        services.now = lambda: TOLD_AT + timedelta(days=days)

    def publish(self) -> None:
        """Put the draft into use and have the app take it up."""
        outcome = publish(Library(self.library), Draft(folder=self.draft, who="李工", note="改正"))
        assert outcome.version is not None
        services = self.client.app.state.services  # type: ignore[attr-defined]
        services.refresh()  # unless the app has looked already
        assert services.published.version == outcome.version.id

    def tell(self, **circumstances: str) -> str:
        """Tell the notice of a birth registration and return its code."""
        answers = {"birthplace": "hospital", "parents": "married"} | circumstances
        asked = {"item_id": "ga-birth-registration", "division": "330381", "circumstances": answers}
        reply = self.client.post("/api/v1/slips", json=asked)
        assert reply.status_code == 201, reply.text
        code: str = reply.json()["code"]
        return code


@pytest.fixture(scope="session")
def first_version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the draft and a library in which it is published."""
    folder = tmp_path_factory.mktemp("first")
    draft = Draft(folder=make_small(folder / "draft"), who="李工", note="第一版")
    assert publish(Library(folder / "library"), draft).version is not None
    return folder


Start = Callable[[], Site]


@pytest.fixture(scope="module")
def start(first_version: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start a site with a store of its own."""
    started: list[TestClient] = []

    def open_client(settings: Settings) -> TestClient:
        client = TestClient(create_app(settings), raise_server_exceptions=False)
        started.append(client)
        return client.__enter__()

    def make() -> Site:
        folder = tmp_path_factory.mktemp("site") / "all"
        shutil.copytree(first_version, folder)
        return Site(folder, open_client)

    yield make
    for client in started:
        client.__exit__(None, None, None)


@pytest.fixture(scope="module")
def site(start: Start) -> Site:
    """One site for the tests that change nothing."""
    return start()
