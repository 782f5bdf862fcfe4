"""The conversation as the actions see it: slots read once, events written in one place."""

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from knowledge.facts import Need

FORM = "one_time_notice_form"


@dataclass(frozen=True, slots=True)
class State:
    """What is remembered of a conversation."""

    text: str = ""
    item_id: str | None = None  # the item in focus
    life_event_id: str | None = None
    division_code: str | None = None
    chosen: frozenset[str] = frozenset()
    offered: tuple[str, ...] = ()  # candidates shown last
    refused: frozenset[str] = frozenset()  # candidates the person turned down
    pending: tuple[str, ...] = ()  # second matters of a message, kept for later
    question: str | None = None  # the question that was searched for last
    need: Need = Need.ONE_TIME_NOTICE
    shown: bool = False  # the notice of the item in focus was shown
    asking: bool = False  # a circumstance is being asked
    choice: str | None = None  # value of a pressed button
    need_asked: bool = False  # this message asks a need other than the list (set by ``answer_turn``)

    @classmethod
    def of(cls, tracker: Tracker) -> "State":
        """Read the slots of ``tracker`` and its latest message."""
        slot = tracker.get_slot
        message = tracker.latest_message
        entities = message.get("entities") or []
        choice = next((e["value"] for e in entities if e.get("entity") == "choice"), None)
        return cls(
            text="" if (message.get("text") or "").startswith("/") else message.get("text") or "",
            item_id=slot("item_id"),
            life_event_id=slot("life_event_id"),
            division_code=slot("division_code") or (message.get("metadata") or {}).get("division"),
            chosen=frozenset(slot("chosen") or ()),
            offered=tuple(slot("offered") or ()),
            refused=frozenset(slot("refused") or ()),
            pending=tuple(slot("pending") or ()),
            question=slot("question"),
            need=Need(slot("need") or Need.ONE_TIME_NOTICE),
            shown=bool(slot("shown")),
            asking=(tracker.active_loop or {}).get("name") == FORM,
            choice=choice,
        )


def remember(**values: Any) -> list[EventType]:
    """Set slots; sets and tuples travel as lists."""
    return [
        SlotSet(
            name,
            sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else value,
        )
        for name, value in values.items()
    ]


def stop_asking(state: State) -> list[EventType]:
    """Leave the form where it is active: the subject changed or is no longer clear."""
    return [ActiveLoop(None), SlotSet("requested_slot", None)] if state.asking else []
