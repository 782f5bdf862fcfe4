"""Writes what the simulated citizens met: a table, the figures, and every conversation that went wrong."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.citizens.outcome import Outcome, Summary, by_manner, summary

RESULTS = Path("benchmarks/results")


def write(outcomes: Sequence[Outcome], guidebook_version: str) -> str:
    """Write ``citizens.md``, ``.json`` and ``_misses.txt``; return the table."""
    total, manners = summary(outcomes), by_manner(outcomes)
    second = [outcome.talked.offered for outcome in outcomes if outcome.talked.persona.second_id]
    rows = [_row("全部", total), *(_row(f"　{manner}", part) for manner, part in manners.items())]
    table = "\n".join(
        [
            "| 怎么说话 | 人数 | 清单全对 | 白跑 | 几轮得到清单（中位） | 九成的人不超过 |",
            "|---|" + "---:|" * 5,
            *rows,
            "",
            f"一次问两件的 {len(second)} 人中，{sum(second)} 人的第二件事也被接住。",
        ]
    )
    title, source = (
        f"# 模拟市民：{total.people} 人对着真的接口和 Rasa 办事",
        f"指南版本 `{guidebook_version}`；`make citizens` 重做。",
    )
    text = f"{title}\n\n{table}\n\n{source}\n"
    figures = {
        "total": asdict(total),
        "manners": {m: asdict(s) for m, s in manners.items()},
        "guidebook": guidebook_version,
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "citizens.md").write_text(text, "utf-8")
    (RESULTS / "citizens.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (RESULTS / "citizens_misses.txt").write_text("\n\n".join(map(told, _missed(outcomes))) + "\n", "utf-8")
    return text


def told(outcome: Outcome) -> str:
    """Tell one conversation: who, what was wrong, and all that was said."""
    persona = outcome.talked.persona
    truth = " ".join(sorted(persona.truth))
    head = f"#{persona.number} {persona.manner.value} {persona.item_id} {persona.division or '—'} {truth}"
    return "\n".join([head, f"  {'；'.join(outcome.faults) or '对'}", *outcome.talked.transcript])


def _missed(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.faults]


def _row(name: str, s: Summary) -> str:
    return f"| {name} | {s.people} | {s.exact:.1%} | {s.wasted:.1%} | {s.median_turns:g} | {s.turns_of_nine_in_ten} |"
