"""一件事: several items, merged materials, in order."""

from collections.abc import Callable

from tests.conversations.talk import Conversation

Talk = Callable[..., Conversation]


def test_opening_a_restaurant_is_one_event(talk: Talk) -> None:
    person = talk()
    reply = person.say("我要开个小餐馆，都要办哪些手续")
    if reply.status == "clarification":
        reply = person.press("开办餐饮店一件事")
    assert (reply.status, reply.subject) == ("answered", "le-open-restaurant")
    (block,) = reply.blocks("life_event")
    event = block["life_event"]
    stages = {step["item_id"]: step["stage"] for step in event["steps"]}
    assert stages["ss-individual-business-setup"] < stages["ss-food-business-license"]
    card = [m for m in event["materials"] if len(m["serves"]) > 1]
    assert card, "shared papers are brought once and say which items they serve"
    assert person.say("第一个").subject == event["steps"][0]["item_id"]
