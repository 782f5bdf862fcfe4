"""Pre-check: what is missing of a list, in the order of obtaining it."""

import csv
from pathlib import Path

import pytest

from knowledge.guidebook import Guidebook
from knowledge.materials import combinations
from knowledge.notices import NoticeStatus
from knowledge.precheck import ALL_THERE, Having, Precheck, PrecheckLine, precheck, precheck_lines
from knowledge.schema import Material, MaterialSource, Submission
from tests.knowledge.books import guidebook, item
from tests.plans.dialogues import Dialogue, dialogues

SPOKEN = (Path(__file__).parent / "spoken.tsv").read_text("utf-8").splitlines()
DIALOGUES, SEED = 1000, 2026
BIRTH = ("ga-birth-registration", frozenset({"birthplace.hospital", "parents.married"}))


def numbers(lines: tuple[PrecheckLine, ...]) -> list[int]:
    return sorted(line.number for line in lines)


def checked(
    book: Guidebook, item_id: str, chosen: frozenset[str], words: str = "", have: tuple[int, ...] = ()
) -> Precheck:
    found = precheck(book, item_id, chosen, have, words).precheck
    assert found is not None
    return found


@pytest.fixture(scope="module")
def planted(sample: Guidebook) -> list[tuple[Dialogue, Precheck]]:
    return [(d, checked(sample, d.item_id, d.chosen, d.words)) for d in dialogues(sample, DIALOGUES, SEED)]


def test_planted_gaps_are_found_exactly(planted: list[tuple[Dialogue, Precheck]]) -> None:
    exact = sum(set(numbers(found.missing)) == dialogue.missing for dialogue, found in planted)
    assert exact / len(planted) >= 0.99


def test_a_planted_gap_is_hardly_ever_taken_for_held(planted: list[tuple[Dialogue, Precheck]]) -> None:
    """A paper too many costs nothing; a paper too few costs a trip."""
    mistaken = sum(
        bool(dialogue.missing & {*numbers(found.held), *numbers(found.to_copy)}) for dialogue, found in planted
    )
    assert mistaken / len(planted) <= 0.002


def test_nothing_is_obtained_before_what_it_needs(sample: Guidebook, planted: list[tuple[Dialogue, Precheck]]) -> None:
    everything = [
        checked(sample, each.id, chosen) for each in sample.items.values() if not each.abolition
        for chosen in [next(combinations(each))]
    ]  # fmt: skip
    waiting = 0
    for found in (*everything, *(found for _, found in planted)):
        done: set[int] = set()
        for line in found.missing:
            assert set(line.after) <= done
            done.add(line.number)
            waiting += bool(line.after)
    assert waiting > 20


@pytest.mark.parametrize("row", list(csv.DictReader(SPOKEN, delimiter="\t")), ids=lambda r: r["words"])
def test_spoken_sentences_are_understood(sample: Guidebook, row: dict[str, str]) -> None:
    found = checked(sample, row["item_id"], frozenset(row["circumstances"].split()), row["words"])
    expected = [int(number) for number in row["missing"].split()]
    doubtful = [int(number) for number in row["to_check"].split()]
    assert (numbers(found.missing), numbers(found.to_check)) == (expected, doubtful)


def test_ticks_and_words_add_up(sample: Guidebook) -> None:
    found = checked(sample, *BIRTH, words="户口本有", have=(1,))
    assert (numbers(found.held), numbers(found.missing)) == ([1, 2], [3])


def test_a_waived_paper_is_never_missing_and_says_why(sample: Guidebook) -> None:
    (line,) = checked(sample, *BIRTH).waived
    assert line.having is Having.WAIVED and "窗口可以查到结婚登记信息" in line.text


def test_all_there_is_said_without_approving(sample: Guidebook) -> None:
    found = checked(sample, *BIRTH, have=(1, 2, 3))
    assert found.ready and found.summary.startswith(ALL_THERE) and "以窗口审核为准" in found.summary


def test_a_missing_paper_says_which_item_issues_it_where_and_how_long(sample: Guidebook) -> None:
    first = next(line for line in checked(sample, *BIRTH).missing if line.number == 1)
    assert first.obtaining is not None and first.obtaining.item_id == "zh-birth-certificate-first-issue"
    assert first.obtaining.where and first.obtaining.time


def test_a_paper_that_leads_to_another_comes_first() -> None:
    issued = Material(name="甲证", original=1, source=MaterialSource.GOVERNMENT, obtained_by="x-a")
    needed = Material(name="乙证", original=1, source=MaterialSource.GOVERNMENT)
    book = guidebook(
        item("x-b", circumstances=(), materials=(issued, needed)),
        item("x-a", circumstances=(), materials=(needed,)),
    )
    found = checked(book, "x-b", frozenset())
    assert [(line.name, line.after) for line in found.missing] == [("乙证", ()), ("甲证", (2,))]


def test_papers_that_need_each_other_keep_the_order_of_the_list() -> None:
    first = Material(name="甲证", original=1, obtained_by="x-a")
    second = Material(name="乙证", original=1, obtained_by="x-c")
    book = guidebook(
        item("x-b", circumstances=(), materials=(first, second)),
        item("x-a", circumstances=(), materials=(second,)),
        item("x-c", circumstances=(), materials=(first,)),
    )
    assert [line.name for line in checked(book, "x-b", frozenset()).missing] == ["甲证", "乙证"]


@pytest.mark.parametrize(
    ("words", "having", "text"),
    [
        ("有甲证", Having.TO_COPY, "要带复印件 2 份"),
        ("有甲证原件和复印件", Having.HELD, "原件 1 份，复印件 2 份"),
        ("甲证只有复印件", Having.MISSING, "只有复印件不够，还要原件 1 份"),
        ("有电子甲证", Having.TO_CHECK, "您说的是电子的；这里要原件，能不能用电子的请先问窗口，或者带上原件"),
        ("甲证过期了", Having.MISSING, "原件 1 份，复印件 2 份"),
        ("", Having.MISSING, "原件 1 份，复印件 2 份"),
    ],
)
def test_original_copy_and_electronic_are_told_apart(words: str, having: Having, text: str) -> None:
    book = guidebook(item("x-a", circumstances=(), materials=(Material(name="甲证", original=1, copies=2),)))
    found = checked(book, "x-a", frozenset(), words)
    (line,) = (*found.missing, *found.to_check, *found.to_copy, *found.held)
    assert (line.having, line.text) == (having, text)


def test_what_can_come_later_is_said_to(sample: Guidebook) -> None:
    later = Material(name="甲证", original=1, submission=Submission.DEFERRABLE, defer_until="领证前")
    book = guidebook(item("x-a", circumstances=(), materials=(later,)))
    assert "可以后补：领证前" in checked(book, "x-a", frozenset()).missing[0].text


def test_an_open_circumstance_comes_first() -> None:
    reply = precheck(guidebook(), "x-card", words="都有了")
    assert (reply.precheck, reply.reply.status) == (None, NoticeStatus.CLARIFICATION)


def test_a_list_without_materials_is_ready() -> None:
    assert checked(guidebook(item("x-a", circumstances=(), materials=())), "x-a", frozenset()).ready


def test_the_words_name_every_line(sample: Guidebook) -> None:
    found = checked(sample, *BIRTH, words="户口本有")
    words = "\n".join(precheck_lines(found))
    for line in (*found.missing, *found.held, *found.waived):
        assert line.name in words
