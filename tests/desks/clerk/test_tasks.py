"""Twenty tasks of a counter, by keyboard alone, each with at most six keys after typing the query."""

from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest_asyncio
from playwright.async_api import Page, expect

from store.codes import grouped
from store.feedback import FeedbackKind
from store.told import Told
from tests.desks.clerk.desk import SLOW_MS, Desk
from tests.desks.conftest import DeskSite, OpenDesk

KEYS_AT_MOST = 6
BIRTH = "ga-birth-registration"
SETTLED = "Enter 1 4"  # 出生登记: born in a hospital, parents married


@pytest_asyncio.fixture(loop_scope="session")
async def desk(open_desk: OpenDesk) -> AsyncIterator[Desk]:
    opened = Desk(await open_desk("/desk/clerk"))
    await opened.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield opened
    assert opened.pressed <= KEYS_AT_MOST


def told(site: DeskSite) -> str:
    """Tell a citizen a notice; returns its code."""
    wanted = {"item_id": BIRTH, "division": "330381", "circumstances": {"birthplace": "hospital", "parents": "married"}}
    reply = httpx.post(f"{site.url}/api/v1/slips", json=wanted, trust_env=False)
    return str(reply.json()["code"])


async def printed(desk: Desk, keys: str) -> Page:
    async with desk.page.context.expect_page(timeout=SLOW_MS) as opened:
        await desk.press(keys)
    sheet = await opened.value
    await expect(sheet.locator("h1")).to_be_visible(timeout=SLOW_MS)
    return sheet


async def test_01_find_by_initials(desk: Desk) -> None:
    await desk.type("csdj")
    await desk.press("Enter")
    await desk.sees("出生登记", "孩子在哪里出生")


async def test_02_find_by_initials_of_two_words_apart(desk: Desk) -> None:
    await desk.type("sfzbl")
    await desk.press("Enter")
    await desk.sees("居民身份证挂失补领", "要带什么")


async def test_03_find_by_pinyin(desk: Desk) -> None:
    await desk.type("chushengdeng")
    await desk.press("Enter")
    await desk.sees("出生登记")


async def test_04_find_by_characters_with_a_gap(desk: Desk) -> None:
    await desk.type("身份证补领")
    await desk.press("Enter")
    await desk.sees("居民身份证挂失补领")


async def test_05_find_by_item_code(desk: Desk) -> None:
    await desk.type("ga-id-card-offsite")
    await desk.press("Enter")
    await desk.sees("居民身份证异地受理")


async def test_06_find_by_what_the_citizen_said(desk: Desk) -> None:
    await desk.type("我家宝宝刚出生，要给他上户口")
    await desk.press("Enter")
    await desk.sees("出生登记")


async def test_07_take_the_second_result(desk: Desk) -> None:
    second = (await desk.look_up("身份证")).nth(1).locator(".name span").first
    name = await second.inner_text()
    await desk.press("ArrowDown Enter")
    await expect(desk.sheet.locator("h2")).to_contain_text(name, timeout=SLOW_MS)


async def test_08_settle_the_circumstances_and_read_the_whole_list(desk: Desk) -> None:
    await desk.type("csdj")
    await desk.press(SETTLED)
    await desk.sees("共 4 项", "《出生医学证明》", "免交", "不收费")


async def test_09_see_what_a_proxy_must_bring_besides(desk: Desk) -> None:
    await desk.type("csdj")
    await desk.press(f"{SETTLED} 7")
    await desk.is_told("新增 2 项：授权委托书")
    await expect(desk.sheet.locator("li.added")).to_have_count(2)
    await desk.sees("＋ 新增")


async def test_10_see_what_is_no_longer_needed(desk: Desk) -> None:
    await desk.type("csdj")
    await desk.press(f"{SETTLED} 7 6")
    await desk.is_told("不再需要 2 项")
    await desk.sees("－ 不再需要")


async def test_11_print_the_slip(desk: Desk) -> None:
    await desk.type("csdj")
    sheet = await printed(desk, f"{SETTLED} p")
    assert "/s/" in sheet.url
    await expect(sheet.locator("h1")).to_contain_text("出生登记")
    await desk.is_told("正在打印")


async def test_12_copy_the_slip_as_text(desk: Desk) -> None:
    await desk.type("csdj")
    await desk.press(f"{SETTLED} c")
    await desk.is_told("已复制")
    text = await desk.page.evaluate("navigator.clipboard.readText()")
    assert "《出生医学证明》" in text and "居民户口簿" in text


async def test_13_show_the_code_for_the_citizens_phone(desk: Desk) -> None:
    await desk.type("csdj")
    await desk.press(f"{SETTLED} q")
    picture = desk.page.locator("dialog img")
    await expect(picture).to_be_visible(timeout=SLOW_MS)
    assert await picture.evaluate("async (img) => { await img.decode(); return img.naturalWidth }") > 0
    await desk.sees("/s/")


async def test_14_reopen_by_short_code(desk: Desk, desk_site: DeskSite) -> None:
    code = told(desk_site)
    await desk.type(code.lower())
    await desk.press("Enter")
    await desk.sees(f"告知单 {code}", "瑞安市", "已领结婚证", "《出生医学证明》", "告知，指南版本")


async def test_15_print_again_what_was_told(desk: Desk, desk_site: DeskSite) -> None:
    code = told(desk_site)
    await desk.type(code)
    sheet = await printed(desk, "Enter p")
    assert sheet.url.endswith(code.replace("-", ""))


async def test_16_open_a_told_notice_under_todays_rules(desk: Desk, desk_site: DeskSite) -> None:
    await desk.type(told(desk_site))
    await desk.press("Enter o")
    await expect(desk.sheet.locator("input:checked")).to_have_count(3, timeout=SLOW_MS)
    await desk.sees("瑞安市 · 公安")


async def test_17_learn_that_a_told_version_is_no_longer_kept(desk: Desk, desk_site: DeskSite) -> None:
    old = Told(
        guidebook_version="20250101-1",
        item_id=BIRTH,
        division_code="330300",
        chosen={"birthplace": "hospital", "parents": "married"},
        told_on=date(2025, 1, 2),
    )
    code = grouped(desk_site.store.told.keep(old))
    await desk.type(code)
    await desk.press("Enter")
    await desk.sees("2025-01-02 告知", "20250101-1", "不再保存")


async def test_18_report_a_line_that_is_wrong(desk: Desk, desk_site: DeskSite) -> None:
    await desk.type("csdj")
    await desk.press(f"{SETTLED} ArrowDown x")
    await expect(desk.page.locator("#words")).to_be_focused(timeout=SLOW_MS)
    await desk.page.keyboard.type("现在凭电子证照就可以")
    await desk.press("Control+Enter")
    await desk.is_told("已送给维护指南的人")
    kept = desk_site.store.feedback.of_item(BIRTH)[-1]
    assert (kept.kind, kept.materials, kept.words) == (
        FeedbackKind.CORRECTION,
        ("《出生医学证明》（孩子）",),
        "现在凭电子证照就可以",
    )


async def test_19_compare_two_circumstances(desk: Desk) -> None:
    await desk.type("csdj")
    await desk.press(f"{SETTLED} v 7")
    await desk.sees("与另一边比：新增 2 项", "只在这边", "只在那边")


async def test_20_merge_several_items_for_one_trip(desk: Desk) -> None:
    await desk.type("sfzbl")
    await desk.press("Enter a Escape")
    await desk.type("城乡居民基本养老保险参保登记")
    await desk.press("Enter a t")
    await desk.sees("2 个事项，材料合并后共", "用于：居民身份证挂失补领", "怎么走")


async def test_21_see_a_life_event_as_one_list(desk: Desk) -> None:
    await desk.type("收养子女一件事")
    await desk.press("Enter")
    await desk.sees("收养子女一件事", "材料合并后共", "仅当")


async def test_22_learn_that_an_item_is_no_longer_needed(desk: Desk) -> None:
    await desk.type("准生证")
    await desk.press("Enter")
    await desk.sees("不用办了")


async def test_23_see_all_keys(desk: Desk) -> None:
    await expect(desk.field).to_be_focused(timeout=SLOW_MS)
    await desk.press("?")
    await desk.sees("并排比较", "这里写错了")
    await desk.press("Escape")
    await expect(desk.field).to_be_focused()


async def test_what_is_nothing_is_said_to_be_nothing(desk: Desk) -> None:
    await desk.type("zzzzqqq")
    await expect(desk.page.locator("#hint")).to_contain_text("没有找到", timeout=SLOW_MS)
