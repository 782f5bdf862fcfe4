"""«材料清单有变化»: who asked to be told is told once, when a published version changes the very list."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api.publications import Published
from api.wechat.channel import Channel
from api.wechat.errors import WeChatError
from knowledge.guidebook import Guidebook
from knowledge.index.search import Searcher
from knowledge.notices import answer
from tests.wechat.conftest import MakeClient
from tests.wechat.standin import NOTIFYING, StandIn
from tests.wechat.test_session import bearer, sign_in

WATCHES = "/api/v1/wechat/watches"
Loaded = tuple[Guidebook, Searcher]


def item_of(loaded: Loaded) -> str:
    """An item whose list is settled without asking."""
    return next(item_id for item_id in loaded[0].items if answer(loaded[0], item_id).notice is not None)


def watch(client: TestClient, wechat: StandIn, item_id: str, openid: str = "oPerson", code: str = "w1") -> int:
    wechat.codes[code] = openid
    status: int = client.post(WATCHES, json={"code": code, "item_id": item_id}).status_code
    return status


def publish(client: TestClient, loaded: Loaded, version: str, item_id: str, drop: int = 1) -> None:
    """Put a version into use in which the item's list lacks its first lines."""
    notice = answer(loaded[0], item_id).notice
    assert notice is not None
    dropped = {line.name for line in notice.materials[:drop]}
    item = loaded[0].items[item_id]
    shorter = replace(item, materials=tuple(m for m in item.materials if m.name not in dropped))
    items = {**loaded[0].items, item_id: shorter}
    publications = client.app.state.services.publications  # type: ignore[attr-defined]
    fresh = Published(replace(loaded[0], items=items, version=version), loaded[1])
    publications._kept = (fresh, *publications._kept)


def channel(client: TestClient) -> Channel:
    found: Channel = client.app.state.wechat  # type: ignore[attr-defined]
    return found


def tell(client: TestClient) -> int:
    """Let the app look at all watched lists, in its own loop."""
    assert client.portal is not None
    told: int = client.portal.call(channel(client).teller.tell_all)
    return told


def test_who_asked_is_told_once_when_the_list_changes(client: TestClient, wechat: StandIn, loaded: Loaded) -> None:
    item_id = item_of(loaded)
    assert watch(client, wechat, item_id) == 200
    assert tell(client) == 0
    publish(client, loaded, "20270101-1", item_id)
    assert (tell(client), tell(client)) == (1, 0)
    ((openid, data),) = wechat.notified
    assert openid == "oPerson" and "1 处变化" in data["thing2"] and data["thing1"]
    assert wechat.refused == []


def test_a_version_that_leaves_the_list_alone_is_no_news(client: TestClient, wechat: StandIn, loaded: Loaded) -> None:
    item_id = item_of(loaded)
    watch(client, wechat, item_id)
    publish(client, loaded, "20270101-1", item_id, drop=0)
    assert tell(client) == 0 and wechat.notified == []
    publish(client, loaded, "20270102-1", item_id)
    assert tell(client) == 1, "the next change is compared with what was told"


def test_two_processes_tell_a_person_once(make_client: MakeClient, wechat: StandIn, loaded: Loaded) -> None:
    one, other = make_client(), make_client()
    item_id = item_of(loaded)
    watch(one, wechat, item_id)
    for client in (one, other):
        publish(client, loaded, "20270101-1", item_id)
    assert tell(one) + tell(other) == 1 and len(wechat.notified) == 1


def test_while_wechat_is_away_the_telling_waits(client: TestClient, wechat: StandIn, loaded: Loaded) -> None:
    item_id = item_of(loaded)
    watch(client, wechat, item_id)
    publish(client, loaded, "20270101-1", item_id)
    wechat.fail(NOTIFYING, 45009)
    with pytest.raises(WeChatError):
        tell(client)
    assert tell(client) == 1


@pytest.mark.parametrize("code", [43101, 40003])
def test_who_refuses_to_be_told_is_forgotten(client: TestClient, wechat: StandIn, loaded: Loaded, code: int) -> None:
    item_id = item_of(loaded)
    watch(client, wechat, item_id)
    publish(client, loaded, "20270101-1", item_id)
    wechat.fail(NOTIFYING, code)
    assert tell(client) == 0
    token = sign_in(client, wechat).json()["token"]
    assert client.get(WATCHES, headers=bearer(token)).json() == []


def test_a_version_that_is_gone_is_told_without_pretending_to_know(
    client: TestClient, wechat: StandIn, loaded: Loaded
) -> None:
    item_id = item_of(loaded)
    watch(client, wechat, item_id)
    publish(client, loaded, "20270101-1", item_id)
    publications = client.app.state.services.publications  # type: ignore[attr-defined]
    publications._kept = publications._kept[:1]
    assert tell(client) == 1
    assert wechat.notified[0][1]["thing2"] == "办事指南已更新，请再看一遍清单"


def test_a_person_sees_and_ends_their_own_watches_only(client: TestClient, wechat: StandIn, loaded: Loaded) -> None:
    item_id = item_of(loaded)
    for person in ("oPerson", "oOther"):
        watch(client, wechat, item_id, openid=person, code=f"w-{person}")
    tokens = [sign_in(client, wechat, f"s-{person}", person).json()["token"] for person in ("oPerson", "oOther")]
    assert client.delete(f"{WATCHES}/{item_id}", headers=bearer(tokens[0])).status_code == 204
    mine, others = (client.get(WATCHES, headers=bearer(token)) for token in tokens)
    assert mine.json() == [] and [kept["item_id"] for kept in others.json()] == [item_id]
    assert "oOther" not in others.text
    assert client.get(WATCHES).status_code == 401


def test_watching_an_item_again_replaces_the_watch(client: TestClient, wechat: StandIn, loaded: Loaded) -> None:
    item_id = item_of(loaded)
    assert [watch(client, wechat, item_id, code=code) for code in ("w1", "w2")] == [200, 200]
    token = sign_in(client, wechat).json()["token"]
    assert len(client.get(WATCHES, headers=bearer(token)).json()) == 1


def test_an_open_circumstance_is_asked_before_a_list_can_be_watched(client: TestClient, wechat: StandIn) -> None:
    wechat.codes["w1"] = "oPerson"
    response = client.post(WATCHES, json={"code": "w1", "item_id": "ga-birth-registration"})
    assert response.status_code == 422 and "还没有清单" in response.json()["detail"]
    assert not wechat.used, "the code was not spent in vain"


def test_without_a_template_nobody_is_promised_anything(make_client: MakeClient, wechat: StandIn) -> None:
    client = make_client(template="")
    assert watch(client, wechat, "ga-birth-registration") == 404
    assert sign_in(client, wechat).json()["template"] is None
