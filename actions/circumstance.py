"""An answer in free words outside the form, or one inside it that was not understood."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.state import State
from actions.turn import answer_turn
from knowledge.facts import Need


class ActionCircumstance(Action):
    """Picks an offered candidate by its number, or switches a circumstance of the item in focus."""

    def name(self) -> str:
        """Named after the intent."""
        return "action_circumstance"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Take 「第二个」 for the candidates shown last; ask again what was not understood."""
        return answer_turn(State.of(tracker), Need.ONE_TIME_NOTICE, dispatcher)
