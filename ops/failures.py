"""The one exception of this package, and the sentences made from the logs of what failed."""

from __future__ import annotations

from pathlib import Path

LAST_LINES = 8  # of a log, shown when nothing better is known
NETWORK_SIGNS = (
    "name resolution",
    "name or service not known",
    "dns error",
    "network is unreachable",
    "connection refused",
    "connection reset",
    "newconnectionerror",
    "connecttimeout",
    "timed out",
    "error sending request",
    "failed to fetch",
    "no matching distribution found",
    "proxyerror",
    "sslerror",
    "certificate verify failed",
)


class Failure(Exception):
    """Something a user can mend; the message is a Chinese sentence that says how."""


def last_lines(log: Path, count: int = LAST_LINES) -> str:
    """Return the last lines of a log that say anything, indented; stack traces without their frames."""
    lines: list[str] = []
    in_trace = False
    for line in _text(log).replace("\r", "\n").splitlines():
        in_trace = line.startswith("Traceback (") or (in_trace and line[:1].isspace())
        if line.strip() and not in_trace:
            lines.append(line.rstrip())
    return "\n".join("    " + line[:200] for line in lines[-count:])


def disk_is_full(where: Path) -> Failure:
    """Say that the disk is full."""
    return Failure(f"磁盘空间不足（{where}）。请腾出至少 6 GB 空间，再运行一次同样的命令。")


def installation_failed(what: str, log: Path) -> Failure:
    """Tell the network, the disk and a changed package apart by the installer's log."""
    text = _text(log).lower()
    if "no space left" in text or "os error 28" in text:
        return disk_is_full(log.parent)
    if "hash mismatch" in text or "do not match the hashes" in text:
        return Failure(
            f"{what}没有装好：下载到的安装包与清单里的校验值不符，可能被软件源或代理改动过。"
            f"请换一个软件源（例如设置 PIP_INDEX_URL）再试。日志：{log}"
        )
    if any(sign in text for sign in NETWORK_SIGNS):
        return Failure(
            f"{what}没有装好：取不到安装包，网络不通或软件源不可用。"
            f"请检查网络；只能用本单位软件源时，先设置 PIP_INDEX_URL 再试。日志：{log}"
        )
    return Failure(f"{what}没有装好。请看日志 {log}，最后几行是：\n{last_lines(log)}")


def training_failed(log: Path) -> Failure:
    """Say that the dialogue model was not trained, with the end of the log."""
    if "no space left" in _text(log).lower():
        return disk_is_full(log.parent)
    return Failure(
        f"对话模型没有训练成功。多半是 bot/ 或 config.yml 里刚改的地方有错；改好后再运行一次。"
        f"完整日志：{log}，最后几行是：\n{last_lines(log)}"
    )


def _text(log: Path) -> str:
    try:
        return log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
