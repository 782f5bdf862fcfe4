"""流程: the need ``process``."""

from actions.turn import NeedAction
from knowledge.facts import Need


class ActionProcess(NeedAction):
    """Tells the process of the item that is meant."""

    need = Need.PROCESS
