"""带走: a short code, and the files that the server makes of exactly this list."""

from typing import Any

from playwright.async_api import Route, expect

from knowledge.blocks import LifeEventBlock, NoticeBlock
from knowledge.life_events import bundle
from tests.e2e.replies import BIRTH, answer_with, guidebook, notice_of, reply
from tests.e2e.widget import Widget

SLIPS = "**/api/v1/slips"
MADE = {"code": "7KMP-Q2XA", "address": "https://slips.test/s/7KMPQ2XA"}


async def with_notice(widget: Widget) -> None:
    await answer_with(widget.page, reply(NoticeBlock(notice=notice_of())))
    await widget.say("问")


async def test_taking_the_list_along_gives_a_code_and_its_files(widget: Widget, site: str) -> None:
    asked: list[dict[str, Any]] = []

    async def make(route: Route) -> None:
        asked.append(route.request.post_data_json)
        await route.fulfill(json=MADE)

    await widget.page.route(SLIPS, make)
    await with_notice(widget)
    await widget.answer.get_by_role("button", name="带走").click()
    slip = widget.answer.get_by_role("region", name="带走这份清单")
    await expect(slip).to_be_focused()
    await expect(slip).to_contain_text("7KMP-Q2XA")
    await expect(slip).to_contain_text(MADE["address"])
    hrefs = await slip.get_by_role("link").evaluate_all("all => all.map((e) => e.href)")
    assert hrefs == [f"{site}/api/v1/slips/7KMP-Q2XA.{kind}" for kind in ("pdf", "png", "docx")]
    notice = notice_of()
    assert asked == [
        {
            "item_id": BIRTH,
            "division": notice.division_code,
            "circumstances": {c.id: c.option_id for c in notice.circumstances},
            "guidebook_version": notice.source.guidebook_version,
        }
    ]


async def test_the_server_makes_the_files_of_a_list_that_was_talked_about(widget: Widget) -> None:
    await widget.say("刚出生的宝宝上户口要带什么")
    await widget.choose_until_notice()
    await widget.answer.get_by_role("button", name="带走").click()
    slip = widget.answer.get_by_role("region", name="带走这份清单")
    address = await slip.get_by_role("link", name="存 PDF").get_attribute("href")
    file = await widget.page.request.get(address or "")
    assert file.ok and (await file.body()).startswith(b"%PDF")


async def test_a_life_event_is_taken_along_as_files(widget: Widget, site: str) -> None:
    event = bundle(guidebook(), guidebook().life_event("le-open-restaurant"))
    await answer_with(widget.page, reply(LifeEventBlock(life_event=event), subject=event.life_event_id))
    await widget.say("问")
    await widget.answer.get_by_role("button", name="带走").click()
    links = widget.answer.get_by_role("region", name="带走这份清单").get_by_role("link")
    hrefs = await links.evaluate_all("all => all.map((e) => e.href)")
    assert hrefs == [f"{site}/api/v1/life-events/le-open-restaurant/slip.{kind}" for kind in ("pdf", "png", "docx")]


async def test_where_the_server_has_no_slips_the_button_goes_and_the_list_stays(widget: Widget) -> None:
    refusal = {"status": 404, "detail": "没有这个地址。"}
    await widget.page.route(SLIPS, lambda route: route.fulfill(status=404, json=refusal))
    await with_notice(widget)
    await widget.answer.get_by_role("button", name="带走").click()
    await expect(widget.find(".toast")).to_contain_text("请用打印或复制")
    assert await widget.answer.get_by_role("button", name="带走").count() == 0
    await expect(widget.answer.get_by_role("button", name="打印")).to_be_visible()


async def test_without_network_it_may_be_pressed_again(widget: Widget) -> None:
    await widget.page.route(SLIPS, lambda route: route.abort())
    await with_notice(widget)
    button = widget.answer.get_by_role("button", name="带走")
    await button.click()
    await expect(widget.find(".toast")).to_contain_text("再试一次")
    await expect(button).to_be_enabled()
