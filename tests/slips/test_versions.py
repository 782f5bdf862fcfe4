"""A slip outlives the guidebook it was told from: it stays what it was, and says what has changed."""

import pytest

from tests.publishing.small import edit
from tests.slips.conftest import Site, Start
from tests.slips.paper import squeezed, text_of

BIRTH = "ga-birth-registration"
COUNTS_BEFORE = "name: 居民户口簿\n    of: 父母（孩子随其落户的一方）\n    original: 1\n"
COUNTS_AFTER = COUNTS_BEFORE + "    copies: 2\n"


Changed = tuple[Site, str]


@pytest.fixture(scope="module")
def changed(start: Start) -> Changed:
    """A slip that was told a week ago, and a guidebook that has moved on since."""
    site = start()
    code = site.tell()
    edit(site.draft, BIRTH, COUNTS_BEFORE, COUNTS_AFTER)
    site.publish()
    site.days_later(7)
    return site, code


def test_a_slip_is_shown_as_told_with_what_has_changed_since(changed: Changed) -> None:
    site, code = changed
    slip = site.client.get(f"/api/v1/slips/{code}").json()
    assert (slip["as_told"], slip["holds"]) == (True, False)
    assert slip["told_on"] == "2026-11-22"
    assert slip["text"].endswith("起有变化")
    (change,) = slip["changes"]
    assert "居民户口簿" in change and "复印件 2 份" in change
    book = "居民户口簿"
    told = {line["name"]: line["counts"] for line in slip["notice"]["materials"]}
    now = {line["name"]: line["counts"] for line in slip["now"]["notice"]["materials"]}
    assert (told[book], now[book]) == ("原件 1 份", "原件 1 份，复印件 2 份")

    paper = squeezed(text_of(site.client.get(f"/api/v1/slips/{code}.pdf").content))
    assert paper.index("起有变化") < paper.index(squeezed(change)) < paper.index("要带的材料")
    page = site.client.get(f"/s/{code}").text
    assert change in page
    assert "按今天的规定再出一份" in page


def test_the_same_can_be_told_again_under_todays_guidebook(changed: Changed) -> None:
    site, code = changed
    reply = site.client.post(f"/s/{code}/again", follow_redirects=False)
    assert reply.status_code == 303
    fresh = reply.headers["location"].rpartition("/")[2]
    assert fresh != code.replace("-", "")
    slip = site.client.get(f"/api/v1/slips/{fresh}").json()
    assert slip["holds"]
    assert slip["told_on"] == "2026-11-29"


def test_a_slip_can_be_told_as_the_person_saw_it_although_the_guidebook_moved_on_meanwhile(changed: Changed) -> None:
    site, _ = changed
    seen = min(version.name for version in (site.library / "versions").iterdir())
    asked = {"item_id": BIRTH, "circumstances": {"birthplace": "hospital", "parents": "married"}}
    made = site.client.post("/api/v1/slips", json=asked | {"guidebook_version": seen}).json()
    slip = site.client.get(f"/api/v1/slips/{made['code']}").json()
    assert slip["guidebook_version"] == seen
    assert not slip["holds"]


def test_without_the_version_of_then_todays_list_is_shown_and_that_is_said(changed: Changed) -> None:
    site, code = changed
    oldest = min((site.library / "versions").iterdir(), key=lambda version: version.name)
    oldest.rename(site.library / "cleared")
    site.restart()
    slip = site.client.get(f"/api/v1/slips/{code}").json()
    assert (slip["as_told"], slip["holds"]) == (False, False)
    assert slip["text"] == "当时的那一版办事指南已经不再保存，不能按原样显示。下面是今天的内容"
    assert {"居民户口簿": "原件 1 份，复印件 2 份"}.items() <= {
        line["name"]: line["counts"] for line in slip["notice"]["materials"]
    }.items()
    assert "不能按原样显示" in text_of(site.client.get(f"/api/v1/slips/{code}.pdf").content)
    (site.library / "cleared").rename(oldest)
    site.restart()
