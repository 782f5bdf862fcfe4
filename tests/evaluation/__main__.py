"""``make evaluate``: measure understanding on the held-out questions; table, misses and configuration.

Written to ``benchmarks/results/understanding.md``, ``.json`` and ``understanding_misses.tsv``. With ``--peers`` also
other ways to find the item on the same questions, to ``peers.md``, ``.json`` and ``.svg``: bm25s, character TF-IDF and
our vectors alone; with ``--rasa`` a stock Rasa bot too. ``make ablation`` measures the steps.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from api.publications import load_published
from api.settings import Settings
from knowledge.guidebook import Guidebook
from knowledge.index.build import manifest_of
from knowledge.index.weights import Weights
from tests.evaluation.answers import ANSWER_SETS, judge_answers
from tests.evaluation.measures import Judged, Report, falsely_answered, read_questions, report, second_kept
from tests.evaluation.results import RESULTS, write_json

SETS = {
    "apart": "另写的问句",
    "typos": "错别字和繁体",
    "siblings": "相近事项",
    "stories": "长篇叙述",
    "fresh": "后来另写的",
}
LONG = 50  # characters
HEAD = ("题集", "题数", "首位", "前三", "前十", "MRR", "直接答", "答错", "反问", "解决", "没找到")


def main() -> int:
    """Measure every set and write the report."""
    parser = argparse.ArgumentParser(prog="make evaluate", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--peers", action="store_true", help="also measure other ways to find the item (minutes)")
    parser.add_argument("--rasa", action="store_true", help="a stock Rasa bot among them (trains ten minutes, once)")
    options = parser.parse_args()
    settings = Settings()
    published = load_published(settings)
    guidebook, searcher = published.guidebook, published.searcher
    judged = {
        name: [Judged(asked, searcher.search(asked.question)) for asked in read_questions(name)]
        for name in (*SETS, "out_of_scope")
    }
    groups = {name: report(rows) for name, rows in _groups(judged, guidebook)}
    stray = judged["out_of_scope"]
    offered = sum(row.actual.status == "clarification" for row in stray) / len(stray)
    understood = {title: judge_answers(guidebook, name) for name, title in ANSWER_SETS.items()}
    results: dict[str, object] = {name: asdict(group) for name, group in groups.items()}
    results["out_of_scope"] = {
        "questions": len(stray), "falsely_answered": falsely_answered(stray), "clarified": offered,
    }  # fmt: skip
    results["second_kept"] = second_kept(judged["fresh"])
    results["circumstances"] = {title: asdict(answers) for title, answers in understood.items()}
    configuration = {
        "index": manifest_of(settings.index),
        "thresholds": asdict(Weights.load(settings.model).thresholds),
    }
    write_json("understanding", {"results": results, "configuration": configuration})
    lines = [
        "# 理解力：在另写的题目上\n",
        *_table(groups),
        f"\n范围外 {len(stray)} 题：误答 {falsely_answered(stray):.1%}，反问 {offered:.1%}。"
        f"一句话问两件事：第二件记住了 {second_kept(judged['fresh']):.1%}。",
        *(answers.told(title) for title, answers in understood.items()),
        f"\n配置：`{json.dumps(configuration)}`",
    ]
    text = "\n".join(lines) + "\n"
    (RESULTS / "understanding.md").write_text(text, "utf-8")
    _write_misses(judged, RESULTS / "understanding_misses.tsv")
    print(text)
    if options.peers or options.rasa:
        from tests.evaluation.peers.compare import compare  # needs torch, and Rasa's environment

        print(compare(guidebook, searcher, settings, options.rasa))
    return 0


def _groups(judged: dict[str, list[Judged]], guidebook: Guidebook) -> Iterator[tuple[str, list[Judged]]]:
    """Yield the sets, and of ``apart`` each counter and the long ones, of ``fresh`` each kind of difficulty."""
    for name, title in SETS.items():
        rows = judged[name]
        yield title, rows
        if name == "apart":
            windows = [
                item.window if (item := guidebook.items.get(row.asked.expected_id)) else "一件事" for row in rows
            ]
            for window in dict.fromkeys(windows):
                yield f"　{window}", [row for row, own in zip(rows, windows, strict=True) if own == window]
            yield f"　{LONG} 字以上", [row for row in rows if len(row.asked.question) >= LONG]
        if name == "fresh":
            for kind in dict.fromkeys(row.asked.kind for row in rows):
                yield f"　{kind}", [row for row in rows if row.asked.kind == kind]


def _table(groups: dict[str, Report]) -> Iterator[str]:
    yield f"| {' | '.join(HEAD)} |"
    yield "|---|" + "---:|" * (len(HEAD) - 1)
    for name, r in groups.items():
        shares = (
            r.top1, r.top3, r.top10, r.mrr, r.answered, r.confident_wrong, r.clarified, r.resolved, r.no_match,
        )  # fmt: skip
        yield f"| {name} | {r.questions} | " + " | ".join(f"{share:.1%}" for share in shares) + " |"


def _write_misses(judged: dict[str, list[Judged]], path: Path) -> None:
    """Write every question whose right item did not stand first, and every stray that was answered."""
    lines = ["set\texpected\tstatus\tactual\tscore\tquestion"]
    for name, rows in judged.items():
        for row in rows:
            if row.answered if name == "out_of_scope" else row.place != 1:
                best = (*row.actual.candidates, *row.actual.rejected)[:1]
                actual, score = (best[0].id, best[0].score) if best else ("", "")
                lines.append(
                    f"{name}\t{row.asked.expected_id}\t{row.actual.status}\t{actual}\t{score}\t{row.asked.question}"
                )
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
