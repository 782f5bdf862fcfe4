import inspect
import json
import unittest

from jsonschema import ValidationError
from rasa.core.actions import action, forms
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import SlotSet, UserUttered

from bot.runtime import remote_action
from tests.bot.inside import DOMAIN, conversation, seconds, turn

stock = RemoteAction._action_call_format
stock_run = inspect.getsource(RemoteAction.run)
remote_action.install()


class RemoteActionTest(unittest.TestCase):
    def call(self, turns):
        tracker = conversation(turns)
        tracker.update(UserUttered("然后呢", {"name": "ask"}))
        return RemoteAction("action_notice", None)._action_call_format(tracker, DOMAIN), tracker

    def test_rasa_still_calls_both_methods_that_are_replaced(self):
        self.assertIn("self._action_call_format(tracker, domain)", stock_run)
        self.assertIn("self._validate_action_result(response)", stock_run)
        self.assertIs(forms.RemoteAction, action.RemoteAction)

    def test_all_but_the_old_events_is_as_rasa_sends_it(self):
        ours, tracker = self.call(20)
        theirs = stock(RemoteAction("action_notice", None), tracker, DOMAIN)
        events = ours["tracker"].pop("events")
        self.assertEqual(theirs["tracker"].pop("events")[-len(events) :], events)
        self.assertEqual(ours, theirs)

    def test_turn_300_is_as_small_as_turn_5(self):
        self.assertLess(len(json.dumps(self.call(300)[0])), 1.2 * len(json.dumps(self.call(5)[0])))

    def test_this_turn_and_the_one_before_are_sent_whole(self):
        events = self.call(5)[0]["tracker"]["events"]
        self.assertEqual([e["text"] for e in events if e["event"] == "user"], ["第5句", "然后呢"])
        self.assertEqual(len(events), len(turn(5)) + 1)

    def test_a_form_with_many_slots_in_one_turn_loses_none_of_them(self):
        tracker = conversation(3)
        tracker.update(UserUttered("都有", {"name": "ask"}))
        for number in range(50):
            tracker.update(SlotSet("circumstance", str(number)))
        sent = RemoteAction("validate_ask_form", None)._action_call_format(tracker, DOMAIN)
        self.assertEqual(sum(e.get("name") == "circumstance" for e in sent["tracker"]["events"]), 50)

    def test_a_conversation_without_a_message_is_sent(self):
        tracker = conversation(0)
        sent = RemoteAction("action_notice", None)._action_call_format(tracker, DOMAIN)
        self.assertEqual(len(sent["tracker"]["events"]), len(tracker.events))

    def test_replies_are_judged_as_before(self):
        remote = RemoteAction("action_notice", None)
        slot = {"event": "slot", "timestamp": None, "name": "item_id", "value": {"any": [1]}}
        for reply in ({"events": [slot], "responses": [{"text": "好"}]}, {}, {"events": [], "responses": []}):
            self.assertTrue(remote._validate_action_result(reply))
        for reply in (
            [],
            None,
            {"events": [{"event": "nonsense"}]},
            {"responses": ["好"]},
            {"events": "slot"},
        ):
            with self.assertRaises(ValidationError):
                remote._validate_action_result(reply)

    def test_judging_a_reply_takes_less_than_a_millisecond(self):
        remote = RemoteAction("action_notice", None)
        reply = {"events": [], "responses": [{"text": "好", "custom": {"lines": ["材料"] * 50}}]}
        self.assertLess(seconds(lambda: [remote._validate_action_result(reply) for _ in range(20)]), 0.02)
