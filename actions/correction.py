"""「不是这个」「换一个」「还有呢」「重新开始」: the person steers."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import need_choices, say
from actions.desk import desk
from actions.state import State, remember, stop_asking
from actions.subject import Subject, SubjectKind, resolve
from actions.turn import HANDLERS, answer_turn, told_otherwise
from knowledge.blocks import AnswerStatus, FactsBlock, subject_choices
from knowledge.circumstances import plain
from knowledge.facts import Need, facts

LONGEST_BARE_REFUSAL = 6  # characters of 「不是这个」「换一个吧」; more may name what is meant instead


class ActionAnother(Action):
    """Offers the next candidates for the same question, without those turned down."""

    def name(self) -> str:
        """Serves the intents ``another`` and ``not_this``."""
        return "action_another"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Turn down what was shown; a message that also names a matter is answered at once."""
        state = State.of(tracker)
        here = desk()
        told = told_otherwise(state, dispatcher)
        if told is not None:
            return told
        unanswered = resolve(here, state)
        if unanswered.kind is SubjectKind.UNANSWERED:
            return HANDLERS[unanswered.kind](here, state, unanswered, state.need, dispatcher)
        # 「都不是」 turns down what was offered; without an offer, the matter in focus.
        turned_down = {*state.refused, *(state.offered or ([state.item_id] if state.item_id else []))}
        state = replace(state, refused=frozenset(turned_down))
        forget = [
            *remember(refused=state.refused, item_id=None, chosen=(), offered=(), shown=False),
            *stop_asking(state),
        ]
        if len(plain(state.text)) > LONGEST_BARE_REFUSAL:
            named = resolve(here, replace(state, item_id=None))
            if named.kind in (SubjectKind.ITEM, SubjectKind.LIFE_EVENT):
                return forget + answer_turn(replace(state, item_id=None), Need.ONE_TIME_NOTICE, dispatcher)
        if not state.question:
            say(dispatcher, "utter_about_what", status=AnswerStatus.CLARIFICATION)
            return forget
        result = here.search.search(state.question)
        left = tuple(c.id for c in (*result.candidates, *result.rejected) if c.id not in turned_down)
        if not left:
            say(dispatcher, "utter_no_other", status=AnswerStatus.NO_MATCH)
            return [*forget, SlotSet("question", None)]
        unclear = Subject(SubjectKind.UNCLEAR, candidates=left[:3])
        return forget + HANDLERS[SubjectKind.UNCLEAR](here, replace(state, text=""), unclear, state.need, dispatcher)


class ActionMore(Action):
    """「还有呢」: the second matter, or what of the notice was not yet told."""

    def name(self) -> str:
        """Named after the intent."""
        return "action_more"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Tell process and conditions of the item in focus, and offer what is pending."""
        state = State.of(tracker)
        here = desk()
        if state.pending:
            say(dispatcher, "utter_pending", subject_choices(here.guidebook, state.pending[:3], "您还提到："))
            return remember(offered=state.pending[:3], pending=())
        if state.item_id is None:
            return answer_turn(state, Need.ONE_TIME_NOTICE, dispatcher)
        blocks = [
            FactsBlock(facts=facts(here.guidebook, state.item_id, need, state.division_code, state.chosen))
            for need in (Need.CONDITIONS, Need.PROCESS, Need.VALIDITY)
        ]
        say(
            dispatcher,
            "utter_more",
            *blocks,
            need_choices(Need.PLACE, Need.ONLINE, Need.PROXY),
            subject=state.item_id,
        )
        return []


class ActionStartOver(Action):
    """Forgets everything but the division."""

    def name(self) -> str:
        """Not Rasa's own restart, which would forget the division too."""
        return "action_start_over"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Clear the slots."""
        say(dispatcher, "utter_start_over", status=AnswerStatus.CLARIFICATION)
        state = State.of(tracker)
        return [AllSlotsReset(), SlotSet("division_code", state.division_code), *stop_asking(state)]
