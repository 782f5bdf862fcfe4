"""Screen readers, keyboards, large text: measured, not promised."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.replies import answer_with, every_block, reply
from tests.e2e.widget import Widget

HERE = Path(__file__).parent
AXE = (HERE / "vendor" / "axe.min.js").read_text("utf-8")
MEASURE = (HERE / "measure.js").read_text("utf-8").strip().rstrip(";")
Open = Callable[..., Awaitable[Widget]]


async def violations(page: Page) -> list[str]:
    """Run axe-core over the page and the widget's shadow root."""
    found = await page.evaluate(f"async () => {{ {AXE}; return await axe.run(document); }}")
    return [
        f"{v['id']}: {node['target']} {node.get('failureSummary')}" for v in found["violations"] for node in v["nodes"]
    ]


async def with_every_block(open_widget: Open, **settings: Any) -> Widget:
    widget = await open_widget(**settings)
    await answer_with(widget.page, reply(*every_block(), limited=True))
    await widget.say("全部")
    return widget


async def unfold(widget: Widget) -> None:
    for fold in await widget.answer.locator("summary").all():
        await fold.click()


async def open_all(widget: Widget) -> None:
    """Show all there is of an answer: folds, the list to take along, the form after a wasted trip."""
    made = {"code": "7KMP-Q2XA", "address": "https://slips.test/s/7KMPQ2XA"}
    await widget.page.route("**/api/v1/slips", lambda route: route.fulfill(json=made))
    await unfold(widget)
    for opened in (1, 2):  # of the notice and of the life event
        await widget.answer.get_by_role("button", name="带走").first.click()
        await expect(widget.answer.locator(".slip")).to_have_count(opened)
    await widget.answer.get_by_role("button", name="我白跑了一趟").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [0, 1, 3])
async def test_axe_finds_nothing(open_widget: Open, scheme: str, size: int) -> None:
    widget = await open_widget(color_scheme=scheme)
    if size:
        await widget.big(size)
    assert await violations(widget.page) == []
    await answer_with(widget.page, reply(*every_block(), limited=True))
    await widget.say("全部")
    await open_all(widget)
    await widget.answer.get_by_role("checkbox").first.check()
    assert await violations(widget.page) == []
    await widget.find("button", has_text="菜单").click()
    assert await violations(widget.page) == []


async def test_axe_finds_nothing_on_a_wide_page_with_suggestions(open_widget: Open) -> None:
    widget = await open_widget(viewport={"width": 1280, "height": 800})
    await widget.input.press_sequentially("身份证")
    await expect(widget.find("[role=option]").first).to_be_visible()
    await widget.input.press("ArrowDown")
    assert await violations(widget.page) == []


@pytest.mark.parametrize(("size", "px"), [(1, 20), (2, 24), (3, 30)])
async def test_with_large_text_everything_is_large(open_widget: Open, size: int, px: int) -> None:
    widget = await with_every_block(open_widget)
    await widget.big(size)
    await open_all(widget)
    measured = await widget.page.evaluate(MEASURE)
    assert len(measured["texts"]) > 100 and len(measured["targets"]) > 40
    assert [text for text in measured["texts"] if text["size"] < 18] == []
    assert [text for text in measured["texts"] if text["line"] < 1.3] == []
    assert [text for text in measured["texts"] if text["contrast"] < 4.5] == []
    assert [target for target in measured["targets"] if min(target["width"], target["height"]) < 60] == []
    assert max(text["size"] for text in measured["texts"]) >= px
    body = await widget.answer.locator(".text").first.evaluate("e => getComputedStyle(e).fontSize")
    assert body == f"{px}px"
    assert await widget.find(".log").evaluate("e => e.scrollWidth <= e.clientWidth")


async def test_without_large_text_targets_suit_a_thumb(open_widget: Open) -> None:
    widget = await with_every_block(open_widget)
    await open_all(widget)
    measured = await widget.page.evaluate(MEASURE)
    assert [target for target in measured["targets"] if min(target["width"], target["height"]) < 44] == []
    assert [text for text in measured["texts"] if text["line"] < 1.3] == []


async def test_large_text_is_one_press_and_stays(widget: Widget) -> None:
    button = widget.find("button", has_text="大字")
    await button.click()
    await expect(button).to_have_attribute("aria-pressed", "true")
    await widget.page.reload()
    await expect(button).to_have_attribute("aria-pressed", "true")
    await button.click()
    await expect(widget.root).not_to_have_attribute("big", "")


async def test_the_main_job_by_keyboard_alone(widget: Widget) -> None:
    page = widget.page

    async def focused() -> str:
        return await widget.root.evaluate("e => e.shadowRoot.activeElement?.textContent.trim() ?? ''")

    async def tab_to(words: str) -> None:
        for _ in range(60):
            await page.keyboard.press("Tab")
            if words in await focused():
                return
        pytest.fail(f"the Tab key never reaches {words}")

    for _ in range(20):
        await page.keyboard.press("Tab")
        if await widget.input.evaluate("e => e.getRootNode().activeElement === e"):
            break
    async with page.expect_response("**/api/v1/chat") as response:
        await page.keyboard.type("刚出生的宝宝上户口要带什么")
        await page.keyboard.press("Enter")
    await widget._read(await response.value)
    await page.keyboard.press("Escape")
    await widget.find(".log").focus()
    while not widget.notice():
        question = next(block for block in widget.last["blocks"] if block["type"] == "choices")
        await tab_to(question["options"][0]["label"])
        async with page.expect_response("**/api/v1/chat") as response:
            await page.keyboard.press("Enter")
        await widget._read(await response.value)
        await expect(widget.answer).to_be_focused()  # what was pressed is gone; reading goes on at the answer
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(widget.answer.get_by_role("checkbox").first).to_be_checked()
    await tab_to("依据和来源")
    await page.keyboard.press("Enter")
    await expect(widget.answer.locator("details", has_text="依据和来源")).to_have_attribute("open", "")


async def test_suggestions_are_chosen_by_arrow_keys_and_closed_by_escape(widget: Widget) -> None:
    await widget.input.press_sequentially("身份证")
    await expect(widget.find("[role=option]").first).to_be_visible()
    await widget.input.press("ArrowDown")
    active = await widget.input.get_attribute("aria-activedescendant")
    assert await widget.find(f"#{active}").get_attribute("aria-selected") == "true"
    await widget.input.press("Escape")
    await expect(widget.find("[role=option]").first).to_be_hidden()
    await expect(widget.input).to_have_value("身份证")


async def test_the_log_is_a_polite_live_region_with_a_name(widget: Widget) -> None:
    log = widget.page.get_by_role("log", name="问答记录")
    await expect(log).to_have_attribute("aria-live", "polite")


async def test_reduced_motion_stops_all_motion(open_widget: Open) -> None:
    widget = await open_widget(reduced_motion="reduce")
    await widget.page.route("**/api/v1/chat", lambda route: None)
    await widget.input.fill("问")
    await widget.input.press("Enter")
    dot = widget.find(".dots i").first
    await expect(dot).to_be_visible()
    assert await dot.evaluate("e => getComputedStyle(e).animationName") == "none"


SPEAKER = """
  window.spokenTexts = [];
  speechSynthesis.speak = (utterance) => window.spokenTexts.push(utterance.text);
  speechSynthesis.cancel = () => {};
"""
LISTENER = """
  window.webkitSpeechRecognition = window.SpeechRecognition = class {
    start() { setTimeout(() => { this.onresult({results: [[{transcript: '身份证丢了怎么补'}]]}); this.onend(); }, 50); }
    stop() { this.onend(); }
  };
"""


async def test_a_notice_is_read_aloud_in_full(open_widget: Open, site: str) -> None:
    widget = await open_widget()
    await widget.page.add_init_script(SPEAKER)
    await widget.page.reload()
    await answer_with(widget.page, reply(*every_block()[2:3]))
    await widget.say("问")
    await widget.answer.locator(".speak").first.click()
    spoken = "".join(await widget.page.evaluate("spokenTexts"))
    notice = json.loads(every_block()[2].model_dump_json())["notice"]
    assert all(material["name"] in spoken and material["counts"] in spoken for material in notice["materials"])
    await expect(widget.answer.locator(".speak").first).to_have_text("停止朗读")


async def test_what_was_said_aloud_stands_in_the_box_to_be_sent(open_widget: Open) -> None:
    widget = await open_widget()
    await widget.page.add_init_script(LISTENER)
    await widget.page.reload()
    await widget.find("button[aria-label='按一下，说话']").click()
    await expect(widget.input).to_have_value("身份证丢了怎么补")
    assert await widget.turns.count() == 0
