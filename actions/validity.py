"""能拿到什么、有效期: the need ``validity``."""

from actions.turn import NeedAction
from knowledge.facts import Need


class ActionValidity(NeedAction):
    """Tells the validity of the item that is meant."""

    need = Need.VALIDITY
