"""How long suggestions take while somebody types: ``python -m benchmarks.suggestions [site]``.

Types the first characters of held-out questions, one more each time, as the widget does: each look-up waits for the
one before. Prints the median, 95th and 99th percentile in milliseconds over loopback, beside the same number of
requests to ``/health/live``, which do no work. Without a site it starts the app itself, without the dialogue engine,
and also tells the processor time of a look-up, which other work on the machine does not change.
"""

import csv
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import httpx

from ops.layout import HERE, python_of
from tests.conftest import free_port

QUESTIONS = HERE.root / "tests" / "evaluation" / "questions" / "apart.tsv"
PEOPLE = 40  # questions typed
SHORTEST, LONGEST = 2, 12  # characters: the widget asks from two on; by twelve a suggestion was found or is not
WARM_UP = 20


def typed() -> list[str]:
    """What stands in the box after each key."""
    with Path(QUESTIONS).open(encoding="utf-8", newline="") as file:
        questions = [row["question"] for row in csv.DictReader(file, delimiter="\t")]
    some = questions[:: max(1, len(questions) // PEOPLE)]
    return [q[:end] for q in some for end in range(SHORTEST, min(LONGEST, len(q)) + 1)]


def times_ms(client: httpx.Client, requests: list[httpx.Request]) -> list[float]:
    """Send one after another."""
    found = []
    for request in requests:
        started = time.perf_counter()
        client.send(request).raise_for_status()
        found.append((time.perf_counter() - started) * 1000)
    return sorted(found)


def told(name: str, found: list[float]) -> str:
    cuts = statistics.quantiles(found, n=100)
    return f"{name:12} n={len(found)}  p50 {cuts[49]:.1f} ms  p95 {cuts[94]:.1f} ms  p99 {cuts[98]:.1f} ms"


def processor_ms(process: int) -> float:
    """Milliseconds of processor time that a process has used (Linux)."""
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


def measure(site: str, process: int | None = None) -> None:
    with httpx.Client(base_url=site, timeout=10, trust_env=False) as client:
        look_ups = [client.build_request("GET", "/api/v1/items", params={"q": q, "limit": 5}) for q in typed()]
        idle = [client.build_request("GET", "/health/live") for _ in look_ups]
        times_ms(client, look_ups[:WARM_UP])
        before = processor_ms(process) if process else 0.0
        print(told("suggestions", times_ms(client, look_ups)))
        if process:
            print(f"processor    {(processor_ms(process) - before) / len(look_ups):.1f} ms a look-up")
        print(told("no work", times_ms(client, idle)))


def main() -> None:
    if len(sys.argv) > 1:
        return measure(sys.argv[1])
    port = free_port()
    settings = {"YIZHAN_PORT": str(port), "YIZHAN_RASA_URL": ""}
    app = subprocess.Popen([python_of(HERE.app_environment), "-m", "api"], cwd=HERE.root, env=os.environ | settings)
    try:
        site = f"http://127.0.0.1:{port}"
        while not _lives(site) and app.poll() is None:
            time.sleep(0.2)
        measure(site, app.pid)
    finally:
        app.terminate()
        app.wait(timeout=10)


def _lives(site: str) -> bool:
    try:
        return httpx.get(f"{site}/health/live", timeout=2).is_success
    except httpx.HTTPError:
        return False


if __name__ == "__main__":
    main()
