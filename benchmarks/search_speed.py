"""How large and how fast the search model and the whole search are: ``python -m benchmarks.search_speed``.

The model is loaded in a process of its own, so that nothing is warm and no torch is about. Questions are those of the
evaluation. Writes ``benchmarks/results/search_speed.md``.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from api.publications import load_published
from api.settings import Settings
from knowledge.index.encoder import SHIPPED_MODEL, load_encoder
from knowledge.index.passages import lexicon_of
from knowledge.index.tokens import Tokeniser, normalise
from tests.evaluation.measures import read_questions

RESULTS = Path("benchmarks/results")
QUESTIONS = 1_000
LOAD = """
import sys, time
from knowledge.index.encoder import SHIPPED_MODEL, load_encoder
from knowledge.index.tokens import Tokeniser
tokeniser = Tokeniser()
started = time.perf_counter()
load_encoder(SHIPPED_MODEL, tokeniser)
print(time.perf_counter() - started, "torch" in sys.modules)
"""


def load_seconds() -> float:
    """Seconds to load the model in a fresh process; best of five, so that a busy machine counts least."""
    printed = [
        subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True) for _ in range(5)
    ]
    assert all(one.stdout.split()[1] == "False" for one in printed), "loading the model imported torch"
    return min(float(one.stdout.split()[0]) for one in printed)


def milliseconds(work: Callable[[str], object], questions: list[str]) -> tuple[float, float]:
    """Median and 99th percentile of milliseconds a question."""
    taken = []
    for question in questions:
        started = time.perf_counter()
        work(question)
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken), statistics.quantiles(taken, n=100)[98]


def main() -> None:
    published = load_published(Settings())
    tokeniser = Tokeniser(lexicon_of(published.guidebook))
    encoder = load_encoder(SHIPPED_MODEL, tokeniser)
    questions = [one.question for one in read_questions("apart")[:: 3960 // QUESTIONS]]
    normal = [normalise(question) for question in questions]
    encoder.encode(normal[:50])  # jieba and the character cache are warm in a running app
    rows = {
        "语义模型编码一问": milliseconds(lambda text: encoder.encode([text]), normal),
        "整个检索一问": milliseconds(published.searcher.search, questions),
    }
    size = sum(path.stat().st_size for path in SHIPPED_MODEL.iterdir()) / 2**20
    lines = [
        "# 检索的大小和快慢\n",
        f"模型 {size:.1f} MiB，新进程里载入 {load_seconds():.2f} 秒（不载入 torch）。",
        f"{len(questions)} 个问题，一个接一个（测时机器负载 {os.getloadavg()[0]:.1f}，{os.cpu_count()} 核）：\n",
        "| | 中位 | 第 99 百分位 |",
        "|---|---:|---:|",
        *(f"| {name} | {median:.2f} 毫秒 | {slow:.2f} 毫秒 |" for name, (median, slow) in rows.items()),
    ]
    text = "\n".join(lines) + "\n"
    (RESULTS / "search_speed.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
