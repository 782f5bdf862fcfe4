"""Telling a slip and finding it again on the same day, over HTTP."""

import asyncio
import io
import re
from pathlib import Path

import httpx
import pytest
from docx import Document

from api.slips.content import plain
from api.slips.press import Form, Press, PressBusy
from store.codes import ALPHABET
from tests.slips.conftest import PUBLIC, Site
from tests.slips.paper import code_in, opened, picture_of, squeezed, text_of
from tests.slips.samples import small_sheet

REFUSED_WORDS = "请对照单子再输一次"


def materials(notice: dict[str, list[dict[str, str]]]) -> set[str]:
    return {f"{line['name']}{line['of'] or ''}{line['counts']}" for line in notice["materials"]}


def test_the_code_on_the_printed_sheet_reopens_the_same_materials(site: Site, tmp_path: Path) -> None:
    asked = {"division": "330381", "circumstances": {"birthplace": "abroad", "parents": "married", "agent": "proxy"}}
    shown = site.client.post("/api/v1/items/ga-birth-registration/notice", json=asked).json()["notice"]
    code = site.tell(birthplace="abroad", agent="proxy")
    pdf = site.client.get(f"/api/v1/slips/{code}.pdf").content
    address = code_in(picture_of(pdf, 150, tmp_path))
    assert address == f"{PUBLIC}/s/{code.replace('-', '')}"
    again = site.client.get(f"/api/v1/slips/{address.rpartition('/')[2]}").json()
    assert again["holds"] and again["as_told"]
    assert materials(again["notice"]) == materials(shown)
    for line in again["notice"]["materials"]:
        assert squeezed(line["name"]) in squeezed(text_of(pdf))


def test_the_same_notice_on_the_same_day_has_the_same_code(site: Site) -> None:
    assert site.tell() == site.tell()
    assert site.tell() != site.tell(agent="proxy")


def test_an_answer_to_a_question_that_does_not_arise_makes_no_other_slip(site: Site) -> None:
    assert site.tell(follow="father") == site.tell()


def test_neither_code_nor_address_says_anything_of_the_person(site: Site) -> None:
    asked = {"item_id": "ga-birth-registration", "circumstances": {"birthplace": "hospital", "parents": "married"}}
    made = site.client.post("/api/v1/slips", json=asked).json()
    assert re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", made["code"])
    assert made["address"] == f"{PUBLIC}/s/{made['code'].replace('-', '')}"


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " ")])
def test_a_code_is_understood_as_people_type_it(site: Site, change: object) -> None:
    code = site.tell()
    typed = change(code)  # type: ignore[operator]
    assert site.client.get(f"/api/v1/slips/{typed}").json()["code"] == code


def test_a_mistyped_code_is_refused_instead_of_opening_another_slip(site: Site) -> None:
    code = site.tell()
    for at in (0, 5, 8):
        wrong = code[:at] + ALPHABET[ALPHABET.index(code[at]) - 1] + code[at + 1 :]
        reply = site.client.get(f"/api/v1/slips/{wrong}")
        assert reply.status_code == 404
        assert REFUSED_WORDS in reply.json()["detail"]


def test_a_code_that_was_never_given_out_says_what_to_do(site: Site) -> None:
    reply = site.client.get("/api/v1/slips/2222-2222")
    assert reply.status_code == 404
    assert reply.json()["detail"].startswith("没有找到这个短码的单子。请直接说要办什么事")


def test_with_a_question_still_open_there_is_no_half_slip(site: Site) -> None:
    reply = site.client.post("/api/v1/slips", json={"item_id": "ga-birth-registration"})
    assert reply.status_code == 409
    assert reply.json()["detail"] == "出单子之前要先答一句：孩子在哪里出生？"


def test_what_the_guidebook_does_not_know_is_refused(site: Site) -> None:
    for asked, status in (
        ({"item_id": "nothing"}, 404),
        ({"item_id": "ga-name-change", "division": "110000"}, 422),
        ({"item_id": "ga-birth-registration", "circumstances": {"birthplace": "moon"}}, 422),
        ({"item_id": "ga-birth-registration", "guidebook_version": "19990101-1"}, 422),
    ):
        assert site.client.post("/api/v1/slips", json=asked).status_code == status


@pytest.mark.parametrize("form", list(Form))
def test_each_form_has_the_same_materials_and_a_name_to_be_found_by(site: Site, form: Form) -> None:
    code = site.tell()
    reply = site.client.get(f"/api/v1/slips/{code}.{form}")
    assert reply.status_code == 200
    assert reply.headers["content-disposition"].endswith(f"%E5%87%BA%E7%94%9F%E7%99%BB%E8%AE%B0-{code}.{form}")
    if form is Form.PNG:
        assert code_in(opened(reply.content)) == f"{PUBLIC}/s/{code.replace('-', '')}"
        return
    read = {
        Form.PDF: text_of,
        Form.DOCX: lambda data: "".join(Document(io.BytesIO(data)).element.body.itertext()),
        Form.TXT: bytes.decode,
    }[form]
    words = squeezed(read(reply.content))
    for line in site.client.get(f"/api/v1/slips/{code}").json()["notice"]["materials"]:
        assert squeezed(plain(line["name"])) in words


def test_an_unknown_form_is_refused(site: Site) -> None:
    assert site.client.get(f"/api/v1/slips/{site.tell()}.exe").status_code == 422


def test_a_life_event_has_a_file_of_its_own(site: Site) -> None:
    assert site.client.get("/api/v1/life-events/le-nothing/slip.pdf").status_code == 404


async def test_other_requests_are_answered_while_slips_are_drawn(site: Site) -> None:
    code = site.tell(birthplace="no_certificate")
    finished: list[str] = []
    transport = httpx.ASGITransport(site.client.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:

        async def get(path: str) -> None:
            assert (await http.get(path)).status_code == 200
            finished.append(path)

        picture = asyncio.create_task(get(f"/api/v1/slips/{code}.png"))
        while not site.client.app.state.services.press.drawing and not picture.done():
            await asyncio.sleep(0)
        await get("/health/live")
        await picture
    assert finished == ["/health/live", f"/api/v1/slips/{code}.png"]


async def test_who_comes_when_too_many_wait_is_told_at_once() -> None:
    press = Press(at_once=1, waiting_at_most=0)
    first = asyncio.create_task(press.print(small_sheet(), Form.PNG))
    while not press.drawing and not first.done():
        await asyncio.sleep(0)
    with pytest.raises(PressBusy):
        await press.print(small_sheet(), Form.TXT)
    assert (await first).startswith(b"\x89PNG")
