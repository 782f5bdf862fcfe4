"""What changed is told item by item, material by material, in words that need no explanation."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from knowledge.guidebook import Guidebook
from knowledge.publishing import Change, NoticeChanges, compare, compare_notice
from knowledge.publishing.changes import ChangeKind, Part
from knowledge.schema import (
    Abolition,
    Circumstance,
    Fee,
    Material,
    Option,
    ServiceItem,
    ServiceWindow,
    State,
    Submission,
    TimeLimit,
    Trips,
    Waiver,
)
from tests.knowledge.books import abolished, guidebook, item

TOLD_ON, TODAY = date(2026, 11, 22), date(2027, 3, 1)
BEFORE = item()


def changes_to(**fields: object) -> tuple[Change, ...]:
    (found,) = compare(guidebook(BEFORE), guidebook(item(**fields)))
    assert (found.id, found.kind) == ("x-card", ChangeKind.CHANGED)
    return found.changes


def test_the_same_guidebook_has_no_changes() -> None:
    assert compare(guidebook(), guidebook()) == ()
    assert compare(Guidebook(), Guidebook()) == ()


def test_items_that_come_and_go_are_told_once() -> None:
    found = compare(guidebook(item()), guidebook(item("x-new", name="丁证")))
    assert {(one.id, one.kind) for one in found if one.id.startswith("x-")} == {
        ("x-card", ChangeKind.REMOVED),
        ("x-new", ChangeKind.ADDED),
    }


def test_another_count_of_one_material_is_one_change_of_that_material() -> None:
    fewer = replace(BEFORE.materials[0], copies=1)
    (change,) = changes_to(materials=(fewer, *BEFORE.materials[1:]))
    assert (change.part, change.kind, change.subject) == (Part.MATERIAL, ChangeKind.CHANGED, "居民身份证（申请人）")
    assert change.text == "材料“居民身份证（申请人）”：复印件份数 2 → 1"


def test_a_new_material_says_for_whom_it_is() -> None:
    more = Material(name="委托公证书", original=1, when=("agent.proxy",))
    (change,) = changes_to(materials=(*BEFORE.materials, more))
    assert change.text == "新增材料：委托公证书（原件 1 份），仅当委托他人"


def test_a_material_that_goes_is_told() -> None:
    (change,) = changes_to(materials=BEFORE.materials[:-1])
    assert (change.kind, change.subject) == (ChangeKind.REMOVED, "居民身份证（代办人）")


def test_a_document_of_two_people_is_told_apart() -> None:
    last = replace(BEFORE.materials[-1], copies=1)
    (change,) = changes_to(materials=(*BEFORE.materials[:-1], last))
    assert change.subject == "居民身份证（代办人）"


def test_a_document_asked_under_other_circumstances_says_which() -> None:
    moved = replace(BEFORE.materials[2], when=("married.no",))
    (change,) = changes_to(materials=(*BEFORE.materials[:2], moved, *BEFORE.materials[3:]))
    assert change.text == "材料“亲子鉴定证明”：适用情形 没有领、随父亲 → 没有领"


def test_another_order_of_materials_is_no_change() -> None:
    assert compare(guidebook(BEFORE), guidebook(item(materials=BEFORE.materials[::-1]))) == ()


@pytest.mark.parametrize(
    ("fields", "part", "words"),
    [
        ({"fees": (Fee(name="工本费", amount=Decimal(20), unit="元/证", basis="某通知"),)}, Part.FEE, "金额 40 → 20"),
        ({"times": (TimeLimit(statutory_days=60, promised_days=10),)}, Part.TIME, "承诺时限 20 → 10"),
        ({"trips": Trips(count=0)}, Part.RECORD, "到现场次数"),
        ({"state": State.SUSPENDED}, Part.RECORD, "状态：在用 → 暂停"),
        ({"expiry": date(2027, 1, 1)}, Part.RECORD, "失效日期：（无） → 2027-01-01"),
        ({"windows": (*BEFORE.windows[:1], replace(BEFORE.windows[1], name="新大厅"))}, Part.PLACE, "新大厅"),
        ({"circumstances": BEFORE.circumstances[:-1]}, Part.CIRCUMSTANCE, "删去情形：谁去办？"),
    ],
)
def test_every_part_is_compared_and_named(fields: dict[str, object], part: Part, words: str) -> None:
    found = [change for change in changes_to(**fields) if change.part is part]
    assert len(found) == 1 and words in found[0].text


def test_a_new_option_is_told_within_its_circumstance() -> None:
    first = BEFORE.circumstances[0]
    wider = replace(first, options=(*first.options, Option(id="widowed", label="丧偶")))
    (change,) = changes_to(circumstances=(wider, *BEFORE.circumstances[1:]))
    assert change.part is Part.CIRCUMSTANCE and "丧偶" in change.text


def test_the_record_of_a_later_day_is_compared_apart() -> None:
    later = item(effective=date(2027, 1, 1), materials=BEFORE.materials[:1])
    after = replace(guidebook(BEFORE), dated={"x-card": (BEFORE, later)})
    (found,) = compare(guidebook(BEFORE), after)
    assert (found.kind, found.effective) == (ChangeKind.ADDED, date(2027, 1, 1))


def test_views_of_other_days_do_not_look_like_changes() -> None:
    later = item(effective=date(2027, 1, 1), materials=BEFORE.materials[:1])
    both = replace(guidebook(BEFORE), dated={"x-card": (BEFORE, later)})
    assert compare(both.on(TOLD_ON), both.on(TODAY)) == ()


def since_then(now: ServiceItem | Guidebook, *chosen: str, division: str | None = None) -> NoticeChanges:
    book = now if isinstance(now, Guidebook) else replace(guidebook(now), since=date(2027, 2, 1), version="neu")
    told = frozenset(chosen or ("married.yes",))
    return compare_notice(guidebook(BEFORE), book, "x-card", division, told, told_on=TOLD_ON, today=TODAY)


def test_a_notice_that_still_holds_says_nothing() -> None:
    found = since_then(BEFORE)
    assert found.holds and found.text == "" and found.now is not None and found.now.notice is not None


def test_changes_of_circumstances_that_are_not_mine_do_not_concern_me() -> None:
    last = replace(BEFORE.materials[-1], copies=5)
    changed = item(materials=(*BEFORE.materials[:-1], last))
    assert since_then(changed).holds
    assert since_then(changed, "married.yes", "agent.proxy").lines == (
        "居民身份证（代办人）：原来原件 1 份，现在原件 1 份，复印件 5 份",
    )


def test_since_when_and_what_is_said_in_one_sentence() -> None:
    fewer = replace(BEFORE.materials[0], copies=0)
    found = since_then(item(materials=(fewer, *BEFORE.materials[1:])))
    assert found.text == "自 2027-02-01 起有变化：居民身份证（申请人）：原来原件 1 份，复印件 2 份，现在原件 1 份。"


def test_the_laws_own_day_is_told_rather_than_the_day_of_publishing() -> None:
    later = item(effective=date(2027, 1, 1), trips=Trips(count=0))
    book = replace(guidebook(BEFORE), dated={"x-card": (BEFORE, later)}, since=date(2026, 11, 1))
    assert since_then(book).since == date(2027, 1, 1)


def test_a_line_that_came_and_one_that_went_are_told() -> None:
    more = Material(name="照片", copies=2)
    found = since_then(item(materials=(*BEFORE.materials[1:], more)))
    assert found.lines == ("多了一项：照片（复印件 2 份）", "少了一项：居民身份证（申请人） 不在清单里了")


def test_a_line_that_is_now_waived_says_why() -> None:
    waived = replace(BEFORE.materials[0], submission=Submission.WAIVED, waived_by=Waiver(data="居民身份信息"))
    (line,) = since_then(item(materials=(waived, *BEFORE.materials[1:]))).lines
    assert line == "居民身份证（申请人）：原来必交，现在免交（窗口可以查到居民身份信息，不用您交）"


def test_a_question_that_now_decides_is_asked_instead_of_guessing() -> None:
    asked = Circumstance(
        id="age", question="满 16 岁了吗？", options=(Option(id="y", label="满"), Option(id="n", label="没"))
    )
    (line,) = since_then(item(circumstances=(*BEFORE.circumstances, asked))).lines
    assert "满 16 岁了吗？" in line


def test_an_item_that_was_abolished_says_what_to_do_now() -> None:
    gone = Abolition(since=date(2027, 1, 1), instead="直接办甲证。", basis="某决定")
    found = since_then(item(state=State.ABOLISHED, abolition=gone))
    assert not found.holds and "2027-01-01 起不用办了" in found.text and "直接办甲证" in found.text


def test_an_item_that_left_the_guidebook_sends_to_the_hotline() -> None:
    found = since_then(guidebook(abolished()))
    assert not found.holds and found.now is None and "12345" in found.text


def test_a_division_that_was_merged_is_said_to_be_so() -> None:
    book = replace(guidebook(BEFORE), divisions={k: v for k, v in guidebook().divisions.items() if k != "330381"})
    assert "区划已经调整" in since_then(book, division="330381").text


def test_another_window_is_a_change_of_the_place() -> None:
    windows = (ServiceWindow(level=BEFORE.windows[0].level, name="便民服务中心"), *BEFORE.windows[1:])
    (line,) = since_then(item(windows=windows)).lines
    assert line.startswith("办理地点改为：") and "便民服务中心" in line
