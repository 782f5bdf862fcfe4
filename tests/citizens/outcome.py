"""What a conversation was worth: the exact list or not, a wasted trip or not."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from knowledge.guidebook import Guidebook
from knowledge.notices import OneTimeNotice, answer
from tests.citizens.citizen import Talked

Line = tuple[str, str | None, str, str]


@dataclass(frozen=True)
class Outcome:
    """One judged conversation; ``faults`` in words, none where the person can go with what was said."""

    talked: Talked
    faults: tuple[str, ...]
    exact: bool

    @property
    def wasted(self) -> bool:
        """Whether the person would go in vain, go to a wrong place, or go without need."""
        return bool(self.faults)


def judge(guidebook: Guidebook, talked: Talked) -> Outcome:
    """Compare what was told with the record for the true circumstances and division."""
    persona = talked.persona
    actual = talked.notice
    if actual is None:
        return Outcome(talked, ("没有得到清单",), exact=False)
    # Who chose no division and named none in so many words may still tell of one in a story.
    expected = answer(guidebook, persona.item_id, persona.truth, persona.division or actual["division_code"]).notice
    assert expected is not None, persona
    here, there = _lines(expected), {_line(line) for line in actual["materials"]}
    faults = [f"少了：{name}" for name, *_ in sorted(here - there, key=str)]
    faults += [f"多了：{name}" for name, *_ in sorted(there - here, key=str)]
    if [place.name for place in expected.places] != [place["name"] for place in actual["places"]]:
        faults.append("地点不对")
    if expected.division_code != actual["division_code"]:
        faults.append("区划不对")
    if expected.trips != actual["trips"]:
        faults.append("跑几次说得不对")
    return Outcome(talked, tuple(faults), exact=here == there)


def _lines(notice: OneTimeNotice) -> set[Line]:
    return {(line.name, line.of, line.counts, line.submission.value) for line in notice.materials}


def _line(line: dict[str, Any]) -> Line:
    return line["name"], line["of"], line["counts"], line["submission"]


@dataclass(frozen=True)
class Summary:
    """Shares are 0–1, turns are messages and buttons of one person."""

    people: int
    exact: float
    wasted: float
    median_turns: float
    turns_of_nine_in_ten: int


def summary(outcomes: Sequence[Outcome]) -> Summary:
    """Summarise judged conversations; at least one."""
    turns = sorted(outcome.talked.turns for outcome in outcomes)
    return Summary(
        people=len(outcomes),
        exact=sum(outcome.exact for outcome in outcomes) / len(outcomes),
        wasted=sum(outcome.wasted for outcome in outcomes) / len(outcomes),
        median_turns=median(turns),
        turns_of_nine_in_ten=turns[int(len(turns) * 0.9)],
    )


def by_manner(outcomes: Sequence[Outcome]) -> dict[str, Summary]:
    """Summarise for each way of talking."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.talked.persona.manner.value].append(outcome)
    return {manner: summary(group) for manner, group in sorted(groups.items())}
