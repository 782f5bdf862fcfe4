"""A real browser (Debian's Chromium) against the running site."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from socket import socket

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, async_playwright

from tests.e2e.hosts import ALLOWED_HOST
from tests.e2e.widget import Widget

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The host pages of these tests have names but no server; Chromium would not let such a page reach this machine.
    "--disable-features=LocalNetworkAccessChecks",
]
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One browser for all tests of this folder, so one event loop for all of them."""
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)) and item.get_closest_marker("asyncio"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def limited_site() -> Iterator[str]:
    """The app without the dialogue engine, or the running one that YIZHAN_SITE names."""
    if running := os.environ.get("YIZHAN_SITE"):
        yield running
        return
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"YIZHAN_PORT": str(port), "YIZHAN_RASA_URL": "", "YIZHAN_ALLOWED_ORIGINS": ALLOWED_HOST}
    app = subprocess.Popen([sys.executable, "-m", "api"], env=os.environ | settings)
    try:
        yield _when_live(app, f"http://127.0.0.1:{port}")
    finally:
        app.terminate()
        app.wait(timeout=10)


def _when_live(app: subprocess.Popen[bytes], url: str, patience_s: float = 60) -> str:
    give_up = time.monotonic() + patience_s
    while time.monotonic() < give_up and app.poll() is None:
        try:
            httpx.get(f"{url}/health/live", timeout=2)
            return url
        except httpx.HTTPError:
            time.sleep(0.2)
    pytest.fail("the app did not come up; is the index built? (python -m knowledge index)")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("没有找到 chromium，浏览器测试没有运行。安装：apt-get install chromium")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def contexts(browser: Browser) -> AsyncIterator[Callable[..., Awaitable[BrowserContext]]]:
    """Make devices (storage of their own); a page error or a violated policy fails the test."""
    made: list[BrowserContext] = []
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            errors.append(message.text)

    async def make(**settings: object) -> BrowserContext:
        context = await browser.new_context(**{"viewport": PHONE, "locale": "zh-CN"} | settings)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("console", note)
        made.append(context)
        return context

    yield make
    for context in made:
        await context.close()
    assert not errors, errors


@pytest_asyncio.fixture(loop_scope="session")
async def open_widget(
    site: str, contexts: Callable[..., Awaitable[BrowserContext]]
) -> Callable[..., Awaitable[Widget]]:
    """Open the citizen's page on a phone, or on what the settings describe."""

    async def open_page(**settings: object) -> Widget:
        page = await (await contexts(**settings)).new_page()
        return await Widget(page).open(site)

    return open_page


@pytest_asyncio.fixture(loop_scope="session")
async def widget(open_widget: Callable[..., Awaitable[Widget]]) -> Widget:
    return await open_widget()
