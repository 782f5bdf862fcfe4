"""``python -m knowledge import`` and ``export``."""

import argparse
from datetime import date
from functools import partial
from pathlib import Path

from knowledge.guidebook import SAMPLE, load_guidebook
from knowledge.importer.dialects import DIALECTS, load_dialect
from knowledge.importer.export import export
from knowledge.importer.load import load
from knowledge.importer.report import text_of, write_report
from knowledge.importer.write import write_items
from knowledge.progress import show_progress


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both commands to the command line of the guidebook."""
    read = commands.add_parser("import", help="导入实施清单（.xlsx、.csv、.json）或事项 YAML；不写 --into 只检查")
    read.add_argument("files", nargs="+", type=Path, metavar="文件", help="各表可以在一个工作簿里，也可以分成几个文件")
    read.add_argument("--dialect", required=True, choices=DIALECTS, help="代码按哪一套：全国、浙江、广东")
    read.add_argument("--into", type=Path, metavar="目录", help="写进哪个办事指南目录")
    read.add_argument("--accept-partial", action="store_true", help="有问题的事项不要，其余照样写进去")
    read.add_argument("--report", type=Path, metavar="目录", help="另写 report.json、report.txt 和标出问题的工作簿")
    write = commands.add_parser("export", help="导出为 .xlsx、.csv、.json，或一个 YAML 目录")
    write.add_argument("--dialect", required=True, choices=DIALECTS, help="代码按哪一套：全国、浙江、广东")
    write.add_argument("--to", required=True, type=Path, metavar="文件", help="写到哪里")
    write.add_argument("--guidebook", type=Path, default=SAMPLE, help="办事指南目录")


def run_import(options: argparse.Namespace) -> int:
    """0: all well; 1: faults found, and nothing written unless told to take the rest."""
    outcome = load(options.files, load_dialect(options.dialect), date.today(), partial(show_progress, "正在核对"))
    print(text_of(outcome))
    if options.report:
        print("报告：" + "、".join(str(path) for path in write_report(outcome, options.report)))
    if outcome.faults and not options.accept_partial:
        print("没有改动任何文件。改好后重新导入；只要没有问题的事项，请加 --accept-partial。")
    elif options.into and outcome.items:
        written = write_items(outcome.items, options.into)
        print(
            f"已写入 {len(written)} 项：{options.into}。请运行 python -m knowledge check --guidebook {options.into}。"
        )
    return 1 if outcome.faults else 0


def run_export(options: argparse.Namespace) -> int:
    """0 when written."""
    items = load_guidebook(options.guidebook).items.values()
    written = export(items, load_dialect(options.dialect), options.to)
    names = "、".join(map(str, written)) if options.to.suffix else str(options.to)
    print(f"已导出 {len(items)} 项：{names}。")
    return 0
