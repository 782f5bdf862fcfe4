"""「这几件一起办怎么安排」: the need ``plan``."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import say
from actions.desk import Desk, desk
from actions.state import FORM, State, remember
from knowledge.bare import is_bare
from knowledge.blocks import AnswerStatus, PlanBlock, TextBlock, subject_choices
from knowledge.circumstances import prefill
from knowledge.facts import Need
from knowledge.index.results import SearchStatus
from knowledge.plans.make import make_plan
from knowledge.plans.types import MOST_ITEMS, PlanReply, Wanted


class ActionPlan(Action):
    """Gathers the items that are wanted together, and goes on to what each still asks."""

    def name(self) -> str:
        """``action_`` and the need's stem."""
        return f"action_{Need.PLAN.value}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Take the items of this message, else the one in focus with those mentioned beside it, else the life event."""
        state = State.of(tracker)
        wanted = _named(desk(), state) or _in_focus(desk(), state)
        if len(wanted) < 2:
            say(dispatcher, "utter_plan_which", status=AnswerStatus.CLARIFICATION, subject=state.item_id or "")
            return []
        return _go_on(desk(), state, wanted[:MOST_ITEMS], dispatcher)


class ActionTellPlan(Action):
    """Keeps the answers to one item's circumstances, and goes on to the next item or to the plan."""

    def name(self) -> str:
        """Runs when the circumstances of the item in focus are known."""
        return "action_tell_plan"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Ask the next open circumstance, or tell the plan."""
        state = State.of(tracker)
        wanted = [
            Wanted(item_id=one.item_id, chosen=state.chosen) if one.item_id == state.item_id else one
            for one in state.planned
        ]
        return _go_on(desk(), state, wanted, dispatcher)


def _named(here: Desk, state: State) -> list[Wanted]:
    """Items that the message itself names; their circumstances too, as far as it states them."""
    if is_bare(state.text):
        return []
    result = here.search.search(state.text)
    ids = [found.id for found in (*result.candidates[:1], *result.also)]
    if result.status is not SearchStatus.ANSWERED or len(ids) < 2:
        return []
    items = [here.guidebook.items[item_id] for item_id in ids if item_id in here.guidebook.items]
    return [Wanted(item_id=item.id, chosen=prefill(item.circumstances, state.text)) for item in items]


def _in_focus(here: Desk, state: State) -> list[Wanted]:
    if state.item_id is not None:
        beside = [item_id for item_id in (*state.pending, *state.offered) if item_id in here.guidebook.items]
        first = Wanted(item_id=state.item_id, chosen=state.chosen)
        return [first, *(Wanted(item_id=item_id) for item_id in dict.fromkeys(beside) if item_id != state.item_id)]
    event = here.guidebook.life_events.get(state.life_event_id or "")
    return [Wanted(item_id=item_id) for item_id in event.item_ids] if event else []


def _go_on(here: Desk, state: State, wanted: list[Wanted], dispatcher: CollectingDispatcher) -> list[EventType]:
    reply = make_plan(here.guidebook, wanted, state.division_code)
    if reply.question is not None:
        asked = next(one for one in wanted if one.item_id == reply.item_id)
        return [
            *remember(planned=_packed(wanted), then=Need.PLAN.value, item_id=asked.item_id, chosen=asked.chosen),
            FollowupAction(FORM),
        ]
    _tell(here, reply, dispatcher)
    return remember(planned=None, then=None, circumstance_answer=None, pending=(), offered=())


def _tell(here: Desk, reply: PlanReply, dispatcher: CollectingDispatcher) -> None:
    if reply.plan is None:
        words = [TextBlock(text=one.why) for one in reply.left_out]
        say(dispatcher, None, *words, status=AnswerStatus.ANSWERED, subject=reply.left_out[0].item_id)
        return
    ids = [step.item_id for step in reply.plan.steps]
    lists = subject_choices(here.guidebook, ids, "想看其中哪一项的清单？")
    say(dispatcher, "utter_plan", PlanBlock.of(reply.plan), lists, subject=ids[0])


def _packed(wanted: list[Wanted]) -> list[str]:
    """Lay the items into a slot: 「item|circumstance.option|…」."""
    return ["|".join((one.item_id, *sorted(one.chosen))) for one in wanted]
