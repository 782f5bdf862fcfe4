"""Which questions are asked and which materials apply."""

from knowledge.materials import combinations, holds, materials_for, open_circumstance, settle
from tests.knowledge.books import item

MARRIED = frozenset({"married.yes"})


def names(chosen: frozenset[str]) -> list[str]:
    record = item()
    return [material.name for material in materials_for(record, settle(record, chosen))]


def test_references_to_one_circumstance_are_alternatives_and_to_several_all_must_hold() -> None:
    assert holds(("a.x", "a.y"), frozenset({"a.y"}))
    assert not holds(("a.x", "b.z"), frozenset({"a.x"}))
    assert holds((), frozenset())


def test_what_is_assumed_is_not_asked() -> None:
    assert open_circumstance(item(), MARRIED) is None


def test_a_dependent_question_is_asked_only_after_the_answer_that_raises_it() -> None:
    question = open_circumstance(item(), frozenset({"married.no"}))
    assert question is not None and question.id == "follow"


def test_the_questions_come_in_guidebook_order() -> None:
    question = open_circumstance(item(), frozenset())
    assert question is not None and question.id == "married"


def test_an_agent_is_also_asked_for_the_authorisation_letter() -> None:
    assert names(MARRIED) == ["居民身份证", "结婚证"]
    assert names(MARRIED | {"agent.proxy"}) == ["居民身份证", "结婚证", "授权委托书", "居民身份证"]


def test_an_answer_to_a_question_that_no_longer_arises_is_dropped() -> None:
    assert settle(item(), frozenset({"married.yes", "follow.father"})) == {"married.yes", "agent.self"}


def test_two_answers_to_one_question_count_as_the_first() -> None:
    assert "married.no" not in settle(item(), frozenset({"married.yes", "married.no"}))


def test_combinations_are_all_reachable_ones_and_no_other() -> None:
    found = list(combinations(item()))
    assert len(found) == len(set(found)) == 6  # (married + 2 ways of following) × 2 agents
    assert all(open_circumstance(item(), combo) is None for combo in found)


def test_an_item_without_circumstances_has_one_combination() -> None:
    assert list(combinations(item(circumstances=(), materials=()))) == [frozenset()]
