"""Host pages of other origins; the browser is given them directly, no server stands behind them."""

from playwright.async_api import Page, Route

ALLOWED_HOST = "http://host.test"  # to be in YIZHAN_ALLOWED_ORIGINS of the site under test
OTHER_HOST = "http://other.test"


async def open_host(page: Page, origin: str, site: str, attributes: str = "") -> None:
    """Open a page that allows nothing but our origin's scripts and connections, and embeds the widget."""
    policy = f"default-src 'none'; script-src {site}; connect-src {site}"
    body = (
        '<!doctype html><html lang="zh-CN"><title>区政府网站</title><body><main><h1>区政府网站</h1>'
        f'<p>通知公告</p></main><script src="{site}/yizhan-chat.js" {attributes} defer></script></body></html>'
    )

    async def give(route: Route) -> None:
        await route.fulfill(
            content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": policy}, body=body
        )

    await page.route(f"{origin}/", give)
    await page.goto(f"{origin}/")
