"""The operator's desk by keyboard and by mouse, in light and dark; nothing for axe to find."""

import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from knowledge.open_now import beijing_now
from store.asked import Asked, AskedKind
from store.feedback import Feedback, FeedbackKind
from store.roles import Role
from store.turns import Turn
from tests.desks.conftest import DESKTOP, DeskSite, OpenDesk
from tests.desks.operator.site import operator_site
from tests.e2e.test_accessibility import violations

SLOW_MS = 20_000
PUBLISHED_MS = 240_000
PASSPORT = "ga-passport-renewal"
PAGES = ("questions", "draft", "twice", "banners", "quality")


@pytest.fixture(scope="module")
def desk_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskSite]:
    """An app on a small published guidebook, so that publishing takes seconds."""
    with operator_site(tmp_path_factory.mktemp("operator")) as site:
        _fill(site)
        yield site


@pytest_asyncio.fixture(loop_scope="session")
async def open_desk(desk_site: DeskSite, contexts: Callable[..., Awaitable[BrowserContext]]) -> OpenDesk:
    async def open_page(page_name: str, role: Role = Role.OPERATOR, **settings: object) -> Page:
        context = await contexts(**{"viewport": DESKTOP} | settings)
        await context.add_cookies([desk_site.session(role, "王维护")])  # type: ignore[list-item]
        page = await context.new_page()
        await page.goto(f"{desk_site.url}/desk/operator#{page_name}")
        await expect(page.locator(f"#view[data-page={page_name}]")).to_be_visible(timeout=SLOW_MS)
        return page

    return open_page


def _fill(site: DeskSite) -> None:
    store, kind = site.store, FeedbackKind.WASTED_TRIP
    for words, picked in (
        ("护照过期了怎么换新的", PASSPORT),
        ("护照到期想换一本", PASSPORT),
        ("护照快过期了换发", None),
        ("今晚彩票开奖号码", None),
        ("蓝皮小册子快作废了咋整", None),
    ):
        store.asked.keep(
            Asked(kind=AskedKind.UNANSWERED, words=words, conversation="c", guidebook_version="v", picked=picked)
        )
    for number, (item_id, material, place) in enumerate(
        [("ga-household-split", "不动产权证书", "派出所户籍窗口")] * 5 + [(PASSPORT, "照片", "出入境窗口")] * 2
    ):
        said = Feedback(
            kind=kind,
            guidebook_version="v",
            item_id=item_id,
            materials=(material,),
            place=place,
            words=f"窗口说还要{material}",
        )
        store.feedback.keep(said, beijing_now().replace(hour=9 + number % 3))
    correction = Feedback(
        kind=FeedbackKind.CORRECTION,
        guidebook_version="v",
        item_id=PASSPORT,
        materials=("照片",),
        words="出入境大厅可以免费拍照",
    )
    store.feedback.keep(correction)
    for number in range(6):
        store.turns.keep(
            Turn(
                conversation=f"c{number}",
                said=f"护照换发问句 {number}",
                status="answered",
                subject=PASSPORT,
                guidebook_version="v",
                answer=({"type": "text", "text": "共 3 项"},),
            )
        )


async def says(page: Page, words: str, patience_ms: int = SLOW_MS) -> None:
    await expect(page.locator("#status")).to_have_text(re.compile(words), timeout=patience_ms)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_any_page(open_desk: OpenDesk, scheme: str) -> None:
    page = await open_desk(PAGES[0], color_scheme=scheme)
    for name in PAGES:
        await page.locator(f"#bar nav a[href='#{name}']").click()
        await expect(page.locator(f"#view[data-page={name}]")).to_be_visible(timeout=SLOW_MS)
        assert await violations(page) == [], name


async def test_a_question_goes_to_its_item_with_one_click_and_is_published_by_mouse(open_desk: OpenDesk) -> None:
    page = await open_desk("questions")
    passport = page.locator(".matter", has_text="护照").first
    await expect(passport.locator(".buttons button").first).to_contain_text("人自己选了它")
    await passport.locator(".buttons button").first.click()
    await says(page, "处理了 3 句，其中 3 句写进草稿")
    await page.locator("#bar nav a[href='#draft']").click()
    await expect(page.locator("#view .added")).to_have_count(3, timeout=SLOW_MS)
    await page.get_by_role("button", name="发布", exact=True).click()
    await says(page, "请先写改了什么")
    await page.get_by_label("改了什么").fill("护照的三句问法")
    await page.get_by_role("button", name="发布", exact=True).click()
    await says(page, "已发布版本", PUBLISHED_MS)
    await expect(page.locator(".version", has_text="护照的三句问法").locator(".tag.now")).to_be_visible()
    await page.get_by_role("button", name="换回去会变什么").click()
    await expect(page.locator(".version .removed")).to_have_count(3, timeout=SLOW_MS)


async def test_questions_are_settled_by_keyboard_alone(open_desk: OpenDesk) -> None:
    page = await open_desk("questions")
    strange = page.locator(".matter", has_text="蓝皮小册子")
    await strange.get_by_role("button", name="归到别的事项…").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.type("护照")
    await expect(page.locator("dialog button", has_text="护照").first).to_be_visible(timeout=SLOW_MS)
    assert await violations(page) == []
    await page.keyboard.press("Enter")
    await says(page, "处理了 1 句，其中 1 句写进草稿")
    lottery = page.locator(".matter", has_text="彩票")
    await lottery.get_by_role("button", name="不归任何事项").focus()
    await page.keyboard.press("Enter")
    await says(page, "处理了")
    await expect(lottery).to_have_count(0, timeout=SLOW_MS)
    await page.locator(".correction button").focus()
    await page.keyboard.press("Enter")
    await says(page, "已标为处理过")


async def test_the_report_shows_its_pictures_and_a_table(open_desk: OpenDesk, tmp_path: Path) -> None:
    page = await open_desk("twice")
    images = page.locator(".pictures img")
    await expect(images).to_have_count(5)
    for image in await images.all():
        assert await image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        assert await image.get_attribute("alt")
    await expect(page.locator("tbody tr").first).to_contain_text("不动产权证书（5）")
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="下载 Excel").click()
    await (await coming.value).save_as(tmp_path / "report.xlsx")
    assert (tmp_path / "report.xlsx").read_bytes()[:2] == b"PK"
    await page.get_by_label("到今天为止").select_option("7")
    await expect(images.first).to_have_attribute("src", re.compile("days=7"), timeout=SLOW_MS)


async def test_a_banner_is_put_up_and_taken_down(open_desk: OpenDesk) -> None:
    page = await open_desk("banners")
    await page.get_by_label("公告写什么").fill("今天停电，暂停受理")
    await page.get_by_label("哪个窗口").select_option("公安服务")
    await page.keyboard.press("Tab")
    await page.get_by_role("button", name="挂出").focus()
    await page.keyboard.press("Enter")
    await says(page, "已挂出")
    banner = page.locator(".banner", has_text="今天停电，暂停受理")
    await expect(banner).to_contain_text("公安服务")
    citizen = await page.context.new_page()
    await citizen.goto(re.sub("/desk/.*", "/", page.url))
    await citizen.locator("textarea").fill("护照换发要带什么")
    await citizen.keyboard.press("Enter")
    await expect(citizen.locator(".of-centre")).to_have_text("公告：今天停电，暂停受理", timeout=SLOW_MS)
    assert await violations(citizen) == []
    await citizen.close()
    assert await violations(page) == []
    await banner.get_by_role("button", name="撤下").click()
    await says(page, "已撤下")
    await expect(banner).to_have_count(0)


async def test_answers_are_drawn_and_judged_and_the_rate_follows(open_desk: OpenDesk) -> None:
    page = await open_desk("quality")
    await page.get_by_role("button", name="抽 50 个答复").click()
    await says(page, "抽了 6 个答复")
    for number, verdict in enumerate(("对", "对", "对", "不对", "看不出")):
        await page.locator(".judged").nth(number).get_by_role("button", name=verdict, exact=True).click()
    await expect(page.locator(".rate")).to_have_text("答对 75.0%", timeout=SLOW_MS)
    await expect(page.locator(".judged").first.locator("[aria-pressed=true]")).to_have_text("对")
    assert await violations(page) == []


async def test_an_auditor_sees_the_reports_only(open_desk: OpenDesk) -> None:
    page = await open_desk("twice", role=Role.AUDITOR)
    assert await page.locator("#bar nav a").all_inner_texts() == ["谁还要跑两趟", "答复抽查"]


async def test_a_narrow_window_needs_no_sideways_scrolling(open_desk: OpenDesk) -> None:
    page = await open_desk("draft", viewport={"width": 420, "height": 800})
    for name in PAGES:
        await page.goto(re.sub("#.*", f"#{name}", page.url))
        await expect(page.locator(f"#view[data-page={name}]")).to_be_visible(timeout=SLOW_MS)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
