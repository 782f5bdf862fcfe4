"""People with a matter of their own, at the real site: do they leave with the list that is right for them?"""

import asyncio

import httpx
import pytest

from knowledge.guidebook import SAMPLE, Guidebook, load_guidebook
from tests.citizens.citizen import Citizen, Talked
from tests.citizens.outcome import Outcome, judge, summary
from tests.citizens.personas import Manner, held_out_answers, people
from tests.citizens.report import told, write

AT_ONCE = 4  # conversations side by side
FULL = 1000  # people from which on the results are written down
FEW = 0.95  # of sixty people three may fare badly before the test fails; of a thousand, ten
MANY = 0.99


async def _all_talk(url: str, guidebook: Guidebook, count: int) -> list[Talked]:
    said, free = held_out_answers(), asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:

        async def one(citizen: Citizen) -> Talked:
            async with free:
                return await citizen.talk()

        return list(await asyncio.gather(*(one(Citizen(http, guidebook, p, said)) for p in people(guidebook, count))))


@pytest.fixture(scope="session")
def outcomes(site: str, how_many: int) -> list[Outcome]:
    guidebook = load_guidebook(SAMPLE)
    judged = [judge(guidebook, talked) for talked in asyncio.run(_all_talk(site, guidebook, how_many))]
    if how_many >= FULL:
        print(write(judged, guidebook.version))
    return judged


def test_nearly_everybody_gets_the_exact_list_for_their_circumstances_and_place(outcomes: list[Outcome]) -> None:
    wanted = MANY if len(outcomes) >= FULL else FEW
    misses = "\n\n".join(told(outcome) for outcome in outcomes if outcome.faults)
    assert summary(outcomes).exact >= wanted, misses
    assert summary(outcomes).wasted <= 1 - wanted, misses


def test_the_list_is_there_after_three_turns_for_half_of_the_people(outcomes: list[Outcome]) -> None:
    assert summary(outcomes).median_turns <= 3


def test_every_way_of_talking_is_met(outcomes: list[Outcome]) -> None:
    assert {outcome.talked.persona.manner for outcome in outcomes} == set(Manner)


def test_the_same_people_come_each_time() -> None:
    guidebook = load_guidebook(SAMPLE)
    assert list(people(guidebook, 30)) == list(people(guidebook, 30))
