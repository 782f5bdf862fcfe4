"""Items → YAML files of a guidebook folder, all of them or none."""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from knowledge.importer.faults import FileRefused
from knowledge.importer.swap import put_in_place, recover
from knowledge.schema import ServiceItem

WRITERS = 4
IMPORTED = "imported"  # folder of items whose id is new to the guidebook
PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9（）、。，；《》.-]*")
UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
WORDS_OF_YAML = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"})
_ITEM: TypeAdapter[ServiceItem] = TypeAdapter(ServiceItem)
_JSON = json.JSONEncoder(ensure_ascii=False)


def write_items(items: Sequence[ServiceItem], folder: Path) -> list[Path]:
    """Write each item where it stands in the folder already, else under ``items/imported``: all of them or none.

    A whole new ``items`` is made beside the old one, whose other files it shares, and changes places with it.
    """
    if folder.exists() and not folder.is_dir():
        raise FileRefused(f"{folder} 不是目录。请换一个目录。")
    place, coming = folder / "items", folder / "items.coming"
    try:
        recover(place)
        shutil.rmtree(coming, ignore_errors=True)
        present = {path.stem: path.relative_to(place) for path in place.glob("*/*.yaml")}
        written = [present.get(item.id, Path(IMPORTED, f"{item.id}.yaml")) for item in items]
        _link(place, coming)
        with ThreadPoolExecutor(WRITERS) as writers:  # making a file is the kernel's work, done beside ours
            for done in [
                writers.submit(_write, coming / path, yaml_of(item)) for path, item in zip(written, items, strict=True)
            ]:
                done.result()
        put_in_place(coming, place)
    except OSError as error:
        shutil.rmtree(coming, ignore_errors=True)
        raise FileRefused(f"{error.filename}：写不了（{error.strerror}）。请检查权限和磁盘空间。") from None
    return [place / path for path in written]


def _link(place: Path, coming: Path) -> None:
    (coming / IMPORTED).mkdir(parents=True)
    if place.exists():
        shutil.copytree(place, coming, copy_function=os.link, dirs_exist_ok=True)


def _write(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)  # it may be the very file of the old folder
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def replace_files(files: Mapping[Path, str]) -> None:
    """Write every text beside its place first; only when all are written do they take their places."""
    waiting: dict[Path, str] = {}
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False, newline="") as file:
                waiting[path] = file.name
                file.write(text)
        for path, name in waiting.items():
            Path(name).chmod(0o644)
            os.replace(name, path)
    except OSError as error:
        raise FileRefused(f"{error.filename}：写不了（{error.strerror}）。请检查权限和磁盘空间。") from None
    finally:
        for name in waiting.values():
            Path(name).unlink(missing_ok=True)


def yaml_of(item: ServiceItem) -> str:
    """The record as our YAML: a line a field, a line an entry of a list of records."""
    record = _ITEM.dump_python(item, mode="json", exclude_defaults=True)
    lines = []
    for name, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines += [f"{name}:", *(f"  - {_flow(entry)}" for entry in value)]
        elif isinstance(value, dict):
            lines += [f"{name}:", *(f"  {key}: {_flow(entry)}" for key, entry in value.items())]
        elif name in {"as_of", "effective", "expiry"}:
            lines.append(f"{name}: {value}")
        else:
            lines.append(f"{name}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        return "{" + ", ".join([f"{_quoted(key)}: {_flow(entry)}" for key, entry in value.items()]) + "}"
    if isinstance(value, list):
        return "[" + ", ".join([_flow(entry) for entry in value]) + "]"
    return _JSON.encode(value)


@lru_cache(maxsize=4096)  # most words of a guidebook stand in it many times
def _quoted(text: str) -> str:
    if PLAIN.fullmatch(text) and text.lower() not in WORDS_OF_YAML:
        return text
    # JSON is YAML, but for the separators that YAML takes for ends of lines.
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", _JSON.encode(text))
