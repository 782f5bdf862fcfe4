"""Another system of the city: a real server on this machine that answers, stalls, lies or hangs up, as told."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = Any
LONGER_THAN_ANYBODY_WAITS = 3.0  # seconds; the tests wait 0.5


class StandIn(ThreadingHTTPServer):
    """Answers every question with ``answer``; keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer: Json = None
        self.status = 200
        self.stalls = False
        self.drips = False
        self.asked: list[tuple[Json, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((json.loads(body), self.headers.get("Authorization", "")))
        if self.server.stalls:
            time.sleep(LONGER_THAN_ANYBODY_WAITS)
        answer = self.server.answer
        told = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        for start in range(len(told)) if self.server.drips else ():
            time.sleep(0.2)
            self._write(told[start : start + 1])
        if not self.server.drips:
            self._write(told)

    def _write(self, part: bytes) -> None:
        try:
            self.wfile.write(part)
            self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            self.server.drips = False

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@contextmanager
def standing_in() -> Iterator[StandIn]:
    server = StandIn()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
