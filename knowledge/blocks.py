"""What an answer is made of: typed blocks that any client can draw.

``Choice`` is what a client sends back when a person presses a button; its value is ours to read.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from knowledge.facts import Facts
from knowledge.guidebook import Guidebook
from knowledge.life_events import Bundle
from knowledge.notices import Difference, OneTimeNotice, Source
from knowledge.places import checked
from knowledge.plans.types import Plan
from knowledge.plans.words import plan_lines
from knowledge.precheck import Precheck, precheck_lines
from knowledge.schema import Circumstance


class AnswerStatus(StrEnum):
    """How a turn ended; a closed set, logged with the item id."""

    ANSWERED = "answered"
    CLARIFICATION = "clarification"
    NO_MATCH = "no_match"
    HANDED_OVER = "handed_over"
    ERROR = "error"


class ChoiceKind(StrEnum):
    """What a button stands for."""

    ITEM = "item"
    LIFE_EVENT = "life_event"
    OPTION = "option"  # circumstance.option
    DIVISION = "division"
    NEED = "need"
    NOTICE = "notice"  # item|circumstance.option|…: an exact list without a conversation
    ANOTHER = "another"
    HUMAN = "human"
    START_OVER = "start_over"


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(_Block):
    """A button's meaning."""

    kind: ChoiceKind
    value: str = Field(default="", max_length=400)


class ChoiceOption(_Block):
    """One button: its words, what tells it from its neighbours, and its meaning."""

    label: str
    detail: str | None = None
    choice: Choice


class TextBlock(_Block):
    """Plain words."""

    type: Literal["text"] = "text"
    text: str


class ChoicesBlock(_Block):
    """Buttons; everything on them can also be answered in words."""

    type: Literal["choices"] = "choices"
    prompt: str
    name: str
    options: tuple[ChoiceOption, ...]


class NoticeBlock(_Block):
    """The whole one-time notice."""

    type: Literal["notice"] = "notice"
    notice: OneTimeNotice


class FactsBlock(_Block):
    """The lines that answer one need of an item."""

    type: Literal["facts"] = "facts"
    facts: Facts


class DifferenceBlock(_Block):
    """Only what another circumstance changes."""

    type: Literal["difference"] = "difference"
    item_id: str
    item_name: str
    difference: Difference


class LifeEventBlock(_Block):
    """A life event with its items and merged materials."""

    type: Literal["life_event"] = "life_event"
    life_event: Bundle


class PlanBlock(_Block):
    """Several items planned together; ``lines`` say all of it in plain text."""

    type: Literal["plan"] = "plan"
    plan: Plan
    lines: tuple[str, ...]

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """Put a plan and its words together."""
        return cls(plan=plan, lines=plan_lines(plan))


class PrecheckBlock(_Block):
    """What of a list is still missing; ``lines`` say all of it in plain text."""

    type: Literal["precheck"] = "precheck"
    precheck: Precheck
    lines: tuple[str, ...]

    @classmethod
    def of(cls, precheck: Precheck) -> Self:
        """Put a pre-check and its words together."""
        return cls(precheck=precheck, lines=precheck_lines(precheck))


class SourcesBlock(_Block):
    """Item, version, as-of date and law of what was said."""

    type: Literal["sources"] = "sources"
    source: Source


Block = Annotated[
    TextBlock
    | ChoicesBlock
    | NoticeBlock
    | FactsBlock
    | DifferenceBlock
    | LifeEventBlock
    | PlanBlock
    | PrecheckBlock
    | SourcesBlock,
    Field(discriminator="type"),
]


def with_open_now(block: Block, at: datetime) -> Block:
    """Return the block with whether each of its places is open ``at`` that moment."""
    if isinstance(block, NoticeBlock):
        return NoticeBlock(notice=replace(block.notice, places=checked(block.notice.places, at)))
    if isinstance(block, FactsBlock):
        return FactsBlock(facts=replace(block.facts, places=checked(block.facts.places, at)))
    return block


def circumstance_choices(circumstance: Circumstance) -> ChoicesBlock:
    """Ask a circumstance as buttons."""
    return ChoicesBlock(
        prompt=circumstance.question + (f"（{circumstance.hint}）" if circumstance.hint else ""),
        name="circumstance",
        options=tuple(
            ChoiceOption(
                label=option.label,
                detail=option.note,
                choice=Choice(kind=ChoiceKind.OPTION, value=f"{circumstance.id}.{option.id}"),
            )
            for option in circumstance.options
        ),
    )


def subject_choices(guidebook: Guidebook, subject_ids: Iterable[str], prompt: str) -> ChoicesBlock:
    """Offer items and life events; the detail says what each one is for."""
    options = []
    for subject_id in subject_ids:
        if subject_id in guidebook.life_events:
            event = guidebook.life_events[subject_id]
            options.append(
                ChoiceOption(
                    label=event.name,
                    detail=event.summary,
                    choice=Choice(kind=ChoiceKind.LIFE_EVENT, value=event.id),
                )
            )
        else:
            item = guidebook.item(subject_id)
            options.append(
                ChoiceOption(label=item.name, detail=item.summary, choice=Choice(kind=ChoiceKind.ITEM, value=item.id))
            )
    return ChoicesBlock(prompt=prompt, name="subject", options=tuple(options))
