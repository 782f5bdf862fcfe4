"""Command line of the guidebook: ``python -m knowledge check | index | train | import | export | publish | …``."""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from knowledge.circumstances.learned import SHIPPED as SHIPPED_ANSWERS
from knowledge.errors import GuidebookError
from knowledge.guidebook import SAMPLE, Guidebook, load_guidebook
from knowledge.importer.commands import add_commands, run_export, run_import
from knowledge.index.build import BUILT_INDEX, build_index
from knowledge.index.encoder import SHIPPED_MODEL, load_encoder
from knowledge.index.passages import lexicon_of, read_questions
from knowledge.index.tokens import Tokeniser
from knowledge.lints import lint
from knowledge.publishing import commands as publishing
from knowledge.publishing.library import Library

COLUMNS = ("事项", "材料", "情形", "问句", "法律依据")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status (0 well, 1 faults found, 2 unusable input)."""
    parser = argparse.ArgumentParser(prog="python -m knowledge", description="办事指南工具")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="检查办事指南：格式、引用、情形、材料")
    check.add_argument("--guidebook", type=Path, default=SAMPLE, help="办事指南目录")
    check.add_argument("--only", nargs="*", default=[], help="只看这些事项编号（前缀也可以）")
    index = commands.add_parser("index", help="建检索索引（没有变化时什么也不做）")
    index.add_argument("--guidebook", type=Path, default=_set("GUIDEBOOK", SAMPLE), help="办事指南目录")
    index.add_argument("--model", type=Path, default=_set("MODEL", SHIPPED_MODEL), help="语义模型目录")
    index.add_argument("--target", type=Path, default=_set("INDEX", BUILT_INDEX), help="索引放在哪里")
    publishing.library_argument(index)
    index.add_argument("--force", action="store_true", help="即使没有变化也重建")
    train = commands.add_parser("train", help="重新训练语义模型和排序（约十几分钟）")
    train.add_argument("--guidebook", type=Path, default=SAMPLE, help="办事指南目录")
    train.add_argument("--model", type=Path, default=SHIPPED_MODEL, help="模型写到哪里")
    add_commands(commands)
    publishing.add_commands(commands)
    options = parser.parse_args(arguments)
    try:
        return RUNNERS[options.command](options)
    except GuidebookError as error:
        print(error, file=sys.stderr)
        return 2


def _set(name: str, default: Path) -> Path:
    """Return what the app itself would take: ``YIZHAN_…`` of the environment."""
    return Path(os.environ.get(f"YIZHAN_{name}") or default)


def _index(options: argparse.Namespace) -> int:
    library = Library(options.library)
    current = library.current()
    if current is not None:
        built = publishing.ensure_index(current, library.guidebook(current.id), options.model)
        print(f"版本 {current.id} 的索引{'已建好' if built else '没有变化'}。")
        return 0
    guidebook = load_guidebook(options.guidebook)
    encoder = load_encoder(options.model, Tokeniser(lexicon_of(guidebook)))
    built = build_index(guidebook, options.guidebook, encoder, options.target, options.force)
    print("索引已建好。" if built else "索引没有变化。")
    return 0


def _train(options: argparse.Namespace) -> int:
    try:
        from knowledge.training.answers import train_answers
        from knowledge.training.train import train
    except ImportError as error:
        print(
            f"训练要用 torch、sentence-transformers 和 scikit-learn，缺 {error.name}。请运行 make model。",
            file=sys.stderr,
        )
        return 2
    train(options.guidebook, options.model)
    train_answers(options.guidebook, options.model / SHIPPED_ANSWERS.name)
    return 0


def _check(options: argparse.Namespace) -> int:
    guidebook = load_guidebook(options.guidebook)
    findings = [f for f in lint(guidebook) if not options.only or f.record.startswith(tuple(options.only))]
    for finding in findings:
        print(finding)
    print(_table(guidebook, read_questions(options.guidebook)))
    errors = sum(finding.error for finding in findings)
    print(f"错误 {errors} 条，提醒 {len(findings) - errors} 条。")
    return 1 if errors else 0


def _table(guidebook: Guidebook, asked: Mapping[str, tuple[str, ...]]) -> str:
    """By counter: items, materials, circumstances, questions and legal bases; life events and the sum below."""
    counts: dict[str, Counter[str]] = {}
    for item in guidebook.items.values():
        row = counts.setdefault(item.window, Counter())
        row.update(事项=1, 材料=len(item.materials), 情形=len(item.circumstances))
        row.update(问句=len(asked.get(item.id, ())), 法律依据=len(item.legal_basis))
    counts["合计"] = sum(counts.values(), Counter())
    lines = ["窗口\t" + "\t".join(COLUMNS)]
    lines += ["\t".join([window, *(str(row[column]) for column in COLUMNS)]) for window, row in counts.items()]
    questions = sum(len(asked.get(event_id, ())) for event_id in guidebook.life_events)
    lines.append(f"一件事 {len(guidebook.life_events)} 个，问句 {questions} 句")
    return "\n".join(lines)


RUNNERS = {
    "check": _check,
    "index": _index,
    "train": _train,
    "import": run_import,
    "export": run_export,
    "publish": publishing.run_publish,
    "versions": publishing.run_versions,
    "diff": publishing.run_diff,
    "restore": publishing.run_restore,
}

if __name__ == "__main__":
    sys.exit(main())
