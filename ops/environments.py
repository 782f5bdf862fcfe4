"""The two environments, made from the pinned lists and made again when a list changes."""

from __future__ import annotations

import shutil
from pathlib import Path

from ops.failures import Failure, disk_is_full, installation_failed
from ops.layout import HERE, Layout, digest, python_of
from ops.processes import carry_out
from ops.pythons import APP, RASA, find_python
from ops.tools import like_pip, uv

NEEDED_BYTES = 6 * 2**30  # Rasa 2.7 GB, app 0.5 GB, torch and test tools 1.5 GB, models
STAMP = "installed-{}.sha256"


def ensure_app(layout: Layout = HERE, *, for_tests: bool = False) -> Path:
    """Make the app's environment ready, for the tests with their tools and torch; return its Python."""
    environment = layout.app_environment
    if _is_current(environment, layout, "app") and (not for_tests or _is_current(environment, layout, "dev")):
        return python_of(environment)
    what = "应用与测试工具" if for_tests else "应用"
    python = _environment(environment, APP, what, layout)
    _install(python, layout, "dev" if for_tests else "app", what)
    if for_tests:
        _install_torch(python, layout)
        _stamp(environment, layout, "dev")
    _stamp(environment, layout, "app")
    return python


def ensure_rasa(layout: Layout = HERE) -> Path:
    """Make the dialogue engine's environment ready; return its Python."""
    environment = layout.rasa_environment
    if not _is_current(environment, layout, "rasa"):
        python = _environment(environment, RASA, "对话引擎", layout)
        _install(python, layout, "rasa", "对话引擎")
        _stamp(environment, layout, "rasa")
    return python_of(environment)


def _is_current(environment: Path, layout: Layout, name: str) -> bool:
    """Tell whether this list is what was installed last; a look at files, so that a start is quick."""
    stamp = environment / STAMP.format(name)
    return python_of(environment).exists() and stamp.is_file() and stamp.read_text() == _wanted(layout, name)


def _wanted(layout: Layout, name: str) -> str:
    lists = [layout.requirements(name)]
    return digest([*lists, layout.requirements("torch")] if name == "dev" else lists)


def _stamp(environment: Path, layout: Layout, name: str) -> None:
    (environment / STAMP.format(name)).write_text(_wanted(layout, name))


def _environment(environment: Path, version: str, what: str, layout: Layout) -> Path:
    """Create the environment unless it is there with the right Python."""
    if shutil.disk_usage(layout.root).free < NEEDED_BYTES:
        raise disk_is_full(layout.root)
    python = python_of(environment)
    if not python.exists() or not list(environment.glob(f"lib/python{version}/site-packages/pip")):
        base = find_python(version, layout)
        shutil.rmtree(environment, ignore_errors=True)
        log = layout.log(f"environment-{environment.name.lstrip('.')}")
        label = f"正在建立{what}的环境（Python {version}）"
        if not carry_out(label, [base, "-m", "venv", environment], log, layout):
            raise Failure(
                f"Python {version} 建不了虚拟环境，多半是缺少 venv 部件。"
                f"请安装 python{version}-venv（Debian、Ubuntu），或换一个完整的 Python {version}。日志：{log}"
            )
    return python


def _install(python: Path, layout: Layout, name: str, what: str) -> None:
    """Install one list: by uv, a third of the time; else by pip, which knows a site's every setting."""
    listed = layout.requirements(name)
    whole_list = ["--require-hashes", "--no-deps", "-r", listed]  # torch, which some want, comes apart
    label = f"正在安装{what}的 {listed.read_text(encoding='utf-8').count('==')} 个组件"
    log = layout.log(f"install-{name}")
    tool = uv(layout)
    if tool:
        command = [tool, "pip", "install", "--compile-bytecode", "--python", python, *whole_list]
        if carry_out(label, command, log, layout, like_pip(python)):
            return
        log = layout.log(f"install-{name}-pip")
        label += "（换用 pip）"
    if not carry_out(label, [*_pip(python), *whole_list], log, layout):
        raise installation_failed(what, log)


def _install_torch(python: Path, layout: Layout) -> None:
    """Let pip choose the build that this machine has: no one hash is right everywhere."""
    log = layout.log("install-torch")
    command = [*_pip(python), "-r", layout.requirements("torch")]
    if not carry_out("正在安装 torch（只用于测试和训练）", command, log, layout):
        raise installation_failed("torch ", log)


def _pip(python: Path) -> list[object]:
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--retries", "2"]
    return [python, "-m", "pip", "install", *options]
