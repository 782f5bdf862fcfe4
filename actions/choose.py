"""A pressed button: an item, a life event, or a circumstance after the list was shown."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import say
from actions.desk import desk
from actions.state import State, remember
from actions.subject import Subject, SubjectKind
from actions.turn import HANDLERS, answer_turn
from knowledge.blocks import AnswerStatus
from knowledge.facts import Need


class ActionChooseSubject(Action):
    """Takes the item or life event of a button, for the need that was asked."""

    def name(self) -> str:
        """Named after the intent."""
        return "action_choose_subject"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answer the remembered need of the chosen subject."""
        state = State.of(tracker)
        if state.choice not in desk().guidebook.items and state.choice not in desk().guidebook.life_events:
            say(dispatcher, "utter_button_stale", status=AnswerStatus.CLARIFICATION)
            return []
        return [*answer_turn(state, state.need, dispatcher), *remember(need=Need.ONE_TIME_NOTICE.value)]


class ActionChooseOption(Action):
    """Takes a circumstance's button outside the form: only the difference is told."""

    def name(self) -> str:
        """Named after the intent."""
        return "action_choose_option"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Tell what the option changes for the item in focus."""
        state = State.of(tracker)
        item = desk().guidebook.items.get(state.item_id or "")
        known = {f"{c.id}.{o.id}" for c in item.circumstances for o in c.options} if item else set()
        if state.choice not in known:
            say(dispatcher, "utter_button_stale", status=AnswerStatus.CLARIFICATION)
            return []
        subject = Subject(SubjectKind.CIRCUMSTANCE, id=str(state.choice))
        return HANDLERS[SubjectKind.CIRCUMSTANCE](desk(), state, subject, Need.ONE_TIME_NOTICE, dispatcher)
