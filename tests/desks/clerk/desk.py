"""The clerk's desk as a clerk uses it: type, press keys, read."""

import re

from playwright.async_api import Locator, Page, expect

SLOW_MS = 15_000  # two busy cores


class Desk:
    """One open desk; counts the keys that were pressed after typing the query."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.field = page.locator("#field")
        self.results = page.locator("#results [role=option]")
        self.sheet = page.locator("#sheet")
        self.status = page.locator("#status")
        self.pressed = 0

    async def type(self, query: str) -> None:
        """Type a query into the field as fast as a clerk does."""
        await expect(self.field).to_be_focused(timeout=SLOW_MS)
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.type(query)

    async def press(self, keys: str) -> None:
        """Press keys one after another, without waiting for what each one does."""
        for key in keys.split():
            self.pressed += 1
            await self.page.keyboard.press(key)

    async def sees(self, *words: str) -> None:
        """Read words on the sheet or in a dialog over it."""
        for text in words:
            await expect(self.page.locator("#sheet, dialog").filter(has_text=text).first).to_be_visible(timeout=SLOW_MS)

    async def is_told(self, words: str) -> None:
        """Read words in the status line."""
        await expect(self.status).to_have_text(re.compile(words), timeout=SLOW_MS)

    async def look_up(self, query: str) -> Locator:
        """Type a query and wait for what it finds."""
        await self.type(query)
        await expect(self.results.first).to_be_visible(timeout=SLOW_MS)
        return self.results
