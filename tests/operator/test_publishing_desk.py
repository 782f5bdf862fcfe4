"""Check, try, publish and go back from the desk; what loses a golden question is not published without a reason."""

from pathlib import Path

import yaml
from fastapi.testclient import TestClient

from api.settings import Settings
from knowledge.publishing import Library
from tests.operator.talking import ask, finished
from tests.publishing.small import edit

OPERATOR = "/api/v1/operator"
PASSPORT = "ga-passport-renewal"


def made(desk: TestClient, settings: Settings) -> Path:
    """Have the draft made, and return its folder."""
    assert desk.get(f"{OPERATOR}/draft").json()["stale"] is False
    return settings.draft


def rename(folder: Path, item_id: str, name: str) -> None:
    (path,) = folder.glob(f"items/*/{item_id}.yaml")
    record = yaml.safe_load(path.read_text("utf-8"))
    edit(folder, item_id, f"name: {record['name']}", f"name: {name}")


def test_what_changed_is_said_in_words_then_published_and_taken_back(desk: TestClient, settings: Settings) -> None:
    folder = made(desk, settings)
    first = Library(settings.library).in_use()
    rename(folder, PASSPORT, "护照换新")
    (changed,) = desk.get(f"{OPERATOR}/draft").json()["differences"]["items"]
    assert changed["id"] == PASSPORT and changed["changes"][0]["text"].endswith("→ 护照换新")
    published = finished(desk, desk.post(f"{OPERATOR}/draft/publish", json={"note": "改名"}))
    assert desk.get(f"/api/v1/items/{PASSPORT}").json()["name"] == "护照换新"

    versions = desk.get(f"{OPERATOR}/versions").json()
    assert [line["in_use"] for line in versions["versions"]] == [True, False]
    assert first is not None
    back = f"{OPERATOR}/versions/{first.version}"
    assert desk.get(f"{back}/changes").json()["items"][0]["id"] == PASSPORT
    done = finished(desk, desk.post(f"{back}/restore", json={"reason": "改错了"}))
    assert done["version"] == first.version
    assert desk.get(f"/api/v1/items/{PASSPORT}").json()["name"] != "护照换新"
    assert desk.get(f"{OPERATOR}/draft").json()["stale"] is True  # made of the version that was left
    assert published["version"] != first.version


def test_a_record_that_cannot_be_read_is_told_with_file_and_line(desk: TestClient, settings: Settings) -> None:
    folder = made(desk, settings)
    edit(folder, PASSPORT, "audience:", "audiense:")
    state = desk.get(f"{OPERATOR}/draft").json()
    assert state["differences"] is None and f"{PASSPORT}.yaml" in state["fault"] and "行" in state["fault"]
    reply = desk.post(f"{OPERATOR}/draft/check")
    assert reply.status_code == 409 and "audiense" in reply.json()["detail"]
    done = finished(desk, desk.post(f"{OPERATOR}/draft/publish", json={"note": "坏的"}))
    assert done["version"] is None and "audiense" in done["text"]
    assert len(Library(settings.library).versions()) == 1


def test_a_lost_golden_question_stops_publishing_until_a_reason_is_given(desk: TestClient, settings: Settings) -> None:
    folder = made(desk, settings)
    with (folder / "golden.tsv").open("a", encoding="utf-8") as golden:
        golden.write(f"{PASSPORT}\t今晚的月亮真圆\n")
    tried = finished(desk, desk.post(f"{OPERATOR}/draft/try"))
    assert tried["golden_asked"] == 37 and len(tried["lost"]) == 1 and "月亮" in tried["lost"][0]
    assert finished(desk, desk.post(f"{OPERATOR}/draft/publish", json={"note": "试试"}))["version"] is None
    body = {"note": "试试", "override": "下周改"}
    assert finished(desk, desk.post(f"{OPERATOR}/draft/publish", json=body))["version"] is not None
    newest = desk.get(f"{OPERATOR}/versions").json()["versions"][0]
    assert newest["override"] == "下周改" and "月亮" in newest["lost"][0]


def test_two_pieces_of_long_work_never_run_at_once(desk: TestClient, settings: Settings) -> None:
    made(desk, settings)
    begun = desk.post(f"{OPERATOR}/draft/try")
    second = desk.post(f"{OPERATOR}/draft/publish", json={"note": "抢着发布"})
    assert second.status_code == 409 and "正在做" in second.json()["detail"]
    assert "通过" in finished(desk, begun)["text"]


def test_people_are_answered_while_a_draft_is_tried(desk: TestClient, settings: Settings) -> None:
    made(desk, settings)
    begun = desk.post(f"{OPERATOR}/draft/try")
    answered = 0
    while desk.get(f"{OPERATOR}/job").json()["done"] is None:
        assert ask(desk, "护照换发要带什么")["subject"] == PASSPORT
        answered += 1
    assert answered > 0 and finished(desk, begun)["lost"] == []


def test_a_draft_thrown_away_is_what_is_in_use(desk: TestClient, settings: Settings) -> None:
    rename(made(desk, settings), PASSPORT, "乱改")
    assert desk.delete(f"{OPERATOR}/draft").status_code == 200
    assert desk.get(f"{OPERATOR}/draft").json()["differences"] == {"items": [], "questions": []}


def test_an_unknown_version_is_refused(desk: TestClient) -> None:
    reply = desk.post(f"{OPERATOR}/versions/20200101-1/restore", json={"reason": "试试"})
    assert reply.status_code == 404
    assert desk.post(f"{OPERATOR}/versions/..etc/restore", json={"reason": "试试"}).status_code == 422


def test_every_change_is_in_the_audit_log(desk: TestClient, settings: Settings) -> None:
    rename(made(desk, settings), PASSPORT, "护照换新")
    finished(desk, desk.post(f"{OPERATOR}/draft/publish", json={"note": "改名"}))
    desk.delete(f"{OPERATOR}/draft")
    entries = desk.app.state.store.audit.newest(2)  # type: ignore[attr-defined]
    assert [(entry.actor, entry.deed) for entry in entries] == [("王维护", "discard_draft"), ("王维护", "publish")]
