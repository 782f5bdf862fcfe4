"""The installer uv, kept apart from both environments, told what pip is told."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

from ops.layout import Layout, digest
from ops.processes import carry_out


def uv(layout: Layout) -> Path | None:
    """Return uv at the pinned version, installed now if need be; ``None`` where it cannot be had."""
    folder = layout.made / "tools"
    wanted = digest([layout.requirements("uv")])
    stamp, tool = folder / "stamp", folder / "bin" / "uv"
    if tool.is_file() and stamp.is_file() and stamp.read_text() == wanted:
        return tool
    make = [sys.executable, "-m", "venv", folder]
    fill = [folder / "bin" / "python", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    fill += ["--progress-bar", "off", "--retries", "1", "--require-hashes", "-r", layout.requirements("uv")]
    for label, command in (("正在建立安装工具的环境", make), ("正在取安装工具 uv", fill)):
        if not carry_out(label, command, layout.log("uv"), layout):
            return None
    stamp.write_text(wanted)
    return tool


def like_pip(python: Path) -> dict[str, str]:
    """Return uv's environment variables for the package index and certificates that pip is set to.

    Many organisations reach packages only by a mirror named in pip's configuration, which uv does
    not read.
    """
    command = [str(python), "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    settings = dict(line.split("=", 1) for line in listed.splitlines() if "=" in line)
    variables = {"UV_PYTHON_DOWNLOADS": "never", "UV_HTTP_TIMEOUT": "120"}
    for theirs, ours in (("index-url", "UV_DEFAULT_INDEX"), ("cert", "SSL_CERT_FILE")):
        values = [settings.get(f"{part}.{theirs}") for part in (":env:", "install", "global")]
        value = next(filter(None, values), None)
        if value and ours not in os.environ:
            variables[ours] = str(ast.literal_eval(value))
    return variables
