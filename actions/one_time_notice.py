"""The main need: which item is meant, what changes its list, and the list itself (一次性告知单)."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import need_choices, say
from actions.aside import answer_aside
from actions.desk import desk
from actions.hearing import heard, instead
from actions.state import State, remember
from actions.turn import NeedAction
from knowledge.blocks import AnswerStatus, NoticeBlock, SourcesBlock, circumstance_choices, subject_choices
from knowledge.facts import Need
from knowledge.materials import open_circumstance
from knowledge.notices import answer


class ActionFindSubject(NeedAction):
    """Finds the item or life event that is meant; also the fallback, since the guidebook knows more than NLU."""

    need = Need.ONE_TIME_NOTICE

    def name(self) -> str:
        """Differs from the need's stem, which names the action that shows the notice."""
        return "action_find_subject"


class ActionAskCircumstanceAnswer(Action):
    """Asks the next circumstance that changes the list, as buttons."""

    def name(self) -> str:
        """Named after the form's slot."""
        return "action_ask_circumstance_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Ask, or stay silent where nothing is open."""
        state = State.of(tracker)
        item = desk().guidebook.item(str(state.item_id))
        circumstance = open_circumstance(item, state.chosen)
        if circumstance is not None:
            choices = circumstance_choices(circumstance)
            say(
                dispatcher,
                "utter_ask_circumstance",
                choices,
                status=AnswerStatus.CLARIFICATION,
                subject=item.id,
                name=item.name,
            )
        return []


class ValidateOneTimeNoticeForm(FormValidationAction):
    """Takes answers to circumstances, from buttons and from free words."""

    def name(self) -> str:
        """Named after the form."""
        return "validate_one_time_notice_form"

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        """Require an answer as long as a circumstance is open."""
        state = State.of(tracker)
        if state.item_id is None or open_circumstance(desk().guidebook.item(state.item_id), state.chosen) is None:
            return []
        return domain_slots

    async def extract_circumstance_answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Read the option that was pressed or said; nothing where it is not understood."""
        state = State.of(tracker)
        if state.item_id is None or not state.asking or state.begun:
            return {}  # the words that put the matter into focus are no answer: what they state was taken already
        circumstance = open_circumstance(desk().guidebook.item(state.item_id), state.chosen)
        if circumstance is None:
            return {}
        if state.choice:
            known = {f"{circumstance.id}.{option.id}" for option in circumstance.options}
            return {"circumstance_answer": state.choice} if state.choice in known else {}
        said = heard(desk(), state).reference
        return {"circumstance_answer": said} if said else {}

    def validate_circumstance_answer(
        self, value: str | None, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Add the answer to what is chosen; leave the slot empty while more is open."""
        if value is None:
            return {}
        state = State.of(tracker)
        here = desk()
        item = here.guidebook.item(str(state.item_id))
        chosen = instead(state.chosen, value)
        slots = {"chosen": sorted(chosen)}
        asked = "" if state.choice else heard(here, state).asked
        if asked:
            slots |= answer_aside(here, replace(state, chosen=chosen), asked, tracker, dispatcher)
        still_open = open_circumstance(item, chosen) is not None
        return {**slots, "circumstance_answer": None if still_open else value}


class ActionOneTimeNotice(Action):
    """Shows the whole notice of the item in focus."""

    def name(self) -> str:
        """The need's own action."""
        return "action_one_time_notice"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Show the notice, then offer what else may be asked and the second matter of the message."""
        state = State.of(tracker)
        if state.item_id is None:
            say(dispatcher, "utter_about_what", status=AnswerStatus.CLARIFICATION)
            return []
        if state.then is not None:
            return [FollowupAction(f"action_tell_{state.then.value}")]
        here = desk()
        reply = answer(here.guidebook, state.item_id, state.chosen, state.division_code)
        if reply.notice is None:
            say(dispatcher, "utter_plain", subject=state.item_id, words=reply.text or "")
            return []
        needs = (Need.PLACE, Need.ONLINE, Need.PROXY, Need.TIME_LIMIT, Need.FEE, Need.PROCESS, Need.PRECHECK)
        blocks = [
            NoticeBlock(notice=reply.notice),
            SourcesBlock(source=reply.notice.source),
            need_choices(*needs),
        ]
        if state.pending:
            blocks.append(subject_choices(here.guidebook, state.pending[:3], "您还提到："))
            blocks.append(need_choices(Need.PLAN))
        events = here.guidebook.life_events_of.get(state.item_id, ())
        if events and not state.life_event_id:
            blocks.append(subject_choices(here.guidebook, [e.id for e in events[:2]], "可以联办的一件事："))
        say(dispatcher, "utter_one_time_notice", *blocks, subject=state.item_id, name=reply.notice.item_name)
        return remember(shown=True, circumstance_answer=None, offered=state.pending[:3])
