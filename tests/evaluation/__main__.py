"""``make evaluate``: measure understanding on the held-out questions; table, misses and configuration.

Written to ``benchmarks/results/understanding.md``, ``.json`` and ``understanding_misses.tsv``.
"""

import json
import sys
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

from api.services import load_knowledge
from api.settings import Settings
from knowledge.index.build import manifest_of
from knowledge.index.weights import Weights
from tests.evaluation.answers import judge_answers
from tests.evaluation.halves import compare
from tests.evaluation.measures import QUESTIONS, Judged, Report, falsely_answered, read_questions, report

RESULTS = Path("benchmarks/results")
SETS = {"apart": "另写的问句", "typos": "错别字和繁体", "siblings": "相近事项", "stories": "长篇叙述"}


def main() -> int:
    """Measure every set and write the report."""
    settings = Settings()
    guidebook, searcher = load_knowledge(settings)
    results: dict[str, object] = {}
    table = [
        "| 题集 | 题数 | 首位 | 前三 | MRR | 直接答 | 答错 | 反问 | 答对或反问含正解 | 没找到 |",
        "|---|" + "---:|" * 9,
    ]
    misses: list[str] = ["set\texpected\tstatus\tactual\tscore\tquestion"]

    def add(name: str, judged: list[Judged]) -> None:
        measured = report(judged)
        results[name] = asdict(measured)
        table.append(_row(name, measured))

    for name in SETS:
        if not (QUESTIONS / f"{name}.tsv").exists():
            continue
        judged = [Judged(asked, searcher.search(asked.question)) for asked in read_questions(name)]
        add(SETS[name], judged)
        by_window: dict[str, list[Judged]] = defaultdict(list)
        for row in judged:
            item = guidebook.items.get(row.asked.expected_id)
            by_window[item.window if item else "一件事"].append(row)
        if name == "apart":
            for half, (top1, top3) in compare(searcher, [row.asked for row in judged]).items():
                results[half] = {"top1": top1, "top3": top3}
                table.append(f"| 　{half} | {len(judged)} | {top1:.1%} | {top3:.1%} |" + " |" * 7)
            for window, rows in by_window.items():
                add(f"　{window}", rows)
            add("　50 字以上", [row for row in judged if len(row.asked.question) >= 50])
        misses += [
            f"{name}\t{row.asked.expected_id}\t{row.actual.status}\t{row.ranking[0] if row.ranking else ''}"
            f"\t{(row.actual.candidates + row.actual.rejected)[0].score if row.ranking else ''}\t{row.asked.question}"
            for row in judged
            if not row.ranking or row.ranking[0] != row.asked.expected_id
        ]
    if (QUESTIONS / "out_of_scope.tsv").exists():
        stray = [Judged(asked, searcher.search(asked.question)) for asked in read_questions("out_of_scope")]
        results["out_of_scope"] = {"questions": len(stray), "falsely_answered": falsely_answered(stray)}
        offered = sum(row.actual.status == "clarification" for row in stray) / len(stray)
        table.append(f"\n范围外 {len(stray)} 题：误答 {falsely_answered(stray):.1%}，反问 {offered:.1%}")
        misses += [
            f"out_of_scope\t\t{row.actual.status}\t{row.ranking[0]}\t{row.actual.candidates[0].score}\t{row.asked.question}"
            for row in stray
            if row.answered
        ]
    understood = judge_answers(guidebook)
    results["circumstances"] = asdict(understood)
    table.append(
        f"\n情形的自由回答 {understood.answers} 条：听懂 {understood.understood:.1%}，听错 {understood.mistaken:.1%}；"
        f"不合任何选项的 {understood.unclear} 条，误当成选项 {understood.guessed:.1%}"
    )
    configuration = {
        "index": manifest_of(settings.index),
        "thresholds": asdict(Weights.load(settings.model).thresholds),
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "understanding.json").write_text(
        json.dumps({"results": results, "configuration": configuration}, ensure_ascii=False, indent=1),
        "utf-8",
    )
    text = "# 理解力：在另写的题目上\n\n" + "\n".join(table) + f"\n\n配置：`{json.dumps(configuration)}`\n"
    (RESULTS / "understanding.md").write_text(text, "utf-8")
    (RESULTS / "understanding_misses.tsv").write_text("\n".join(misses) + "\n", "utf-8")
    print(text)
    return 0


def _row(name: str, r: Report) -> str:
    figures = (r.top1, r.top3, r.mrr, r.answered, r.confident_wrong, r.clarified, r.resolved, r.no_match)
    return f"| {name} | {r.questions} | " + " | ".join(f"{figure:.1%}" for figure in figures) + " |"


if __name__ == "__main__":
    sys.exit(main())
