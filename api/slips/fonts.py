"""The Chinese fonts that are embedded into every slip."""

import os
from functools import cache
from pathlib import Path

import typst

FAMILY = "Noto Sans CJK SC"
# Where Debian's fonts-noto-cjk, other systems and people put fonts; fontconfig looks there too.
_USUAL = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-cjk",
    "/usr/local/share/fonts",
    "/usr/share/fonts",
)


class FontsMissing(Exception):
    """No slip can be drawn; the text says in Chinese what the operator can do."""


def usual_folders() -> tuple[Path, ...]:
    """Return the folders to look into, the nearest first."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    return (*map(Path, _USUAL), data / "fonts", Path.home() / ".fonts")


@cache
def load_fonts(folders: tuple[Path, ...] | None = None) -> typst.Fonts:
    """Return the fonts of the first folder that has the family; raises ``FontsMissing``."""
    for folder in folders if folders is not None else usual_folders():
        if not folder.is_dir():
            continue
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        if FAMILY in fonts.families():
            return fonts
    raise FontsMissing(
        f"找不到字体“{FAMILY}”，不能生成告知单。Debian 或 Ubuntu 请安装 fonts-noto-cjk 软件包；"
        "别的系统请把这种字体的文件放进 ~/.local/share/fonts，再重新启动。"
    )
