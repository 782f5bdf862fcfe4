"""The sample guidebook, and plans over it."""

import random
from collections.abc import Iterator
from datetime import date

import pytest

from knowledge.guidebook import Guidebook, load_guidebook
from knowledge.materials import combinations
from knowledge.plans.types import Wanted

DAY = date(2026, 11, 23)  # a Monday
SETS = 1000


@pytest.fixture(scope="session")
def sample() -> Guidebook:
    return load_guidebook().on(DAY)


def random_sets(guidebook: Guidebook, sets: int = SETS, seed: int = 9) -> Iterator[tuple[list[Wanted], str]]:
    """Draw 2 to 10 items, each under circumstances of its own, and a division."""
    draw = random.Random(seed)  # noqa: S311 - test data, no secret
    reachable = {item.id: list(combinations(item)) for item in guidebook.items.values()}
    for _ in range(sets):
        ids = draw.sample(sorted(reachable), draw.randint(2, 10))
        wanted = [Wanted(item_id=item_id, chosen=draw.choice(reachable[item_id])) for item_id in ids]
        yield wanted, draw.choice(sorted(guidebook.divisions))


def life_event_sets(guidebook: Guidebook) -> Iterator[tuple[list[Wanted], str]]:
    """All items of each life event, each under its first circumstances."""
    for event in guidebook.life_events.values():
        items = [guidebook.item(item_id) for item_id in event.item_ids]
        yield [Wanted(item_id=item.id, chosen=next(combinations(item))) for item in items], "330381"
