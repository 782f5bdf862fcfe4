"""条件: the need ``conditions``."""

from actions.turn import NeedAction
from knowledge.facts import Need


class ActionConditions(NeedAction):
    """Tells the conditions of the item that is meant."""

    need = Need.CONDITIONS
