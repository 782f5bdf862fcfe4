"""Asking as a citizen, and waiting for long work at the desk."""

import time
from typing import Any

from fastapi.testclient import TestClient

PATIENCE_S = 300.0


def ask(desk: TestClient, message: str, conversation: str | None = None) -> dict[str, Any]:
    body = {"message": message} | ({"conversation_id": conversation} if conversation else {})
    reply = desk.post("/api/v1/chat", json=body)
    assert reply.status_code == 200, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


def matters(desk: TestClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.get("/api/v1/operator/questions").json()["matters"]
    return found


def settle(desk: TestClient, ids: list[int], decision: str, **more: object) -> dict[str, Any]:
    reply = desk.post("/api/v1/operator/questions/settle", json={"ids": ids, "decision": decision, **more})
    assert reply.status_code == 200, reply.text
    done: dict[str, Any] = reply.json()
    return done


def finished(desk: TestClient, begun: Any) -> dict[str, Any]:
    """Wait for the work that a request began; returns what came of it."""
    assert begun.status_code == 202, begun.text
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        done: dict[str, Any] | None = desk.get("/api/v1/operator/job").json()["done"]
        if done is not None:
            return done
        time.sleep(0.1)
    raise AssertionError("still not finished")
