"""Where the person is: 「我在瑞安」 in words or by a button."""

from dataclasses import replace
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


class ActionDivision(Action):
    """Notes the division and tells the places there, of the item in focus."""

    def name(self) -> str:
        """Named after the intent."""
        return "action_division"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Take the division from the words or the button."""
        state = State.of(tracker)
        if not state.choice:
            return answer_turn(state, Need.PLACE if state.item_id else Need.ONE_TIME_NOTICE, dispatcher)
        if state.choice not in desk().guidebook.divisions:
            say(dispatcher, "utter_button_stale", status=AnswerStatus.CLARIFICATION)
            return []
        subject = Subject(SubjectKind.DIVISION, id=state.choice)
        noted = replace(state, division_code=state.choice)
        told = HANDLERS[SubjectKind.DIVISION](desk(), noted, subject, Need.PLACE, dispatcher)
        return [*remember(division_code=state.choice), *told]
