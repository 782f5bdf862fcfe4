"""How fast the clerk's desk answers while typing: ``python -m benchmarks.desk_speed [items]``.

The sample through the real endpoint, and a synthetic guidebook of 100,000 items through the look-up alone: what it
does not find by spelling goes to the search, whose speed ``search_speed`` tells. A query is what stands in the field
after one more key: initials, pinyin, characters, and for the sample also whole questions of citizens. Told are the
clock and the processor time of each (what the clock would show on a machine with nothing else to do).
Writes ``benchmarks/results/desk_speed.md``.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

import httpx
from pypinyin import Style, lazy_pinyin

from api.app import create_app
from api.settings import Settings
from knowledge.guidebook import Guidebook, load_guidebook
from knowledge.index.passages import read_questions
from knowledge.lookup import Lookup
from knowledge.sieve import Sieve, passing
from store.roles import Role

ITEMS = 100_000  # as issue 6 asks
SAMPLED = 20  # items that are typed, key by key
QUESTIONS = 40
SEED = 6
HEAD = (
    "| 打的是 | 次数 | 中位 | 95% | 最长 | 中位（处理器） | 95%（处理器） | 最长（处理器） |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|"
)
RESULT = Path(__file__).parent / "results" / "desk_speed.md"


@dataclass(frozen=True)
class Times:
    """Milliseconds of one kind of query, clock and processor."""

    kind: str
    clock: list[float]
    processor: list[float]

    def row(self) -> str:
        cells = (f"{share(times, at):.1f}" for times in (self.clock, self.processor) for at in (0.5, 0.95, 1.0))
        return f"| {self.kind} | {len(self.clock)} | {' | '.join(cells)} |"


def share(times: list[float], at: float) -> float:
    return sorted(times)[min(int(at * len(times)), len(times) - 1)]


def drawn(texts: list[str], count: int) -> list[str]:
    return random.Random(SEED).sample(texts, count)  # noqa: S311 - test data, no secret


def typed(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Kind and query, for every key of a clerk who types each name in three ways."""
    for name in names:
        initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore"))[:8]
        sounds = "".join(lazy_pinyin(name, errors="ignore"))[:16]
        for kind, whole in (("首字母", initials), ("拼音", sounds), ("汉字", name[:8])):
            yield from ((kind, whole[:end]) for end in range(1, len(whole) + 1))


async def measured(queries: Iterable[tuple[str, str]], ask: Callable[[str], Awaitable[object]]) -> list[Times]:
    found: dict[str, Times] = {}
    for kind, query in queries:
        clock, processor = time.perf_counter(), time.process_time()
        await ask(query)
        times = found.setdefault(kind, Times(kind, [], []))
        times.processor.append((time.process_time() - processor) * 1e3)
        times.clock.append((time.perf_counter() - clock) * 1e3)
    every = Times(
        "全部", [t for f in found.values() for t in f.clock], [t for f in found.values() for t in f.processor]
    )
    return [*found.values(), every]


async def of_the_sample(guidebook: Guidebook, names: list[str]) -> list[Times]:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(rasa_url=None, store=f"sqlite:///{folder}/store.sqlite3"))
        key = app.state.store.keys.create("测速", Role.CLERK.value)[1]
        transport, headers = httpx.ASGITransport(app), {"Authorization": f"Bearer {key}"}
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, headers=headers, base_url="http://desk") as client,
        ):

            async def ask(query: str) -> object:
                return (await client.get("/api/v1/desk/items", params={"q": query})).raise_for_status()

            for warming in ("登记", "出生登记要带什么"):
                await ask(warming)
            questions = [text for texts in read_questions(Settings().guidebook).values() for text in texts]
            spoken = [("原话", text) for text in drawn(questions, QUESTIONS)]
            return await measured([*typed(names), *spoken], ask)


def synthetic(guidebook: Guidebook, count: int) -> Guidebook:
    """The sample's items once for each town, until there are ``count``."""
    towns = [town for division in guidebook.divisions.values() for town in division.towns]
    pairs = ((town, n, item) for n in range(count) for town in towns for item in guidebook.items.values())
    made = (
        replace(item, id=f"{item.id}-{town}-{n}", name=f"{item.name}（{town}）", common_names=item.common_names[:2])
        for town, n, item in pairs
    )
    return replace(guidebook, items={item.id: item for item in islice(made, count)}, dated={})


async def of_many(guidebook: Guidebook, names: list[str]) -> tuple[list[Times], float]:
    begun = time.process_time()
    lookup = Lookup.of(guidebook)
    built_s = time.process_time() - begun
    through = passing(guidebook, Sieve(window="公安服务"))

    async def ask(query: str) -> object:
        return lookup.find(query, 12)

    async def ask_filtered(query: str) -> object:
        return lookup.find(query, 12, through.__contains__)

    plain = await measured(typed(names), ask)
    filtered = await measured(typed(names), ask_filtered)
    return [*plain, replace(filtered[-1], kind="全部，只看一个窗口")], built_s


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    guidebook = load_guidebook(Settings().guidebook)
    names = drawn([item.name for item in guidebook.items.values()], SAMPLED)
    sample = asyncio.run(of_the_sample(guidebook, names))
    many, built_s = asyncio.run(of_many(synthetic(guidebook, count), names))
    RESULT.write_text(
        f"# 边打边查：毫秒（{date.today().isoformat()}）\n\n"
        f"随附的 {len(guidebook.items)} 个事项，经接口（含登录检查）：\n\n{HEAD}\n"
        + "\n".join(times.row() for times in sample)
        + f"\n\n{count:,} 个合成事项，只测查找表（建它用处理器 {built_s:.1f} 秒）：\n\n{HEAD}\n"
        + "\n".join(times.row() for times in many)
        + "\n",
        "utf-8",
    )
    print(RESULT.read_text("utf-8"))


if __name__ == "__main__":
    main()
