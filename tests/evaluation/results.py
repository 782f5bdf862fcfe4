"""Where measurements are written: a table, a picture, and all figures as data beside them."""

import json
from collections.abc import Mapping
from pathlib import Path

RESULTS = Path("benchmarks/results")


def write_json(name: str, content: Mapping[str, object]) -> None:
    """Write all figures of a measurement with its configuration."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
