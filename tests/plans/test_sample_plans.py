"""Plans of all life events and of a thousand random sets of items: complete, in order, with the fewest trips."""

from itertools import chain

import pytest

from knowledge.guidebook import Guidebook
from knowledge.materials import materials_for, settle
from knowledge.places import places_for
from knowledge.plans.dates import length
from knowledge.plans.make import building, make_plan
from knowledge.plans.order import order
from knowledge.plans.trips import Errand
from knowledge.plans.types import Plan, PlanReply, PlanStatus, Wanted
from knowledge.plans.words import plan_lines
from knowledge.schema import State, Submission
from knowledge.wording import material_key
from tests.plans.brute import fewest
from tests.plans.conftest import life_event_sets, random_sets

BRUTE_FORCE_ITEMS = 6  # beyond, trying everything takes minutes

Made = tuple[list[Wanted], str, Plan | None]


@pytest.fixture(scope="session")
def replies(sample: Guidebook) -> list[tuple[list[Wanted], str, PlanReply]]:
    """Every plan, made once."""
    return [
        (wanted, division, make_plan(sample, wanted, division))
        for wanted, division in chain(life_event_sets(sample), random_sets(sample))
    ]


@pytest.fixture(scope="session")
def made(replies: list[tuple[list[Wanted], str, PlanReply]]) -> list[Made]:
    return [(wanted, division, reply.plan) for wanted, division, reply in replies]


def test_only_items_that_nobody_can_apply_for_are_left_out(
    sample: Guidebook, replies: list[tuple[list[Wanted], str, PlanReply]]
) -> None:
    for wanted, _, reply in replies:
        gone = {one.item_id for one in wanted if sample.item(one.item_id).state is State.ABOLISHED}
        assert {one.item_id for one in reply.left_out} == gone
        assert reply.status is (PlanStatus.UNAVAILABLE if len(gone) == len(wanted) else PlanStatus.ANSWERED)
        assert (reply.plan is None) == (reply.status is PlanStatus.UNAVAILABLE)


def test_every_material_of_every_item_is_there_once(sample: Guidebook, made: list[Made]) -> None:
    for wanted, _, plan in made:
        if plan is None:
            continue
        names = [paper.name for paper in plan.materials]
        assert len(names) == len(set(names))
        asked = {
            (item.id, material_key(material)): material
            for one in wanted
            if (item := sample.item(one.item_id)).state is not State.ABOLISHED
            for material in materials_for(item, settle(item, one.chosen))
        }
        assert {(item_id, paper.name) for paper in plan.materials for item_id in paper.item_ids} == set(asked)
        for (_, name), material in asked.items():
            if material.submission is not Submission.WAIVED:
                (paper,) = [paper for paper in plan.materials if paper.name == name]
                assert paper.submission is not Submission.WAIVED
                assert paper.original >= material.original and paper.copies >= material.copies


def test_papers_that_must_be_handed_in_go_along_on_the_trip_that_needs_them(made: list[Made]) -> None:
    for _, _, plan in made:
        for visit in plan.visits if plan else ():
            going = {stop.item_id for stop in visit.stops}
            needed = {
                paper.number
                for paper in plan.materials  # type: ignore[union-attr] # a plan has visits
                if paper.submission is not Submission.WAIVED and going & set(paper.item_ids)
            }
            assert set(visit.materials) == needed


def test_nothing_comes_before_what_it_waits_for(made: list[Made]) -> None:
    for _, _, plan in made:
        if plan is None:
            continue
        stops = [(visit.number, stop.item_id) for visit in plan.visits for stop in visit.stops]
        step_of = {step.item_id: step for step in plan.steps}
        for step in plan.steps:
            for earlier in step.before:
                first = step_of[earlier.item_id]
                assert first.stage < step.stage
                if first.visits and step.visits:
                    last_of_first = max(i for i, (_, item_id) in enumerate(stops) if item_id == first.item_id)
                    assert last_of_first < stops.index((step.visits[0], step.item_id))
                if first.ready_by and step.starts:
                    assert first.ready_by <= step.starts


def test_every_visit_that_the_record_counts_is_planned(sample: Guidebook, made: list[Made]) -> None:
    for _, _, plan in made:
        for step in plan.steps if plan else ():
            trips = sample.item(step.item_id).trips
            assert trips is not None
            assert len(step.visits) == trips.count


def test_no_way_takes_fewer_trips(sample: Guidebook, made: list[Made]) -> None:
    compared = 0
    for wanted, division, plan in made:
        if plan is None or len(wanted) > BRUTE_FORCE_ITEMS:
            continue
        assert len(plan.visits) == fewest(_errands(sample, wanted, division))
        compared += 1
    assert compared > 300


def _errands(guidebook: Guidebook, wanted: list[Wanted], division: str) -> list[Errand]:
    """Read the errands off the records, an item's own before those that wait for it."""
    settled = {one.item_id: settle(guidebook.item(one.item_id), one.chosen) for one in wanted}
    items = [item for item_id in settled if (item := guidebook.item(item_id)).state is not State.ABOLISHED]
    ordered = order(guidebook, items, settled)
    errands: list[Errand] = []
    last: dict[str, int] = {}
    for item in sorted(items, key=lambda item: ordered.stage(item.id)):
        places = places_for(guidebook, item, guidebook.division(division), settled[item.id])
        where = tuple({building(place) for place in places})
        after = frozenset(last[earlier.item_id] for earlier in ordered.before[item.id])
        taken = length(item, settled[item.id])
        count = item.trips.count if item.trips else 0
        for nth in range(1, max(count, 1) + 1):
            at_once = nth == count if count > 1 else taken is not None and taken.days == 0
            errands.append(Errand(where if count else (), after, at_once))
            after = frozenset({len(errands) - 1})
        last[item.id] = len(errands) - 1
    return errands


def test_the_words_name_every_item_trip_and_paper(made: list[Made]) -> None:
    for _, _, plan in made[:200]:
        if plan is None:
            continue
        words = "\n".join(plan_lines(plan))
        assert all(step.item_name in words for step in plan.steps)
        assert all(f"第 {visit.number} 趟" in words for visit in plan.visits)
        assert all(f"{paper.number}. {paper.name}" in words for paper in plan.materials)
        assert "None" not in words
