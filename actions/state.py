"""The conversation as the actions see it: slots read once, events written in one place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from knowledge.facts import Need
from knowledge.plans.types import Wanted

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
    begun: bool = False  # it began to be asked by this very message, which is no answer to it
    choice: str | None = None  # value of a pressed button
    then: Need | None = None  # what is told instead of the list, once every circumstance is known
    held: str | None = None  # what was said of papers, for the pre-check
    planned: tuple[Wanted, ...] = ()  # items of the plan that is being asked about
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
            begun=_begun(tracker.events),
            choice=choice,
            then=Need(slot("then")) if slot("then") else None,
            held=slot("held"),
            planned=tuple(_unpacked(packed) for packed in slot("planned") or ()),
        )


def _begun(events: Iterable[dict[str, Any]]) -> bool:
    """Say whether the form was entered after the latest message."""
    for event in reversed(list(events)):
        if event.get("event") == "user":
            return False
        if event.get("event") == "active_loop" and event.get("name") == FORM:
            return True
    return False


def _unpacked(packed: str) -> Wanted:
    item_id, *chosen = packed.split("|")
    return Wanted(item_id=item_id, chosen=frozenset(chosen))


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
