"""Sixty simulated days of traffic with planted truth: the report, the groups and the sample agree with it."""

import csv
import io
import random
from collections import Counter
from datetime import datetime, timedelta

import pytest
from defusedxml import ElementTree
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.operator.quality import wilson
from knowledge.open_now import BEIJING, beijing_now
from store.asked import Asked, AskedKind
from store.feedback import Feedback, FeedbackKind
from store.store import Store
from store.turns import Turn
from tests.operator.talking import matters

DAYS = 60
REPORT = "/api/v1/operator/reports/twice"
SEED = 20261122
# item, material that was missing, window, hour, wasted trips in sixty days
TRUTH = (
    ("ga-household-split", "不动产权证书", "派出所户籍窗口", 9, 31),
    ("ga-household-split", "居民户口簿", "派出所户籍窗口", 10, 12),
    ("ss-food-business-license", "健康证明", "市场监管窗口", 15, 17),
    ("ga-passport-renewal", "照片", "出入境窗口", 16, 5),
)
TOTAL = sum(count for *_, count in TRUTH)


def at(generator: random.Random, hour: int, days: int = DAYS) -> datetime:
    """A moment within the last ``days`` days, today left out, at that hour in Beijing."""
    day = beijing_now() - timedelta(days=generator.randint(1, days - 1))
    return datetime(day.year, day.month, day.day, hour, generator.randint(0, 59), tzinfo=BEIJING)


@pytest.fixture
def sixty_days(store: Store) -> Store:
    generator = random.Random(SEED)  # noqa: S311 - a lot, not a secret
    for item_id, material, place, hour, count in TRUTH:
        for _ in range(count):
            said = Feedback(
                kind=FeedbackKind.WASTED_TRIP,
                guidebook_version="v",
                item_id=item_id,
                materials=(material,),
                place=place,
                words=f"还要{material}",
            )
            store.feedback.keep(said, at(generator, hour))
    for kind, count in ((FeedbackKind.HELPFUL, 40), (FeedbackKind.UNHELPFUL, 9)):
        for _ in range(count):
            store.feedback.keep(
                Feedback(kind=kind, guidebook_version="v", item_id="ga-household-split"), at(generator, 11)
            )
    old = Feedback(kind=FeedbackKind.WASTED_TRIP, guidebook_version="v", item_id="ga-name-change")
    store.feedback.keep(old, beijing_now() - timedelta(days=DAYS + 5))
    return store


def test_the_report_says_what_was_planted(desk: TestClient, sixty_days: Store) -> None:
    report = desk.get(REPORT, params={"days": DAYS}).json()
    assert report["total"] == TOTAL
    counted = Counter[str]()
    for item_id, *_, count in TRUTH:
        counted[item_id] += count
    assert [(row["id"], row["count"]) for row in report["items"]] == counted.most_common()
    split = report["items"][0]
    assert split["materials"] == [{"name": "不动产权证书", "count": 31}, {"name": "居民户口簿", "count": 12}]
    assert split["share"] == pytest.approx(43 / TOTAL)
    assert (split["helpful"], split["unhelpful"]) == (40, 9)
    assert [(row["name"], row["count"]) for row in report["windows"]] == [
        ("派出所户籍窗口", 43),
        ("市场监管窗口", 17),
        ("出入境窗口", 5),
    ]
    heat = {row["window"]: {hour: n for hour, n in enumerate(row["hours"]) if n} for row in report["heat"]}
    assert heat == {"派出所户籍窗口": {9: 31, 10: 12}, "市场监管窗口": {15: 17}, "出入境窗口": {16: 5}}
    assert report["by_weeks"] and sum(point["count"] for point in report["trend"]) == TOTAL
    assert len(report["trend"]) == 9  # weeks that sixty days touch


def test_a_shorter_time_is_drawn_by_days(desk: TestClient, sixty_days: Store) -> None:
    report = desk.get(REPORT, params={"days": 14}).json()
    assert not report["by_weeks"] and len(report["trend"]) == 14
    assert sum(point["count"] for point in report["trend"]) == report["total"] < TOTAL


@pytest.mark.parametrize("picture", ["items", "materials", "windows", "trend", "heat"])
def test_every_picture_is_a_sound_drawing_that_says_its_numbers(
    desk: TestClient, sixty_days: Store, picture: str
) -> None:
    reply = desk.get(f"{REPORT}/{picture}.svg", params={"days": DAYS})
    assert reply.headers["content-type"] == "image/svg+xml"
    drawing = ElementTree.fromstring(reply.text)
    told = drawing.attrib["aria-label"]
    expected = {"items": "43 次", "materials": "31 次", "windows": "43 次", "trend": "次", "heat": "9 点 31 次"}
    assert expected[picture] in told
    if picture in ("items", "materials", "windows"):
        bars = [float(rect.attrib["width"]) for rect in drawing.iter("{http://www.w3.org/2000/svg}rect")][1:]
        assert bars == sorted(bars, reverse=True)
    assert "<script" not in reply.text


def test_words_that_look_like_markup_stay_words(desk: TestClient, store: Store) -> None:
    hostile = '<script>alert(1)</script>"&'
    store.feedback.keep(Feedback(kind=FeedbackKind.WASTED_TRIP, guidebook_version="v", place=hostile))
    text = desk.get(f"{REPORT}/windows.svg").text
    assert "<script" not in text and ElementTree.fromstring(text) is not None


def test_the_tables_to_take_away_say_the_same_and_run_no_formula(desk: TestClient, sixty_days: Store) -> None:
    formula = '=HYPERLINK("http://x","y")\x07'
    said = Feedback(
        kind=FeedbackKind.WASTED_TRIP,
        guidebook_version="v",
        item_id="ga-passport-renewal",
        materials=(formula,),
        words="+1",
    )
    sixty_days.feedback.keep(said)
    rows = list(csv.reader(io.StringIO(desk.get(f"{REPORT}.csv", params={"days": DAYS}).content.decode("utf-8-sig"))))
    assert [row[3] for row in rows[1:]] == ["43", "17", "6"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    book = load_workbook(io.BytesIO(desk.get(f"{REPORT}.xlsx", params={"days": DAYS}).content))
    assert book.sheetnames == ["事项", "材料", "窗口", "趋势", "窗口和钟点"]
    assert [row[3].value for row in list(book["事项"].rows)[1:]] == [43, 17, 6]
    assert {cell.data_type for row in book["材料"].rows for cell in row} == {"s", "n"}


def test_a_time_without_wasted_trips_is_told_as_such(desk: TestClient) -> None:
    assert desk.get(REPORT).json()["items"] == []
    assert "没有人说白跑了一趟" in desk.get(f"{REPORT}/heat.svg").text
    assert desk.get(f"{REPORT}.xlsx").status_code == 200


def test_the_groups_are_the_planted_matters(desk: TestClient, store: Store) -> None:
    planted = {
        "护照": ("护照到期怎么换", "护照过期换发", "护照快到期了要换新的", "换护照", "护照要换新"),
        "结婚": ("结婚登记要带啥", "领结婚证要带什么", "去领结婚证带什么", "结婚登记带什么材料"),
        "彩票": ("彩票中奖了去哪领", "彩票在哪里兑奖"),
    }
    lines = [(matter, words) for matter, asked in planted.items() for words in asked]
    random.Random(SEED).shuffle(lines)  # noqa: S311 - a lot, not a secret
    for _, words in lines:
        store.asked.keep(
            Asked(kind=AskedKind.UNANSWERED, words=words, conversation="c", guidebook_version="v"), beijing_now()
        )
    found = [frozenset(question["words"] for question in matter["questions"]) for matter in matters(desk)]
    owner = {words: matter for matter, words in lines}
    assert all(len({owner[words] for words in group}) == 1 for group in found)  # no group is mixed
    assert len(found) <= 2 * len(planted)


def test_the_sample_finds_the_planted_rate_within_its_interval(desk: TestClient, store: Store) -> None:
    truth = 0.8
    generator = random.Random(SEED)  # noqa: S311 - a lot, not a secret
    for number in range(400):
        wrong = number >= 400 * truth
        turn = Turn(
            conversation=f"c{number}",
            said=f"问句 {number}",
            status="answered",
            subject="ga-name-change" if wrong else "ga-passport-renewal",
            guidebook_version="v",
        )
        store.turns.keep(turn, at(generator, 10, 29))
    store.turns.keep(
        Turn(conversation="x", said="没答上", status="no_match", subject="", guidebook_version="v"),
        at(generator, 10, 29),
    )
    sample = desk.post("/api/v1/operator/samples").json()
    assert len(sample["answers"]) == 50
    assert {answer["turn"]["status"] for answer in sample["answers"]} == {"answered"}
    for answer in sample["answers"]:
        verdict = "right" if answer["turn"]["subject"] == "ga-passport-renewal" else "wrong"
        rate = desk.post(f"/api/v1/operator/samples/answers/{answer['id']}", json={"verdict": verdict}).json()
    right = sum(answer["turn"]["subject"] == "ga-passport-renewal" for answer in sample["answers"])
    assert (rate["right"], rate["wrong"], rate["open"]) == (right, 50 - right, 0)
    assert rate["rate"] == right / 50 and rate["low"] < right / 50 < rate["high"]
    assert desk.get("/api/v1/operator/samples/newest").json()["rate"] == rate


def test_drawn_answers_agree_with_the_truth_as_often_as_the_interval_promises() -> None:
    generator = random.Random(SEED)  # noqa: S311 - a lot, not a secret
    held = 0
    for _ in range(2_000):
        right = sum(generator.random() < 0.8 for _ in range(50))
        low, high = wilson(right, 50)
        held += low <= 0.8 <= high
    assert 0.93 <= held / 2_000 <= 0.97


def test_the_interval_is_the_published_one() -> None:
    assert wilson(45, 50) == pytest.approx((0.7864, 0.9565), abs=5e-4)
    assert wilson(0, 10)[0] == 0 and wilson(10, 10)[1] == 1


def test_a_deleted_conversation_takes_its_words_out_of_the_sample_and_leaves_the_verdict(
    desk: TestClient, store: Store
) -> None:
    turn = Turn(
        conversation="a" * 16, said="问", status="answered", subject="ga-passport-renewal", guidebook_version="v"
    )
    store.turns.keep(turn)
    (answer,) = desk.post("/api/v1/operator/samples").json()["answers"]
    desk.post(f"/api/v1/operator/samples/answers/{answer['id']}", json={"verdict": "right"})
    desk.delete(f"/api/v1/conversations/{'a' * 16}")
    sample = desk.get("/api/v1/operator/samples/newest").json()
    assert sample["answers"][0]["turn"] is None and sample["rate"]["right"] == 1


def test_nothing_to_draw_is_told(desk: TestClient) -> None:
    reply = desk.post("/api/v1/operator/samples")
    assert reply.status_code == 409 and "YIZHAN_KEEP_DAYS" in reply.json()["detail"]


def test_an_auditor_reads_the_reports_and_changes_nothing(desk: TestClient, store: Store) -> None:
    headers = {"Authorization": f"Bearer {store.keys.create('审计', 'auditor')[1]}"}
    assert desk.get(REPORT, headers=headers).status_code == 200
    assert desk.get("/api/v1/operator/samples/newest", headers=headers).status_code == 200
    assert desk.post("/api/v1/operator/samples", headers=headers).status_code == 403
    assert desk.get("/api/v1/operator/questions", headers=headers).status_code == 403
