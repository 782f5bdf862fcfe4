"""What is promised of answers to circumstances in free words, on answers that were written apart."""

from knowledge.guidebook import Guidebook
from knowledge.index.search import Searcher
from tests.evaluation.answers import judge_answers

Loaded = tuple[Guidebook, Searcher]


def test_nine_ordinary_answers_in_ten_are_understood_and_hardly_any_is_mistaken(loaded: Loaded) -> None:
    answers = judge_answers(loaded[0], "circumstances_natural")
    assert answers.answers >= 400
    assert answers.understood >= 0.9 and answers.mistaken <= 0.005


def test_an_ordinary_answer_that_decides_nothing_is_asked_again(loaded: Loaded) -> None:
    answers = judge_answers(loaded[0], "circumstances_natural")
    assert answers.unclear >= 40 and answers.guessed <= 0.08


def test_answers_meant_to_mislead_are_mostly_understood_and_seldom_mistaken(loaded: Loaded) -> None:
    answers = judge_answers(loaded[0], "circumstances")
    assert answers.understood >= 0.8 and answers.mistaken <= 0.035 and answers.guessed <= 0.08
