"""别人代办: the need ``proxy``."""

from actions.turn import NeedAction
from knowledge.facts import Need


class ActionProxy(NeedAction):
    """Tells the proxy of the item that is meant."""

    need = Need.PROXY
