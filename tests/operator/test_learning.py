"""A question not understood is attached, published, and then answered; nothing is kept longer than promised."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from knowledge.index.passages import read_out_of_scope, read_questions
from knowledge.publishing import Library
from store.asked import Asked, AskedKind, AskedState
from store.store import Store
from store.turns import Turn
from tests.operator.talking import ask, finished, matters, settle

STRANGE = "蓝皮小册子快作废了咋整"  # means the passport; no word of it stands in the guidebook
PASSPORT = "ga-passport-renewal"


def test_a_question_not_understood_today_is_attached_published_and_then_answered(
    desk: TestClient, settings: Settings
) -> None:
    before = ask(desk, STRANGE)
    assert before["subject"] != PASSPORT and before["status"] != "answered"
    (matter,) = matters(desk)
    ids = [question["id"] for question in matter["questions"]]
    done = settle(desk, ids, "attach", subject_id=PASSPORT, golden=True)
    assert done == {"settled": 1, "text": "处理了 1 句，其中 1 句写进草稿。"}
    state = desk.get("/api/v1/operator/draft").json()["differences"]
    assert [change["added"] for change in state["questions"] if change["id"] == PASSPORT] == [[STRANGE]]

    published = finished(desk, desk.post("/api/v1/operator/draft/publish", json={"note": "学会一句问法"}))
    assert published["version"] is not None, published
    assert ask(desk, STRANGE)["subject"] == PASSPORT
    assert matters(desk) == []
    after = desk.get("/api/v1/operator/draft").json()
    assert after["base"] == after["in_use"] == published["version"]
    assert after["differences"] == {"items": [], "questions": []}
    version = Library(settings.library).version(published["version"])
    assert (version.manifest.who, version.manifest.note) == ("王维护", "学会一句问法")
    assert f"{PASSPORT}\t{STRANGE}" in (version.guidebook_folder / "golden.tsv").read_text("utf-8")


def test_questions_of_one_meaning_are_one_matter_and_its_item_is_suggested(desk: TestClient, store: Store) -> None:
    for words in ("护照过期了怎么换新的", "护照到期想换一本", "护照快过期了换发", "喝喜酒随多少份子钱"):
        store.asked.keep(_asked(words, picked=PASSPORT if "护照" in words else None))
    first, second = matters(desk)
    assert [len(first["questions"]), len(second["questions"])] == [3, 1]
    assert (first["suggestions"][0]["id"], first["suggestions"][0]["picked"]) == (PASSPORT, 3)


def test_a_question_marked_out_of_scope_goes_to_its_file(desk: TestClient, settings: Settings, store: Store) -> None:
    number = store.asked.keep(_asked("今天的彩票号码多少"))
    settle(desk, [number], "out_of_scope")
    assert "今天的彩票号码多少" in read_out_of_scope(settings.draft)
    assert [question.id for question in store.asked.in_state(AskedState.OUT_OF_SCOPE)] == [number]


def test_a_dismissed_question_changes_nothing_in_the_draft(desk: TestClient, store: Store) -> None:
    number = store.asked.keep(_asked("嗯嗯好的"))
    settle(desk, [number], "dismiss")
    assert matters(desk) == []
    assert desk.get("/api/v1/operator/draft").json()["differences"] == {"items": [], "questions": []}


def test_personal_numbers_never_reach_the_questions_of_the_guidebook(
    desk: TestClient, settings: Settings, store: Store
) -> None:
    number = store.asked.keep(_asked("我电话13812345678\n护照本子皱了"))
    settle(desk, [number], "attach", subject_id=PASSPORT)
    assert "我电话 护照本子皱了" in read_questions(settings.draft)[PASSPORT]


def test_a_question_of_another_item_stays_open_and_says_where_it_stands(desk: TestClient, store: Store) -> None:
    desk.get("/api/v1/operator/draft")
    number = store.asked.keep(_asked("上户口"))
    done = settle(desk, [number], "attach", subject_id=PASSPORT)
    assert done["settled"] == 0 and "出生登记" in done["text"]
    assert len(matters(desk)) == 1


def test_an_unknown_item_is_refused_and_the_question_stays_open(desk: TestClient, store: Store) -> None:
    number = store.asked.keep(_asked("办个什么证"))
    body = {"ids": [number], "decision": "attach", "subject_id": "no-such-item"}
    assert desk.post("/api/v1/operator/questions/settle", json=body).status_code == 404
    body = {"ids": [number], "decision": "attach"}
    assert desk.post("/api/v1/operator/questions/settle", json=body).status_code == 422
    assert len(matters(desk)) == 1


def test_an_answer_called_useless_brings_its_question_to_the_desk(desk: TestClient) -> None:
    reply = ask(desk, "护照换发要带什么")
    body = {"kind": "unhelpful", "subject": reply["subject"], "conversation_id": reply["conversation_id"]}
    assert desk.post("/api/v1/feedback", json=body).status_code == 200
    (matter,) = matters(desk)
    assert matter["kinds"] == {"complained": 1}
    assert matter["questions"][0]["words"] == "护照换发要带什么"


def test_everything_of_a_conversation_is_deleted_on_request(desk: TestClient, store: Store) -> None:
    reply = ask(desk, STRANGE)
    assert len(matters(desk)) == 1
    gone = desk.delete(f"/api/v1/conversations/{reply['conversation_id']}").json()
    assert gone["deleted"] == 2  # the turn and the question
    assert matters(desk) == [] and store.turns.of(reply["conversation_id"]) == []
    assert desk.delete(f"/api/v1/conversations/{reply['conversation_id']}").json()["deleted"] == 0


def test_turns_and_questions_are_deleted_after_the_days_that_were_set(desk: TestClient, store: Store) -> None:
    now = datetime.now(UTC)
    for days in (29, 31):
        store.turns.keep(_turn(f"c{days}"), now - timedelta(days=days))
        store.asked.keep(_asked("问", conversation=f"c{days}"), now - timedelta(days=days))
    assert desk.app.state.services.remembering.purge(now) == 2  # type: ignore[attr-defined]
    assert len(store.turns.of("c29")) == 1 and store.turns.of("c31") == []
    assert [question.conversation for question in store.asked.in_state()] == ["c29"]


def test_with_no_days_nothing_is_kept_at_all(settings: Settings) -> None:
    with TestClient(create_app(settings.model_copy(update={"keep_days": 0}))) as client:
        reply = ask(client, STRANGE)
    store = Store.open(settings.store)
    assert store.turns.of(reply["conversation_id"]) == [] and store.asked.in_state() == []
    store.close()


def test_the_words_of_somebody_in_distress_are_not_kept(desk: TestClient, store: Store) -> None:
    reply = ask(desk, "我不想活了")
    matters(desk)
    assert [turn.said for turn in store.turns.of(reply["conversation_id"])] == [""]
    assert store.asked.in_state() == []


@pytest.mark.parametrize("caller", ["nobody", "clerk"])
def test_only_operators_see_the_questions(desk: TestClient, store: Store, caller: str) -> None:
    headers = {"Authorization": f"Bearer {store.keys.create('窗口', 'clerk')[1]}"} if caller == "clerk" else {}
    reply = desk.get("/api/v1/operator/questions", headers={"Authorization": ""} | headers)
    assert reply.status_code == (403 if caller == "clerk" else 401)


def _asked(words: str, picked: str | None = None, conversation: str = "c") -> Asked:
    return Asked(
        kind=AskedKind.UNANSWERED, words=words, conversation=conversation, guidebook_version="v", picked=picked
    )


def _turn(conversation: str) -> Turn:
    return Turn(conversation=conversation, said="问", status="answered", subject="", guidebook_version="v")
