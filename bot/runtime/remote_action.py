"""Make the call of the action webhook cost the same in every turn."""

from typing import Any

import rasa
from jsonschema import Draft7Validator
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

TURNS_SENT = 2  # this turn and the one before: what "还有呢" and form validation look at


def install() -> None:
    """Replace two methods of Rasa's ``RemoteAction``; forms and slot mappings use the same class."""
    RemoteAction._action_call_format = _action_call_format
    RemoteAction._validate_action_result = _validate_action_result


_validator = Draft7Validator(RemoteAction.action_response_format_spec())


def _validate_action_result(self: RemoteAction, result: Any) -> bool:
    """Check a reply by a validator that is built once.

    ``jsonschema.validate`` checks the schema itself against its meta-schema on every reply: a
    third of a turn's time.
    """
    _validator.validate(result)
    return True


def _action_call_format(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """Build the request with the events of the last turns only; slots and form are sent whole.

    The stock request carries every event since the conversation began.
    """
    state = tracker.current_state(EventVerbosity.NONE)
    state["events"] = [event.as_dict() for event in _latest_turns(tracker)]
    return {
        "next_action": self.name(),
        "sender_id": tracker.sender_id,
        "tracker": state,
        "domain": domain.as_dict(),
        "version": rasa.__version__,
    }


def _latest_turns(tracker: DialogueStateTracker) -> list[Event]:
    """Return the events from the ``TURNS_SENT``-th last message of the citizen on."""
    latest: list[Event] = []
    turns = 0
    for event in reversed(tracker.events):
        latest.append(event)
        turns += isinstance(event, UserUttered)
        if turns == TURNS_SENT:
            break
    return latest[::-1]
