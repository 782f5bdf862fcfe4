"""Reports for operators and auditors: why people come twice, and how good a sample of answers is."""

from datetime import date, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from api.auth import Signed, record
from api.operator import pictures
from api.operator.export import as_csv, as_xlsx
from api.operator.lessons import name_of
from api.operator.quality import DRAWN, Rate, rate_of
from api.operator.twice import Counted, TwiceReport, midnight, report
from api.problems import RESPONSES, Refused
from api.services import Services, services_of
from knowledge.blocks import AnswerStatus
from knowledge.open_now import BEIJING
from store.samples import Verdict
from store.turns import Turn

router = APIRouter(prefix="/api/v1/operator", tags=["维护工作台"], responses=RESPONSES)
Having = Annotated[Services, Depends(services_of)]
Days = Annotated[int, Query(ge=1, le=731, description="到今天为止的多少天")]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Picture(StrEnum):
    """Pictures of the report."""

    ITEMS = "items"
    MATERIALS = "materials"
    WINDOWS = "windows"
    TREND = "trend"
    HEAT = "heat"


class File(StrEnum):
    """Forms in which the report can be taken away."""

    CSV = "csv"
    XLSX = "xlsx"


class Answered(BaseModel):
    """One answer to be judged; ``turn`` is empty where its words were deleted since the draw."""

    id: int
    verdict: Verdict | None
    judged_by: str | None
    subject_name: str
    turn: Turn | None


class Sample(BaseModel):
    """The newest sample with its rate so far."""

    number: int
    drawn_on: date
    rate: Rate
    answers: list[Answered]


class Judging(BaseModel):
    """What a person finds of an answer."""

    model_config = ConfigDict(extra="forbid")
    verdict: Verdict


@router.get("/reports/twice", summary="哪些事项还让人跑两趟，为什么")
async def twice(having: Having, days: Days = 60) -> TwiceReport:
    """Return the wasted trips of the last days by item, material, window, day and hour."""
    return await _report(having, days)


@router.get("/reports/twice/{picture}.svg", summary="报告的图", response_class=Response)
async def twice_picture(having: Having, picture: Picture, days: Days = 60) -> Response:
    """Draw one picture of the report."""
    return Response(
        _drawn(await _report(having, days), picture),
        media_type="image/svg+xml",
        headers={"Cache-Control": "no-store"},
    )


@router.get("/reports/twice.{file}", summary="导出报告：csv、xlsx", response_class=Response)
async def twice_file(having: Having, staff: Signed, file: File, days: Days = 60) -> Response:
    """Return the report as a table to take away."""
    made = await _report(having, days)
    body = await run_in_threadpool(as_csv if file is File.CSV else as_xlsx, made)
    await record(having, staff, "export_report", file.value, days=days)
    name = f"twice-{made.since}-{made.until}.{file}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type="text/csv; charset=utf-8" if file is File.CSV else _XLSX, headers=headers)


@router.post("/samples", summary="抽一些答复来评", status_code=HTTPStatus.CREATED)
async def draw(having: Having, staff: Signed, days: Annotated[int, Query(ge=1, le=365)] = 30) -> Sample:
    """Draw answers of the last days at random; the sample before it is closed by that."""
    await having.remembering.settled()
    until = having.now()
    turns = await run_in_threadpool(
        having.store.turns.draw, DRAWN, until - timedelta(days=days), until, AnswerStatus.ANSWERED.value
    )
    if not turns:
        raise Refused(HTTPStatus.CONFLICT, "这段时间没有留下答复，抽不出来。记录保留几天由设置 YIZHAN_KEEP_DAYS 定。")
    number = await run_in_threadpool(having.store.samples.keep, [turn for turn, _ in turns])
    await record(having, staff, "draw_sample", str(number), drawn=len(turns))
    return await _sample(having)


@router.get("/samples/newest", summary="最近抽的一批")
async def newest(having: Having) -> Sample | None:
    """Return the newest sample; nothing while none was drawn."""
    if not await run_in_threadpool(having.store.samples.newest):
        return None
    return await _sample(having)


@router.post("/samples/answers/{number}", summary="评一个答复")
async def judge(having: Having, staff: Signed, number: int, given: Judging) -> Rate:
    """Note the verdict; returns the rate of the sample so far."""
    judged = 0 < number < 2**31 and await run_in_threadpool(
        having.store.samples.judge, number, given.verdict, staff.name
    )
    if not judged:
        raise Refused(HTTPStatus.NOT_FOUND, "没有这个答复，请刷新后再评。")
    await record(having, staff, "judge_answer", str(number), verdict=given.verdict.value)
    return rate_of(await run_in_threadpool(having.store.samples.newest))


async def _sample(having: Services) -> Sample:
    drawn = await run_in_threadpool(having.store.samples.newest)
    turns = await run_in_threadpool(having.store.turns.numbered, [each.turn for each in drawn])
    answers = []
    for each in drawn:
        turn = turns.get(each.turn)
        name = name_of(having.published, turn.subject) if turn else ""
        answers.append(
            Answered(id=each.id, verdict=each.verdict, judged_by=each.judged_by, subject_name=name, turn=turn)
        )
    first = drawn[0]
    return Sample(
        number=first.sample, drawn_on=first.drawn_at.astimezone(BEIJING).date(), rate=rate_of(drawn), answers=answers
    )


async def _report(having: Services, days: int) -> TwiceReport:
    until = having.now().date()
    since = until - timedelta(days=days - 1)
    begin, end = midnight(since), midnight(until + timedelta(days=1))
    trips = await run_in_threadpool(having.store.reports.wasted_trips, begin, end)
    counts = await run_in_threadpool(having.store.reports.feedback_counts, begin, end)
    return report(trips, counts, having.published.guidebook, since, until)


def _drawn(made: TwiceReport, picture: Picture) -> str:
    if picture is Picture.TREND:
        return pictures.trend(made.trend, "每周白跑的次数" if made.by_weeks else "每天白跑的次数")
    if picture is Picture.HEAT:
        return pictures.heat(made.heat, "哪个窗口、几点钟")
    rows = {
        Picture.ITEMS: [Counted(row.name, row.count) for row in made.items],
        Picture.MATERIALS: made.materials,
        Picture.WINDOWS: made.windows,
    }[picture]
    return pictures.bars(rows, {"items": "哪些事项", "materials": "缺什么或错什么", "windows": "哪些窗口"}[picture])
