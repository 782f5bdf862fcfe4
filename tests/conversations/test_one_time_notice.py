"""「刚出生的宝宝上户口要带什么」: the item, the questions that change the list, the list."""

from collections.abc import Callable

import httpx

from tests.conversations.talk import Conversation

Talk = Callable[..., Conversation]
BIRTH = "ga-birth-registration"


def test_only_what_changes_the_list_is_asked_one_at_a_time(talk: Talk) -> None:
    person = talk()
    first = person.say("刚出生的宝宝上户口要带什么")
    assert (first.status, first.subject) == ("clarification", BIRTH)
    assert "孩子在哪里出生" in first.blocks("choices")[0]["prompt"] and len(first.blocks("choices")) == 1
    second = person.press("国内出生，有《出生医学证明》")
    assert "领结婚证" in second.blocks("choices")[0]["prompt"]
    third = person.say("没领证")
    assert third.labels("circumstance") == ["随母亲", "随父亲"]
    notice = person.say("第二个").notice
    assert [line["name"] for line in notice["materials"]] == [
        "《出生医学证明》", "居民户口簿", "居民身份证", "非婚生育说明", "亲子鉴定证明",
    ]  # fmt: skip
    assert notice["total_text"] == "共 5 项"


def test_the_chat_shows_the_same_list_as_the_notice_endpoint(talk: Talk, http: httpx.Client) -> None:
    person = talk(division="330381")
    notice = person.say("宝宝上户口", "医院生的", "领证了").notice
    answers = {c["id"]: c["option_id"] for c in notice["circumstances"] if not c["assumed"]}
    body = {"division": "330381", "circumstances": answers}
    assert http.post(f"/api/v1/items/{BIRTH}/notice", json=body).json()["notice"] == notice


def test_the_notice_says_everything_that_must_be_told_at_once(talk: Talk) -> None:
    reply = talk(division="330302").say("宝宝上户口", "医院生的", "领证了")
    notice = reply.notice
    waived = [line for line in notice["materials"] if line["submission"] == "免交"]
    assert [line["name"] for line in waived] == ["结婚证"] and "结婚登记信息" in waived[0]["reason"]
    for field in ("conditions", "fees", "times", "trips", "ways", "proxy", "places", "steps", "results"):
        assert notice[field], field
    assert notice["places"][0]["division"] == "鹿城区"
    source = reply.blocks("sources")[0]["source"]
    assert source["version"] == 1 and source["as_of"] and source["legal_basis"] and source["sample"]


def test_what_the_first_question_states_is_not_asked_again(talk: Talk) -> None:
    person = talk()
    reply = person.say("没领证的宝宝上户口要带什么，在医院生的，跟妈妈")
    if reply.labels("subject") and not reply.blocks("notice"):  # among three, chosen by a button
        reply = person.press("出生登记")
    assert {c["option_id"] for c in reply.notice["circumstances"]} == {"hospital", "unmarried", "mother", "self"}


def test_neither_is_taken_seriously_and_the_question_stays(talk: Talk) -> None:
    reply = talk().say("宝宝上户口", "都不是")
    assert reply.status == "clarification" and "12345" in reply.text
    assert "孩子在哪里出生" in reply.blocks("choices")[-1]["prompt"]


def test_an_answer_that_is_not_understood_is_asked_again_and_never_guessed(talk: Talk) -> None:
    reply = talk().say("宝宝上户口", "嗯哼哈嘿")
    assert reply.status == "clarification" and not reply.blocks("notice")
    assert "孩子在哪里出生" in reply.blocks("choices")[-1]["prompt"]


def test_a_question_in_between_is_answered_and_the_thread_is_kept(talk: Talk) -> None:
    person = talk()
    reply = person.say("宝宝上户口", "多少钱")
    assert "不收费" in reply.facts["lines"][0]
    assert "孩子在哪里出生" in reply.blocks("choices")[-1]["prompt"]
    assert person.say("第一个", "领证了").notice["item_id"] == BIRTH


def test_a_change_of_subject_in_between_is_followed(talk: Talk) -> None:
    reply = talk().say("宝宝上户口", "算了，我先问一下对外贸易经营者备案怎么办")
    assert "2022-12-30" in reply.text and "孩子" not in reply.text


def test_an_abolished_item_tells_since_when_and_what_instead(talk: Talk) -> None:
    reply = talk().say("对外贸易经营者备案怎么办")
    assert "自 2022-12-30 起不用办了" in reply.text and "报关单位备案" in str(reply.labels("subject"))


def test_siblings_are_told_apart_by_asking(talk: Talk) -> None:
    person = talk()
    reply = person.say("营业执照")
    assert reply.status == "clarification" and 2 <= len(reply.labels("subject")) <= 4
    assert reply.labels("subject")[-1] == "都不是"
    chosen = person.press(reply.labels("subject")[0])
    assert chosen.subject and chosen.status in ("answered", "clarification")


def test_a_candidate_can_be_picked_by_its_number(talk: Talk) -> None:
    person = talk()
    offered = person.say("营业执照")
    second = offered.blocks("choices")[0]["options"][1]["choice"]["value"]
    assert person.say("第二个").subject == second


def test_what_is_not_found_says_so_with_the_hotline(talk: Talk) -> None:
    reply = talk().say("我家楼下的路灯坏了谁来修")
    assert not reply.blocks("notice") and "12345" in reply.text
