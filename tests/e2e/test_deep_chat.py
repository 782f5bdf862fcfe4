"""A chat client that is not ours, through a thin adapter of the documented API (``examples/deep-chat``)."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
from playwright.async_api import BrowserContext, Page, Route, expect

from tests.e2e.hosts import ALLOWED_HOST

EXAMPLE = Path(__file__).parents[2] / "examples" / "deep-chat"
BUNDLE = Path(__file__).parent / "vendor" / "deep-chat.bundle.js"
Contexts = Callable[..., Awaitable[BrowserContext]]


async def open_example(page: Page, site: str) -> None:
    """Open the example's page as if it lay on another origin, with deep-chat where npm would put it."""
    html = (EXAMPLE / "index.html").read_text("utf-8").replace("http://127.0.0.1:8000", site)
    assert site in html

    async def give(route: Route) -> None:
        path = route.request.url.removeprefix(ALLOWED_HOST)
        if path == "/":
            await route.fulfill(content_type="text/html; charset=utf-8", body=html)
        else:
            await route.fulfill(path=EXAMPLE / "adapter.js" if path == "/adapter.js" else BUNDLE)

    await page.route(f"{ALLOWED_HOST}/**", give)
    await page.goto(f"{ALLOWED_HOST}/")


async def test_deep_chat_leads_from_a_question_to_the_exact_list(contexts: Contexts, site: str) -> None:
    page = await (await contexts()).new_page()
    await open_example(page, site)
    box = page.locator("deep-chat #text-input")
    await box.fill("刚出生的宝宝上户口要带什么")
    await box.press("Enter")
    for label in ("国内出生，有《出生医学证明》", "已领结婚证"):
        await page.locator("deep-chat .deep-chat-suggestion-button", has_text=label).click()
    lines = page.locator("deep-chat ol li")
    await expect(lines.first).to_be_visible()

    body = {"division": "330381", "circumstances": {"birthplace": "hospital", "parents": "married"}}
    address = f"{site}/api/v1/items/ga-birth-registration/notice"
    notice = httpx.post(address, json=body, timeout=10).json()["notice"]
    texts = await lines.all_inner_texts()
    assert len(texts) == notice["total"]
    for text, material in zip(texts, notice["materials"], strict=True):
        assert text.startswith(material["name"]) and material["counts"] in text and material["submission"] in text


async def test_deep_chat_shows_a_refusal_in_the_servers_words(contexts: Contexts, site: str) -> None:
    page = await (await contexts()).new_page()
    await open_example(page, site)
    box = page.locator("deep-chat #text-input")
    await box.fill("我" * 601)
    await box.press("Enter")
    await expect(page.locator("deep-chat .error-message-text")).to_contain_text("601 字，太长了")
