"""Exchange tables into the draft: checked first, told cell by cell, written whole or not at all."""

from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, UploadFile
from starlette.concurrency import run_in_threadpool

from api.auth import Signed, record
from api.operator.imports import MOST_BYTES, SUFFIXES, Imported, take_in
from api.problems import RESPONSES, Refused
from api.services import Services, services_of
from knowledge.errors import GuidebookError

router = APIRouter(prefix="/api/v1/operator", tags=["维护工作台"], responses=RESPONSES)
Having = Annotated[Services, Depends(services_of)]


class DialectName(StrEnum):
    """Whose codes the tables use; ``knowledge.importer.dialects`` knows each."""

    NATIONAL = "national"
    ZHEJIANG = "zhejiang"
    GUANGDONG = "guangdong"


@router.post("/import", summary="导入实施清单到草稿；不写入时只检查")
async def import_tables(
    having: Having,
    staff: Signed,
    files: Annotated[list[UploadFile], File(description="xlsx、csv、json 或事项 YAML；各表可以分成几个文件")],
    dialect: Annotated[DialectName, Form(description="代码按哪一套：全国、浙江、广东")],
    write: Annotated[bool, Form(description="没有问题就写进草稿")] = False,
    partial: Annotated[bool, Form(description="有问题的事项不要，其余照样写")] = False,
) -> Imported:
    """Check the tables; with ``write`` their items go into the draft."""
    contents = await _read(files)
    today = having.now().date()
    try:
        done = await run_in_threadpool(
            take_in, contents, dialect.value, having.draft, today, write=write, partial=partial
        )
    except GuidebookError as error:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
    if done.written:
        await record(having, staff, "import", dialect.value, files=list(contents), written=done.written)
    return done


async def _read(files: list[UploadFile]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for file in files:
        name = file.filename or ""
        if not name.lower().endswith(SUFFIXES):
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"“{name[:80]}”不能导入。请用 {'、'.join(SUFFIXES)} 文件。")
        room = MOST_BYTES - sum(map(len, contents.values()))
        content = await file.read(room + 1)
        if len(content) > room:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"一次最多导入 {MOST_BYTES >> 20} MB，请分成几次。")
        contents[name] = content
    return contents
