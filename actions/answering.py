"""How actions speak: the words come from the domain's responses, the typed blocks from knowledge."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from knowledge.blocks import AnswerStatus, Block, Choice, ChoiceKind, ChoiceOption, ChoicesBlock
from knowledge.facts import Need

LABELS = {
    Need.ONE_TIME_NOTICE: "要带什么",
    Need.FEE: "多少钱",
    Need.TIME_LIMIT: "要多久",
    Need.PLACE: "去哪里办",
    Need.ONLINE: "能不能少跑",
    Need.PROCESS: "怎么走流程",
    Need.CONDITIONS: "有什么条件",
    Need.VALIDITY: "能拿到什么、管多久",
    Need.PROXY: "别人能代办吗",
    Need.PRECHECK: "我有一些材料，看还缺什么",
    Need.PLAN: "这几件一起办",
}


def say(
    dispatcher: CollectingDispatcher,
    response: str | None,
    *blocks: Block,
    status: AnswerStatus = AnswerStatus.ANSWERED,
    subject: str = "",
    **words: Any,
) -> None:
    """Utter a response of the domain together with typed blocks, the status and the subject's id."""
    message: dict[str, Any] = {
        "blocks": [block.model_dump(mode="json") for block in blocks],
        "status": status.value,
        "subject": subject,
    }
    dispatcher.utter_message(response=response, json_message=message, **words)


def need_choices(*needs: Need) -> ChoicesBlock:
    """Offer what else can be asked about the item in focus."""
    return ChoicesBlock(
        prompt="还想知道：",
        name="need",
        options=tuple(
            ChoiceOption(label=LABELS[need], choice=Choice(kind=ChoiceKind.NEED, value=need.value)) for need in needs
        ),
    )
