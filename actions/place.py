"""去哪里、几点、电话: the need ``place``."""

from actions.turn import NeedAction
from knowledge.facts import Need


class ActionPlace(NeedAction):
    """Tells the place of the item that is meant."""

    need = Need.PLACE
