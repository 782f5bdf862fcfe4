"""Questions of one matter come together, those of different matters stay apart."""

import csv
import random
from collections import Counter
from itertools import combinations

import pytest

from knowledge.grouping import group
from knowledge.guidebook import SAMPLE, load_guidebook
from knowledge.index.encoder import SHIPPED_MODEL, Encoder, load_encoder
from knowledge.index.passages import lexicon_of
from knowledge.index.tokens import Tokeniser
from tests.evaluation.measures import QUESTIONS


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(SHIPPED_MODEL, Tokeniser(lexicon_of(load_guidebook(SAMPLE))))


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_groups_of_unseen_questions_are_mostly_of_one_item(encoder: Encoder, seed: int) -> None:
    by_item: dict[str, list[str]] = {}
    with (QUESTIONS / "apart.tsv").open(encoding="utf-8", newline="") as file:
        for item_id, question in list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]:
            by_item.setdefault(item_id, []).append(question)
    chance = random.Random(seed)  # noqa: S311
    asked = [
        (item_id, question)
        for item_id in chance.sample(sorted(by_item), 50)
        for question in chance.sample(by_item[item_id], chance.randint(1, 10))
    ]
    chance.shuffle(asked)
    found = group([question for _, question in asked], encoder)
    assert sorted(index for members in found for index in members) == list(range(len(asked)))
    together = [(a, b) for members in found for a, b in combinations(members, 2)]
    same = sum(asked[a][0] == asked[b][0] for a, b in together)
    all_same = sum(count * (count - 1) // 2 for count in Counter(item_id for item_id, _ in asked).values())
    assert same / len(together) >= 0.8
    assert same / all_same >= 0.65
    assert [len(members) for members in found] == sorted(map(len, found), reverse=True)


@pytest.mark.parametrize("questions", [[], ["补身份证"], ["", "？？"], ["ｘｘｘｘ", "补身份证", "身份证丢了"]])
def test_few_empty_and_unknown_questions_are_grouped_too(encoder: Encoder, questions: list[str]) -> None:
    found = group(questions, encoder)
    assert sorted(index for members in found for index in members) == list(range(len(questions)))
