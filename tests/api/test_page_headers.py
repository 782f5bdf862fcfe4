"""The citizen's page and the widget's files, as the server hands them out."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import pages
from api.app import create_app
from api.settings import Settings
from knowledge.guidebook import Guidebook
from knowledge.index.search import Searcher


def test_the_page_embeds_the_widget_by_one_script_tag_and_holds_nothing_inline(client: TestClient) -> None:
    page = client.get("/").text
    assert page.count('<script src="yizhan-chat.js"') == 1
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)


def test_the_policy_allows_our_own_files_only(client: TestClient) -> None:
    headers = client.get("/").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/yizhan-chat.js", "javascript"), ("/page.css", "text/css"), ("/icon.svg", "svg")],
)
def test_the_widgets_files_are_served_as_what_they_are(client: TestClient, path: str, kind: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200 and kind in answer.headers["content-type"]


def test_the_page_says_that_the_guidebook_is_a_sample_only_while_it_is(
    client: TestClient, loaded: tuple[Guidebook, Searcher]
) -> None:
    for path in ("/", "/index.html"):
        assert "示例指南" in client.get(path).text and "sample:" not in client.get(path).text
    guidebook, searcher = loaded
    with TestClient(create_app(Settings(rasa_url=None), (replace(guidebook, sample=False), searcher))) as own:
        assert "示例指南" not in own.get("/").text


def test_the_widget_is_one_script_that_is_fetched_again_only_when_it_changed(client: TestClient) -> None:
    first = client.get("/yizhan-chat.js")
    assert not re.search(r"^(import|export) ", first.text, re.MULTILINE)
    again = client.get("/yizhan-chat.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content


def test_modules_that_import_each_other_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_ENTRY", tmp_path / "a.js")
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = 1;\n')
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\nexport const b = 1;\n')
    with pytest.raises(ValueError, match=r"a\.js → b\.js → a\.js"):
        pages.joined(tmp_path / "a.js")
