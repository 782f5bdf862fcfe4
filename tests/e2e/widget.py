"""The widget as a person uses it: type, press, read."""

import json
from typing import Any

from playwright.async_api import Locator, Page, Response, expect

CHAT = "**/api/v1/chat"
Reply = dict[str, Any]


class Widget:
    """One widget on one page; remembers the last reply that the page received."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator("yizhan-chat")
        self.input = self.root.locator("textarea")
        self.turns = self.root.locator(".turn")
        self.last: Reply = {}

    async def open(self, site: str) -> "Widget":
        await self.page.goto(site)
        await expect(self.input).to_be_visible()
        await expect(self.root.locator("select.division option").first).to_be_attached()
        return self

    def find(self, selector: str, **having: Any) -> Locator:
        return self.root.locator(selector, **having)

    @property
    def answer(self) -> Locator:
        """The newest answer."""
        return self.turns.last.locator(".answer")

    async def say(self, words: str) -> Reply:
        """Type a message and press Enter."""
        await self.input.fill(words)
        async with self.page.expect_response(CHAT) as response:
            await self.input.press("Enter")
        return await self._read(await response.value)

    async def press(self, button: Locator) -> Reply:
        """Press a button that asks the server."""
        async with self.page.expect_response(CHAT) as response:
            await button.click()
        return await self._read(await response.value)

    async def choose_until_notice(self, wanted: dict[str, str] | None = None) -> Reply:
        """Answer each circumstance, as ``wanted`` (question → label) or with the first option; returns the notice."""
        while not (notice := self.notice()):
            question = next(block for block in self.last["blocks"] if block["type"] == "choices")
            label = (wanted or {}).get(question["prompt"], question["options"][0]["label"])
            await self.press(self.answer.get_by_role("button").filter(has_text=label).first)
        return notice

    def notice(self) -> Reply | None:
        blocks = {block["type"]: block for block in self.last["blocks"]}
        return blocks["notice"]["notice"] if "notice" in blocks else None

    async def ask_item(self, name: str) -> Reply:
        """Pick an item among the suggestions."""
        await self.input.press_sequentially(name, delay=10)
        return await self.press(self.find("[role=option]").filter(has_text=name).first)

    async def _read(self, response: Response) -> Reply:
        self.last = json.loads(await response.body())
        await expect(self.answer.locator("> :not(.spoken)").first).to_be_visible()
        return self.last

    async def big(self, size: int = 1) -> None:
        """Switch 大字 on; sizes 1–3."""
        await self.find("button", has_text="菜单").click()
        await self.find(f"input[name=size][value='{size}']").check(force=True)
        await self.page.keyboard.press("Escape")
