"""``make lock``: write the pinned lists again from what is asked for in the ``.in`` files."""

from __future__ import annotations

import sys

from ops.failures import Failure, last_lines
from ops.layout import HERE, Layout
from ops.processes import carry_out
from ops.pythons import APP, RASA
from ops.run import tell_failures
from ops.tools import uv

# Without a header and an index address: the lists are the same wherever they are made.
COMPILE = ["pip", "compile", "--quiet", "--generate-hashes", "--no-header", "--no-emit-index-url"]
LISTS: dict[str, tuple[str, list[str]]] = {
    "uv": (APP, []),
    "app": (APP, []),
    "dev": (APP, ["--constraint", "requirements/app.txt", "--excludes", "requirements/torch.txt"]),
    "rasa": (RASA, []),
}


def lock(layout: Layout = HERE, *, upgrade: bool = False) -> None:
    """Keep the versions that still fit, or with ``upgrade`` take the newest."""
    tool = uv(layout)
    if tool is None:
        raise Failure(f"取不到 uv，网络不通或软件源不可用。日志：{layout.log('uv')}")
    for name, (version, more) in LISTS.items():
        command = [tool, *COMPILE, "--python-version", version, *more, f"requirements/{name}.in"]
        command += ["--output-file", f"requirements/{name}.txt", *(["--upgrade"] if upgrade else [])]
        log = layout.log(f"lock-{name}")
        if not carry_out(f"正在更新 requirements/{name}.txt", command, log, layout):
            raise Failure(f"requirements/{name}.in 解不出一组能一起用的版本：\n{last_lines(log, 20)}")


if __name__ == "__main__":
    sys.exit(tell_failures(lambda: lock(upgrade="--upgrade" in sys.argv[1:])))
