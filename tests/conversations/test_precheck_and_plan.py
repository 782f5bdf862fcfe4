"""Before leaving home, in the chat: what is still missing, and several matters in one go."""

from collections.abc import Callable

from tests.conversations.talk import Conversation, Json, Reply

Talk = Callable[..., Conversation]


def precheck(reply: Reply) -> Json:
    (block,) = reply.blocks("precheck")
    found: Json = block["precheck"]
    return found


def missing(reply: Reply) -> list[str]:
    return [line["name"] for line in precheck(reply)["missing"]]


def test_what_is_missing_is_told_after_the_list_and_can_be_added_to(talk: Talk) -> None:
    person = talk()
    person.choose("item", "ga-birth-registration")
    person.press("国内出生，有《出生医学证明》")
    person.press("已领结婚证")
    reply = person.say("我有户口本，还缺什么？")
    assert reply.subject == "ga-birth-registration"
    assert set(missing(reply)) == {"《出生医学证明》", "居民身份证"}
    assert missing(person.say("出生证也找到了")) == ["居民身份证"]


def test_the_matter_and_the_papers_may_come_in_one_message(talk: Talk) -> None:
    person = talk()
    assert person.say("补社保卡，我带了身份证，还缺什么").subject == "yb-social-card-replacement"
    assert missing(person.press("卡丢了")) == ["《社会保障卡补换卡申请表》"]


def test_an_open_circumstance_is_asked_before_anything_is_called_missing(talk: Talk) -> None:
    person = talk()
    reply = person.say("给宝宝上户口，我有户口本，还差什么")
    assert reply.status == "clarification" and not reply.blocks("precheck")
    person.press("国内出生，有《出生医学证明》")
    assert "居民户口簿" not in missing(person.press("已领结婚证"))


def test_the_items_of_a_life_event_can_be_planned_together(talk: Talk) -> None:
    person = talk(division="330302")
    person.choose("life_event", "le-adoption")
    reply = person.choose("need", "plan")
    for _ in range(12):
        if reply.blocks("plan"):
            break
        (choices,) = [block for block in reply.raw["blocks"] if block["type"] == "choices"]
        reply = person.press(choices["options"][0]["label"])
    (block,) = reply.blocks("plan")
    assert len(block["plan"]["steps"]) == 4 and block["lines"]


def test_one_matter_alone_is_no_plan(talk: Talk) -> None:
    assert "请把要一起办的几件事放在一句话里说" in talk().say("几件事一起办怎么安排").text
