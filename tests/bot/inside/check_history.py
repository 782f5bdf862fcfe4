import unittest

from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.events import ConversationPaused, Restarted, UserUtteranceReverted, UserUttered

from bot.runtime.history import KEPT_EVENTS, MOST_EVENTS, shorten
from tests.bot.inside import DOMAIN, conversation, turn


def state(tracker):
    """All that actions and policies see of a conversation, its older history apart."""
    shown = tracker.current_state()
    if shown["active_loop"]:
        shown["active_loop"].pop("trigger_message")  # only slots filled by the trigger intent look at it
    return shown, tracker.latest_action_name, tracker.is_paused()


class HistoryTest(unittest.TestCase):
    def test_a_shortened_conversation_is_in_the_same_state_and_replays_to_it(self):
        for turns in range(10, 60):
            tracker = conversation(turns)
            before = state(tracker)
            if not shorten(tracker, DOMAIN):
                self.assertLessEqual(len(tracker.events), MOST_EVENTS)
                continue
            self.assertEqual(state(tracker), before)
            self.assertEqual(state(tracker.copy()), before)
            self.assertLess(len(tracker.events), MOST_EVENTS)

    def test_policies_see_the_same_recent_states(self):
        for turns in range(15, 60):
            long, short = conversation(turns), conversation(turns)
            shorten(short, DOMAIN)
            for number in range(turns + 1, turns + 4):
                for event in turn(number)[:1]:
                    long.update(event)
                    short.update(event)
                self.assertEqual(short.past_states(DOMAIN)[-8:], long.past_states(DOMAIN)[-8:])
                for event in turn(number)[1:]:
                    long.update(event)
                    short.update(event)

    def test_a_conversation_of_any_length_stays_bounded(self):
        tracker = conversation(1)
        for number in range(2, 400):
            for event in turn(number):
                tracker.update(event)
            shorten(tracker, DOMAIN)
            self.assertLessEqual(len(tracker.events), MOST_EVENTS + 10)
        self.assertGreaterEqual(len(tracker.events), KEPT_EVENTS)

    def test_turns_that_were_taken_back_are_shortened_too(self):
        tracker = conversation(1)
        for _ in range(200):
            for event in turn(3):
                tracker.update(event)
                if isinstance(event, UserUttered):
                    tracker.update(UserUtteranceReverted())
                    tracker.update(event)
            shorten(tracker, DOMAIN)
        self.assertLessEqual(len(tracker.events), MOST_EVENTS + 10)

    def test_a_paused_conversation_stays_paused_and_a_restarted_one_restarted(self):
        for event in (ConversationPaused(), Restarted()):
            tracker = conversation(20)
            tracker.update(event)
            for number in range(21, 40):
                for later in turn(number):
                    tracker.update(later)
            before = state(tracker)
            self.assertTrue(shorten(tracker, DOMAIN))
            self.assertEqual(state(tracker.copy()), before)

    def test_rasa_still_looks_at_states_only(self):
        """The reason why shortening is enough, and ``RulePolicy`` stays as it is."""
        self.assertTrue(callable(RulePolicy._prediction_states))
        self.assertIn("states", RulePolicy._get_possible_keys.__code__.co_varnames)
