"""Every type of block is drawn; what is unknown is left out and breaks nothing."""

from dataclasses import replace
from datetime import datetime, timedelta

from playwright.async_api import expect

from knowledge.blocks import DifferenceBlock, NoticeBlock, TextBlock, circumstance_choices
from knowledge.open_now import BEIJING, OpenNow, OpenState
from tests.e2e.replies import BIRTH, answer_with, every_block, guidebook, notice_of, reply
from tests.e2e.widget import Widget


async def test_every_block_is_drawn(widget: Widget) -> None:
    await answer_with(widget.page, reply(*every_block()))
    await widget.say("全部")
    blocks = widget.answer.locator("> :not(.spoken, .tools, .judge)")
    assert await blocks.count() == len(every_block())
    for block in await blocks.all():
        assert (await block.inner_text()).strip()


async def test_an_unknown_or_broken_block_leaves_the_others_standing(widget: Widget) -> None:
    made = reply(TextBlock(text="前面"), TextBlock(text="后面"))
    made["blocks"][1:1] = [
        {"type": "hologram", "x": 1},
        {"type": "constructor"},
        {},
        None,
        {"type": "notice", "notice": {}},
    ]
    await answer_with(widget.page, made)
    await widget.say("问")
    texts = await widget.answer.locator(".text").all_inner_texts()
    assert texts[0] == "前面" and texts[-1] == "后面"
    assert len(texts) == 3 and "12345" in texts[1]  # the notice that could not be drawn is said to be missing


async def test_sources_of_a_shown_notice_are_not_said_twice(widget: Widget) -> None:
    notice = notice_of()
    made = reply(NoticeBlock(notice=notice))
    made["blocks"].append({"type": "sources", "source": made["blocks"][0]["notice"]["source"]})
    await answer_with(widget.page, made)
    await widget.say("问")
    assert await widget.answer.locator("summary", has_text="依据和来源").count() == 1


async def test_a_difference_says_what_comes_and_what_goes(widget: Widget) -> None:
    notice = notice_of()
    difference = next(each for each in notice.differences if each.added and each.removed)
    await answer_with(widget.page, reply(DifferenceBlock(item_id=BIRTH, item_name="出生登记", difference=difference)))
    await widget.say("问")
    plus, minus = widget.answer.locator(".change.plus"), widget.answer.locator(".change.minus")
    await expect(plus).to_contain_text(f"另加 {len(difference.added)} 项")
    await expect(minus).to_contain_text(f"不用 {len(difference.removed)} 项")
    assert await plus.locator("li").all_inner_texts() == list(difference.added)
    assert await minus.locator("li").all_inner_texts() == list(difference.removed)


async def test_a_life_event_shows_parallel_steps_side_by_side_on_a_phone(widget: Widget) -> None:
    await answer_with(widget.page, reply(*every_block()))
    await widget.say("问")
    event = next(block.life_event for block in every_block() if block.type == "life_event")
    stages = widget.answer.locator(".stage")
    assert await stages.count() == max(step.stage for step in event.steps)
    parallel = [step for step in event.steps if step.stage == 1]
    boxes = [await box.bounding_box() for box in await stages.first.locator(".step").all()]
    assert len(boxes) == len(parallel) > 1
    assert boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    names = await widget.answer.locator(".notice").nth(1).locator(".material .name").all_inner_texts()
    assert sorted(names) == sorted(material.name for material in event.materials)


def with_hours(checked_at: datetime) -> NoticeBlock:
    notice = notice_of()
    told = OpenNow(state=OpenState.OPEN, text="现在开着，到 12:00；13:30 再开", checked_at=checked_at)
    *others, hall = notice.places
    return NoticeBlock(notice=replace(notice, places=(*others, replace(hall, open_now=told))))


async def test_a_place_says_whether_it_is_open_and_when_that_was_looked_up(widget: Widget) -> None:
    now = datetime.now(BEIJING)
    await answer_with(widget.page, reply(with_hours(now)))
    await widget.say("问")
    unknown, hall = await widget.answer.locator(".place").all()
    await expect(hall).to_contain_text("现在开着，到 12:00；13:30 再开")
    await expect(hall).to_contain_text(f"（{now.month} 月 {now.day} 日 {now:%H:%M} 查）")
    await expect(unknown).to_contain_text("开没开不知道，去之前请先打电话问")


async def test_what_was_looked_up_long_ago_no_longer_tells_what_is_open(widget: Widget) -> None:
    await answer_with(widget.page, reply(with_hours(datetime.now(BEIJING) - timedelta(minutes=16))))
    await widget.say("问")
    hall = widget.answer.locator(".place").last
    await expect(hall).to_contain_text("再问一次")
    await expect(hall).not_to_contain_text("现在开着")


async def test_a_step_of_a_life_event_asks_for_its_item(widget: Widget) -> None:
    asked = await answer_with(widget.page, reply(*every_block()))
    await widget.say("问")
    await widget.press(widget.answer.locator(".step").first)
    assert asked[-1]["choice"]["kind"] == "item" and asked[-1]["choice"]["value"] in guidebook().items


async def test_buttons_of_the_moment_close_when_the_conversation_goes_on(widget: Widget) -> None:
    question = circumstance_choices(guidebook().item(BIRTH).circumstances[0])
    asked = await answer_with(widget.page, reply(question), reply(TextBlock(text="好")))
    await widget.say("问")
    await widget.press(widget.answer.get_by_role("button").first)
    assert asked[-1]["choice"] == question.options[0].choice.model_dump(mode="json")
    first = widget.turns.first.locator(".answer")
    await expect(first).to_contain_text(question.prompt)
    assert await first.locator(".choices button").count() == 0


async def test_the_newest_list_changes_by_an_option_and_an_older_one_by_its_exact_list(widget: Widget) -> None:
    notice, other = notice_of(), notice_of("ga-id-card-replacement")
    difference = notice.differences[0]
    option = f"{difference.circumstance_id}.{difference.option_id}"
    kept = [f"{c.id}.{c.option_id}" for c in notice.circumstances if c.id != difference.circumstance_id]
    asked = await answer_with(
        widget.page,
        reply(NoticeBlock(notice=notice)),
        reply(TextBlock(text="差别")),
        reply(NoticeBlock(notice=other), subject=other.item_id),
    )
    await widget.say("一")
    card = widget.turns.first
    await card.locator("summary").filter(has_text="情形不一样").click()
    await widget.press(card.locator(".fold .option").first)
    assert asked[-1]["choice"] == {"kind": "option", "value": option}

    await widget.say("二")
    await widget.press(card.locator(".fold .option").first)
    assert asked[-1]["choice"] == {"kind": "notice", "value": "|".join([BIRTH, *kept, option])}


async def test_while_the_dialogue_is_limited_a_banner_says_so(widget: Widget) -> None:
    await answer_with(widget.page, reply(TextBlock(text="一"), limited=True), reply(TextBlock(text="二")))
    await widget.say("问")
    await expect(widget.find(".banner")).to_contain_text("对话功能暂时受限")
    await widget.say("再问")
    await expect(widget.find(".banner")).to_be_hidden()
