"""Shorten the history of a conversation without changing what it means."""

from collections.abc import Iterable
from itertools import islice

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    ConversationPaused,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

KEPT_EVENTS = 24  # at least this many stay: about four turns, more than any rule looks back
MOST_EVENTS = 72  # shortened above this many, so that shortening happens once in about ten turns


def shorten(tracker: DialogueStateTracker, domain: Domain) -> bool:
    """Replace the oldest turns of a tracker by events that lead to the same state; say whether it did.

    Rasa replays a conversation's whole history several times in each turn (one copy per action,
    once per policy prediction), so a turn costs what all turns before it cost. The replacement is
    what Rasa itself writes when a session restarts with its slots carried over
    (``ActionSessionStart``), plus the form that is running.
    """
    if len(tracker.events) <= MOST_EVENTS:
        return False
    events = list(tracker.events)
    cut = _start_of_kept_turns(events)
    if cut is None:
        return False
    summary = _summary(tracker.sender_id, events[:cut], domain)
    tracker.events.clear()
    tracker.events.extend(summary)
    tracker.events.extend(events[cut:])
    return True


def rebuild(tracker: DialogueStateTracker, length: int, domain: Domain) -> DialogueStateTracker:
    """Return a new tracker in the state after the first ``length`` events."""
    return DialogueStateTracker.from_events(
        tracker.sender_id, list(islice(tracker.events, length)), domain.slots, domain=domain
    )


def _start_of_kept_turns(events: list[Event]) -> int | None:
    """Return where the latest turn begins that leaves ``KEPT_EVENTS`` events, if there is one."""
    for position in range(len(events) - KEPT_EVENTS, 1, -1):
        before = events[position - 1]
        if (
            isinstance(events[position], UserUttered)
            and isinstance(before, ActionExecuted)
            and before.action_name == ACTION_LISTEN_NAME
        ):
            return position
    return None


def _summary(sender_id: str, events: Iterable[Event], domain: Domain) -> list[Event]:
    """Return the fewest events that lead to the state the given ones lead to."""
    state = DialogueStateTracker.from_events(sender_id, list(events), domain.slots, domain=domain)
    at = state.events[-1].timestamp
    summary: list[Event] = [SessionStarted(at)]
    if state.active_loop_name:
        summary += [
            ActionExecuted(state.active_loop_name, timestamp=at),
            ActiveLoop(state.active_loop_name, at),
        ]
    initial = {slot.name: slot.initial_value for slot in domain.slots}
    summary += [
        SlotSet(name, value, at) for name, value in state.current_slot_values().items() if value != initial.get(name)
    ]
    if state.is_paused():
        summary.append(ConversationPaused(at))
    return [*summary, ActionExecuted(ACTION_LISTEN_NAME, timestamp=at)]
