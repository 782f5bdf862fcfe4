"""``/s/{code}``: the slip as a page that needs no script, and the place to type a code."""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader

from api.problems import Refused
from api.routes.slips import SlipRequest, reopen, sheet_today, tell_slip
from api.services import Services, services_of
from api.slips.press import Form
from api.slips.words import WORDS, day
from store.codes import LENGTH

router = APIRouter(include_in_schema=False)
Having = Annotated[Services, Depends(services_of)]
_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "look"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_LONGEST_CODE = 4 * LENGTH  # with every blank and dash that a person may type


@router.get("/s")
async def ask_for_code(code: Annotated[str, Query(max_length=_LONGEST_CODE)] = "") -> Response:
    """Offer a field for the code; with a code, go on to its slip."""
    if typed := "".join(character for character in code if character.isalnum()):
        return RedirectResponse(f"/s/{typed}", status_code=HTTPStatus.SEE_OTHER)
    return _page("code.html")


@router.get("/s/{code}")
async def show(having: Having, request: Request, code: str) -> HTMLResponse:
    """Show a slip as it was told, headed by how it stands today; a code that opens nothing can be typed again."""
    try:
        slip = await reopen(having, code)
    except Refused as refused:
        return _page("code.html", refused.status, refusal=refused.detail)
    sheet = await sheet_today(having, request, slip)
    if sheet is None:
        return _page("code.html", HTTPStatus.GONE, refusal=slip.text)
    files = {form: f"/api/v1/slips/{slip.code}.{form}" for form in Form}
    return _page("page.html", slip=slip, sheet=sheet, files=files, told_on=day(slip.told.told_on))


@router.post("/s/{code}/again")
async def tell_again(having: Having, code: str) -> Response:
    """Tell the same under today's guidebook, as a slip of its own."""
    try:
        told = (await reopen(having, code)).told
        wanted = SlipRequest(item_id=told.item_id, division=told.division_code, circumstances=told.chosen)
        fresh = await tell_slip(having, wanted)
    except Refused as refused:
        return _page("code.html", refused.status, refusal=refused.detail)
    return RedirectResponse(f"/s/{fresh}", status_code=HTTPStatus.SEE_OTHER)


def _page(name: str, status: int = HTTPStatus.OK, **shown: Any) -> HTMLResponse:
    html = _PAGES.get_template(name).render(words=WORDS, **shown)
    return HTMLResponse(html, status, headers={"Cache-Control": "no-cache"})
