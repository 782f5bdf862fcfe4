"""The 客服 conversation, through real HTTP to a stand-in for WeChat's servers."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import TypeAdapter

from api.wechat import talk
from api.wechat.messages import cut, lines_of
from knowledge.blocks import Block
from knowledge.open_now import beijing_now
from tests.wechat.conftest import MakeClient
from tests.wechat.pushing import ABOLISHED, Pusher, unsealed
from tests.wechat.standin import SENDING, StandIn, answered

BLOCK: TypeAdapter[Block] = TypeAdapter(Block)


def lines(messages: list[str]) -> list[str]:
    """All lines of numbered messages, in order."""
    found = [line for text in messages for line in text.splitlines()]
    return [line for line in found if line and not re.fullmatch(r"（\d+/\d+）|还有 \d+ 条没有发完.*", line)]


@pytest.mark.parametrize(("mode", "form"), [("safe", "json"), ("safe", "xml"), ("plain", "json"), ("plain", "xml")])
def test_a_question_is_answered_in_every_mode_and_form(
    make_client: MakeClient, wechat: StandIn, mode: str, form: str
) -> None:
    pusher = Pusher(make_client(mode=mode, format=form), safe=mode == "safe", xml=form == "xml")
    response = pusher.text("oPerson", ABOLISHED)
    assert (response.status_code, response.text) == (200, "success")
    (text,) = answered(wechat, "oPerson")
    assert "2022-12-30" in text


def test_the_answer_is_the_web_chat_s_line_for_line(make_client: MakeClient, wechat: StandIn) -> None:
    client = make_client()
    reply = client.post("/api/v1/chat", json={"message": "补身份证要带什么"}).json()
    Pusher(client).text("oPerson", "补身份证要带什么")
    said, _ = lines_of([BLOCK.validate_python(block) for block in reply["blocks"]], beijing_now().date())
    expected = cut(said)
    assert answered(wechat, "oPerson", len(expected)) == expected


def test_a_choice_is_made_by_its_number_and_leads_to_the_whole_list(pusher: Pusher, wechat: StandIn) -> None:
    pusher.text("oPerson", "刚出生的宝宝上户口要带什么")
    count = 1
    for _ in range(6):
        last = answered(wechat, "oPerson", count)[-1]
        if "【要带的材料" in "".join(wechat.texts_to("oPerson")):
            break
        assert "1. " in last and "回复数字" in last
        pusher.text("oPerson", " １。")
        count += 1
    wechat.wait(lambda: "依据" in wechat.texts_to("oPerson")[-1])
    told = "".join(wechat.texts_to("oPerson"))
    assert "一次性告知单：出生登记" in told and "《出生医学证明》" in told


def test_a_long_answer_comes_in_numbered_messages_and_goes_on_when_asked(pusher: Pusher, wechat: StandIn) -> None:
    pusher.text("oPerson", "买新房一件事要办哪些手续")
    first = answered(wechat, "oPerson", talk.AT_ONCE)
    total = int(re.findall(r"^（1/(\d+)）", first[0])[0])
    assert total > talk.AT_ONCE and f"还有 {total - talk.AT_ONCE} 条没有发完，回复“继续”接着看" in first[-1]
    pusher.text("oPerson", "继续")
    told = answered(wechat, "oPerson", total)
    assert [text.splitlines()[0] for text in told] == [f"（{number}/{total}）" for number in range(1, total + 1)]
    numbers = [int(found) for line in lines(told) for found in re.findall(r"^(?:□ )?(\d+)\. ", line)]
    event = pusher.client.get("/api/v1/life-events/le-new-house").json()
    assert sorted(numbers) == list(range(1, event["total"] + 1)), "no material is lost or doubled"


def test_a_repeated_push_is_answered_once_even_by_another_process(make_client: MakeClient, wechat: StandIn) -> None:
    one, other = Pusher(make_client()), Pusher(make_client())
    for pusher in (one, one, other, other):
        assert pusher.text("oPerson", ABOLISHED, number=17).text == "success"
        assert pusher.event("oOther", created=1_700_000_000).text == "success"
    answered(wechat, "oPerson")
    answered(wechat, "oOther")
    one.text("oLast", ABOLISHED)
    answered(wechat, "oLast")
    assert Counter(openid for openid, _ in wechat.sent) == {"oPerson": 1, "oOther": 1, "oLast": 1}


def test_a_hundred_pushes_at_once_with_wechat_slow_are_each_answered_exactly_once(
    make_client: MakeClient, wechat: StandIn
) -> None:
    clients = [make_client(), make_client()]
    wechat.slow_s = 0.5
    people = [f"oPerson{number}" for number in range(100)]

    def push(person: str) -> list[str]:
        number = int(person.removeprefix("oPerson")) + 1
        # WeChat repeats what it thinks was not heard, and may reach another process.
        return [Pusher(client).text(person, ABOLISHED, number=number).text for client in (*clients, clients[0])]

    with ThreadPoolExecutor(25) as pool:
        assert list(pool.map(push, people)) == [["success"] * 3] * 100
    wechat.wait(lambda: len(wechat.sent) >= 100, seconds=60)
    for client in clients:
        client.__exit__(None, None, None)  # what is still under way goes out first
        client.__enter__()
    assert Counter(openid for openid, _ in wechat.sent) == dict.fromkeys(people, 1)
    assert len(wechat.tokens) == 1, "one process fetched the access token, the other used it"


def test_wechat_is_answered_at_once_while_the_answer_takes_longer(pusher: Pusher, wechat: StandIn) -> None:
    wechat.slow_s = 1.0
    assert pusher.text("oPerson", ABOLISHED).text == "success"
    assert wechat.sent == [], "success was said before the answer went out"
    answered(wechat, "oPerson")


def test_messages_of_one_person_are_answered_in_their_order(pusher: Pusher, wechat: StandIn) -> None:
    wechat.slow_s = 0.2
    for words in ("你好呀", ABOLISHED, "x" * 700):
        pusher.text("oPerson", words)
    told = answered(wechat, "oPerson", 3)
    assert "2022-12-30" in told[1] and "太长了" in told[2]


@pytest.mark.parametrize("kind", ["image", "voice", "miniprogrampage"])
def test_what_cannot_be_read_is_told_so(pusher: Pusher, wechat: StandIn, kind: str) -> None:
    pusher.push({"MsgType": kind, "MediaId": "m", "MsgId": 5}, "oPerson")
    assert "只看得懂文字" in answered(wechat, "oPerson")[0]


def test_who_enters_is_greeted_and_other_events_are_left_alone(pusher: Pusher, wechat: StandIn) -> None:
    pusher.event("oOther", "debug_demo")
    pusher.event("oPerson")
    assert "一站引导" in answered(wechat, "oPerson")[0]
    assert not wechat.texts_to("oOther")


@pytest.mark.parametrize("words", ["转人工", "人工客服", "请帮我转人工服务。", "找人工"])
def test_who_asks_for_a_person_is_handed_over_where_people_answer(
    make_client: MakeClient, wechat: StandIn, words: str
) -> None:
    pusher = Pusher(make_client(handover=True))
    for _ in range(2):  # a repeat is handed over as well: the first reply may have been lost
        envelope = pusher.text("oPerson", words, number=9).json()
        assert b'"MsgType": "transfer_customer_service"' in unsealed(envelope["Encrypt"])
    assert wechat.calls[SENDING] == 0


def test_where_nobody_answers_who_asks_for_a_person_is_told_the_hotline(pusher: Pusher, wechat: StandIn) -> None:
    assert pusher.text("oPerson", "转人工").text == "success"
    assert "12345" in "".join(answered(wechat, "oPerson"))


def test_danger_is_answered_before_anything_else(pusher: Pusher, wechat: StandIn) -> None:
    pusher.text("oPerson", "我不想活了")
    assert "12356" in answered(wechat, "oPerson")[0]
