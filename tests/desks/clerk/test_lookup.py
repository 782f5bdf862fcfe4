"""What typing finds, in which order, and that nothing typed can break it."""

import random

import pytest

from knowledge.guidebook import Guidebook, load_guidebook
from knowledge.lookup import How, Lookup, Match, Spelling
from knowledge.schema import Audience, OnlineDepth
from knowledge.sieve import Sieve, passing, taken_in


@pytest.fixture(scope="module")
def guidebook() -> Guidebook:
    return load_guidebook()


@pytest.fixture(scope="module")
def lookup(guidebook: Guidebook) -> Lookup:
    return Lookup.of(guidebook)


def small(*names: tuple[str, str, bool]) -> Lookup:
    return Lookup(names)


def first(found: list[Match]) -> Match:
    assert found, "nothing found"
    return found[0]


@pytest.mark.parametrize(
    ("typed", "name", "spelling"),
    [
        ("csdj", "出生登记", Spelling.INITIALS),
        ("CSDJ", "出生登记", Spelling.INITIALS),
        ("ｃｓｄｊ", "出生登记", Spelling.INITIALS),
        ("sfzbl", "居民身份证挂失补领", Spelling.INITIALS),
        ("身份证补领", "居民身份证挂失补领", Spelling.TEXT),
        ("sfz补领", "居民身份证挂失补领", Spelling.TEXT),
        ("补领 身份证", "居民身份证挂失补领", Spelling.TEXT),
        ("chushengdengji", "出生登记", Spelling.PINYIN),
        ("chushengde", "出生登记", Spelling.PINYIN),
        ("lvpai", "绿牌", Spelling.PINYIN),
        ("ga-birth-registration", "出生登记", Spelling.CODE),
        ("上户口", "上户口", Spelling.TEXT),
    ],
)
def test_a_clerk_finds_by_what_comes_to_the_fingers(lookup: Lookup, typed: str, name: str, spelling: Spelling) -> None:
    match = first(lookup.find(typed))
    assert match.name == name
    assert spelling in (match.spelling, Spelling.TEXT)


def test_every_item_is_found_first_by_its_whole_name_and_code(guidebook: Guidebook, lookup: Lookup) -> None:
    for item in guidebook.items.values():
        assert first(lookup.find(item.id)).id == item.id
        assert first(lookup.find(item.name)).id == item.id, item.name


def test_every_item_is_among_those_found_by_its_initials(guidebook: Guidebook, lookup: Lookup) -> None:
    from pypinyin import Style, lazy_pinyin

    for item in guidebook.items.values():
        letters = "".join(lazy_pinyin(item.name.lower(), style=Style.FIRST_LETTER, errors="ignore"))
        if letters.isascii() and 3 <= len(letters) == len(item.name):
            found = lookup.find(letters)
            assert item.id in {match.id for match in found if match.how is How.WHOLE}, item.name


def test_the_records_own_name_comes_before_a_common_name_and_the_whole_before_a_part() -> None:
    lookup = small(("a", "登记证明", True), ("b", "登记", True), ("c", "户口迁移", True), ("c", "登记", False))
    assert [(match.id, match.how) for match in lookup.find("登记")] == [
        ("b", How.WHOLE),
        ("c", How.WHOLE),
        ("a", How.BEGINS),
    ]


def test_the_marks_are_the_characters_that_were_meant(lookup: Lookup) -> None:
    match = first(lookup.find("sfzbl"))
    assert [match.name[begin:end] for begin, end in match.marks] == ["身份证", "补领"]
    match = first(lookup.find("chusheng"))
    assert [match.name[begin:end] for begin, end in match.marks] == ["出生"]


def test_a_sound_is_spelt_from_its_beginning() -> None:
    lookup = small(("a", "横幅", True), ("b", "身份证", True))  # shENfenzHENG holds "heng"
    assert [match.id for match in lookup.find("heng")] == ["a"]


def test_words_apart_may_stand_in_any_order_but_one_word_may_not() -> None:
    lookup = small(("a", "身份证补领", True), ("b", "补领身份证", True))
    assert {match.id for match in lookup.find("补领 身份")} == {"a", "b"}
    assert {match.id for match in lookup.find("补领身份")} == {"b"}


def test_a_name_with_two_readings_is_read_as_people_say_it() -> None:
    lookup = small(("a", "重庆银行长期贷款", True))
    assert first(lookup.find("cqyhcqdk")).id == "a"


@pytest.mark.parametrize(
    "typed", ["", " ", "\n", "\t\r\n", "，", "'", "\x00", "💐", "\ufffd\u202e", "%", ".*", "[", "\\"]
)
def test_nothing_meant_finds_nothing(lookup: Lookup, typed: str) -> None:
    assert lookup.find(typed) == []


def test_an_empty_guidebook_and_a_single_item_can_be_asked() -> None:
    assert Lookup([]).find("登记") == []
    assert first(small(("a", "登记", True)).find("dj")).id == "a"


def test_no_typing_breaks_it_and_marks_stay_inside_the_name(lookup: Lookup) -> None:
    chance = random.Random(20261122)  # noqa: S311 - the same typing every time
    alphabet = "csdjzhengi 出生登记身份证补领户口（）《》、'-_.1239\n\x00é💐ü"
    for _ in range(2_000):
        typed = "".join(chance.choices(alphabet, k=chance.randint(1, 12)))
        found = lookup.find(typed, limit=5)
        assert len(found) == len({match.id for match in found}) <= 5
        for match in found:
            assert all(0 <= begin < end <= len(match.name) for begin, end in match.marks), typed


def test_only_what_is_wanted_is_found_even_where_much_else_matches() -> None:
    lookup = Lookup([(f"i{n}", f"登记事项{n}", True) for n in range(5_000)])
    assert [match.id for match in lookup.find("登记", wanted=lambda id: id == "i4999")] == ["i4999"]


def test_filters_let_through_what_they_say(guidebook: Guidebook) -> None:
    window = passing(guidebook, Sieve(window="公安服务"))
    assert window == {item.id for item in guidebook.items.values() if item.window == "公安服务"}
    both = passing(guidebook, Sieve(window="公安服务", audience=Audience.ENTERPRISE))
    assert both < window
    for item_id in passing(guidebook, Sieve(zero_trip=True)):
        item = guidebook.item(item_id)
        online = item.handling is not None and item.handling.online.depth is OnlineDepth.FULL
        assert online or (item.trips is not None and item.trips.count == 0)
    assert passing(guidebook, Sieve()) == set(guidebook.items)


def test_a_division_takes_what_a_window_of_its_own_takes(guidebook: Guidebook) -> None:
    county, city = guidebook.division("330381"), guidebook.division("330399")
    only_city = [i for i in guidebook.items.values() if {w.level for w in i.windows} == {city.level}]
    assert only_city
    assert not any(taken_in(item, county) for item in only_city)
    assert all(taken_in(item, city) for item in only_city)
