"""What a turn leaves behind: its log, and its question where that taught something. Runs after the answer was sent."""

import logging
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from knowledge.blocks import AnswerStatus, Block, Choice, ChoiceKind, ChoicesBlock, NoticeBlock
from store.asked import Asked, AskedKind
from store.store import Store
from store.turns import Turn

_LOG = logging.getLogger("yizhan.memory")
_REFUSAL = re.compile(r"不是这|都不是|不对|搞错|弄错|换一个|不是我要|答非所问|没找到我要的")


def remember(store: Store, turn: Turn, choice: Choice | None, blocks: Sequence[Block]) -> None:
    """Keep a turn and what it teaches; a full disk or a database that is away costs the log, never the answer."""
    try:
        before = store.turns.of(turn.conversation)
        store.turns.keep(turn)
        if choice is not None and choice.kind in (ChoiceKind.ITEM, ChoiceKind.LIFE_EVENT):
            store.asked.picked(turn.conversation, choice.value)
        lesson = lesson_of(turn, choice, blocks, before)
        if lesson is not None:
            store.asked.keep(lesson)
    except SQLAlchemyError as error:
        _LOG.warning("turn not kept: %s", type(error).__name__)


def complained(store: Store, conversation: str) -> None:
    """Keep the question of a conversation whose answer was called useless; nothing where none is known."""
    try:
        said = next((turn for turn in reversed(store.turns.of(conversation)) if turn.said), None)
        if said is not None:
            store.asked.keep(_asked(said, AskedKind.COMPLAINED, said.said, (said.subject,) if said.subject else ()))
    except SQLAlchemyError as error:
        _LOG.warning("complaint not kept: %s", type(error).__name__)


def lesson_of(turn: Turn, choice: Choice | None, blocks: Sequence[Block], before: Sequence[Turn]) -> Asked | None:
    """Return the question that an operator should see, and why, or ``None`` for a turn that went well."""
    refused = choice.kind is ChoiceKind.ANOTHER if choice is not None else bool(_REFUSAL.search(turn.said))
    answered = next((t for t in reversed(before) if t.said and t.status == AnswerStatus.ANSWERED), None)
    if refused and answered is not None:
        return _asked(turn, AskedKind.CORRECTED, answered.said, (answered.subject,) if answered.subject else ())
    if not turn.said or refused:
        return None
    if turn.status == AnswerStatus.NO_MATCH:
        return _asked(turn, AskedKind.UNANSWERED, turn.said, ())
    offered = tuple(
        option.choice.value
        for block in blocks
        if isinstance(block, ChoicesBlock)
        for option in block.options
        if option.choice.kind in (ChoiceKind.ITEM, ChoiceKind.LIFE_EVENT)
    )
    if turn.status == AnswerStatus.CLARIFICATION and offered:
        return _asked(turn, AskedKind.CLARIFIED, turn.said, offered)
    return None


def shown(blocks: Sequence[Block]) -> tuple[dict[str, Any], ...]:
    """Return the blocks as they are kept: a notice by what it was made of, since its lines stand in the version."""
    return tuple(
        {
            "type": block.type,
            "item_id": block.notice.item_id,
            "circumstances": {c.id: c.option_id for c in block.notice.circumstances},
        }
        if isinstance(block, NoticeBlock)
        else block.model_dump(mode="json", exclude_defaults=False)
        for block in blocks
    )


def _asked(turn: Turn, kind: AskedKind, words: str, candidates: tuple[str, ...]) -> Asked:
    return Asked(
        kind=kind,
        words=words,
        conversation=turn.conversation,
        guidebook_version=turn.guidebook_version,
        candidates=candidates,
        division_code=turn.division_code,
    )
