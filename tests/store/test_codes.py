"""Short codes survive being read aloud and typed by anybody."""

from itertools import pairwise

import pytest

from store.codes import ALPHABET, code_of, grouped, read_code

CODES = [code_of(f"notice {number}") for number in range(200)]


def test_the_same_content_has_the_same_code_and_others_differ() -> None:
    assert code_of("notice 7") == CODES[7]
    assert len(set(CODES)) == len(CODES)


def test_a_code_is_read_in_any_case_and_grouping() -> None:
    for code in CODES:
        assert read_code(code.lower()) == code
        assert read_code(f" {grouped(code)} ") == code
        assert read_code(" ".join(code)) == code


def test_any_single_wrong_character_is_refused() -> None:
    for code in CODES[:20]:
        for place, character in enumerate(code):
            for other in set(ALPHABET) - {character}:
                assert read_code(code[:place] + other + code[place + 1 :]) is None


def test_any_two_swapped_neighbours_are_refused() -> None:
    for code in CODES:
        for place, (one, other) in enumerate(pairwise(code)):
            if one != other:
                assert read_code(code[:place] + other + one + code[place + 2 :]) is None


@pytest.mark.parametrize("typed", ["", "ABC", "ABCDEFGHJ", "身份证补领材料单", "O0O0O0O0", "\x00" * 8])
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    assert read_code(typed) is None
