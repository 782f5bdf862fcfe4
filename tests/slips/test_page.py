"""The slip as a page: for whoever scans the code, on any phone, with no script."""

import html
import re

from tests.slips.conftest import Site


def shown(page: str) -> str:
    """The words of a page, without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", "\n", page))


def test_the_page_has_all_of_the_notice_and_no_script(site: Site) -> None:
    code = site.tell()
    page = site.client.get(f"/s/{code}").text
    notice = site.client.get(f"/api/v1/slips/{code}").json()["notice"]
    words = shown(page)
    for line in notice["materials"]:
        assert line["name"] in words and line["counts"] in words
    for told in (*notice["fees"], *notice["times"], notice["trips"], *notice["conditions"], notice["total_text"]):
        assert told in words
    assert "到今天没有变化，可以照着准备。" in words
    assert "这是示例指南" in words
    assert "<script" not in page and "style=" not in page


def test_the_page_offers_each_file(site: Site) -> None:
    page = site.client.get(f"/s/{site.tell()}").text
    for address in re.findall(r'href="(/api/v1/slips/[^"]+)"', page):
        assert site.client.get(address).status_code == 200
    assert len(re.findall(r'href="/api/v1/slips/', page)) == 4


def test_a_wrong_code_can_be_typed_again_on_the_same_page(site: Site) -> None:
    reply = site.client.get("/s/ABCD-2345")
    assert reply.status_code == 404
    assert "请对照单子再输一次" in shown(reply.text)
    assert '<form class="typing" action="/s" method="get">' in reply.text


def test_a_typed_code_leads_to_its_slip(site: Site) -> None:
    code = site.tell()
    reply = site.client.get("/s", params={"code": f" {code.lower()} "})
    assert reply.status_code == 200
    assert "出生登记" in shown(reply.text)


def test_the_field_for_the_code_is_shown_when_none_was_typed(site: Site) -> None:
    assert "8 位短码" in shown(site.client.get("/s").text)
    assert "8 位短码" in shown(site.client.get("/s", params={"code": " -/- "}).text)


def test_what_is_typed_comes_back_as_text(site: Site) -> None:
    page = site.client.get("/s/<script>alert(1)<%2Fscript>").text
    assert "<script" not in page
