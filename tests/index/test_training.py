"""Training on a handful of questions: the same figures twice, and fold and whole fit together."""

import numpy as np
import pytest

from knowledge.index.build import Material
from knowledge.index.passages import Entry
from knowledge.index.ranking import FEATURES
from knowledge.index.tokens import Tokeniser
from knowledge.schema import Audience
from knowledge.training.folds import FOLDS, Course, cut
from knowledge.training.networks import Outcomes, set_thresholds
from knowledge.training.train import fit


def entry(id_: str, *questions: str) -> Entry:
    return Entry(
        id=id_, name=questions[0], window="", names=questions[:1], questions=questions, words=(),
        audience=frozenset({Audience.CITIZEN}),
    )  # fmt: skip


ENTRIES = (
    entry("a", "身份证补领", "身份证丢了", "补办身份证", "身份证不见了", "身份证被偷了怎么补", "身份证找不到"),
    entry("b", "身份证换领", "身份证到期", "换身份证", "身份证过期了", "快到期的身份证怎么换", "身份证要换新"),
    entry("c", "公司注销", "公司不开了", "注销公司", "公司怎么关掉", "不做了要注销公司", "公司关门手续"),
)
STRAYS = ("今天天气怎么样", "晚饭吃什么", "讲个笑话", "你是谁", "谢谢你", "再见")
COURSE = Course(Material(ENTRIES, STRAYS), Tokeniser())


def test_every_question_is_held_out_exactly_once_and_never_trained_on_then() -> None:
    asked = []
    for fold in range(FOLDS):
        kept, held = cut(COURSE.material, fold)
        texts = [text for text, _ in held]
        assert not set(texts) & {*kept.strays, *(text for one in kept.entries for text in one.questions)}
        asked += texts
    assert sorted(asked) == sorted([*(text for one in ENTRIES for text in one.questions), *STRAYS])


def test_training_twice_gives_the_same_weights() -> None:
    (first, matrix), (second, again) = COURSE.embedding(), COURSE.embedding()
    assert first == second and np.array_equal(matrix, again)
    held = [one for fold in range(FOLDS) for one in COURSE.held_out(fold)]
    one, other = fit(held, ENTRIES), fit(held, ENTRIES)
    row = np.ones((1, len(FEATURES)), np.float32)
    assert np.array_equal(one.weights.ranking(row), other.weights.ranking(row))
    assert one.weights.thresholds == other.weights.thresholds


def test_a_thinned_course_keeps_every_entry() -> None:
    thin = COURSE.thinned(2).material
    assert [one.id for one in thin.entries] == ["a", "b", "c"] and len(thin.entries[0].questions) == 3


@pytest.mark.parametrize(("stray_request", "answers"), [(0.1, True), (0.999, False)])
def test_a_stray_that_looks_like_a_request_raises_the_threshold_for_all(stray_request: float, answers: bool) -> None:
    chances = np.array([[0.97, 0.99, 0.9]] * 50 + [[0.97, 0.99, stray_request]] * 50, np.float32)
    stray = np.arange(100) >= 50
    right = (~stray).astype(np.float32)
    thresholds = set_thresholds(chances, Outcomes(right, right, stray))
    assert bool(chances[0, 0] >= thresholds.answer and chances[0, 2] >= thresholds.request) is answers
