"""The main job: ask in Chinese, answer what is asked, read the exact list."""

import httpx
from playwright.async_api import expect

from tests.e2e.widget import Widget

QUESTION = "刚出生的宝宝上户口要带什么"


async def test_a_typed_question_and_pressed_answers_lead_to_the_list_of_the_record(widget: Widget, site: str) -> None:
    await widget.say(QUESTION)
    notice = await widget.choose_until_notice()

    answers = {chosen["id"]: chosen["option_id"] for chosen in notice["circumstances"]}
    asked = {"division": notice["division_code"], "circumstances": answers}
    record = httpx.post(f"{site}/api/v1/items/ga-birth-registration/notice", json=asked, timeout=10).json()["notice"]

    card = widget.answer.locator(".notice")
    assert await card.locator(".total").inner_text() == record["total_text"]
    rows = card.locator(".material")
    assert await rows.count() == record["total"] == len(record["materials"])
    for row, material in zip(await rows.all(), record["materials"], strict=True):
        assert await row.locator(".number").inner_text() == f"{material['number']}."
        assert await row.locator(".name").inner_text() == material["name"]
        assert await row.locator(".counts").inner_text() == material["counts"]
        assert await row.locator(".tag").inner_text() == material["submission"]
        text = await row.inner_text()
        assert all(part in text for part in (material["of"], material["reason"], material["issuer"]) if part)
        assert not material["notes"] or material["notes"].rstrip("。") in text


async def test_everything_else_of_the_notice_is_on_the_card(widget: Widget) -> None:
    await widget.say(QUESTION)
    notice = await widget.choose_until_notice()
    card = widget.answer.locator(".notice")
    for fold in await card.locator("summary").all():
        await fold.click()
    text = "".join((await card.inner_text()).split())
    lines = [notice["trips"], notice["source"]["item_id"], *notice["fees"], *notice["times"], *notice["results"]]
    lines += [*notice["conditions"], *notice["differs"], *(part for faq in notice["faqs"] for part in faq)]
    lines += [place[field] for place in notice["places"] for field in ("name", "address", "hours", "phone")]
    lines += [part for line in notice["ways"] + notice["steps"] + [notice["proxy"]] for part in line.split("：", 1)]
    lines += [law["name"] for law in notice["source"]["legal_basis"]]
    lines += [difference["label"] for difference in notice["differences"]]
    missing = [line for line in lines if "".join(line.split()) not in text]
    assert not missing
    assert "示例指南" in text and f"第{notice['source']['version']}版" in text


async def test_ticks_stay_on_this_device_for_this_list(widget: Widget) -> None:
    await widget.say(QUESTION)
    notice = await widget.choose_until_notice()
    boxes = widget.answer.get_by_role("checkbox")
    assert await boxes.count() == notice["to_bring"]
    await boxes.first.check()
    await expect(widget.answer.locator(".progress")).to_have_text(f"已备齐 1 项，还差 {notice['to_bring'] - 1} 项")
    await widget.page.reload()
    await expect(widget.answer.get_by_role("checkbox").first).to_be_checked()
    await expect(widget.answer.get_by_role("checkbox").nth(1)).not_to_be_checked()


async def test_another_circumstance_is_one_press_away(widget: Widget) -> None:
    await widget.say(QUESTION)
    notice = await widget.choose_until_notice()
    difference = next(each for each in notice["differences"] if each["added"])
    await widget.answer.locator("summary").filter(has_text="情形不一样").click()
    await widget.press(widget.answer.get_by_role("button").filter(has_text=difference["label"]).first)
    text = await widget.answer.inner_text()
    assert all(name.partition("（")[0] in text for name in difference["added"])


async def test_the_chosen_division_goes_with_the_question_and_shows_on_the_notice(widget: Widget) -> None:
    await widget.find("select.division").select_option("330381")
    await widget.say(QUESTION)
    notice = await widget.choose_until_notice()
    assert notice["division_code"] == "330381"
    await expect(widget.answer.locator(".card-head")).to_contain_text("瑞安市")


async def test_moving_to_another_division_asks_again_for_it(widget: Widget) -> None:
    await widget.say(QUESTION)
    await widget.choose_until_notice()
    async with widget.page.expect_response("**/api/v1/chat"):
        await widget.find("select.division").select_option("330381")
    await expect(widget.turns.last).to_contain_text("瑞安市")


async def test_a_suggestion_asks_for_exactly_that_item(widget: Widget) -> None:
    reply = await widget.ask_item("出生登记")
    assert reply["subject"] == "ga-birth-registration"


async def test_absurd_input_is_answered_and_the_conversation_goes_on(widget: Widget) -> None:
    for words in ("　", "😀😀😀", "/restart", "{}", "<img src=x onerror=alert(1)>", "hello", "我" * 601):
        await widget.input.fill(words)
        await widget.input.press("Enter")
        await expect(widget.find("button[type=submit]")).to_be_enabled()
        await widget.page.wait_for_timeout(50)
    assert await widget.find("img").count() == 0
    await widget.input.fill("")
    await widget.say(QUESTION)
    assert await widget.choose_until_notice()
