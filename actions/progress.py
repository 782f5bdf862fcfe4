"""办件进度: the need ``progress``."""

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.state import State
from actions.turn import NeedAction, answer_turn
from knowledge.facts import Need

# 「钱什么时候到账」 asks how long it takes, unless the person says that it was applied for.
_HOW_LONG = re.compile(r"到账|打给|打到|发下来|发到|什么时候(?:能)?(?:领|拿|发)|多久(?:能)?(?:领|拿|发|到)")
_APPLIED = re.compile(r"交了|交上去|提交|申请了|办了|受理|我的件|办件|审到|批了|递上去")


class ActionProgress(NeedAction):
    """Tells where the progress of a case is to be found; of one not yet begun, the time it takes."""

    need = Need.PROGRESS

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Tell the time where nothing was applied for yet."""
        state = State.of(tracker)
        waits = not _HOW_LONG.search(state.text) or _APPLIED.search(state.text)
        return answer_turn(state, self.need if waits else Need.TIME_LIMIT, dispatcher)
