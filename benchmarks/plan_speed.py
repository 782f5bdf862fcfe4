"""How long a plan takes: ``python -m benchmarks.plan_speed``. Prints milliseconds of processor time for the life events
and for a thousand random sets of 2 to 10 items, and what share of trips the plans save against one item at a time.
"""

import gc
import time

from knowledge.guidebook import load_guidebook
from knowledge.plans.make import make_plan
from tests.plans.conftest import DAY, life_event_sets, random_sets


def main() -> None:
    guidebook = load_guidebook().on(DAY)
    gc.freeze()  # the guidebook stays: a collection that walks through it would be counted to one plan
    for name, sets in (("life events", life_event_sets(guidebook)), ("random sets", random_sets(guidebook))):
        sets = list(sets)
        took, trips, apart = [], 0, 0
        for wanted, division in [sets[0], *sets]:  # the first once more: it fills the caches
            begin = time.process_time()
            reply = make_plan(guidebook, wanted, division)
            took.append(time.process_time() - begin)
            trips += len(reply.plan.visits) if reply.plan else 0
            apart += sum(item.trips.count for one in wanted if (item := guidebook.item(one.item_id)).trips)
        spent = sorted(took[1:])
        print(
            f"{name}: {len(spent)} plans, {_ms(spent[len(spent) // 2])} median, {_ms(spent[-1])} slowest, "
            f"{sum(one > 0.020 for one in spent)} over 20 ms; {trips} trips instead of {apart}"
        )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    main()
