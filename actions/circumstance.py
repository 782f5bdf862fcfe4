"""An answer in free words outside the form, or one inside it that was not understood."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import say
from actions.desk import desk
from actions.state import State
from actions.subject import found
from actions.turn import HANDLERS, answer_turn
from knowledge.blocks import AnswerStatus
from knowledge.circumstances import position, understand
from knowledge.facts import Need
from knowledge.materials import open_circumstance


class ActionCircumstance(Action):
    """Picks an offered candidate by its number, or switches a circumstance of the item in focus."""

    def name(self) -> str:
        """Named after the intent."""
        return "action_circumstance"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Take 「第二个」 for the candidates shown last; ask again what was not understood."""
        state = State.of(tracker)
        here = desk()
        index = position(state.text, len(state.offered))
        if index is not None and not state.asking:
            subject = found(here, state, state.offered[index])
            return HANDLERS[subject.kind](here, state, subject, state.need, dispatcher)
        if state.asking and state.item_id:
            circumstance = open_circumstance(here.guidebook.item(state.item_id), state.chosen)
            why = understand(circumstance, state.text).why_not if circumstance else None
            if why in ("none", "unsure"):
                say(
                    dispatcher,
                    f"utter_answer_{why}",
                    status=AnswerStatus.CLARIFICATION,
                    subject=state.item_id,
                )
                return []
        return answer_turn(state, Need.ONE_TIME_NOTICE, dispatcher)
