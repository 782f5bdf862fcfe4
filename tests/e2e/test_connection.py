"""A lost connection is said and retried; a message is neither lost nor doubled; a refusal is put calmly."""

import asyncio

from playwright.async_api import Request, Route, expect

from knowledge.blocks import TextBlock
from tests.e2e.replies import CONVERSATION, answer_with, reply
from tests.e2e.widget import CHAT, Widget


async def send(widget: Widget, words: str) -> None:
    """Send without waiting for an answer."""
    await widget.input.fill(words)
    await widget.input.press("Enter")


async def test_a_message_sent_while_offline_arrives_once_when_the_network_is_back(widget: Widget) -> None:
    arrived: list[Request] = []
    widget.page.on("requestfinished", lambda request: arrived.append(request) if "/chat" in request.url else None)
    await widget.page.context.set_offline(True)
    await send(widget, "身份证丢了怎么补")
    await expect(widget.find(".trouble")).to_contain_text("网络断了，这句话还没送到")
    async with widget.page.expect_response(CHAT):
        await widget.page.context.set_offline(False)
    await expect(widget.find(".trouble")).to_have_count(0)
    assert len(await widget.find(".you").all()) == 1
    assert [request.post_data_json["message"] for request in arrived] == ["身份证丢了怎么补"]


async def test_it_tries_again_by_itself(widget: Widget) -> None:
    tries: list[str] = []

    async def fail_once(route: Route) -> None:
        tries.append(route.request.post_data_json["message"])
        await (route.abort() if len(tries) == 1 else route.fulfill(json=reply(TextBlock(text="到了"))))

    await widget.page.route(CHAT, fail_once)
    await send(widget, "问")
    await expect(widget.answer).to_contain_text("到了")
    assert tries == ["问", "问"]


async def test_a_reply_lost_on_its_way_is_given_again_and_the_turn_is_not_taken_twice(widget: Widget) -> None:
    await widget.say("刚出生的宝宝上户口要带什么")
    replies: list[dict[str, object]] = []

    async def lose_the_first(route: Route) -> None:
        answer = await route.fetch()  # the dialogue engine takes the turn
        replies.append(await answer.json())
        await (route.abort() if len(replies) == 1 else route.fulfill(response=answer))

    await widget.page.route(CHAT, lose_the_first)
    await widget.answer.get_by_role("button").first.click()
    await expect(widget.turns).to_have_count(2)
    await expect(widget.answer).to_contain_text("领结婚证")  # the next question, not the one after it
    assert len(replies) == 2 and replies[0] == replies[1]
    await widget.page.unroute(CHAT)
    await widget.press(widget.answer.get_by_role("button", name="没有领结婚证"))
    await expect(widget.answer).to_contain_text("随母亲")  # the dialogue stands where the person does


async def test_each_message_has_an_id_of_its_own_that_its_repeats_keep(widget: Widget) -> None:
    sent: list[dict[str, str]] = []

    async def fail_once(route: Route) -> None:
        sent.append(route.request.post_data_json)
        await (route.abort() if len(sent) == 1 else route.fulfill(json=reply(TextBlock(text="到了"))))

    await widget.page.route(CHAT, fail_once)
    await send(widget, "一")
    await expect(widget.answer).to_contain_text("到了")
    await widget.say("二")
    first, again, other = sent
    assert first == again  # word for word, or the server could not know it
    assert len(first["turn_id"]) == 32 and first["turn_id"] != other["turn_id"]


async def test_after_some_tries_it_offers_the_hotline_and_one_may_try_again(widget: Widget) -> None:
    await widget.page.clock.install(time=0)
    await widget.page.clock.pause_at(1000)
    await widget.page.route(CHAT, lambda route: route.abort())
    await send(widget, "问")
    for seconds in (2, 5, 10):
        await expect(widget.find(".trouble")).to_contain_text(f"{seconds} 秒后自动再试")
        await widget.page.clock.run_for(seconds * 1000)
    await expect(widget.find(".trouble")).to_contain_text("12345")
    await widget.page.unroute(CHAT)
    await answer_with(widget.page, reply(TextBlock(text="到了")))
    await widget.press(widget.find(".trouble button"))
    await expect(widget.answer).to_contain_text("到了")


async def test_a_refusal_shows_the_servers_own_words_and_gives_the_text_back(widget: Widget) -> None:
    words = "我" * 601
    await send(widget, words)
    await expect(widget.find(".trouble")).to_contain_text("601 字，太长了")
    await expect(widget.input).to_have_value(words)
    await expect(widget.find("button[type=submit]")).to_be_enabled()


async def test_an_answer_that_is_none_is_said_calmly_with_the_hotline(widget: Widget) -> None:
    await answer_with(widget.page, 502, reply(TextBlock(text="好了")))
    await send(widget, "问")
    await expect(widget.find(".trouble")).to_contain_text("请拨打政务服务热线 12345")
    await widget.press(widget.find(".trouble button"))
    await expect(widget.answer).to_contain_text("好了")


async def test_progress_shows_only_when_an_answer_takes_long(widget: Widget) -> None:
    held = asyncio.Event()

    async def slow(route: Route) -> None:
        await held.wait()
        await route.fulfill(json=reply(TextBlock(text="好了")))

    await widget.page.route(CHAT, slow)
    await send(widget, "问")
    await widget.page.wait_for_timeout(100)
    assert await widget.find(".waiting").count() == 0
    await expect(widget.find(".waiting")).to_contain_text("正在查办事指南")
    held.set()
    await expect(widget.find(".waiting")).to_have_count(0)


async def test_one_message_at_a_time_and_the_conversation_goes_on_by_its_id(widget: Widget) -> None:
    held = asyncio.Event()
    asked: list[dict[str, str]] = []

    async def slow(route: Route) -> None:
        asked.append(route.request.post_data_json)
        await held.wait()
        await route.fulfill(json=reply(TextBlock(text="好了")))

    await widget.page.route(CHAT, slow)
    await send(widget, "一")
    await send(widget, "二")
    await expect(widget.input).to_have_value("二")  # still there to be sent
    held.set()
    await expect(widget.answer).to_contain_text("好了")
    await widget.input.press("Enter")
    await expect(widget.turns).to_have_count(2)
    await expect(widget.answer).to_contain_text("好了")
    assert [turn["message"] for turn in asked] == ["一", "二"]
    assert "conversation_id" not in asked[0] and asked[1]["conversation_id"] == CONVERSATION
