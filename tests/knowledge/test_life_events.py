"""A life event: items in order, shared papers once."""

from knowledge.life_events import bundle
from knowledge.schema import Material
from tests.knowledge.books import guidebook, item


def test_a_paper_of_one_person_is_brought_once_and_copies_add_up() -> None:
    book = guidebook(item("x-a", name="甲"), item("x-b", name="乙"))
    answer = bundle(book, book.life_events["le-x"])
    (card,) = [m for m in answer.materials if m.name == "居民身份证（申请人）"]
    assert (card.counts, card.serves) == ("原件 1 份，复印件 4 份", ("甲", "乙"))


def test_conditional_papers_say_when_they_are_needed() -> None:
    book = guidebook(item("x-a"))
    answer = bundle(book, book.life_events["le-x"])
    only_if = {m.name: m.only_if for m in answer.materials}
    assert only_if["居民身份证（申请人）"] == ()
    assert only_if["亲子鉴定证明"] == ("没有领，且随父亲",)
    assert only_if["授权委托书"] == ("委托他人",)


def test_every_material_of_every_item_is_covered() -> None:
    book = guidebook(item("x-a"), item("x-b", materials=(Material(name="丙", original=1),)))
    names = {m.name for m in bundle(book, book.life_events["le-x"]).materials}
    assert names == {
        "居民身份证（申请人）",
        "结婚证",
        "亲子鉴定证明",
        "授权委托书",
        "居民身份证（代办人）",
        "丙",
    }
