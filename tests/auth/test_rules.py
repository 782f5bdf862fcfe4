"""Every role × every endpoint, from the app's own list of routes: a new route without a line in the table fails."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Annotated, Any

import pytest
from fastapi import Depends, Request
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api.auth import enforce
from api.auth.rules import RULES
from api.problems import Refused
from api.services import Services, services_of
from store.roles import Role

LET_THROUGH = HTTPStatus.IM_A_TEAPOT


def all_routes(routes: Any) -> Iterator[Any]:
    """Every route, also those of included routers."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from all_routes(included.routes)
        elif getattr(route, "methods", None):
            yield route


def names_of(routes: Any) -> set[str]:
    return {f"{method} {route.path}" for route in routes for method in route.methods - {"HEAD"}}


@pytest.fixture
def gate(client: TestClient) -> TestClient:
    """The app whose routes do nothing: the gate is the real one, and what passes it is told so."""

    async def only_the_gate(request: Request, having: Annotated[Services, Depends(services_of)]) -> None:
        await enforce(request, having)
        raise Refused(LET_THROUGH, "")

    client.app.dependency_overrides[enforce] = only_the_gate  # type: ignore[attr-defined]
    return client


def test_every_route_has_a_line_and_every_line_a_route(client: TestClient) -> None:
    assert names_of(all_routes(client.app.routes)) == set(RULES)  # type: ignore[attr-defined]


@pytest.mark.parametrize("caller", [None, *Role], ids=lambda role: role or "nobody")
def test_every_endpoint_lets_through_or_refuses_as_the_table_says(
    gate: TestClient, key_of: Callable[..., str], caller: Role | None
) -> None:
    headers = {"Authorization": f"Bearer {key_of(caller)}"} if caller else {}
    for route in all_routes(gate.app.routes):  # type: ignore[attr-defined]
        if not isinstance(route, APIRoute):
            continue
        for method in route.methods:
            rule = RULES[f"{method} {route.path}"]
            path = route.path.replace("{form}", "pdf").replace("{", "").replace("}", "")
            got = gate.request(method, path, headers=headers, follow_redirects=False).status_code
            if rule.public or caller in rule.roles:
                expected = LET_THROUGH
            else:
                expected = HTTPStatus.FORBIDDEN if caller else HTTPStatus.UNAUTHORIZED
            assert got == expected, f"{caller} {method} {route.path}"


def test_a_route_that_nobody_entered_in_the_table_is_shut(
    gate: TestClient, key_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(RULES, "GET /api/v1/desk/items")
    headers = {"Authorization": f"Bearer {key_of(Role.OPERATOR)}"}
    assert gate.get("/api/v1/desk/items", headers=headers).status_code == HTTPStatus.FORBIDDEN


def test_a_scoped_key_does_only_what_its_scopes_name(gate: TestClient, key_of: Callable[..., str]) -> None:
    headers = {"Authorization": f"Bearer {key_of(Role.OPERATOR, scopes=('keys',))}"}
    assert gate.get("/api/v1/keys", headers=headers).status_code == LET_THROUGH
    assert gate.get("/api/v1/desk/items", headers=headers).status_code == HTTPStatus.FORBIDDEN


def test_the_rules_name_only_roles_that_there_are() -> None:
    assert all(rule.roles <= set(Role) for rule in RULES.values())
