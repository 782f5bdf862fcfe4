import unittest

from rasa.core.tracker_store import TrackerStore, check_if_tracker_store_async
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.utils.endpoints import EndpointConfig, read_endpoint_config

from bot.runtime.history import MOST_EVENTS
from bot.runtime.tracker_store import LiveTrackerStore
from tests.bot.inside import DOMAIN, conversation, turn


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class TrackerStoreTest(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.clock = Clock()
        self.store = LiveTrackerStore(DOMAIN, most_conversations=3, idle_seconds=60, clock=self.clock)

    async def talk(self, sender):
        tracker = await self.store.get_or_create_tracker(sender)
        tracker.update(SlotSet("item_id", sender))
        await self.store.save(tracker)
        return tracker

    async def test_the_live_tracker_itself_is_handed_out(self):
        tracker = await self.talk("a")
        self.assertIs(await self.store.retrieve("a"), tracker)
        self.assertEqual(tracker.get_slot("item_id"), "a")

    async def test_an_unknown_conversation_is_none(self):
        self.assertIsNone(await self.store.retrieve("nobody"))
        self.assertFalse(await self.store.exists("nobody"))

    async def test_the_one_unused_longest_is_forgotten_first(self):
        for sender in ("a", "b", "c", "a", "d"):
            await self.talk(sender)
        self.assertEqual(await self.store.keys(), ["c", "a", "d"])

    async def test_an_idle_conversation_is_forgotten(self):
        await self.talk("a")
        self.clock.now = 59
        self.assertIsNotNone(await self.store.retrieve("a"))
        self.clock.now = 61
        self.assertIsNone(await self.store.retrieve("a"))

    async def test_what_a_failed_turn_left_is_taken_back(self):
        tracker = await self.talk("a")
        saved = len(tracker.events)
        tracker.update(SlotSet("item_id", "half a turn"))
        again = await self.store.retrieve("a")
        self.assertEqual(again.get_slot("item_id"), "a")
        self.assertEqual(len(again.events), saved)
        self.assertIs(await self.store.retrieve("a"), again)

    async def test_a_long_conversation_is_shortened_on_saving(self):
        tracker = conversation(40)
        await self.store.save(tracker)
        self.assertLess(len(tracker.events), MOST_EVENTS)
        failed = tracker.get_slot("item_id")
        tracker.update(turn(41)[0])
        self.assertEqual((await self.store.retrieve("c")).get_slot("item_id"), failed)

    async def test_new_events_reach_a_broker_once(self):
        published = []
        broker = type("Broker", (), {"publish": lambda self, body: published.append(body)})()
        store = LiveTrackerStore(DOMAIN, broker)
        tracker = conversation(1)
        await store.save(tracker)
        tracker.update(SlotSet("item_id", "x"))
        await store.save(tracker)
        self.assertEqual(len(published), len(tracker.events))

    async def test_bounds_that_keep_nothing_are_refused(self):
        for bounds in ({"most_conversations": 0}, {"idle_seconds": 0}):
            with self.assertRaises(ValueError):
                LiveTrackerStore(DOMAIN, **bounds)

    def test_rasa_takes_it_by_its_path_and_finds_it_asynchronous(self):
        endpoint = EndpointConfig(type="bot.runtime.tracker_store.LiveTrackerStore", most_conversations="7")
        store = TrackerStore.create(endpoint, Domain.empty())
        self.assertIsInstance(store, LiveTrackerStore)
        self.assertTrue(check_if_tracker_store_async(store))

    def test_the_project_names_it(self):
        endpoint = read_endpoint_config("bot/endpoints.yml", "tracker_store")
        self.assertEqual(endpoint.type, "bot.runtime.tracker_store.LiveTrackerStore")
