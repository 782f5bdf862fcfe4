"""「我有身份证和户口本，还缺什么？」: the need ``precheck``."""

import re
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import need_choices, say
from actions.desk import desk
from actions.state import State, remember
from actions.turn import NeedAction, answer_turn, told_otherwise
from knowledge.bare import is_bare
from knowledge.blocks import PrecheckBlock
from knowledge.facts import Need
from knowledge.papers import names_papers, without_papers
from knowledge.precheck import precheck

_MISSING = re.compile(
    r"还?[缺差少](?:点|些|几)?(?:什么|啥|哪|几|不)|够不够|够了|[齐全够][吗没了]|齐不齐|齐全|核对|对一遍"
)


class ActionPrecheck(NeedAction):
    """Finds the item that is meant, apart from the papers that are named, and keeps what was said of them."""

    need = Need.PRECHECK

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Ask what is open first; the comparison is told by ``action_tell_precheck``."""
        state = State.of(tracker)
        told = told_otherwise(state, dispatcher)
        if told is not None:
            return told
        if state.text and not (names_papers(state.text) or _MISSING.search(state.text)):
            return answer_turn(state, Need.ONE_TIME_NOTICE, dispatcher)
        matter = without_papers(state.text)
        stays = state.item_id is not None and is_bare(matter)
        held = "；".join(filter(None, (state.held if stays else None, state.text)))
        # 「身份证丢了，我有户口本」: with nothing else to go by, a paper may be the matter.
        asked = "" if stays else state.text if is_bare(matter) else matter
        state = replace(state, held=held, text=asked)
        return remember(held=held) + answer_turn(state, self.need, dispatcher)


class ActionTellPrecheck(Action):
    """Compares the list of the item in focus with what was said."""

    def name(self) -> str:
        """Runs once every circumstance is known."""
        return "action_tell_precheck"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Tell what is missing; what may be added in the next message is added to what was said."""
        state = State.of(tracker)
        found = precheck(
            desk().guidebook,
            str(state.item_id),
            state.chosen,
            words=state.held or "",
            division_code=state.division_code,
        )
        done = remember(then=None, shown=True, circumstance_answer=None)
        if found.precheck is None:
            say(dispatcher, "utter_plain", subject=str(state.item_id), words=found.reply.text or "")
            return done
        response = "utter_precheck" if state.held else "utter_precheck_nothing_said"
        block = PrecheckBlock.of(found.precheck)
        needs = need_choices(Need.ONE_TIME_NOTICE, Need.PLACE, Need.ONLINE)
        say(dispatcher, response, block, needs, subject=found.precheck.item_id, name=found.precheck.item_name)
        return done
