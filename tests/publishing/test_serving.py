"""Servers take up a new version by themselves; every request and every turn sees one version and no other."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.publications import Publications, load_published
from api.settings import Settings
from knowledge.errors import GuidebookError
from knowledge.guidebook import Guidebook, load_guidebook
from knowledge.materials import combinations
from knowledge.publishing import Library, UnknownVersion
from tests.publishing.conftest import NEW
from tests.publishing.small import ITEMS, edit

REQUESTS = 1000  # as issue 3 asks
AT_ONCE = 16
TURN_EVERY = 20  # requests
TOKEN = "secret-of-this-test"


def settings_of(library: Library, tmp_path: Path) -> Settings:
    return Settings(library=library.folder, store=f"sqlite:///{tmp_path}/store.sqlite3", action_token=TOKEN)


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve over real HTTP on a free port; yields the address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


class StandIn(httpx.AsyncBaseTransport):
    """Rasa's part of a turn: two actions over real HTTP, with room for a switch between them."""

    address = ""
    chosen: frozenset[str] = frozenset()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        sent = json.loads(request.content)
        blocks = []
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False) as http:
            for action in ("action_fee", "action_one_time_notice"):
                call = _call(action, sent["metadata"], self.chosen)
                result = (await http.post(f"{self.address}/internal/actions", json=call, timeout=30)).json()
                blocks += [block for said in result["responses"] for block in said["custom"]["blocks"]]
                await asyncio.sleep(0.05)
        return httpx.Response(200, json=[{"custom": {"blocks": blocks, "status": "answered", "subject": ITEMS[0]}}])


def _call(action: str, metadata: dict[str, object], chosen: frozenset[str]) -> dict[str, object]:
    slots = {"item_id": ITEMS[0], "chosen": sorted(chosen), "shown": True}
    message = {"text": "多少钱", "intent": {"name": "fee"}, "entities": [], "metadata": metadata}
    tracker = {"sender_id": "x", "slots": slots, "latest_message": message, "events": [], "paused": False}
    tracker |= {"followup_action": None, "active_loop": {}, "latest_action_name": None}
    return {"next_action": action, "sender_id": "x", "version": "3", "domain": {}, "tracker": tracker}


def names_in(answer: dict[str, Any]) -> list[str]:
    """All names of items and of materials in an answer: a search, a notice, or the blocks of a turn."""
    blocks = answer.get("blocks", [answer])
    notices = [block["notice"] for block in blocks if block.get("notice")]
    names = [block["facts"]["item_name"] for block in blocks if block.get("facts")]
    names += [item["name"] for item in answer.get("items", [])]
    names += [notice["item_name"] for notice in notices]
    return names + [line["name"] for notice in notices for line in notice["materials"]]


def settled(guidebook: Guidebook, item_id: str) -> dict[str, str]:
    chosen = next(iter(combinations(guidebook.item(item_id))))
    return dict(ref.split(".", 1) for ref in chosen)


async def _load(http: httpx.AsyncClient, guidebook: Guidebook) -> list[tuple[int, dict[str, Any]]]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def ask(number: int) -> tuple[int, dict[str, Any]]:
        item_id = ITEMS[number % len(ITEMS)]
        async with gate:
            if number % TURN_EVERY == 0:
                reply = await http.post("/api/v1/chat", json={"message": "多少钱"})
            elif number % 2:
                body = {"circumstances": settled(guidebook, item_id)}
                reply = await http.post(f"/api/v1/items/{item_id}/notice", json=body)
            else:
                name = guidebook.item(item_id).name.removesuffix(NEW)
                reply = await http.get("/api/v1/items", params={"q": f"{name}要带什么"})
        return reply.status_code, reply.json()

    return list(await asyncio.gather(*map(ask, range(REQUESTS))))


def test_a_thousand_requests_while_versions_switch_and_none_fails(library: Library, tmp_path: Path) -> None:
    first, second = library.versions()
    guidebook = library.guidebook(first.id)
    rasa = StandIn()
    rasa.chosen = frozenset(f"{key}.{value}" for key, value in settled(guidebook, ITEMS[0]).items())
    app = create_app(settings_of(library, tmp_path), rasa_transport=rasa)
    switched, stop = [], threading.Event()

    def switch() -> None:
        while not stop.wait(0.02):
            version = (first, second)[len(switched) % 2]
            library.restore(version.id, who="甲", reason="来回切换")
            switched.append(app.state.services.refresh())

    async def under_load(address: str) -> list[tuple[int, dict[str, Any]]]:
        async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as http:
            return await _load(http, guidebook)

    with serving(app) as address:
        rasa.address = address
        switching = threading.Thread(target=switch)
        switching.start()
        try:
            answers = asyncio.run(under_load(address))
        finally:
            stop.set()
            switching.join()

    assert len(answers) == REQUESTS and {status for status, _ in answers} == {200}
    seen = [frozenset(name.endswith(NEW) for name in names_in(answer)) for _, answer in answers]
    assert all(len(one) == 1 for one in seen)  # names of one version only, and never no name at all
    assert len(set(seen)) == 2 and sum(switched) > 10  # both versions answered, and not one after the other
    turns = [answer for number, (_, answer) in enumerate(answers) if number % TURN_EVERY == 0]
    assert all({"facts", "notice"} <= {block["type"] for block in turn["blocks"]} for turn in turns)
    assert not any(turn["limited"] for turn in turns)
    notices = [answer["notice"] for number, (_, answer) in enumerate(answers) if number % 2 and number % TURN_EVERY]
    said = {(n["source"]["guidebook_version"], n["item_name"].endswith(NEW)) for n in notices}
    assert said == {(first.id, False), (second.id, True)}


def test_a_server_takes_up_a_new_version_without_being_told(library: Library, tmp_path: Path) -> None:
    first, second = library.versions()
    app = create_app(settings_of(library, tmp_path))
    with TestClient(app) as client:
        assert app.state.services.published.version == second.id
        library.restore(first.id, who="甲", reason="换回")
        until = time.monotonic() + 60
        while app.state.services.published.version != first.id and time.monotonic() < until:
            time.sleep(0.05)
        assert client.get("/health/ready").json()["guidebook"] == first.id


def test_a_version_that_cannot_be_loaded_leaves_the_one_in_use(library: Library, tmp_path: Path) -> None:
    first, second = library.versions()
    having = Publications.open(settings_of(library, tmp_path))
    edit(first.guidebook_folder, ITEMS[0], "summary: ", "summary: 偷偷改的。")
    library.restore(first.id, who="甲", reason="换回")
    assert not having.refresh() and not having.refresh()
    assert having.guidebook(second.id).version == second.id
    library.restore(second.id, who="甲", reason="再换回")
    assert not having.refresh()  # it is the one in use


def test_an_old_version_can_still_be_read_for_a_slip_of_then(library: Library, tmp_path: Path) -> None:
    first, second = library.versions()
    having = Publications.open(settings_of(library, tmp_path))
    assert not having.guidebook(first.id).item(ITEMS[0]).name.endswith(NEW)
    assert having.guidebook(second.id).item(ITEMS[0]).name.endswith(NEW)
    with pytest.raises(UnknownVersion):
        having.guidebook("20200101-1")


def test_while_nothing_is_published_the_guidebook_folder_is_served(draft: Path, tmp_path: Path) -> None:
    settings = Settings(library=tmp_path / "none", guidebook=draft, index=tmp_path / "index")
    with pytest.raises(GuidebookError, match="python -m knowledge index"):
        load_published(settings)


def test_a_folder_has_a_version_too_that_changes_with_its_records(draft: Path) -> None:
    before = load_guidebook(draft)
    assert before.version.startswith("sample-") and before.sample
    edit(draft, ITEMS[0], "summary: ", "summary: 改了。")
    assert load_guidebook(draft).version != before.version
    (draft / "about.yaml").unlink()
    own = load_guidebook(draft)
    assert own.version.startswith("folder-") and not own.sample
