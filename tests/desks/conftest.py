"""The desks in a real browser, against an app of their own whose store the tests can look into."""

import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from store.roles import Role
from store.store import Store
from tests.conftest import free_port
from tests.e2e.conftest import _when_live, browser, contexts

__all__ = ["browser", "contexts"]  # the same browser as for the widget
DESKTOP = {"width": 1440, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One browser for all tests of this folder, so one event loop for all of them."""
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)) and item.get_closest_marker("asyncio"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@dataclass(frozen=True)
class DeskSite:
    """A running app and its store."""

    url: str
    store: Store

    def session(self, role: Role, name: str) -> dict[str, object]:
        """Begin a session; returns its cookie as the browser takes it."""
        token, _ = self.store.sessions.begin(role.value, name, timedelta(hours=1))
        return {"name": "yz_desk", "value": token, "url": self.url, "httpOnly": True, "sameSite": "Strict"}


@pytest.fixture(scope="session")
def desk_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskSite]:
    folder: Path = tmp_path_factory.mktemp("desks")
    port, store = free_port(), f"sqlite:///{folder}/store.sqlite3"
    settings = {"YIZHAN_PORT": str(port), "YIZHAN_RASA_URL": "", "YIZHAN_STORE": store}
    app = subprocess.Popen([sys.executable, "-m", "api"], env=os.environ | settings)
    try:
        url = _when_live(app, f"http://127.0.0.1:{port}", patience_s=180)
        opened = Store.open(store)
        yield DeskSite(url, opened)
        opened.close()
    finally:
        app.terminate()
        app.wait(timeout=10)


OpenDesk = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def open_desk(desk_site: DeskSite, contexts: Callable[..., Awaitable[BrowserContext]]) -> OpenDesk:
    """Open a desk on a screen of its own, signed in as somebody; ``None`` is nobody."""

    async def open_page(path: str, role: Role | None = Role.CLERK, name: str = "陈", **settings: object) -> Page:
        context = await contexts(**{"viewport": DESKTOP} | settings)
        if role is not None:
            await context.add_cookies([desk_site.session(role, name)])  # type: ignore[list-item]
        page = await context.new_page()
        await page.goto(f"{desk_site.url}{path}")
        await expect(page.locator("h1").first).to_be_visible()
        return page

    return open_page
