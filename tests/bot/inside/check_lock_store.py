import asyncio
import time
import unittest

from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from bot.runtime.lock_store import MOST_WAITING, ConversationLockStore


class LockStoreTest(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.store = ConversationLockStore()

    async def hold(self, sender, seconds, order=None, name=None):
        async with self.store.lock(sender):
            await asyncio.sleep(seconds)
            if order is not None:
                order.append(name)

    async def test_messages_of_one_conversation_follow_each_other_at_once(self):
        order = []
        began = time.perf_counter()
        await asyncio.gather(*(self.hold("a", 0.01, order, name) for name in range(8)))
        self.assertEqual(order, list(range(8)))
        self.assertLess(time.perf_counter() - began, 0.5)

    async def test_conversations_do_not_wait_for_each_other(self):
        began = time.perf_counter()
        await asyncio.gather(*(self.hold(str(number), 0.2) for number in range(8)))
        self.assertLess(time.perf_counter() - began, 1.0)

    async def test_nothing_is_kept_of_a_conversation_that_is_served(self):
        await asyncio.gather(*(self.hold("a", 0) for _ in range(5)))
        self.assertEqual(self.store._locks, {})
        self.assertEqual(self.store._present, {})
        self.assertIsNone(self.store.get_lock("a"))

    async def test_a_fault_while_serving_frees_the_conversation(self):
        with self.assertRaises(ZeroDivisionError):
            async with self.store.lock("a"):
                raise ZeroDivisionError
        await asyncio.wait_for(self.hold("a", 0), 1)

    async def test_a_cancelled_turn_frees_the_conversation(self):
        task = asyncio.ensure_future(self.hold("a", 60))
        waiting = asyncio.ensure_future(self.hold("a", 60))
        await asyncio.sleep(0.01)
        waiting.cancel()
        task.cancel()
        await asyncio.gather(task, waiting, return_exceptions=True)
        await asyncio.wait_for(self.hold("a", 0), 1)
        self.assertEqual(self.store._locks, {})

    async def test_waiting_has_an_end(self):
        holder = asyncio.ensure_future(self.hold("a", 60))
        await asyncio.sleep(0.01)
        with self.assertRaises(LockError):
            async with self.store.lock("a", lock_lifetime=0.05):
                self.fail("held by somebody else")
        holder.cancel()
        await asyncio.gather(holder, return_exceptions=True)
        self.assertEqual(self.store._locks, {})

    async def test_a_flood_in_one_conversation_is_refused_beyond_its_bound(self):
        results = await asyncio.gather(
            *(self.hold("a", 0.001) for _ in range(MOST_WAITING + 5)), return_exceptions=True
        )
        self.assertEqual(sum(isinstance(result, LockError) for result in results), 4)

    def test_rasa_takes_it_by_its_path(self):
        store = LockStore.create(EndpointConfig(type="bot.runtime.lock_store.ConversationLockStore"))
        self.assertIsInstance(store, ConversationLockStore)
