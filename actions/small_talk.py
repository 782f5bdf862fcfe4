"""Greetings, thanks, complaints, chatter, 转人工: a short proper answer that leads back.

A message that also names a matter is answered as a matter: 「你好，社保卡丢了怎么办」 is no greeting.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import say
from actions.desk import desk
from actions.state import State
from actions.subject import SubjectKind, resolve
from actions.turn import answer_turn, told_otherwise
from knowledge.blocks import AnswerStatus
from knowledge.facts import Need

_STATUS = {
    "human": AnswerStatus.HANDED_OVER,
    "complaint": AnswerStatus.HANDED_OVER,
    "out_of_scope": AnswerStatus.NO_MATCH,
}
# These may stand beside a matter and then give way to it; 转人工 and 投诉 are meant as said.
_GIVE_WAY = {"greet", "thanks", "goodbye", "about", "out_of_scope", "complaint", "feedback"}
_BEFORE_SMALL_TALK = {SubjectKind.EMERGENCY, SubjectKind.UNANSWERED, SubjectKind.FOREIGN}


class ActionSmallTalk(Action):
    """Answers small talk with the response named like its intent."""

    def name(self) -> str:
        """One action for all of them."""
        return "action_small_talk"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say the response of the intent, unless the message names a matter."""
        state = State.of(tracker)
        intent = (tracker.latest_message.get("intent") or {}).get("name") or "out_of_scope"
        told = told_otherwise(state, dispatcher)
        if told is not None:
            return told
        if intent in _GIVE_WAY:
            subject = resolve(desk(), state)
            if subject.changed or subject.kind in _BEFORE_SMALL_TALK:
                return answer_turn(state, Need.ONE_TIME_NOTICE, dispatcher)
        say(
            dispatcher,
            f"utter_{intent}",
            status=_STATUS.get(intent, AnswerStatus.ANSWERED),
            subject=state.item_id or "",
        )
        return []
