"""办件进度: the need ``progress``."""

from actions.turn import NeedAction
from knowledge.facts import Need


class ActionProgress(NeedAction):
    """Tells the progress of the item that is meant."""

    need = Need.PROGRESS
