"""有用, 没用, 我白跑了一趟: one press or a short form under each answer, kept on the server without the person."""

import json
from typing import Any

from playwright.async_api import Page, Route, expect

from knowledge.blocks import LifeEventBlock, NoticeBlock, TextBlock, circumstance_choices
from tests.e2e.replies import BIRTH, CONVERSATION, answer_with, every_block, guidebook, notice_of, reply
from tests.e2e.widget import Widget

FEEDBACK = "**/api/v1/feedback"


async def keep_with(page: Page, text: str = "记下了。", *options: dict[str, Any]) -> list[dict[str, Any]]:
    """Answer the page's feedback; returns what was said."""
    said: list[dict[str, Any]] = []

    async def give(route: Route) -> None:
        said.append(route.request.post_data_json)
        await route.fulfill(json={"text": text, "options": options})

    await page.route(FEEDBACK, give)
    return said


async def with_notice(widget: Widget) -> None:
    await answer_with(widget.page, reply(NoticeBlock(notice=notice_of())))
    await widget.say("问")


async def test_a_helpful_answer_is_said_to_be_so_by_one_press(widget: Widget) -> None:
    await with_notice(widget)
    async with widget.page.expect_response(FEEDBACK) as response:  # the real server keeps it
        await widget.answer.get_by_role("button", name="有用", exact=True).click()
    assert (await response.value).status == 200
    thanks = widget.answer.locator(".told")
    await expect(thanks).to_have_text("谢谢您告诉我们。")
    await expect(thanks).to_be_focused()  # a screen reader goes on here; what was pressed is gone


async def test_a_wasted_trip_tells_lines_words_and_window_of_that_notice(widget: Widget) -> None:
    notice = notice_of()
    await with_notice(widget)
    said = await keep_with(widget.page)
    await widget.answer.get_by_role("button", name="我白跑了一趟").click()
    form = widget.answer.get_by_role("form", name="窗口和清单哪里不一样？")
    boxes = form.get_by_role("checkbox")
    assert await boxes.count() == notice.total
    await expect(boxes.first).to_be_focused()
    await boxes.nth(1).check()
    await form.get_by_label("窗口另外要了什么").fill("还要外婆的户口本")
    await form.get_by_label("去的是哪个窗口").select_option(notice.places[0].name)
    await form.get_by_role("button", name="送出").click()
    await expect(widget.answer.locator(".told")).to_have_text("记下了。")
    line = notice.materials[1]
    assert said == [
        {
            "kind": "wasted_trip",
            "subject": BIRTH,
            "conversation_id": CONVERSATION,
            "division": notice.division_code,
            "circumstances": {c.id: c.option_id for c in notice.circumstances},
            "guidebook_version": notice.source.guidebook_version,
            "materials": [f"{line.name}（{line.of}）"],
            "words": "还要外婆的户口本",
            "place": notice.places[0].name,
        }
    ]


async def test_after_a_wasted_trip_one_reads_what_to_do_now_and_can_ask_for_a_person(widget: Widget) -> None:
    asked = await answer_with(widget.page, reply(NoticeBlock(notice=notice_of())), reply(TextBlock(text="好")))
    await widget.say("问")
    first = widget.turns.first
    await first.get_by_role("button", name="我白跑了一趟").click()
    async with widget.page.expect_response(FEEDBACK):
        await first.get_by_role("button", name="送出").click()
    await expect(first.locator(".told")).to_contain_text("抱歉")
    await expect(first.locator(".told a[href='tel:12345']")).to_be_visible()
    await widget.press(first.get_by_role("button", name="转人工"))
    assert asked[-1]["choice"]["kind"] == "human"


async def test_everything_of_the_form_may_stay_empty_and_one_may_leave_it(widget: Widget) -> None:
    await with_notice(widget)
    said = await keep_with(widget.page)
    await widget.answer.get_by_role("button", name="我白跑了一趟").click()
    await widget.answer.get_by_role("button", name="不写了").click()
    again = widget.answer.get_by_role("button", name="我白跑了一趟")
    await expect(again).to_be_focused()
    await again.press("Enter")
    await widget.answer.get_by_role("button", name="送出").press("Enter")
    await expect(widget.answer.locator(".told")).to_have_text("记下了。")
    assert len(said) == 1 and said[0]["materials"] == [] and not {"words", "place"} & set(said[0])


async def test_feedback_that_is_not_sent_says_so_and_may_be_sent_again(widget: Widget) -> None:
    await with_notice(widget)
    await widget.page.route(FEEDBACK, lambda route: route.abort())
    await widget.answer.get_by_role("button", name="没用").click()
    await expect(widget.answer.locator(".told")).to_contain_text("没能送出去")
    await widget.page.unroute(FEEDBACK)
    said = await keep_with(widget.page)
    await widget.answer.get_by_role("button", name="再试一次").click()
    await expect(widget.answer.locator(".told")).to_have_text("记下了。")
    assert [each["kind"] for each in said] == ["unhelpful"]


async def test_a_refusal_shows_the_servers_own_words(widget: Widget) -> None:
    await with_notice(widget)
    refusal = {"status": 503, "detail": "暂时没能记下来，请拨打 12345。"}
    await widget.page.route(FEEDBACK, lambda route: route.fulfill(status=503, body=json.dumps(refusal)))
    await widget.answer.get_by_role("button", name="没用").click()
    await expect(widget.answer.locator(".told")).to_have_text("暂时没能记下来，请拨打 12345。")


async def test_a_judged_answer_is_not_asked_about_again_after_a_reload(widget: Widget) -> None:
    await with_notice(widget)
    await keep_with(widget.page)
    await widget.answer.get_by_role("button", name="有用", exact=True).click()
    await expect(widget.answer.locator(".told")).to_have_text("记下了。")
    await widget.page.reload()
    await expect(widget.answer.locator(".judged")).to_be_visible()
    assert await widget.answer.get_by_role("button", name="没用").count() == 0


async def test_neither_a_question_back_nor_help_in_danger_is_to_be_judged(widget: Widget) -> None:
    question = reply(circumstance_choices(guidebook().item(BIRTH).circumstances[0])) | {"status": "clarification"}
    help_now = reply(TextBlock(text="请马上拨打 120。")) | {"status": "handed_over"}
    await answer_with(widget.page, question, help_now)
    for words in ("一", "二"):
        await widget.say(words)
        assert await widget.answer.locator(".judge").count() == 0


async def test_a_life_event_offers_its_merged_lines(widget: Widget) -> None:
    event = next(block for block in every_block() if isinstance(block, LifeEventBlock))
    await answer_with(widget.page, reply(event, subject=event.life_event.life_event_id))
    await widget.say("问")
    said = await keep_with(widget.page)
    await widget.answer.get_by_role("button", name="我白跑了一趟").click()
    form = widget.answer.locator(".wasted")
    await form.get_by_role("checkbox").last.check()
    await form.get_by_role("button", name="送出").click()
    await expect(widget.answer.locator(".told")).to_have_text("记下了。")
    assert said[0]["materials"] == [event.life_event.materials[-1].name]
    assert said[0]["subject"] == event.life_event.life_event_id
