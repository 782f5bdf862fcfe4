"""A question beside an answer: 「领证了，那要多少钱」 is answered and the answer taken."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import say
from actions.desk import Desk
from actions.state import State
from knowledge.bare import is_bare
from knowledge.blocks import AnswerStatus, FactsBlock
from knowledge.facts import Need, facts
from knowledge.index.results import SearchStatus

_TOLD_ALONE = {need.value for need in (Need.FEE, Need.TIME_LIMIT, Need.PLACE, Need.ONLINE, Need.PROCESS, Need.PROXY)}


def answer_aside(
    here: Desk, state: State, asked: str, tracker: Tracker, dispatcher: CollectingDispatcher
) -> dict[str, Any]:
    """Tell the need that is asked of the item in focus, or keep another matter for later; returns slots to set."""
    if is_bare(asked):
        intent = (tracker.latest_message.get("intent") or {}).get("name")
        if intent in _TOLD_ALONE:
            told = facts(here.guidebook, str(state.item_id), Need(intent), state.division_code, state.chosen)
            say(dispatcher, None, FactsBlock(facts=told), status=AnswerStatus.CLARIFICATION, subject=str(state.item_id))
        return {}
    found = here.search.search(asked)
    if found.status is not SearchStatus.ANSWERED or found.best is None or found.best.id == state.item_id:
        return {}
    return {"pending": list(dict.fromkeys((*state.pending, found.best.id)))}
