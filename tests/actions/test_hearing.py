"""What a message tells of circumstances, what it asks besides, and what it takes back."""

import pytest

from actions.desk import Desk
from actions.hearing import correction, heard, parted, stated_by, told_option
from actions.state import State
from knowledge.index.results import SearchStatus
from tests.actions.test_turn import Finds
from tests.knowledge.books import guidebook, item

NOTHING = Finds(SearchStatus.NO_MATCH)
ELSEWHERE = Finds(SearchStatus.ANSWERED, "x-b")
BOOK = guidebook(item(), item("x-b", name="丙证"))


def hear(text: str, search: Finds = NOTHING, chosen: frozenset[str] = frozenset()) -> tuple[str, str]:
    said = heard(Desk(BOOK, search), State(text=text, item_id="x-card", asking=True, chosen=chosen))
    return said.reference, said.asked


@pytest.mark.parametrize(
    ("text", "told", "asked"),
    [
        ("领证了，那要多少钱", "领证了", "那要多少钱"),
        ("领证了。对了，丙证丢了怎么补？", "领证了", "丙证丢了怎么补"),
        ("领证了", "领证了", ""),
        ("多少钱", "", "多少钱"),
        ("总部管着十几个门店", "总部管着十几个门店", ""),
        ("", "", ""),
    ],
)
def test_a_message_is_parted_into_what_it_tells_and_what_it_asks(text: str, told: str, asked: str) -> None:
    assert parted(text) == (told, asked)


def test_an_answer_with_a_question_beside_it_is_taken() -> None:
    assert hear("领证了，那要多少钱") == ("married.yes", "那要多少钱")


def test_what_is_told_in_asking_is_taken() -> None:
    assert hear("没领证可以办吗")[0] == "married.no"


@pytest.mark.parametrize("text", ["算了，先问丙证，我没结婚", "丙证没领证怎么办"])
def test_a_message_that_turns_to_another_matter_is_no_answer(text: str) -> None:
    assert hear(text, ELSEWHERE)[0] == ""


def test_a_need_alone_is_no_answer() -> None:
    assert hear("多少钱")[0] == ""


def test_an_earlier_answer_is_taken_back_while_the_next_one_is_asked() -> None:
    assert hear("不对，领证了", chosen=frozenset({"married.no"}))[0] == "married.yes"


@pytest.mark.parametrize(
    ("text", "rest"), [("不对，是我自己去", "是我自己去"), ("说错了，没领证", "没领证"), ("不对", ""), ("领证了", "")]
)
def test_a_correction_is_what_stands_behind_its_opening(text: str, rest: str) -> None:
    assert correction(text) == rest


def test_what_is_so_already_is_not_told_again() -> None:
    here = item()
    settled = frozenset({"married.yes", "agent.self"})
    assert told_option(BOOK, here, settled, "我老婆去办")[0] == "agent.proxy"
    assert told_option(BOOK, here, settled, "领证了")[0] == ""


def test_where_somebody_is_and_the_second_matter_state_nothing_of_the_first() -> None:
    assert stated_by(BOOK, "x-card", "我在瑞安，补甲证，另外还想问没结婚怎么办") == frozenset()
    assert stated_by(BOOK, "x-card", "没领证，补甲证") == {"married.no"}
