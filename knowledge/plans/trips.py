"""The fewest trips: a trip goes to one place, and deals with all that can be dealt with there.

A breadth-first search over what is done so far. Dealing with more on a trip never costs a later one, so each trip takes
everything its place can take; a place that is needed anyhow, and can take at once all it will ever take, is gone to
without looking at others. Exact: ``tests/plans`` compares it with trying everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# Sets of errands are bits of an int.
Done = int


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to do, at one of ``places`` (none: from home, between trips), once all of ``after`` are ready.

    ``at_once``: its result is in hand when one leaves the window; what waits for it may follow on the same trip.
    """

    places: tuple[str, ...]
    after: frozenset[int] = frozenset()
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Trip:
    """A visit to one place and the errands (indices) in the order in which they are done there."""

    place: str
    errands: tuple[int, ...]


def fewest_trips(errands: Sequence[Errand]) -> tuple[Trip, ...]:
    """Return a shortest sequence of trips that does all errands; raises ``ValueError`` for errands in a circle."""
    everything = (1 << len(errands)) - 1
    begun = _from_home(errands, 0)
    level: dict[Done, tuple[Trip, ...]] = {begun: ()}
    seen = {begun}
    while level:
        if everything in level:
            return level[everything]
        further: dict[Done, tuple[Trip, ...]] = {}
        for done, trips in level.items():
            for trip, then in _next_trips(errands, done):
                if then not in seen:
                    seen.add(then)
                    further[then] = (*trips, trip)
        level = further
    raise ValueError("errands wait for each other")


def _next_trips(errands: Sequence[Errand], done: Done) -> list[tuple[Trip, Done]]:
    """The trips worth considering from here, the one that does most first."""
    left = [errand for index, errand in enumerate(errands) if not done >> index & 1]
    possible = []
    for place in dict.fromkeys(place for errand in left for place in errand.places):
        trip, after = _go(errands, done, place)
        if not trip.errands:
            continue
        then = _from_home(errands, after)
        needed = any(errand.places == (place,) for errand in left)
        complete = all(after >> i & 1 for i, errand in enumerate(errands) if place in errand.places)
        if needed and complete:
            return [(trip, then)]
        possible.append((trip, then))
    return sorted(possible, key=lambda option: -option[1].bit_count())


def _go(errands: Sequence[Errand], done: Done, place: str) -> tuple[Trip, Done]:
    """Do everything that can be done at a place in one visit."""
    in_hand, order = done, list[int]()
    while True:
        index = next(
            (
                i
                for i, errand in enumerate(errands)
                if not done >> i & 1
                and place in errand.places
                and all(in_hand >> earlier & 1 for earlier in errand.after)
            ),
            None,
        )
        if index is None:
            return Trip(place, tuple(order)), done
        done |= 1 << index
        order.append(index)
        if errands[index].at_once:
            in_hand |= 1 << index


def _from_home(errands: Sequence[Errand], done: Done) -> Done:
    """Do what needs no trip, with all the time that is left until the next one."""
    while True:
        more = done
        for index, errand in enumerate(errands):
            if not errand.places and all(more >> earlier & 1 for earlier in errand.after):
                more |= 1 << index
        if more == done:
            return done
        done = more
