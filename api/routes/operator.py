"""The operator's desk: questions that teach, the draft, what it changes, publishing and going back."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, ParamSpec, TypeVar

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from api.auth import Signed, Staff, record
from api.operator.desk import Busy, Job
from api.operator.differences import Differences, differences
from api.operator.lessons import Matter, matters_of, name_of
from api.operator.questions import Decision, settle, told
from api.operator.work import Done, Kind, publish_draft, restore_version, try_draft
from api.problems import RESPONSES, Refused
from api.services import Services, services_of
from knowledge.errors import GuidebookError, UnknownReference
from knowledge.lints import lint
from knowledge.publishing import Library, Switch
from knowledge.publishing.publish import Draft
from store.feedback import Feedback

router = APIRouter(prefix="/api/v1/operator", tags=["维护工作台"], responses=RESPONSES)
Having = Annotated[Services, Depends(services_of)]
_ID = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
_VERSION = Annotated[str, Field(pattern=r"^\d{8}-\d{1,4}$")]
P = ParamSpec("P")
R = TypeVar("R")


class Questions(BaseModel):
    """Open questions, a matter at a time; ``matters`` are the largest of ``groups``."""

    open: int
    groups: int
    matters: list[Matter]


class Settling(BaseModel):
    """What becomes of which questions."""

    model_config = ConfigDict(extra="forbid")
    ids: list[int] = Field(min_length=1, max_length=5000)
    decision: Decision
    subject_id: _ID | None = Field(default=None, description="归到哪个事项或一件事；只在 attach 时填")
    golden: bool = Field(default=False, description="同时作为必答问句")


class Settled(BaseModel):
    """What was done, in words."""

    settled: int
    text: str


class CorrectionLine(BaseModel):
    """A clerk's 这里写错了."""

    number: int
    item_name: str
    said: Feedback


class DraftState(BaseModel):
    """The draft against what is in use; ``stale``: another version was put into use since the copy was made."""

    base: str
    in_use: str
    stale: bool
    differences: Differences | None = Field(description="空：草稿读不出来，见 fault")
    fault: str = ""


class Checked(BaseModel):
    """Findings of the records, errors first."""

    errors: int
    findings: list[str]


class Publishing(BaseModel):
    """Why the draft is published, and why even though golden questions lose their item."""

    model_config = ConfigDict(extra="forbid")
    note: str = Field(min_length=2, max_length=200, description="改了什么，记入版本")
    override: str | None = Field(default=None, max_length=200, description="有必答问句没通过也要发布的理由")


class Restoring(BaseModel):
    """Why an earlier version is used again."""

    model_config = ConfigDict(extra="forbid")
    reason: str = Field(min_length=2, max_length=200)


class VersionLine(BaseModel):
    """One published version."""

    id: str
    created_at: str
    who: str
    note: str
    items: int
    life_events: int
    override: str | None
    lost: tuple[str, ...]
    in_use: bool


class Versions(BaseModel):
    """All versions, the newest first, and every switch."""

    versions: list[VersionLine]
    switches: list[Switch]


@router.get("/questions", summary="没答好的问句，按意思归组")
async def questions(having: Having) -> Questions:
    """Return the matters that teach most, the largest first, with the items they may mean."""
    await having.remembering.settled()
    found = await run_in_threadpool(having.store.asked.in_state)
    matters, groups = await run_in_threadpool(matters_of, found, having.published)
    return Questions(open=len(found), groups=groups, matters=matters)


@router.post("/questions/settle", summary="归到事项、标为不归任何事项，或不处理")
async def settle_questions(having: Having, staff: Signed, given: Settling) -> Settled:
    """Write the questions into the draft and settle them."""
    if (given.decision is Decision.ATTACH) != (given.subject_id is not None):
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "归到事项时要选一个事项；别的处理不用选。")
    settled, filed = await _with_guidebook(
        settle,
        having.store,
        having.draft,
        given.ids,
        given.decision,
        by=staff.name,
        subject_id=given.subject_id,
        golden=given.golden,
    )
    deed, subject = f"questions_{given.decision}", given.subject_id or ""
    await record(having, staff, deed, subject, settled=settled, added=list(filed.added))
    names = {owner: name_of(having.published, owner) or owner for _, owner in filed.elsewhere}
    return Settled(settled=settled, text=told(settled, filed, names))


@router.get("/corrections", summary="窗口说写错了的地方")
async def corrections(having: Having) -> list[CorrectionLine]:
    """Return the clerks' corrections that are still open."""
    found = await run_in_threadpool(having.store.feedback.corrections)
    return [
        CorrectionLine(number=number, item_name=name_of(having.published, said.item_id or ""), said=said)
        for number, said in found.items()
    ]


@router.post("/corrections/{number}/settle", summary="这处更正已处理")
async def settle_correction(having: Having, staff: Signed, number: int) -> Settled:
    """Note that a correction was looked into."""
    if not 0 < number < 2**31 or not await run_in_threadpool(having.store.feedback.settle, number, staff.name):
        raise Refused(HTTPStatus.NOT_FOUND, "没有这条更正，或者已经处理过了。")
    await record(having, staff, "settle_correction", str(number))
    return Settled(settled=1, text="已标为处理过。")


@router.get("/draft", summary="草稿与现在用的版本有什么不同")
async def draft(having: Having) -> DraftState:
    """Return what publishing the draft would change."""
    base = await run_in_threadpool(lambda: having.draft.base)
    in_use, folder = having.draft.in_use()
    found, fault = None, ""
    try:
        found = await run_in_threadpool(differences, folder, having.draft.folder)
    except GuidebookError as error:
        fault = str(error)
    return DraftState(base=base, in_use=in_use, stale=base != in_use, differences=found, fault=fault)


@router.post("/draft/check", summary="检查草稿的记录")
async def check(having: Having) -> Checked:
    """Read the draft and return what its records get wrong."""
    guidebook = await _with_guidebook(having.draft.guidebook)
    findings = sorted(await run_in_threadpool(lint, guidebook), key=lambda finding: not finding.error)
    return Checked(errors=sum(finding.error for finding in findings), findings=[str(each) for each in findings])


@router.delete("/draft", summary="丢掉草稿，从现在用的版本重新开始")
async def start_again(having: Having, staff: Signed) -> Settled:
    """Throw the draft away."""
    await run_in_threadpool(having.draft.start_again)
    await record(having, staff, "discard_draft")
    return Settled(settled=0, text="草稿已经换成现在用的版本。")


@router.post("/draft/try", summary="试一遍：检查、建索引、问必答问句，不发布", status_code=HTTPStatus.ACCEPTED)
async def try_it(having: Having, staff: Signed) -> Job:
    """Start a trial of the draft; ``GET /job`` tells when it ended."""
    await run_in_threadpool(lambda: having.draft.base)  # makes the draft where there is none
    work = partial(try_draft, having.draft.folder, having.settings.model)
    return _start(having, staff, Kind.TRY, work, lambda done: None)


@router.post("/draft/publish", summary="发布草稿", status_code=HTTPStatus.ACCEPTED)
async def publish_it(having: Having, staff: Signed, given: Publishing) -> Job:
    """Start publishing the draft; only what passes the checks and golden questions is put into use."""
    await run_in_threadpool(lambda: having.draft.base)
    override = (given.override or "").strip() or None
    wanted = Draft(folder=having.draft.folder, who=staff.name, note=given.note, override=override)
    work = partial(publish_draft, having.settings.library, wanted, having.settings.model)

    def afterwards(done: Done) -> None:
        if done.version:
            having.draft.published_as(done.version)
            having.refresh()
            having.store.audit.append(staff.name, "publish", done.version, note=given.note, override=override)

    return _start(having, staff, Kind.PUBLISH, work, afterwards)


@router.get("/job", summary="正在做的事，或上一次的结果")
async def job(having: Having) -> Job | None:
    """Return the work under way or the last that ended; nothing where none was started."""
    return having.desk.job


@router.get("/versions", summary="发布过的版本")
async def versions(having: Having) -> Versions:
    """Return every version and every time one was put into use."""
    library = Library(having.settings.library)
    in_use, _ = having.draft.in_use()
    plain = ("id", "created_at", "who", "note", "items", "life_events", "override", "lost")
    lines = [
        VersionLine(**{name: getattr(version.manifest, name) for name in plain}, in_use=version.id == in_use)
        for version in library.versions()
    ]
    return Versions(versions=lines[::-1], switches=library.switches()[::-1])


@router.get("/versions/{version_id}/changes", summary="这个版本与现在用的有什么不同")
async def changes(having: Having, version_id: _VERSION) -> Differences:
    """Compare a version with the one in use: what going back to it would change."""
    other = _folder_of(having, version_id)
    return await _with_guidebook(differences, having.draft.in_use()[1], other)


@router.post("/versions/{version_id}/restore", summary="换回这个版本", status_code=HTTPStatus.ACCEPTED)
async def restore(having: Having, staff: Signed, version_id: _VERSION, given: Restoring) -> Job:
    """Start putting an earlier version into use again."""
    _folder_of(having, version_id)
    library, model = having.settings.library, having.settings.model
    work = partial(restore_version, library, version_id, staff.name, given.reason, model)

    def afterwards(done: Done) -> None:
        if done.version:
            having.refresh()
            having.store.audit.append(staff.name, "restore", version_id, reason=given.reason)

    return _start(having, staff, Kind.RESTORE, work, afterwards)


def _start(
    having: Services, staff: Staff, kind: Kind, work: "partial[Done]", afterwards: Callable[[Done], None]
) -> Job:
    begun = Job(kind=kind, who=staff.name, begun=having.now())
    try:
        having.desk.start(begun, work, afterwards)
    except Busy as busy:
        raise Refused(HTTPStatus.CONFLICT, "还有一件事正在做（试一遍、发布或换回）。请等它做完再试。") from busy
    return begun


def _folder_of(having: Services, version_id: str) -> Path:
    try:
        return Library(having.settings.library).version(version_id).guidebook_folder
    except UnknownReference as error:
        raise Refused(HTTPStatus.NOT_FOUND, f"{error}请在版本列表里选。") from error


async def _with_guidebook(work: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    """Run work on guidebook folders in a thread; what cannot be read is told with file, line and remedy."""
    try:
        return await run_in_threadpool(work, *arguments, **named)
    except UnknownReference:
        raise
    except GuidebookError as error:
        raise Refused(HTTPStatus.CONFLICT, str(error)) from error
