"""Sign-in by the city's own accounts, against a real provider on loopback that can also lie."""

import time
from collections.abc import Iterator

import httpx
import pytest
from fastapi.testclient import TestClient
from httpx import Response
from joserfc.jwk import RSAKey

from api.auth.oidc import OidcSettingsError
from tests.auth.conftest import Make
from tests.auth.provider import CLIENT_ID, SECRET, Provider, running


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as started:
        yield started


@pytest.fixture
def desk(make_client: Make, provider: Provider) -> TestClient:
    return make_client(oidc_issuer=provider.issuer, oidc_client_id=CLIENT_ID, oidc_client_secret=SECRET)


def through_the_provider(desk: TestClient) -> str:
    """Go to the provider as a browser does; returns the address to which it sends the person back."""
    gone = desk.get("/desk/oidc", follow_redirects=False)
    assert gone.status_code == 303
    back = httpx.get(gone.headers["location"], trust_env=False, follow_redirects=False)
    return back.headers["location"]


def sign_in(desk: TestClient) -> Response:
    return desk.get(through_the_provider(desk), follow_redirects=False)


def test_a_person_of_the_city_signs_in_with_name_and_role(desk: TestClient) -> None:
    assert desk.get("/api/v1/session/ways").json() == {"oidc": True}
    page = sign_in(desk)
    assert page.status_code == 200
    assert "/desk/clerk" in page.text
    who = desk.get("/api/v1/session").json()
    assert (who["name"], who["role"]) == ("王芳", "clerk")


def test_groups_of_the_provider_are_mapped_to_roles(make_client: Make, provider: Provider) -> None:
    provider.person |= {"groups": ["staff", "zwfw-window"]}
    desk = make_client(
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=SECRET,
        oidc_role_claim="groups",
        oidc_roles={"zwfw-admin": "operator", "zwfw-window": "clerk"},
    )
    assert sign_in(desk).status_code == 200
    assert desk.get("/api/v1/session").json()["role"] == "clerk"


@pytest.mark.parametrize("role", [None, "visitor", "machine", ["x"]])
def test_an_account_without_a_role_of_the_desk_is_told_whom_to_ask(
    desk: TestClient, provider: Provider, role: object
) -> None:
    provider.person |= {"role": role}
    refused = sign_in(desk)
    assert refused.status_code == 403
    assert "联系管理账号的人" in refused.json()["detail"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "https://another.example"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
    ],
    ids=["nonce", "audience", "issuer", "expired", "no end"],
)
def test_a_token_that_was_not_made_for_this_sign_in_is_refused(
    desk: TestClient, provider: Provider, wrong: dict[str, object]
) -> None:
    provider.wrong = wrong
    assert sign_in(desk).status_code == 403
    assert desk.get("/api/v1/session").status_code == 401


def test_a_token_signed_by_another_key_is_refused(desk: TestClient, provider: Provider) -> None:
    provider.signing = RSAKey.generate_key(2048)
    assert sign_in(desk).status_code == 403


def test_a_provider_that_changes_its_keys_is_followed(desk: TestClient, provider: Provider) -> None:
    assert sign_in(desk).status_code == 200
    provider.key = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    assert sign_in(desk).status_code == 200


def test_an_answer_to_another_browsers_sign_in_is_refused(desk: TestClient, make_client: Make) -> None:
    address = through_the_provider(desk)
    desk.get("/desk/oidc", follow_redirects=False)  # this browser has begun anew
    assert desk.get(address, follow_redirects=False).status_code == 403
    desk.cookies.clear()
    assert desk.get(address, follow_redirects=False).status_code == 403


def test_a_sign_in_counts_once(desk: TestClient) -> None:
    address = through_the_provider(desk)
    attempt = desk.cookies["yz_oidc"]
    assert desk.get(address).status_code == 200
    desk.cookies.clear()
    desk.cookies.set("yz_oidc", attempt)
    assert desk.get(address).status_code == 403


def test_a_person_who_declines_is_sent_back_to_try_again(desk: TestClient, provider: Provider) -> None:
    provider.refuses = True
    refused = sign_in(desk)
    assert refused.status_code == 403
    assert "没有同意" in refused.json()["detail"]


def test_a_provider_that_is_away_leaves_the_key(make_client: Make) -> None:
    desk = make_client(oidc_issuer="http://127.0.0.1:9", oidc_client_id=CLIENT_ID, oidc_client_secret=SECRET)
    refused = desk.get("/desk/oidc", follow_redirects=False)
    assert refused.status_code == 503
    assert "密钥" in refused.json()["detail"]


def test_without_a_provider_there_is_nowhere_to_go(client: TestClient) -> None:
    assert client.get("/api/v1/session/ways").json() == {"oidc": False}
    assert client.get("/desk/oidc").status_code == 404


def test_half_a_provider_keeps_the_app_from_starting_and_says_what_is_missing(make_client: Make) -> None:
    with pytest.raises(OidcSettingsError, match="YIZHAN_OIDC_CLIENT_SECRET"):
        make_client(oidc_issuer="https://id.example.cn", oidc_client_id=CLIENT_ID)
