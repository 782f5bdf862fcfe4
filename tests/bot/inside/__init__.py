"""Run by Rasa's own Python (unittest, since pytest is not there); see tests/bot/test_runtime.py."""

import time

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [ask, start]
slots:
  item_id: {type: text, influence_conversation: true, mappings: [{type: custom}]}
  circumstance: {type: text, influence_conversation: false, mappings: [{type: custom}]}
forms:
  ask_form: {required_slots: [circumstance]}
actions: [action_notice]
responses:
  utter_ask_circumstance: [{text: 领证了吗}]
"""
)


def turn(number: int) -> list[Event]:
    """Return one turn; every seventh opens a form, the next one fills and closes it."""
    said = UserUttered(f"第{number}句", {"name": "ask" if number % 7 else "start"}, input_channel="rest")
    if number % 7 == 0:
        done = [ActionExecuted("ask_form"), ActiveLoop("ask_form"), SlotSet("requested_slot", "circumstance")]
    elif number % 7 == 1 and number > 1:
        done = [
            SlotSet("circumstance", str(number)),
            ActionExecuted("ask_form"),
            SlotSet("requested_slot", None),
        ]
        done += [ActiveLoop(None), ActionExecuted("action_notice")]
    else:
        done = [ActionExecuted("action_notice"), SlotSet("item_id", f"item-{number}")]
    return [said, *done, BotUttered("答"), ActionExecuted("action_listen")]


def conversation(turns: int) -> DialogueStateTracker:
    """Return a tracker after some turns."""
    events = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]
    for number in range(1, turns + 1):
        events += turn(number)
    return DialogueStateTracker.from_events("c", events, DOMAIN.slots)


def seconds(work) -> float:  # type: ignore[no-untyped-def]
    """Return the shortest of three times a piece of work takes."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)
