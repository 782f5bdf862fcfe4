"""The search for the fewest trips against trying everything."""

import random

import pytest

from knowledge.plans.trips import Errand, fewest_trips
from tests.plans.brute import fewest, is_a_solution


def some(random_: random.Random) -> list[Errand]:
    """Up to six errands at up to four places, each waiting for earlier ones at random."""
    found: list[Errand] = []
    for index in range(random_.randint(1, 6)):
        places = tuple(random_.sample("甲乙丙丁", random_.choice([0, 1, 1, 2, 3])))
        after = frozenset(earlier for earlier in range(index) if random_.random() < 0.25)
        found.append(Errand(places, after, at_once=random_.random() < 0.4))
    return found


@pytest.mark.parametrize("seed", range(10))
def test_no_sequence_of_trips_is_shorter(seed: int) -> None:
    random_ = random.Random(seed)  # noqa: S311 - test data, no secret
    for _ in range(60):
        errands = some(random_)
        trips = fewest_trips(errands)
        assert is_a_solution(errands, trips), errands
        assert len(trips) == fewest(errands), errands


def test_what_can_be_done_from_home_takes_no_trip() -> None:
    assert fewest_trips([Errand(()), Errand((), frozenset({0}))]) == ()


def test_a_result_given_at_once_is_used_on_the_same_trip() -> None:
    errands = [Errand(("厅",), at_once=True), Errand(("厅",), frozenset({0}))]
    assert [trip.errands for trip in fewest_trips(errands)] == [(0, 1)]


def test_a_result_that_takes_time_needs_another_trip() -> None:
    errands = [Errand(("厅",)), Errand(("厅",), frozenset({0}))]
    assert [trip.errands for trip in fewest_trips(errands)] == [(0,), (1,)]


def test_errands_that_wait_for_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="wait for each other"):
        fewest_trips([Errand(("厅",), frozenset({1})), Errand(("厅",), frozenset({0}))])
