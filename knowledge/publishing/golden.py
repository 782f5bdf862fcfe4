"""Golden questions (必答问句): each must find its item in a version before that version is published.

A tab-separated file ``id`` and ``question``, by default ``golden.tsv`` of the guidebook folder. A question finds its
item when the search answers with it, or offers it among the few that it asks back about.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from knowledge.errors import GuidebookError
from knowledge.index.search import Searcher

FILE = "golden.tsv"
Progress = Callable[[int, int], None]


class Found(IntEnum):
    """How well a question finds its item; a higher value is better."""

    NO = 0
    OFFERED = 1  # among those asked back about
    ANSWERED = 2


@dataclass(frozen=True, slots=True)
class Golden:
    """One question and the id of the item or life event it must find."""

    id: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A golden question that does not find its item; ``instead`` are the ids that it finds."""

    golden: Golden
    instead: tuple[str, ...]

    def __str__(self) -> str:
        instead = f"，找到的是 {'、'.join(self.instead)}" if self.instead else "，什么也没找到"
        return f"{self.golden.id}：“{self.golden.question}”找不到这个事项了{instead}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenReport:
    """What the golden questions said: how many were asked, which lost their item, which must now ask back."""

    asked: int = 0
    lost: tuple[Lost, ...] = ()
    weaker: tuple[Golden, ...] = ()  # answered at once by the version in use, asked back about by the new one


def read_golden(path: Path) -> tuple[Golden, ...]:
    """Read the file; raises ``GuidebookError`` naming the line that is wrong."""
    try:
        rows = list(csv.reader(path.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError):
        raise GuidebookError(f"{path}：读不了必答问句。请检查路径，并存为 UTF-8 的制表符分隔文件。") from None
    found = []
    for number, row in enumerate(rows, 1):
        if number == 1 and row == ["id", "question"]:
            continue
        if len(row) != 2 or not all(cell.strip() for cell in row):
            raise GuidebookError(f"{path} 第 {number} 行：应当是“事项编号、制表符、问句”两列。")
        found.append(Golden(row[0].strip(), row[1].strip()))
    return tuple(found)


def check_golden(
    questions: Sequence[Golden],
    searcher: Searcher,
    before: Searcher | None = None,
    progress: Progress = lambda done, of: None,
) -> GoldenReport:
    """Ask every question; ``before`` is the search of the version in use, where there is one."""
    lost, weaker = [], []
    for done, golden in enumerate(questions, 1):
        found, instead = _asked(searcher, golden)
        if found is Found.NO:
            lost.append(Lost(golden=golden, instead=instead))
        elif before is not None and found < _asked(before, golden)[0]:
            weaker.append(golden)
        progress(done, len(questions))
    return GoldenReport(asked=len(questions), lost=tuple(lost), weaker=tuple(weaker))


def _asked(searcher: Searcher, golden: Golden) -> tuple[Found, tuple[str, ...]]:
    result = searcher.search(golden.question)
    shown = tuple(candidate.id for candidate in (*result.candidates, *result.also))
    if golden.id not in shown:
        return Found.NO, shown
    return (Found.ANSWERED if len(result.candidates) == 1 else Found.OFFERED), shown


def by_item(lost: Iterable[Lost]) -> dict[str, list[Lost]]:
    """Group the lost questions by their item."""
    grouped: dict[str, list[Lost]] = {}
    for each in lost:
        grouped.setdefault(each.golden.id, []).append(each)
    return grouped
