"""``python -m knowledge publish | versions | diff | restore``."""

import argparse
import getpass
import os
from pathlib import Path

from knowledge.errors import GuidebookError
from knowledge.guidebook import Guidebook, load_guidebook
from knowledge.index.build import build_index
from knowledge.index.encoder import SHIPPED_MODEL, load_encoder
from knowledge.index.passages import lexicon_of
from knowledge.index.tokens import Tokeniser
from knowledge.progress import clear_progress, show_progress
from knowledge.publishing.changes import ItemChanges, compare
from knowledge.publishing.golden import by_item
from knowledge.publishing.library import LIBRARY, Library, Version
from knowledge.publishing.publish import Draft, Outcome, publish


def library_argument(parser: argparse.ArgumentParser) -> None:
    """Add ``--library``; the default is the app's own setting."""
    default = Path(os.environ.get("YIZHAN_LIBRARY", LIBRARY))
    parser.add_argument("--library", type=Path, default=default, help=f"版本库目录（默认 {default}）")


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of publishing to the command line of the guidebook."""
    put = commands.add_parser("publish", help="检查草稿，通过后发布为新版本；正在运行的服务会自动换上")
    put.add_argument("draft", type=Path, metavar="草稿目录", help="样子与办事指南目录相同")
    put.add_argument("--note", required=True, help="这次改了什么，记入版本")
    put.add_argument("--golden", type=Path, metavar="文件", help="必答问句（默认用草稿里的 golden.tsv）")
    put.add_argument("--override", metavar="理由", help="有必答问句找不到事项也要发布时，写明理由，记入版本")
    put.add_argument("--model", type=Path, default=_model(), help="语义模型目录")
    shown = commands.add_parser("versions", help="列出发布过的版本，标明现在用的是哪一个")
    compared = commands.add_parser("diff", help="两个版本有什么不同，逐项逐材料列出")
    compared.add_argument("before", metavar="旧", help="版本编号，或一个办事指南目录")
    compared.add_argument("after", metavar="新", nargs="?", help="版本编号，或一个办事指南目录（默认：现在用的版本）")
    back = commands.add_parser("restore", help="换回以前的一个版本；正在运行的服务会自动换上")
    back.add_argument("version", metavar="版本", help="版本编号，见 versions")
    back.add_argument("--reason", required=True, help="为什么换回，记入版本库")
    back.add_argument("--model", type=Path, default=_model(), help="语义模型目录")
    for parser in (put, back):
        parser.add_argument("--who", default=getpass.getuser(), help="谁发布的（默认：登录名）")
    for parser in (put, shown, compared, back):
        library_argument(parser)


def _model() -> Path:
    return Path(os.environ.get("YIZHAN_MODEL", SHIPPED_MODEL))


def run_publish(options: argparse.Namespace) -> int:
    """0: published, or nothing had changed; 1: refused, and why."""
    override = (options.override or "").strip() or None
    draft = Draft(folder=options.draft, who=options.who, note=options.note, golden=options.golden, override=override)
    try:
        outcome = publish(Library(options.library), draft, options.model, show_progress)
    finally:
        clear_progress()
    print("\n".join(_told(outcome)))
    return 0 if outcome.version or outcome.unchanged else 1


def _told(outcome: Outcome) -> list[str]:
    if outcome.unchanged:
        return ["草稿与现在用的版本完全一样，没有发布新版本。"]
    lines = [str(finding) for finding in outcome.findings]
    for item_id, lost in by_item(outcome.golden.lost).items():
        lines.append(f"必答问句 {item_id}：{len(lost)} 句找不到这个事项了")
        lines += [f"  “{each.golden.question}” → {'、'.join(each.instead) or '什么也没找到'}" for each in lost]
    lines += [f"提醒：“{each.question}”原来能直接答，现在要反问（{each.id}）" for each in outcome.golden.weaker]
    version = outcome.version
    if version is None:
        errors = sum(finding.error for finding in outcome.findings)
        why = f"检查有 {errors} 处错误" if errors else f"{len(outcome.golden.lost)} 句必答问句找不到事项"
        remedy = "请改好再发布" if errors else "请改好再发布；确实要这样发布，请加 --override 理由"
        return [*lines, f"没有发布：{why}。{remedy}。现在用的版本没有变。"]
    told = f"（有 {len(version.manifest.lost)} 句必答问句没通过，理由：{version.manifest.override}）"
    return [*lines, f"已发布版本 {version.id}，现已启用{told if version.manifest.override else ''}。"]


def run_versions(options: argparse.Namespace) -> int:
    """0 always: an empty library is told as such."""
    library = Library(options.library)
    versions = library.versions()
    if not versions:
        print(
            f"版本库 {options.library} 还是空的。用 python -m knowledge publish 草稿目录 --note 说明 发布第一个版本。"
        )
        return 0
    used = library.in_use()
    for version in versions:
        print(_line(version, used is not None and used.version == version.id))
    print("启用记录：")
    for switch in library.switches():
        print(f"  {switch.at}  {switch.version}  {switch.who}  {switch.reason}")
    return 0


def _line(version: Version, used: bool) -> str:
    about = version.manifest
    counted = f"事项 {about.items} 个，一件事 {about.life_events} 个"
    override = f"  必答问句 {len(about.lost)} 句未过：{about.override}" if about.override else ""
    return f"{'→' if used else ' '} {about.id}  {about.created_at}  {about.who}  {counted}  {about.note}{override}"


def run_diff(options: argparse.Namespace) -> int:
    """0: nothing differs; 1: something does (as ``diff`` itself says it)."""
    library = Library(options.library)
    switch = library.in_use()
    after = options.after or (switch.version if switch else None)
    if after is None:
        raise GuidebookError("还没有发布过版本，请写明和哪一个比：python -m knowledge diff 旧 新。")
    found = compare(_book(library, options.before), _book(library, after))
    for item in found:
        print("\n".join(_item_lines(item)))
    print(f"共 {len(found)} 个事项或一件事有变化。" if found else "没有变化。")
    return 1 if found else 0


def _book(library: Library, name: str) -> Guidebook:
    return load_guidebook(Path(name)) if Path(name).is_dir() else library.guidebook(name)


def _item_lines(item: ItemChanges) -> list[str]:
    day = f"（自 {item.effective.isoformat()} 起的规定）" if item.effective else ""
    return [f"{item.kind} {item.id} {item.name}{day}", *(f"  {change.text}" for change in item.changes)]


def run_restore(options: argparse.Namespace) -> int:
    """0 when the version is in use again; builds its index anew where that is missing or of another model."""
    library = Library(options.library)
    ensure_index(library.version(options.version), library.guidebook(options.version), options.model)
    switch = library.restore(options.version, who=options.who, reason=options.reason)
    print(f"已换回版本 {switch.version}，现已启用。")
    return 0


def ensure_index(version: Version, guidebook: Guidebook, model: Path) -> bool:
    """Build the index of a version where it is missing or was made with another model; ``True`` when built."""
    show_progress("准备索引", 0, 1)
    encoder = load_encoder(model, Tokeniser(lexicon_of(guidebook)))
    built = build_index(guidebook, version.guidebook_folder, encoder, version.index_folder)
    show_progress("准备索引", 1, 1)
    return built
