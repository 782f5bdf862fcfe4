"""The picture of a life event (一件事): what waits for what, drawn for eyes and told in words."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from knowledge.blocks import LifeEventBlock
from knowledge.life_events import Bundle, bundle
from tests.e2e.replies import answer_with, guidebook, reply
from tests.e2e.widget import Widget

CROSSED = (Path(__file__).parent / "crossed.js").read_text("utf-8").strip().rstrip(";")


async def show(widget: Widget, life_event_id: str) -> Bundle:
    event = bundle(guidebook(), guidebook().life_event(life_event_id))
    await answer_with(widget.page, reply(LifeEventBlock(life_event=event), subject=life_event_id))
    await widget.say("问")
    return event


@pytest.mark.parametrize("life_event_id", ["le-open-restaurant", "le-project-start", "le-elderly-benefits"])
async def test_each_step_that_waits_has_a_line_from_each_step_it_waits_for(widget: Widget, life_event_id: str) -> None:
    event = await show(widget, life_event_id)
    lines = await widget.answer.locator(".edge").evaluate_all("all => all.map((e) => [e.dataset.from, e.dataset.to])")
    wanted = [[before, step.item_id] for step in event.steps for before in step.after]
    assert sorted(lines) == sorted(wanted)


@pytest.mark.parametrize("life_event_id", ["le-open-restaurant", "le-project-start"])
@pytest.mark.parametrize(("width", "size"), [(360, 0), (360, 3), (768, 1), (1280, 0)])
async def test_no_line_crosses_a_box_or_leaves_the_card(
    widget: Widget, life_event_id: str, width: int, size: int
) -> None:
    await widget.page.set_viewport_size({"width": width, "height": 800})
    if size:
        await widget.big(size)
    await show(widget, life_event_id)
    await expect(widget.answer.locator(".edge").first).to_be_attached()
    assert await widget.page.evaluate(CROSSED) == 0


async def test_the_lines_follow_when_the_layout_changes(widget: Widget) -> None:
    await show(widget, "le-open-restaurant")
    edge = widget.answer.locator(".edge path").first
    before = await edge.get_attribute("d")
    await widget.big(2)
    await expect(edge).not_to_have_attribute("d", before or "")
    assert await widget.page.evaluate(CROSSED) == 0


async def test_who_listens_hears_the_steps_in_order_and_what_each_waits_for(widget: Widget) -> None:
    event = await show(widget, "le-open-restaurant")
    assert await widget.answer.locator("ol.stages > li").count() == max(step.stage for step in event.steps)
    names = {step.item_id: step.item_name for step in event.steps}
    for step in event.steps:
        heard = await widget.answer.locator(f".step[data-item='{step.item_id}']").text_content()
        assert heard and step.item_name in heard
        assert all(names[before] in heard for before in step.after)
    await expect(widget.answer.locator("svg.edges")).to_have_attribute("aria-hidden", "true")


async def test_the_picture_needs_no_inline_style(widget: Widget) -> None:
    await show(widget, "le-project-start")
    await expect(widget.answer.locator(".edge").first).to_be_attached()
    assert await widget.find("[style]").count() == 0 and await widget.find("style").count() == 0
