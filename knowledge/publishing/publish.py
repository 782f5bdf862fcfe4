"""Let a draft in: read, check, index, golden questions, switch. Each may refuse; only what passes all is published."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from knowledge.errors import GuidebookError
from knowledge.guidebook import Guidebook, fingerprint, load_guidebook
from knowledge.index.build import build_index
from knowledge.index.encoder import SHIPPED_MODEL, load_encoder
from knowledge.index.passages import lexicon_of
from knowledge.index.search import Searcher
from knowledge.index.tokens import Tokeniser
from knowledge.lints import Finding, lint
from knowledge.publishing.golden import FILE, Golden, GoldenReport, check_golden, read_golden
from knowledge.publishing.library import Library, Manifest, Version, stamp

_LOG = logging.getLogger("yizhan.publishing")
# What editors, file managers and a killed import leave beside the records.
NOT_COPIED = (".*", "*~", "*.tmp", "*.coming", "*.former", "__pycache__")
READ, CHECK, INDEX, ASK, SWITCH = "读取草稿", "检查", "建索引", "问必答问句", "启用"
Progress = Callable[[str, int, int], None]  # step, done, of


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A folder that is to be published: by whom, why, held to which golden questions (its own by default).

    ``override`` is the reason for publishing it although golden questions lose their item.
    """

    folder: Path
    who: str
    note: str
    golden: Path | None = None
    override: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What publishing came to: the version, or why there is none."""

    version: Version | None = None
    findings: tuple[Finding, ...] = ()
    golden: GoldenReport = field(default_factory=GoldenReport)
    unchanged: bool = False  # the draft is what is in use already


def publish(
    library: Library,
    draft: Draft,
    model: Path = SHIPPED_MODEL,
    progress: Progress = lambda step, done, of: None,
) -> Outcome:
    """Check a draft and put it into use as a new version of ``library``.

    Raises ``GuidebookError`` for a draft that cannot be read, and while somebody else is publishing.
    """
    if not draft.folder.is_dir():
        raise GuidebookError(f"找不到草稿目录：{draft.folder}。请检查路径。")
    with library.alone():
        progress(READ, 0, 1)
        # All that follows looks at this copy: the draft may be edited meanwhile.
        folder = library.coming / "guidebook"
        shutil.copytree(draft.folder, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))
        try:
            return _publish(library, draft, folder, model, progress)
        finally:
            shutil.rmtree(library.coming, ignore_errors=True)


def _publish(library: Library, draft: Draft, folder: Path, model: Path, progress: Progress) -> Outcome:
    guidebook = load_guidebook(folder)
    questions = _questions(draft, folder)
    current = library.current()
    if current is not None and _contents(folder) == _contents(current.guidebook_folder):
        return Outcome(unchanged=True)
    progress(CHECK, 0, 1)
    findings = tuple(lint(guidebook))
    if any(finding.error for finding in findings):
        return Outcome(findings=findings)
    progress(INDEX, 0, 1)
    index = library.coming / "index"
    build_index(guidebook, folder, load_encoder(model, Tokeniser(lexicon_of(guidebook))), index)
    searcher = Searcher.load(guidebook, folder, index, model)
    before = _searcher_of(library, current, model)
    report = check_golden(questions, searcher, before, partial(progress, ASK))
    if report.lost and not draft.override:
        return Outcome(findings=findings, golden=report)
    progress(SWITCH, 0, 1)
    version = library.add(library.coming, _manifest(library, guidebook, folder, draft, report))
    library.switch_to(version.id, draft.who, draft.note)
    _LOG.info("published %s", version.manifest)
    progress(SWITCH, 1, 1)
    return Outcome(version=version, findings=findings, golden=report)


def _questions(draft: Draft, folder: Path) -> tuple[Golden, ...]:
    path = draft.golden or folder / FILE
    if draft.golden is None and not path.exists():
        raise GuidebookError(
            f"草稿里没有必答问句 {FILE}。请每个事项至少写一句（事项编号、制表符、问句），或用 --golden 指定文件。"
        )
    return read_golden(path)


def _contents(folder: Path) -> dict[str, bytes]:
    """All files of a guidebook folder: questions count too, they make the index."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _searcher_of(library: Library, version: Version | None, model: Path) -> Searcher | None:
    """Return the search of the version in use, to compare with; none where its index is of another model."""
    if version is None:
        return None
    try:
        guidebook = library.guidebook(version.id)
        return Searcher.load(guidebook, version.guidebook_folder, version.index_folder, model)
    except GuidebookError as error:
        _LOG.warning("version %s cannot be compared with: %s", version.id, error)
        return None


def _manifest(library: Library, guidebook: Guidebook, folder: Path, draft: Draft, report: GoldenReport) -> Manifest:
    lost = tuple(f"{each.golden.id} {each.golden.question}" for each in report.lost)
    return Manifest(
        id=library.next_id(),
        created_at=stamp(),
        who=draft.who,
        note=draft.note,
        sha256=fingerprint(folder),
        items=len(guidebook.items),
        life_events=len(guidebook.life_events),
        override=draft.override if lost else None,
        lost=lost,
    )
