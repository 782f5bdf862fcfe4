"""Replies made from the sample guidebook by the functions that the server uses, for what is hard to reach by asking."""

from functools import cache
from typing import Any

from playwright.async_api import Page, Route

from api.routes.chat import ChatReply
from knowledge.blocks import (
    AnswerStatus,
    Block,
    Choice,
    ChoiceKind,
    ChoiceOption,
    ChoicesBlock,
    DifferenceBlock,
    FactsBlock,
    LifeEventBlock,
    NoticeBlock,
    SourcesBlock,
    TextBlock,
    circumstance_choices,
)
from knowledge.facts import Need, facts
from knowledge.guidebook import Guidebook, load_guidebook
from knowledge.life_events import bundle
from knowledge.materials import combinations
from knowledge.notices import OneTimeNotice, answer

BIRTH = "ga-birth-registration"
CONVERSATION = "a-conversation-of-a-test"


@cache
def guidebook() -> Guidebook:
    return load_guidebook()


def notice_of(item_id: str = BIRTH, division: str = "330381") -> OneTimeNotice:
    chosen = next(iter(combinations(guidebook().item(item_id))))
    notice = answer(guidebook(), item_id, chosen, division).notice
    assert notice is not None
    return notice


def every_block() -> list[Block]:
    """One of each type."""
    book, notice = guidebook(), notice_of()
    needs = [ChoiceOption(label="多少钱", choice=Choice(kind=ChoiceKind.NEED, value="fee"))]
    return [
        TextBlock(text="急事请拨打 12345。"),
        circumstance_choices(book.item(BIRTH).circumstances[0]),
        NoticeBlock(notice=notice),
        FactsBlock(facts=facts(book, BIRTH, Need.PLACE, "330381")),
        FactsBlock(facts=facts(book, BIRTH, Need.PROCESS)),
        DifferenceBlock(item_id=BIRTH, item_name=notice.item_name, difference=notice.differences[-1]),
        LifeEventBlock(life_event=bundle(book, book.life_event("le-open-restaurant"))),
        SourcesBlock(source=notice_of("ga-id-card-renewal").source),
        ChoicesBlock(prompt="还想知道：", name="need", options=tuple(needs)),
    ]


def reply(*blocks: Block, limited: bool = False, subject: str = BIRTH) -> dict[str, Any]:
    made = ChatReply(
        conversation_id=CONVERSATION,
        status=AnswerStatus.ANSWERED,
        subject=subject,
        blocks=blocks,
        limited=limited,
    )
    return made.model_dump(mode="json")


async def answer_with(page: Page, *replies: dict[str, Any] | int) -> list[dict[str, Any]]:
    """Answer the page's chat requests in turn (the last one again and again); returns what was asked.

    A number stands for a broken answer of that status.
    """
    asked: list[dict[str, Any]] = []

    async def give(route: Route) -> None:
        asked.append(route.request.post_data_json)
        current = replies[min(len(asked), len(replies)) - 1]
        if isinstance(current, int):
            await route.fulfill(status=current, body="<html>bad gateway</html>", content_type="text/html")
        else:
            await route.fulfill(json=current)

    await page.route("**/api/v1/chat", give)
    return asked
