"""One script tag on a strict page of another origin; a page that is not allowed shows the hotline."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import BrowserContext, expect

from tests.e2e.hosts import ALLOWED_HOST, OTHER_HOST, open_host
from tests.e2e.test_accessibility import violations
from tests.e2e.widget import Widget

Contexts = Callable[..., Awaitable[BrowserContext]]


async def test_a_strict_page_of_another_origin_embeds_the_widget(contexts: Contexts, site: str) -> None:
    context = await contexts(viewport={"width": 1000, "height": 760})
    widget = Widget(await context.new_page())
    await open_host(widget.page, ALLOWED_HOST, site, 'data-division="330381" data-title="瑞安办事"')
    launcher = widget.find(".launcher")
    await expect(widget.input).to_be_hidden()
    assert await violations(widget.page) == []
    await launcher.click()
    await expect(widget.input).to_be_focused()
    await expect(widget.find("h2")).to_have_text("瑞安办事")
    await expect(widget.find("select.division")).to_have_value("330381")
    await widget.say("身份证丢了怎么补")
    assert await violations(widget.page) == []
    await widget.input.press("Escape")
    await expect(widget.input).to_be_hidden()
    await expect(launcher).to_be_focused()
    assert await context.cookies() == []


async def test_it_fills_its_place_in_the_page(contexts: Contexts, site: str) -> None:
    widget = Widget(await (await contexts()).new_page())
    await open_host(widget.page, ALLOWED_HOST, site, 'data-position="page"')
    await expect(widget.input).to_be_visible()
    box = await widget.root.bounding_box()
    assert box and box["width"] > 300 and box["height"] > 600


async def test_a_page_that_is_not_allowed_shows_the_hotline(contexts: Contexts, site: str) -> None:
    widget = Widget(await (await contexts()).new_page())
    await open_host(widget.page, OTHER_HOST, site)
    await widget.find(".launcher").click()
    await expect(widget.find(".banner")).to_be_visible()
    await expect(widget.find(".banner")).to_contain_text("请拨打政务服务热线 12345")


@pytest.mark.parametrize("colour", ["#ffe600", "#001133", "#c00000"])
async def test_any_colour_of_the_host_stays_readable(contexts: Contexts, site: str, colour: str) -> None:
    for scheme in ("light", "dark"):
        widget = Widget(await (await contexts(color_scheme=scheme)).new_page())
        await open_host(widget.page, ALLOWED_HOST, site, f'data-position="page" data-colour="{colour}"')
        await expect(widget.input).to_be_visible()
        await widget.say("身份证丢了怎么补")
        assert await violations(widget.page) == []


async def test_it_works_in_a_frame_of_its_own_site(contexts: Contexts, site: str) -> None:
    page = await (await contexts()).new_page()
    await page.route(f"{site}/framing", lambda route: route.fulfill(content_type="text/html", body='<iframe src="/">'))
    await page.goto(f"{site}/framing")
    await expect(page.frame_locator("iframe").locator("yizhan-chat textarea")).to_be_visible()
