"""The sample guidebook keeps its promises: complete, referenced, dated, every circumstance worth asking."""

import pytest

from knowledge.guidebook import Guidebook, load_guidebook
from knowledge.lints import lint
from knowledge.materials import combinations, materials_for
from knowledge.notices import answer, chosen_from
from knowledge.schema import State


@pytest.fixture(scope="module")
def sample() -> Guidebook:
    return load_guidebook()


def test_the_check_finds_no_error_and_nothing_unexplained(sample: Guidebook) -> None:
    assert [str(finding) for finding in lint(sample)] == []


def test_the_reform_is_covered(sample: Guidebook) -> None:
    assert len(sample.items) >= 307 and len(sample.life_events) >= 36
    assert {item.window for item in sample.items.values()} == {
        "公安服务", "医保社保", "综合便民", "不动产登记", "商事登记", "大交通", "投资项目", "外经贸",
    }  # fmt: skip


def test_every_list_equals_its_record_for_every_combination_and_division(sample: Guidebook) -> None:
    """No sampling: every item, every reachable combination, every division."""
    compared = 0
    for item in sample.items.values():
        if item.state is not State.IN_USE:
            continue
        for combo in combinations(item):
            expected = [(m.name, m.of, m.original, m.copies) for m in materials_for(item, combo)]
            chosen = chosen_from(item, dict(ref.split(".", 1) for ref in combo))
            for division in sample.divisions:
                notice = answer(sample, item.id, chosen, division).notice
                assert notice is not None
                assert [(m.name, m.of, m.original, m.copies) for m in notice.materials] == expected
                assert notice.total == len(expected) and f"共 {len(expected)} 项" in notice.total_text
                assert notice.places, (item.id, division)
                compared += 1
    assert compared > 10_000


def test_no_address_or_phone_number_is_invented(sample: Guidebook) -> None:
    """The sample knows none: a number of seven or more digits in a record would be invented or a code."""
    import re

    for item in sample.items.values():
        for window in item.windows:
            assert not re.search(r"\d{7,}|\d+号", f"{window.name}{window.note or ''}"), item.id
    assert all(division.centre is None or division.centre.address is None for division in sample.divisions.values())
