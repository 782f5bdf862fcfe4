"""Work that keeps a processor busy for long: try, publish, go back. Runs in a process of its own, one at a time."""

import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from knowledge.errors import GuidebookError
from knowledge.guidebook import load_guidebook
from knowledge.index.build import build_index
from knowledge.index.encoder import load_encoder
from knowledge.index.passages import lexicon_of
from knowledge.index.search import Searcher
from knowledge.index.tokens import Tokeniser
from knowledge.lints import Finding, lint
from knowledge.publishing import Library
from knowledge.publishing.commands import ensure_index
from knowledge.publishing.golden import FILE, GoldenReport, check_golden, read_golden
from knowledge.publishing.publish import NOT_COPIED, Draft, publish


class Kind(StrEnum):
    """What can be started."""

    TRY = "try"
    PUBLISH = "publish"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of it: the version now in use where there is one, and everything that was found."""

    text: str
    version: str | None = None
    findings: tuple[str, ...] = ()
    golden_asked: int = 0
    lost: tuple[str, ...] = ()
    weaker: tuple[str, ...] = ()


def try_draft(folder: Path, model: Path) -> Done:
    """Check a copy of the draft and ask its golden questions; nothing is published."""
    with TemporaryDirectory() as place:
        copy = Path(place) / "guidebook"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
        guidebook = load_guidebook(copy)
        findings = tuple(lint(guidebook))
        if any(finding.error for finding in findings):
            return _done("检查没有通过，还不能发布。", findings=findings)
        index = Path(place) / "index"
        build_index(guidebook, copy, load_encoder(model, Tokeniser(lexicon_of(guidebook))), index)
        searcher = Searcher.load(guidebook, copy, index, model)
        questions = read_golden(copy / FILE) if (copy / FILE).exists() else ()
        report = check_golden(questions, searcher)
    text = "有必答问句找不到它的事项，见下面。" if report.lost else "检查和必答问句都通过，可以发布。"
    return _done(text, findings=findings, report=report)


def publish_draft(library: Path, draft: Draft, model: Path) -> Done:
    """Publish the draft; refused, it says why."""
    outcome = publish(Library(library), draft, model)
    found = partial(_done, findings=outcome.findings, report=outcome.golden)
    if outcome.unchanged:
        return found("草稿与现在用的版本完全一样，没有发布新版本。")
    if outcome.version is not None:
        return found(f"已发布版本 {outcome.version.id}，现已启用。", version=outcome.version.id)
    if any(finding.error for finding in outcome.findings):
        return found("没有发布：检查没有通过。现在用的版本没有变。")
    return found("没有发布：有必答问句找不到它的事项。请改好，或写明理由再发布。现在用的版本没有变。")


def restore_version(library: Path, version_id: str, who: str, reason: str, model: Path) -> Done:
    """Put an earlier version into use again."""
    having = Library(library)
    ensure_index(having.version(version_id), having.guidebook(version_id), model)
    having.restore(version_id, who=who, reason=reason)
    return Done(text=f"已换回版本 {version_id}，现已启用。", version=version_id)


def in_own_process(work: "partial[Done]") -> Done:
    """Run ``work`` in a fresh process, so that people go on being answered; raises ``GuidebookError`` as it does."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_guarded, work).result()


def _guarded(work: "partial[Done]") -> Done:
    try:
        return work()
    except GuidebookError as error:
        return Done(text=str(error))


def _done(
    text: str, *, version: str | None = None, findings: tuple[Finding, ...] = (), report: GoldenReport | None = None
) -> Done:
    report = report or GoldenReport()
    details: dict[str, Any] = {
        "findings": tuple(map(str, findings)),
        "golden_asked": report.asked,
        "lost": tuple(map(str, report.lost)),
        "weaker": tuple(f"{each.id}：“{each.question}”" for each in report.weaker),
    }
    return Done(text=text, version=version, **details)
