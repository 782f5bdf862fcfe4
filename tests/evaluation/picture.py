"""Pictures of measurements (matplotlib, SVG without a date, so that the same figures give the same file)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "yizhan"
matplotlib.rcParams["svg.fonttype"] = "none"  # text stays text: the reader's own Chinese font shows it
matplotlib.rcParams["font.family"] = ["sans-serif"]
matplotlib.rcParams["font.sans-serif"] = ["Noto Sans CJK SC", "Noto Sans CJK JP", "DejaVu Sans"]
from matplotlib import pyplot  # noqa: E402 - the backend comes first

OURS, OTHERS, GOOD = "#1f5fa8", "#a9b6c4", "#2b8a57"


def draw_ablation(rows: Sequence[tuple[str, float, float]], path: Path) -> None:
    """Draw what first places and direct answers lose without each step; the first row is the whole."""
    _, whole, answered = rows[0]
    names = [name for name, _, _ in rows[1:]][::-1]
    figure, axes = pyplot.subplots(1, 2, figsize=(10, 0.32 * len(names) + 1.2), sharey=True)
    losses = ([100 * (top - whole) for _, top, _ in rows[1:]], [100 * (share - answered) for _, _, share in rows[1:]])
    for axis, loss, title in zip(axes, losses, ("首位（百分点）", "直接答（百分点）"), strict=True):
        bars = axis.barh(names, loss[::-1], color=OURS)
        axis.bar_label(bars, fmt="%+.1f", padding=3, fontsize=8)
        axis.axvline(0, color="black", linewidth=0.8)
        axis.margins(x=0.2)
        axis.set_title(title)
        axis.spines[["top", "right"]].set_visible(False)
    _save(figure, path)


def draw_peers(peers: Mapping[str, Sequence[float]], measures: Sequence[str], path: Path) -> None:
    """Draw each measure of each peer; ``peers`` gives shares 0–1 in the order of ``measures``."""
    figure, axes = pyplot.subplots(1, len(measures), figsize=(2.4 * len(measures), 0.4 * len(peers) + 1.2), sharey=True)
    names = list(peers)[::-1]
    for place, (axis, measure) in enumerate(zip(axes, measures, strict=True)):
        shares = [100 * peers[name][place] for name in names]
        bars = axis.barh(names, shares, color=[OURS if name == list(peers)[-1] else OTHERS for name in names])
        axis.bar_label(bars, fmt="%.1f", padding=3, fontsize=8)
        axis.margins(x=0.25)
        axis.set_title(f"{measure} %", fontsize=10)
        axis.spines[["top", "right"]].set_visible(False)
    _save(figure, path)


def _save(figure: "pyplot.Figure", path: Path) -> None:
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
