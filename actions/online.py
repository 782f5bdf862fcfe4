"""能不能网上办、要不要跑: the need ``online``."""

from actions.turn import NeedAction
from knowledge.facts import Need


class ActionOnline(NeedAction):
    """Tells the online of the item that is meant."""

    need = Need.ONLINE
