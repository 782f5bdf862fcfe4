"""多少钱: the need ``fee``."""

from actions.turn import NeedAction
from knowledge.facts import Need


class ActionFee(NeedAction):
    """Tells the fee of the item that is meant."""

    need = Need.FEE
