"""Answers without the dialogue engine: single questions still find their item, and it says so.

The state travels in the buttons (item and circumstances), so that even here a list is exact.
"""

from knowledge.bare import is_bare
from knowledge.blocks import (
    AnswerStatus,
    Block,
    Choice,
    ChoiceKind,
    ChoicesBlock,
    LifeEventBlock,
    NoticeBlock,
    SourcesBlock,
    TextBlock,
    circumstance_choices,
    subject_choices,
)
from knowledge.circumstances import prefill
from knowledge.divisions import named_division
from knowledge.emergencies import emergency_advice
from knowledge.guidebook import Guidebook
from knowledge.index.results import SearchStatus
from knowledge.index.search import Searcher
from knowledge.life_events import bundle
from knowledge.materials import settle
from knowledge.notices import NoticeStatus, answer

LIMITED = "对话功能暂时受限，我先按您这一句话从办事指南里查；要换一件事，请把话说完整。"
_SEPARATOR = "|"

Answered = tuple[AnswerStatus, str, list[Block]]


def answer_message(guidebook: Guidebook, searcher: Searcher, message: str, division_code: str | None) -> Answered:
    """Answer one question from the index alone: status, subject id and blocks."""
    advice = emergency_advice(message)
    if advice:
        return AnswerStatus.HANDED_OVER, "", [TextBlock(text=advice)]
    if is_bare(message):
        return AnswerStatus.CLARIFICATION, "", [TextBlock(text="请说一下您要办什么事，比如“补身份证要带什么”。")]
    named = named_division(guidebook, message)
    result = searcher.search(message)
    if result.status is SearchStatus.NO_MATCH or result.best is None:
        return (
            AnswerStatus.NO_MATCH,
            "",
            [TextBlock(text="没有找到您要办的这件事，请换个说法，或拨打 12345。")],
        )
    if result.status is SearchStatus.CLARIFICATION:
        choices = subject_choices(guidebook, [c.id for c in result.candidates[:3]], "您要办的是哪一个？")
        return AnswerStatus.CLARIFICATION, result.best.id, [choices]
    return _subject(guidebook, result.best.id, message, named.division.code if named else division_code)


def answer_choice(guidebook: Guidebook, choice: Choice, division_code: str | None) -> Answered:
    """Answer a pressed button; one that needs the dialogue engine says so."""
    if choice.kind in (ChoiceKind.ITEM, ChoiceKind.LIFE_EVENT):
        return _subject(guidebook, choice.value, "", division_code)
    if choice.kind is ChoiceKind.NOTICE:
        item_id, *chosen = choice.value.split(_SEPARATOR)
        return _notice(guidebook, item_id, frozenset(chosen), division_code)
    return (
        AnswerStatus.ERROR,
        "",
        [TextBlock(text="这个按钮暂时用不了，请直接说要办什么事，或拨打 12345。")],
    )


def _subject(guidebook: Guidebook, subject_id: str, message: str, division_code: str | None) -> Answered:
    if subject_id in guidebook.life_events:
        block = LifeEventBlock(life_event=bundle(guidebook, guidebook.life_events[subject_id]))
        return AnswerStatus.ANSWERED, subject_id, [block]
    item = guidebook.item(subject_id)
    stated = prefill(item.circumstances, message, lambda c: guidebook.answers.of(item, c)) if message else frozenset()
    return _notice(guidebook, subject_id, stated, division_code)


def _notice(guidebook: Guidebook, item_id: str, chosen: frozenset[str], division_code: str | None) -> Answered:
    reply = answer(guidebook, item_id, chosen, division_code)
    blocks: list[Block] = []
    if reply.notice is not None:
        blocks += [NoticeBlock(notice=reply.notice), SourcesBlock(source=reply.notice.source)]
        return AnswerStatus.ANSWERED, item_id, blocks
    if reply.status is NoticeStatus.CLARIFICATION and reply.question is not None:
        blocks.append(
            _stateless(circumstance_choices(reply.question), item_id, settle(guidebook.item(item_id), chosen))
        )
        return AnswerStatus.CLARIFICATION, item_id, blocks
    return AnswerStatus.ANSWERED, item_id, [*blocks, TextBlock(text=reply.text or "")]


def _stateless(choices: ChoicesBlock, item_id: str, chosen: frozenset[str]) -> ChoicesBlock:
    options = tuple(
        option.model_copy(
            update={
                "choice": Choice(
                    kind=ChoiceKind.NOTICE,
                    value=_SEPARATOR.join([item_id, *sorted(chosen), option.choice.value]),
                )
            }
        )
        for option in choices.options
    )
    return choices.model_copy(update={"options": options})
