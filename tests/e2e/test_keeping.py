"""What is kept on the device, how it is forgotten, how it is printed, copied and weighed."""

from collections.abc import Awaitable, Callable

import httpx
from playwright.async_api import BrowserContext, expect

from knowledge.blocks import LifeEventBlock, NoticeBlock
from tests.e2e.replies import answer_with, every_block, notice_of, reply
from tests.e2e.widget import Widget

SCRIPT_AT_MOST = 60 * 1024  # bytes, compressed
FIRST_INTERACTION_AT_MOST_S = 1.0  # on a cold page
SLOWDOWN = 4  # a cheap phone against this machine


async def test_earlier_questions_are_there_after_a_reload_and_gone_after_clearing(widget: Widget) -> None:
    await answer_with(widget.page, reply(NoticeBlock(notice=notice_of())))
    for number in range(5):
        await widget.say(f"第{number}问")
    await widget.answer.get_by_role("checkbox").first.check()
    await widget.page.reload()
    await expect(widget.turns).to_have_count(3)
    await expect(widget.turns.last.locator(".you")).to_be_in_viewport()
    await widget.find("button", has_text="看更早的记录").click()
    assert await widget.find(".you").all_text_contents() == [f"您说：第{number}问" for number in range(5)]

    await widget.find("button", has_text="菜单").click()
    await widget.find("button", has_text="清除本机记录").click()
    await expect(widget.turns).to_have_count(5)  # asked first whether it is meant
    await widget.find("button", has_text="再按一次").click()
    await expect(widget.turns).to_have_count(0)
    await widget.page.reload()
    await expect(widget.find(".welcome")).to_be_visible()
    kept = await widget.page.evaluate("Object.keys(localStorage).filter((key) => !key.startsWith('yizhan:setting:'))")
    assert kept == []


async def test_starting_over_begins_a_new_conversation(widget: Widget) -> None:
    asked = await answer_with(widget.page, reply(NoticeBlock(notice=notice_of())))
    await widget.say("一")
    await widget.find("button", has_text="菜单").click()
    await widget.find("button", has_text="重新开始").click()
    await expect(widget.find(".welcome")).to_be_visible()
    await widget.say("二")
    assert "conversation_id" not in asked[-1]


async def test_it_works_where_storage_is_shut(open_widget: Callable[..., Awaitable[Widget]]) -> None:
    widget = await open_widget()
    await widget.page.add_init_script("delete Window.prototype.localStorage; delete window.localStorage;")
    await widget.page.reload()
    await answer_with(widget.page, reply(NoticeBlock(notice=notice_of())))
    await widget.say("问")
    await widget.answer.get_by_role("checkbox").first.check()
    await expect(widget.answer.locator(".progress")).to_contain_text("已备齐 1 项")


async def test_the_printer_gets_the_last_list_clean_in_black_and_white(widget: Widget) -> None:
    notice = notice_of()
    await answer_with(widget.page, reply(*every_block()[:1], NoticeBlock(notice=notice)))
    await widget.say("问")
    await widget.page.emulate_media(media="print")
    await expect(widget.find(".panel")).to_be_hidden()
    paper = widget.find(".paper")
    rows = await paper.locator("tbody tr").all_inner_texts()
    assert len(rows) == notice.total
    for row, material in zip(rows, notice.materials, strict=True):
        assert material.name in row and material.counts in row and material.submission in row
    text = await paper.inner_text()
    assert notice.total_text in text and "12345" in text and "示例指南" in text
    colours = await paper.evaluate(
        "e => [...new Set([e, ...e.querySelectorAll('*')].flatMap((x) => "
        "[getComputedStyle(x).color, getComputedStyle(x).backgroundColor, getComputedStyle(x).borderTopColor]))]"
    )
    assert set(colours) <= {"rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert (await widget.page.pdf(format="A4")).startswith(b"%PDF")


async def test_the_print_button_prints_its_own_card_and_gives_the_page_back(widget: Widget) -> None:
    event = next(block for block in every_block() if isinstance(block, LifeEventBlock))
    await answer_with(widget.page, reply(NoticeBlock(notice=notice_of())), reply(event))
    await widget.page.evaluate("() => { window.print = () => { window.printed = (window.printed ?? 0) + 1; }; }")
    await widget.say("一")
    await widget.say("二")
    await widget.turns.first.get_by_role("button", name="打印").click()
    assert await widget.page.evaluate("window.printed") == 1
    await expect(widget.find(".paper h1")).to_have_text("一次性告知单：出生登记")
    await widget.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    await expect(widget.find(".paper h1")).to_have_text(f"一件事：{event.life_event.name}")
    assert await widget.page.evaluate("document.adoptedStyleSheets.length") == 0


async def test_a_copied_list_is_complete_plain_text(
    contexts: Callable[..., Awaitable[BrowserContext]], site: str
) -> None:
    context = await contexts(permissions=["clipboard-read", "clipboard-write"])
    widget = await Widget(await context.new_page()).open(site)
    notice = notice_of()
    await answer_with(widget.page, reply(NoticeBlock(notice=notice)))
    await widget.say("问")
    await widget.answer.get_by_role("button", name="复制").click()
    await expect(widget.find(".toast")).to_have_text("已复制")
    text = await widget.page.evaluate("navigator.clipboard.readText()")
    lines = text.splitlines()
    for material in notice.materials:
        assert any(line.startswith(f"{material.number}. {material.name}") and material.counts in line for line in lines)
    assert notice.total_text in text and "示例指南" in text


def test_the_one_script_is_small_and_comes_compressed(site: str) -> None:
    with httpx.stream("GET", f"{site}/yizhan-chat.js", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert len(b"".join(answer.iter_raw())) <= SCRIPT_AT_MOST


async def test_a_cold_page_on_a_slow_phone_can_be_typed_into_within_a_second(
    contexts: Callable[..., Awaitable[BrowserContext]], site: str
) -> None:
    page = await (await contexts()).new_page()
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable", {"timeDomain": "threadTicks"})  # processor time: other work does not count
    await page.goto(site, wait_until="commit")
    await page.locator("yizhan-chat textarea").fill("身份证")
    metrics = {each["name"]: each["value"] for each in (await session.send("Performance.getMetrics"))["metrics"]}
    assert metrics["TaskDuration"] * SLOWDOWN <= FIRST_INTERACTION_AT_MOST_S
