"""Pre-check dialogues with planted gaps: an item of the sample, what somebody says to have, and what is missing."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.guidebook import Guidebook
from knowledge.materials import combinations
from knowledge.notices import MaterialLine, answer
from knowledge.paper_names import core_name, other_names
from knowledge.schema import Submission

SAYINGS = (
    "我有{held}，还缺什么？",
    "{held}都带了，还差啥",
    "有{held}，没有{gap}，够不够",
    "除了{gap}都准备好了",
    "就差{gap}了，别的都有",
    "{held}有，{gap}丢了",
    "{gap}还没办，其他的都准备好了，行不行",
    "东西带齐了吗？我带了{held}",
    "我手上有{held}，{gap}找不到了，还要准备什么",
    "{held}拿了，{gap}没拿，能不能办",
    "你好，我准备了{held}，但是{gap}没有，还需要补什么材料",
    "缺{gap}，其余的都有了",
)
JOINS = ("、", "和", "跟", "还有", "以及")


@dataclass(frozen=True)
class Dialogue:
    """What is said about an item, and the numbers of the lines that are missing."""

    item_id: str
    chosen: frozenset[str]
    words: str
    missing: frozenset[int]


def dialogues(guidebook: Guidebook, count: int, seed: int) -> Iterator[Dialogue]:
    """Draw dialogues; a paper is called by its record's name or by one that people use."""
    draw = random.Random(seed)  # noqa: S311 - test data, no secret
    reachable = [(item, list(combinations(item))) for item in guidebook.items.values()]
    while count:
        item, circumstances = draw.choice(reachable)
        chosen = draw.choice(circumstances)
        notice = answer(guidebook, item.id, chosen).notice
        lines = [line for line in notice.materials if line.submission is not Submission.WAIVED] if notice else []
        if len(lines) < 2:
            continue
        gap = draw.sample(lines, draw.randint(1, min(3, len(lines) - 1)))
        held = [line for line in lines if line not in gap]
        words = draw.choice(SAYINGS).format(held=_listed(draw, held, lines), gap=_listed(draw, gap, lines))
        yield Dialogue(item.id, chosen, words, frozenset(line.number for line in gap))
        count -= 1


def _listed(draw: random.Random, said: Sequence[MaterialLine], lines: Sequence[MaterialLine]) -> str:
    names = [_called(draw, line, lines) for line in said]
    if len(names) == 1:
        return names[0]
    return "、".join(names[:-1]) + draw.choice(JOINS) + names[-1]


def _called(draw: random.Random, line: MaterialLine, lines: Sequence[MaterialLine]) -> str:
    """A name that means this line alone, with whose it is where the list has several such papers."""
    folded = core_name(line.name)
    names = [folded, *other_names().get(core_name(line.name), ())]
    taken = {name for other in lines if core_name(other.name) != core_name(line.name) for name in _words(other)}
    name = draw.choice([name for name in names if name not in taken] or [folded])
    alike = [other for other in lines if core_name(other.name) == core_name(line.name)]
    several = any(sign in (line.of or "") for sign in "双和与及各、") or "全体" in (line.of or "")
    if len(alike) > 1 or several:
        return f"{core_name(line.of or '')}的{name}"
    return name


def _words(line: MaterialLine) -> set[str]:
    return {core_name(line.name), *other_names().get(core_name(line.name), ())}
