"""Faults → problem documents (RFC 9457) in Chinese, in one place; never a stack trace."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from knowledge.errors import UnknownReference

_LOG = logging.getLogger("yizhan.api")
MEDIA_TYPE = "application/problem+json"

_WORDS = {
    400: "请求的写法有误，请检查后再试。",
    401: "请先登录或提供有效的密钥。",
    403: "没有权限做这件事。",
    404: "没有这个地址。",
    405: "这个地址不支持这种请求方式。",
    413: "发来的内容太大。",
    429: "问得太快了，请稍后再试。",
    500: "系统出了点问题，我们会尽快处理。急事请拨打 12345。",
    503: "服务暂时不可用，请稍后再试，急事请拨打 12345。",
}


class Problem(BaseModel):
    """A problem document; ``detail`` is for the person who reads it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class Refused(Exception):
    """A request that is refused with words for the person who sent it."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


def problem(status: int, detail: str) -> JSONResponse:
    """Build the problem document of one fault."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
    return JSONResponse(body.model_dump(), status_code=status, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Map every exception to its problem document."""

    @app.exception_handler(Refused)
    async def refused(_: Request, error: Refused) -> JSONResponse:
        return problem(error.status, error.detail)

    @app.exception_handler(UnknownReference)
    async def unknown(_: Request, error: UnknownReference) -> JSONResponse:
        return problem(404 if error.kind in ("事项", "一件事") else 422, f"{error}请检查后再试。")

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        places = "、".join(dict.fromkeys(".".join(str(part) for part in fault["loc"][1:]) for fault in error.errors()))
        return problem(422, f"这些内容不符合要求：{places or '请求正文'}。请按接口说明填写。")

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        response = problem(error.status_code, _WORDS.get(error.status_code, "请求没有办成，请检查后再试。"))
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> JSONResponse:
        _LOG.error("unhandled fault on %s: %r", request.url.path, error, exc_info=error)
        return problem(500, _WORDS[500])


RESPONSES: dict[int | str, dict[str, object]] = {
    status: {"model": Problem, "description": words, "content": {MEDIA_TYPE: {}}}
    for status, words in ((404, "没有这个事项或一件事"), (422, "内容不符合要求"))
}
