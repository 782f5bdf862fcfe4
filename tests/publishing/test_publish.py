"""A draft becomes the version in use only when it loads, passes the checks and the golden questions."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

from knowledge.errors import GuidebookError
from knowledge.publishing import Library, UnknownVersion
from knowledge.publishing.golden import read_golden
from knowledge.publishing.library import Manifest
from knowledge.publishing.publish import Draft, publish
from tests.publishing.small import edit

ITEM = "ga-id-card-renewal"


def draft_of(folder: Path, **more: object) -> Draft:
    return Draft(folder=folder, who="丙", note="改了一处", **more)  # type: ignore[arg-type]


def in_use(library: Library) -> str:
    switch = library.in_use()
    assert switch is not None
    return switch.version


def test_a_sound_draft_is_published_and_says_who_when_and_why(library: Library, draft: Path) -> None:
    edit(draft, ITEM, "summary: ", "summary: 新的说法。")
    outcome = publish(library, draft_of(draft))
    assert outcome.version is not None and in_use(library) == outcome.version.id
    about = outcome.version.manifest
    assert (about.who, about.note, about.items, about.override, about.lost) == ("丙", "改了一处", 12, None, ())
    guidebook = library.guidebook(about.id)
    assert guidebook.item(ITEM).summary.startswith("新的说法。")
    assert guidebook.version == about.id and guidebook.since is not None


def test_the_tenth_version_of_a_day_stands_after_the_ninth(library: Library) -> None:
    day = library.next_id().partition("-")[0]
    for number in (10, 9):
        folder = library.folder / "versions" / f"{day}-{number}"
        folder.mkdir()
        manifest = Manifest(id=folder.name, created_at="", who="", note="", sha256="", items=0, life_events=0)
        (folder / "manifest.json").write_text(json.dumps(asdict(manifest)), "utf-8")
    assert [version.id for version in library.versions()][-2:] == [f"{day}-9", f"{day}-10"]
    assert library.next_id() == f"{day}-11"


def test_what_is_edited_in_the_draft_afterwards_changes_nothing(library: Library, draft: Path) -> None:
    edit(draft, ITEM, "summary: ", "summary: 甲。")
    version = publish(library, draft_of(draft)).version
    edit(draft, ITEM, "summary: 甲。", "summary: 乙。")
    assert version is not None and library.guidebook(version.id).item(ITEM).summary.startswith("甲。")


def test_a_draft_that_is_in_use_already_makes_no_version(library: Library, draft: Path) -> None:
    edit(draft, ITEM, "summary: ", "summary: 甲。")
    publish(library, draft_of(draft))
    before = len(library.versions())
    assert publish(library, draft_of(draft)).unchanged
    assert len(library.versions()) == before


def test_a_draft_with_an_error_is_refused_and_cannot_be_overridden(library: Library, draft: Path) -> None:
    before = in_use(library)
    edit(draft, ITEM, "materials:\n", "materials:\n  - {name: 其他材料, original: 1}\n")
    outcome = publish(library, draft_of(draft, override="领导要求"))
    assert outcome.version is None and any("含糊" in finding.text for finding in outcome.findings if finding.error)
    assert in_use(library) == before


def test_a_draft_that_cannot_be_read_changes_nothing(library: Library, draft: Path) -> None:
    before = in_use(library)
    edit(draft, ITEM, "id: ", "编号: ")
    with pytest.raises(GuidebookError, match=ITEM):
        publish(library, draft_of(draft))
    assert in_use(library) == before and not library.coming.exists()


def lose_a_question(draft: Path) -> None:
    """Remove an item, as a hasty hand would, while people still ask for it."""
    for path in (*draft.glob(f"items/*/{ITEM}.yaml"), *draft.glob(f"questions/*/{ITEM}.txt")):
        path.unlink()


def test_golden_questions_that_lose_their_item_block_and_are_listed(library: Library, draft: Path) -> None:
    before = in_use(library)
    lose_a_question(draft)
    outcome = publish(library, draft_of(draft))
    assert outcome.version is None and in_use(library) == before
    assert {lost.golden.id for lost in outcome.golden.lost} == {ITEM} and len(outcome.golden.lost) == 3
    assert outcome.golden.asked == 36


def test_an_override_publishes_and_its_reason_stays_in_the_version(library: Library, draft: Path) -> None:
    lose_a_question(draft)
    version = publish(library, draft_of(draft, override="事项已下放，问句下周补")).version
    assert version is not None and in_use(library) == version.id
    kept = Library(library.folder).version(version.id).manifest
    assert kept.override == "事项已下放，问句下周补"
    assert len(kept.lost) == 3 and all(line.startswith(f"{ITEM} ") for line in kept.lost)


def test_an_override_that_was_not_needed_is_not_recorded(library: Library, draft: Path) -> None:
    edit(draft, ITEM, "summary: ", "summary: 甲。")
    version = publish(library, draft_of(draft, override="以防万一")).version
    assert version is not None and version.manifest.override is None


def test_a_draft_without_golden_questions_says_how_to_write_them(library: Library, draft: Path) -> None:
    (draft / "golden.tsv").unlink()
    with pytest.raises(GuidebookError, match=r"golden\.tsv"):
        publish(library, draft_of(draft))


def test_the_operator_may_choose_other_golden_questions(library: Library, draft: Path, tmp_path: Path) -> None:
    edit(draft, ITEM, "summary: ", "summary: 甲。")
    golden = tmp_path / "own.tsv"
    golden.write_text("id\tquestion\nzz-none\t今天天气怎么样\n", "utf-8")
    (lost,) = publish(library, draft_of(draft, golden=golden)).golden.lost
    assert lost.golden.id == "zz-none" and "找不到" in str(lost)


@pytest.mark.parametrize("line", ["只有一列", "x\t", "\t问句", "x\t问句\t多一列", ""])
def test_a_wrong_line_of_golden_questions_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "golden.tsv"
    path.write_text(f"id\tquestion\nx\t问句\n{line}\n", "utf-8")
    with pytest.raises(GuidebookError, match="第 3 行"):
        read_golden(path)


def test_a_former_version_comes_back_as_it_was(library: Library) -> None:
    first, second = library.versions()
    assert in_use(library) == second.id
    library.restore(first.id, who="丁", reason="材料写错了")
    assert in_use(library) == first.id
    assert "（新）" not in library.guidebook(first.id).item(ITEM).name
    assert [(s.version, s.who, s.reason) for s in library.switches()][-1] == (first.id, "丁", "材料写错了")


@pytest.mark.parametrize("version_id", ["20200101-1", "", "..", "../versions", "/", "2026/1"])
def test_a_version_that_is_not_there_is_said_to_be_unknown(library: Library, version_id: str) -> None:
    with pytest.raises(UnknownVersion):
        library.version(version_id)
    with pytest.raises(UnknownVersion):
        library.restore(version_id, who="丁", reason="")


def test_a_version_that_was_edited_afterwards_is_not_trusted(library: Library) -> None:
    version = library.versions()[0]
    edit(version.guidebook_folder, ITEM, "summary: ", "summary: 偷偷改的。")
    with pytest.raises(GuidebookError, match="改动过"):
        library.guidebook(version.id)


def test_two_cannot_publish_at_the_same_time(library: Library, draft: Path) -> None:
    with library.alone(), pytest.raises(GuidebookError, match="另一个人正在发布"):
        publish(Library(library.folder), draft_of(draft))


def test_an_empty_library_has_no_version_in_use(tmp_path: Path) -> None:
    library = Library(tmp_path / "none")
    assert library.in_use() is None and library.current() is None and library.versions() == []


def test_what_editors_leave_behind_is_not_published(library: Library, draft: Path) -> None:
    edit(draft, ITEM, "summary: ", "summary: 甲。")
    (draft / "items" / ".swp").write_text("x")
    shutil.copy(draft / "golden.tsv", draft / "golden.tsv~")
    version = publish(library, draft_of(draft)).version
    assert version is not None
    assert not [path for path in version.guidebook_folder.rglob("*") if path.name in (".swp", "golden.tsv~")]
