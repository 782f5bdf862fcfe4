"""Signing in from a mini-program: our own token, and nothing of WeChat's, reaches the client."""

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.responses import Response as Served

from api.wechat.settings import WeChatSettings, WeChatSettingsError
from store.tables import sessions
from tests.wechat.conftest import MakeClient
from tests.wechat.standin import SECRET, StandIn

SESSION = "/api/v1/wechat/session"
QUESTION = {"message": "对外贸易经营者备案怎么办"}


def sign_in(client: TestClient, wechat: StandIn, code: str = "0b1Xq5", openid: str = "oPerson") -> Response:
    wechat.codes[code] = openid
    response: Response = client.post(SESSION, json={"code": code})
    return response


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_code_becomes_a_token_of_ours_and_nothing_else_leaves_the_server(client: TestClient, wechat: StandIn) -> None:
    response = sign_in(client, wechat)
    assert response.status_code == 200 and set(response.json()) == {"token", "expires_at", "template"}
    assert "oPerson" not in response.text and "tiihtNczf5v6AKRyjwEUhQ" not in response.text


def test_neither_the_token_nor_the_openid_is_kept(client: TestClient, wechat: StandIn) -> None:
    token = sign_in(client, wechat).json()["token"]
    with client.app.state.services.store.engine.connect() as connection:  # type: ignore[attr-defined]
        kept = str(connection.execute(select(sessions)).all())
    assert kept != "[]" and "oPerson" not in kept and token.removeprefix("wx_") not in kept


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/v1/chat", QUESTION),
        ("GET", "/api/v1/items?q=身份证", None),
        ("POST", "/api/v1/items/ga-birth-registration/notice", {}),
    ],
)
def test_chat_search_and_notice_take_the_token_and_work_without_it(
    client: TestClient, wechat: StandIn, method: str, path: str, body: object
) -> None:
    token = sign_in(client, wechat).json()["token"]
    with_it, without = (client.request(method, path, json=body, headers=h) for h in (bearer(token), {}))
    assert (with_it.status_code, without.status_code) == (200, 200)


def test_a_token_that_ended_is_told_so_that_the_client_signs_in_again(client: TestClient, wechat: StandIn) -> None:
    token = sign_in(client, wechat).json()["token"]
    assert client.delete(SESSION, headers=bearer(token)).status_code == 204
    for ended in (token, "wx_made-up"):
        response = client.post("/api/v1/chat", json=QUESTION, headers=bearer(ended))
        assert response.status_code == 401 and "重新打开" in response.json()["detail"]


def test_a_token_opens_no_desk(client: TestClient, wechat: StandIn) -> None:
    token = sign_in(client, wechat).json()["token"]
    assert client.get("/api/v1/audit", headers=bearer(token)).status_code == 401
    client.cookies.set("yz_desk", token.removeprefix("wx_"))
    assert client.get("/api/v1/audit").status_code == 401


def test_a_code_is_good_once(client: TestClient, wechat: StandIn) -> None:
    assert sign_in(client, wechat).status_code == 200
    again = client.post(SESSION, json={"code": "0b1Xq5"})
    assert again.status_code == 401 and "重新打开小程序" in again.json()["detail"]


@pytest.mark.parametrize(("code", "status"), [(40029, 401), (45011, 429), (40226, 403), (40125, 503), (61024, 503)])
def test_each_refusal_of_wechat_has_its_own_plain_words(
    client: TestClient, wechat: StandIn, code: int, status: int
) -> None:
    wechat.fail("/sns/jscode2session", code)
    response = sign_in(client, wechat)
    assert response.status_code == status and "。" in response.json()["detail"]
    assert str(code) not in response.text and SECRET not in response.text


def test_while_wechat_is_busy_it_is_asked_again(client: TestClient, wechat: StandIn) -> None:
    wechat.fail("/sns/jscode2session", -1, -1)
    assert sign_in(client, wechat).status_code == 200


@pytest.mark.parametrize(
    "answer",
    [
        HTMLResponse("<html>网关</html>"),
        PlainTextResponse("bad gateway", 502),
        JSONResponse([]),
        JSONResponse({"openid": ""}),
        JSONResponse({"errcode": "x"}),
    ],
    ids=["html", "502", "list", "no openid", "odd code"],
)
def test_nonsense_from_wechat_is_said_to_be_a_fault_of_the_moment(
    client: TestClient, wechat: StandIn, answer: Served
) -> None:
    wechat.fail("/sns/jscode2session", answer)
    response = sign_in(client, wechat)
    assert response.status_code == 503 and "稍后再试" in response.json()["detail"]


@pytest.mark.parametrize(
    "body", [{}, {"code": ""}, {"code": "a b"}, {"code": "x" * 200}, {"code": 1}, {"js_code": "x"}]
)
def test_what_is_no_code_never_reaches_wechat(client: TestClient, wechat: StandIn, body: object) -> None:
    assert client.post(SESSION, json=body).status_code == 422
    assert not wechat.calls


def test_without_settings_the_addresses_say_that_there_is_no_mini_program_here(make_client: MakeClient) -> None:
    client = make_client(appid="", secret="", token="", aes_key="", template="")
    for response in (
        client.post(SESSION, json={"code": "x"}),
        client.get("/api/v1/wechat/push"),
        client.post("/api/v1/wechat/push"),
        client.post("/api/v1/wechat/watches", json={"code": "x", "item_id": "x"}),
    ):
        assert response.status_code == 404 and "没有开通" in response.json()["detail"]


FULL = {"appid": "wx1", "secret": "s", "token": "AAAAA", "aes_key": "A" * 43}


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"appid": ""}, "YIZHAN_WECHAT_APPID"),
        ({"secret": ""}, "YIZHAN_WECHAT_SECRET"),
        ({"token": ""}, "YIZHAN_WECHAT_TOKEN"),
        ({"aes_key": ""}, "YIZHAN_WECHAT_AES_KEY"),
        ({"aes_key": "A" * 42}, "43 位"),
        ({"token": "a b"}, "3 到 32 位"),
        ({"mode": "half"}, "safe"),
        ({"format": "yaml"}, "json"),
        ({"appid": "", "secret": "", "token": "", "aes_key": "", "template": "t"}, "YIZHAN_WECHAT_APPID"),
    ],
)
def test_half_a_configuration_is_refused_and_says_what_is_missing(changed: dict[str, str], missing: str) -> None:
    with pytest.raises(WeChatSettingsError, match=missing):
        WeChatSettings.model_validate({**FULL, **changed}).check()


@pytest.mark.parametrize("changed", [{}, {"token": "", "aes_key": ""}, {"aes_key": "", "mode": "plain"}])
def test_a_whole_configuration_is_taken(changed: dict[str, str]) -> None:
    settings = WeChatSettings.model_validate({**FULL, **changed})
    settings.check()
    assert settings.on


def test_the_secrets_do_not_show_in_what_is_printed_of_the_settings() -> None:
    assert "AAAAA" not in repr(WeChatSettings.model_validate(FULL))
