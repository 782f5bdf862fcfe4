"""Ways around a trip, from the records only."""

from dataclasses import asdict
from datetime import date

import pytest

from knowledge.errors import UnknownReference
from knowledge.guidebook import Guidebook
from knowledge.schema import Answer, Handling, Level, Online, OnlineDepth, Proxy, ServiceWindow
from knowledge.zero_trips import Way, ZeroTrips, zero_trips
from tests.knowledge.books import abolished, guidebook, item


def ways(found: ZeroTrips | None) -> dict[Way, Answer]:
    assert found is not None
    return {one.way: one.answer for one in found.ways}


def handling(**changes: object) -> Handling:
    fields = {"online": Online(depth=OnlineDepth.FULL, where="浙里办 App"), "proxy": Proxy(allowed=Answer.NO)}
    return Handling(**{**fields, **changes})  # type: ignore[arg-type] # fields are tested as they come


@pytest.mark.parametrize(
    ("depth", "answer"),
    [
        (OnlineDepth.FULL, Answer.YES),
        (OnlineDepth.APPLICATION, Answer.PARTLY),
        (OnlineDepth.PRE_CHECK, Answer.PARTLY),
        (OnlineDepth.INFORMATION, Answer.NO),
        (OnlineDepth.NONE, Answer.NO),
    ],
)
def test_only_an_item_handled_wholly_online_is_called_online(depth: OnlineDepth, answer: Answer) -> None:
    book = guidebook(item("x-a", handling=handling(online=Online(depth=depth))))
    assert ways(zero_trips(book, "x-a"))[Way.ONLINE] is answer


def test_the_nearest_window_is_told_where_the_record_has_one() -> None:
    centre = (ServiceWindow(level=Level.COUNTY, name="政务服务中心公安窗口"),)
    book = guidebook(item("x-a"), item("x-b", windows=centre))
    assert ways(zero_trips(book, "x-a", division_code="330381"))[Way.NEARBY] is Answer.YES
    assert ways(zero_trips(book, "x-b", division_code="330381"))[Way.NEARBY] is Answer.NO


def test_what_another_person_must_bring_is_told_with_the_way() -> None:
    found = zero_trips(guidebook(item("x-a")), "x-a", frozenset({"married.yes"}))
    assert found is not None
    (proxy,) = [one for one in found.ways if one.way is Way.PROXY]
    assert proxy.changes == ("委托他人：另加 2 项（居民身份证（代办人）、授权委托书）",)


def test_ways_that_are_open_come_first() -> None:
    found = zero_trips(guidebook(item("x-a", handling=handling())), "x-a")
    assert found is not None and found.ways[0].answer is Answer.YES and found.ways[-1].answer is Answer.NO


def test_an_abolished_item_has_no_way_and_an_unknown_one_is_refused() -> None:
    assert zero_trips(guidebook(item("x-a"), abolished()), "x-old") is None
    with pytest.raises(UnknownReference, match="x-none"):
        zero_trips(guidebook(), "x-none")


def test_every_word_stands_in_the_record(sample: Guidebook) -> None:
    said_by_us = {"记录里没有就近的窗口"}
    for each in sample.on(date(2026, 11, 23)).items.values():
        found = zero_trips(sample, each.id, division_code="330381")
        record = str(asdict(each))
        for one in found.ways if found else ():
            parts = [*one.where, *([] if one.way in (Way.NEARBY, Way.PROXY) else [one.text])]
            parts += one.changes if one.way is not Way.PROXY else ()
            assert all(part in record or part in said_by_us for part in parts), (each.id, one)
        for paper in found.electronic_in_place_of_paper if found else ():
            assert paper.text in record
