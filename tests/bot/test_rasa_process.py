"""The trained bot in a real Rasa process, started as ``make run`` starts it, with a stand-in for the app."""

import json
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from knowledge.guidebook import Guidebook
from knowledge.index.search import Searcher
from ops.models import ensure_rasa_model
from ops.processes import Child
from ops.rasa import start_rasa

TOKEN = "the secret of this launch"
SAID = ["多少钱", "要多久", "在哪里办", "可以网上办吗", "你好", "谢谢"]


class ActionServer(ThreadingHTTPServer):
    """Answers every action with one text, and remembers what it was sent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Actions)
        self.sizes: list[int] = []
        self.tokens: set[str | None] = set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/internal/actions"


class _Actions(BaseHTTPRequestHandler):
    server: ActionServer
    disable_nagle_algorithm = True  # as in uvicorn; else each answer waits 40 ms

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.sizes.append(len(body))
        self.server.tokens.add(self.headers["authorization"])
        answer = json.dumps({"events": [], "responses": [{"text": json.loads(body)["next_action"]}]}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


@pytest.fixture(scope="module")
def actions() -> Iterator[ActionServer]:
    server = ActionServer()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def rasa(actions: ActionServer) -> Iterator[Child]:
    ensure_rasa_model()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = start_rasa(port, actions.url, TOKEN)
    yield process
    process.stop()


@pytest.fixture(scope="module")
def client(rasa: Child) -> Iterator[httpx.Client]:
    # As in the app: connections are kept, and a proxy of the environment is not asked for loopback.
    with httpx.Client(base_url=f"http://127.0.0.1:{port_of(rasa)}", timeout=60, trust_env=False) as opened:
        yield opened


def port_of(rasa: Child) -> int:
    return int(rasa.command[rasa.command.index("--port") + 1])


def say(client: httpx.Client, sender: str, message: str) -> tuple[list[dict[str, object]], float]:
    """Say something; return the answers and the milliseconds they took."""
    began = time.perf_counter()
    answer = client.post("/webhooks/rest/webhook", json={"sender": sender, "message": message})
    return answer.json(), (time.perf_counter() - began) * 1000


def test_turn_300_costs_what_turn_5_costs(client: httpx.Client, actions: ActionServer) -> None:
    times, sizes = [], []
    for number in range(300):
        answers, took = say(client, "long", SAID[number % len(SAID)])
        assert answers
        times.append(took)
        sizes.append(max(actions.sizes, default=0))
        actions.sizes.clear()
    early, late = statistics.median(times[5:35]), statistics.median(times[-30:])
    assert late < 2.5 * early + 10, (early, late)
    assert max(sizes[-30:]) < 1.5 * max(sizes[5:35])


def test_eight_messages_of_one_conversation_at_once_take_no_second(client: httpx.Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        took = list(pool.map(lambda _: say(client, "hasty", "多少钱")[1], range(8)))
    assert max(took) < 1000


def test_a_message_sent_again_because_its_reply_was_lost_is_one_turn_to_rasa(
    client: httpx.Client, actions: ActionServer, loaded: tuple[Guidebook, Searcher]
) -> None:
    with TestClient(create_app(Settings(rasa_url=str(client.base_url)), loaded)) as app:
        actions.sizes.clear()
        asked = {"message": "多少钱", "turn_id": "a-turn-of-this-test-01"}
        first, again = (app.post("/api/v1/chat", json=asked).json() for _ in range(2))
        assert first == again and len(actions.sizes) == 1  # each turn calls the action server once
        app.post("/api/v1/chat", json=asked | {"turn_id": "another-turn-of-this-one"})
        assert len(actions.sizes) == 2


def test_the_webhook_is_called_with_the_secret_of_the_launch(client: httpx.Client, actions: ActionServer) -> None:
    say(client, "secret", "多少钱")
    assert actions.tokens == {f"Bearer {TOKEN}"}


def test_only_the_rest_channel_is_open_and_only_on_loopback(rasa: Child, client: httpx.Client) -> None:
    for path in ("/model/parse", "/conversations/long/tracker", "/webhooks/callback/webhook", "/status"):
        assert client.get(path).status_code == 404
    tables = [Path(f"/proc/{rasa.pid}/net/{name}").read_text() for name in ("tcp", "tcp6")]
    port = f":{port_of(rasa):04X}"
    listening = [line.split()[1] for table in tables for line in table.splitlines()[1:] if line.split()[3] == "0A"]
    assert [address for address in listening if address.endswith(port)] == ["0100007F" + port]


def test_rasa_found_our_stores_and_sends_nothing_home(rasa: Child) -> None:
    log = rasa.log.read_text()
    assert "InMemoryTrackerStore" not in log
    assert "not found" not in log
    assert "telemetry" not in log.lower()
