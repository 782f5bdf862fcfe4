"""要多久: the need ``time_limit``."""

from actions.turn import NeedAction
from knowledge.facts import Need


class ActionTimeLimit(NeedAction):
    """Tells the time limit of the item that is meant."""

    need = Need.TIME_LIMIT
