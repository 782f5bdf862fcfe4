"""The trained dialogue model and the search index, made again when what they come from has changed."""

from __future__ import annotations

import json
import os
from pathlib import Path

from ops.environments import ensure_app, ensure_rasa
from ops.failures import Failure, last_lines, training_failed
from ops.layout import HERE, Layout, digest, python_of
from ops.processes import carry_out

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore::DeprecationWarning",
    "PYTHONUNBUFFERED": "1",
}


def ensure_rasa_model(layout: Layout = HERE) -> Path:
    """Train the dialogue model if its data changed; return its file."""
    ensure_rasa(layout)
    wanted = _sources(layout)
    stamp = layout.model.with_suffix(".json")
    trained = json.loads(stamp.read_text()) if stamp.is_file() and layout.model.is_file() else {}
    if trained == wanted:
        return layout.model
    log = layout.log("train")
    fresh = layout.model.parent / "fresh"
    command = [python_of(layout.rasa_environment), "-m", "rasa", "train", "--config", "config.yml"]
    command += ["--domain", "bot/domain", "--data", "bot/data"]
    command += ["--out", fresh, "--fixed-model-name", "yizhan"]
    if trained.get("lexicon") != wanted["lexicon"]:
        command.append("--force")  # Rasa's cache does not notice a changed jieba dictionary
    cache = {"RASA_CACHE_DIRECTORY": str(layout.made / "rasa-cache")}
    written = fresh / layout.model.name
    written.unlink(missing_ok=True)
    went_well = carry_out("正在训练对话模型", command, log, layout, {**QUIET, **cache})
    if not went_well or not written.is_file():  # some faults in the data end with status 0
        raise training_failed(log)
    os.replace(written, layout.model)
    stamp.write_text(json.dumps(wanted))
    return layout.model


def ensure_index(layout: Layout = HERE) -> None:
    """Build the search index, unless all it is made from is as it was when it was built last.

    The command knows that too, but reads the whole guidebook to know it: four seconds of each start.
    """
    python = ensure_app(layout)
    stamp = layout.made / "index.sha256"
    wanted = digest([layout.root / "knowledge", layout.requirements("app")])
    elsewhere = any(os.environ.get(name) for name in ("YIZHAN_GUIDEBOOK", "YIZHAN_MODEL", "YIZHAN_INDEX"))
    built = (layout.made / "index").is_dir() and stamp.is_file() and stamp.read_text() == wanted
    if built and not elsewhere:
        return
    log = layout.log("index")
    if not carry_out("正在准备办事指南索引", [python, "-m", "knowledge", "index"], log, layout):
        raise Failure(f"办事指南的索引没有建成。请按下面的提示改好指南。完整日志：{log}\n{last_lines(log)}")
    stamp.write_text(wanted)


def _sources(layout: Layout) -> dict[str, str]:
    """Return what the model is trained from, the dictionaries apart."""
    bot = layout.root / "bot"
    data = [bot / "data", bot / "domain", layout.root / "config.yml", layout.requirements("rasa")]
    return {"data": digest(data), "lexicon": digest([bot / "lexicon"])}
