"""Turns that went wrong are kept for the operators; those that went well are only logged."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.memory import remember, shown
from knowledge.blocks import Choice, ChoiceKind, ChoiceOption, ChoicesBlock, NoticeBlock, TextBlock
from knowledge.guidebook import SAMPLE, load_guidebook
from knowledge.notices import answer, chosen_from
from store.asked import AskedKind
from store.store import Store
from store.turns import Turn

WORDS = TextBlock(text="共 4 项")
WHICH = ChoicesBlock(
    prompt="您要办的是哪一个？",
    name="subject",
    options=(
        ChoiceOption(label="首次申领", choice=Choice(kind=ChoiceKind.ITEM, value="ga-id-card-first")),
        ChoiceOption(label="补领", choice=Choice(kind=ChoiceKind.ITEM, value="ga-id-card-reissue")),
        ChoiceOption(label="都不是", choice=Choice(kind=ChoiceKind.ANOTHER)),
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/store.sqlite3")
    yield opened
    opened.close()


def turn(said: str, status: str, subject: str = "", conversation: str = "c1") -> Turn:
    return Turn(conversation=conversation, said=said, status=status, subject=subject, guidebook_version="v1")


def test_an_answered_question_is_logged_and_teaches_nothing(store: Store) -> None:
    remember(store, turn("补身份证", "answered", "ga-id-card-reissue"), None, [WORDS])
    assert [kept.said for kept in store.turns.of("c1")] == ["补身份证"]
    assert store.asked.in_state() == []


def test_an_unanswered_question_is_kept_masked(store: Store) -> None:
    remember(store, turn("13812345678 帮我查快递", "no_match"), None, [WORDS])
    (kept,) = store.asked.in_state()
    assert (kept.kind, kept.words) == (AskedKind.UNANSWERED, "［手机号］ 帮我查快递")


def test_a_question_asked_back_is_kept_with_what_was_offered_and_what_was_chosen(store: Store) -> None:
    remember(store, turn("身份证怎么弄", "clarification"), None, [WHICH])
    pressed = Choice(kind=ChoiceKind.ITEM, value="ga-id-card-reissue")
    remember(store, turn("", "answered", "ga-id-card-reissue"), pressed, [WORDS])
    (kept,) = store.asked.in_state()
    assert kept.kind is AskedKind.CLARIFIED
    assert kept.candidates == ("ga-id-card-first", "ga-id-card-reissue")
    assert kept.picked == "ga-id-card-reissue"


@pytest.mark.parametrize(
    ("said", "choice"), [("不是这个", None), ("不对不对，搞错了", None), ("", Choice(kind=ChoiceKind.ANOTHER))]
)
def test_a_refused_answer_is_kept_as_corrected_with_the_question_before(
    store: Store, said: str, choice: Choice | None
) -> None:
    remember(store, turn("身份证要换", "answered", "ga-id-card-first"), None, [WORDS])
    remember(store, turn(said, "clarification"), choice, [WHICH])
    (kept,) = store.asked.in_state()
    assert (kept.kind, kept.words, kept.candidates) == (AskedKind.CORRECTED, "身份证要换", ("ga-id-card-first",))


def test_a_circumstance_that_is_asked_teaches_nothing(store: Store) -> None:
    option = ChoiceOption(label="已婚", choice=Choice(kind=ChoiceKind.OPTION, value="parents.married"))
    asking = ChoicesBlock(prompt="父母结婚了吗？", name="circumstance", options=(option,))
    remember(store, turn("上户口", "clarification", "ga-birth-registration"), None, [asking])
    assert store.asked.in_state() == []


def test_a_database_that_is_away_costs_the_log_and_not_the_answer(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/store.sqlite3")
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE turns")
    remember(store, turn("补身份证", "answered"), None, [WORDS])
    store.close()


def test_a_shown_notice_is_kept_by_what_it_was_made_of() -> None:
    guidebook = load_guidebook(SAMPLE)
    item = guidebook.item("ga-birth-registration")
    chosen = chosen_from(item, {c.id: c.options[0].id for c in item.circumstances if not c.asked_if})
    notice = answer(guidebook, item.id, chosen).notice
    assert notice is not None
    (kept, words) = shown([NoticeBlock(notice=notice), WORDS])
    assert kept["item_id"] == item.id
    assert answer(guidebook, item.id, chosen_from(item, kept["circumstances"])).notice == notice
    assert words["text"] == "共 4 项"
