"""The app beside a stand-in for WeChat's servers; without Rasa, whose turns other tests take."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wechat.settings import WeChatSettings
from knowledge.guidebook import Guidebook
from knowledge.index.search import Searcher
from tests.wechat.pushing import AES_KEY, TOKEN, Pusher
from tests.wechat.standin import APPID, SECRET, TEMPLATE, StandIn, running

MakeClient = Callable[..., TestClient]


@pytest.fixture
def wechat() -> Iterator[StandIn]:
    """WeChat's servers."""
    with running() as servers:
        yield servers


@pytest.fixture
def make_client(wechat: StandIn, loaded: tuple[Guidebook, Searcher], tmp_path: Path) -> Iterator[MakeClient]:
    """Make a running app with other settings of the channel; several share one store."""
    with ExitStack() as stack:

        def make(**changed: object) -> TestClient:
            given = {"appid": APPID, "secret": SECRET, "token": TOKEN, "aes_key": AES_KEY, "template": TEMPLATE}
            channel = WeChatSettings.model_validate({**given, "base_url": wechat.url, **changed})
            store = f"sqlite:///{tmp_path}/store.sqlite3"
            app = create_app(Settings(rasa_url=None, store=store, wechat=channel), loaded)
            return stack.enter_context(TestClient(app, raise_server_exceptions=False))

        yield make


@pytest.fixture
def client(make_client: MakeClient) -> TestClient:
    """The app with the channel on, in safe mode with JSON."""
    return make_client()


@pytest.fixture
def pusher(make_client: MakeClient) -> Pusher:
    """Pushes in safe mode with JSON."""
    return Pusher(make_client())
