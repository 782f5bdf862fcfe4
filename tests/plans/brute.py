"""The fewest trips by trying everything: slow, and too simple to be wrong."""

from collections.abc import Sequence
from itertools import product

from knowledge.plans.trips import Errand, Trip


def fewest(errands: Sequence[Errand]) -> int:
    """Try every sequence of places, shortest first, and every way to spread the errands over it."""
    places = sorted({place for errand in errands for place in errand.places})
    most = sum(bool(errand.places) for errand in errands)
    for count in range(most + 1):
        if any(_possible(errands, sequence) for sequence in product(places, repeat=count)):
            return count
    raise AssertionError("no sequence of trips does all errands")


def _possible(errands: Sequence[Errand], sequence: tuple[str, ...]) -> bool:
    def spread(when: tuple[int, ...]) -> bool:
        index = len(when)
        if index == len(errands):
            return is_valid(errands, sequence, when)
        errand = errands[index]
        # From home: before the first trip (0), between two (1, 2 …); on trip t: between t and t + 1.
        options = [t for t, place in enumerate(sequence) if place in errand.places]
        options = options if errand.places else list(range(len(sequence) + 1))
        return any(_fits(errands, when, index, t) and spread((*when, t)) for t in options)

    return spread(())


def _fits(errands: Sequence[Errand], when: tuple[int, ...], index: int, t: int) -> bool:
    """Whether errand ``index`` on trip ``t`` (or before it, from home) follows all it waits for and that is placed."""
    return all(
        _follows(errands, earlier, when[earlier], index, t) for earlier in errands[index].after if earlier < len(when)
    )


def _follows(errands: Sequence[Errand], earlier: int, then: int, later: int, t: int) -> bool:
    if not errands[earlier].places:  # before trip ``then``, with the time until it
        return then <= t
    if not errands[later].places:  # from home, after that trip
        return then < t
    return then < t or (then == t and errands[earlier].at_once)


def is_valid(errands: Sequence[Errand], sequence: Sequence[str], when: Sequence[int]) -> bool:
    """Whether every errand is at one of its places, and follows all it waits for."""
    return all(
        (not errand.places or sequence[when[index]] in errand.places)
        and all(_follows(errands, earlier, when[earlier], index, when[index]) for earlier in errand.after)
        for index, errand in enumerate(errands)
    )


def is_a_solution(errands: Sequence[Errand], trips: Sequence[Trip]) -> bool:
    """Whether the trips do every errand once, where it can be done and when it can be done."""
    done = [index for trip in trips for index in trip.errands]
    if sorted(done) != [index for index, errand in enumerate(errands) if errand.places]:
        return False
    when = {index: number for number, trip in enumerate(trips) for index in trip.errands}
    for index, errand in enumerate(errands):  # errands come in the order in which they wait for each other
        if not errand.places:
            after = [when[e] + 1 if errands[e].places else when[e] for e in errand.after]
            when[index] = max(after, default=0)
    return is_valid(errands, [trip.place for trip in trips], [when[index] for index in range(len(errands))])
