"""Blocks as plain text messages: every line of an answer, cut by whole lines to what WeChat takes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import singledispatch
from itertools import chain

from api.slips.bundles import sheet_of_bundle
from api.slips.content import Sheet, plain, sheet_of
from api.slips.text import as_text
from knowledge.blocks import (
    Block,
    Choice,
    ChoicesBlock,
    DifferenceBlock,
    FactsBlock,
    LifeEventBlock,
    NoticeBlock,
    PlanBlock,
    PrecheckBlock,
    SourcesBlock,
    TextBlock,
)
from knowledge.life_events import Bundle
from knowledge.places import Place

LARGEST_MESSAGE = 2048  # bytes of UTF-8 in one text message
_RESERVED = 128  # for the number before a message and the words after the last one
_BREAKS = "。；，、）"  # where a line that fits into no message may be parted


def lines_of(blocks: Iterable[Block], told_on: date) -> tuple[list[str], list[Choice]]:
    """Return the answer line by line, and the choices in the order in which they are numbered in it."""
    lines: list[str] = []
    offered: list[Choice] = []
    blocks = [block for block in blocks if not isinstance(block, SourcesBlock)] or list(blocks)
    for block in blocks:
        if lines:
            lines.append("")
        if isinstance(block, ChoicesBlock):
            lines += _choices(block, first=len(offered) + 1)
            offered += [option.choice for option in block.options]
        elif isinstance(block, NoticeBlock):
            lines += as_text(sheet_of(block.notice, told_on)).splitlines()
        elif isinstance(block, LifeEventBlock):
            lines += as_text(_items_first(sheet_of_bundle(_marked(block.life_event), told_on))).splitlines()
        else:
            lines += _lines(block)
    if offered:
        lines += ["", "回复数字就可以选，也可以直接说。"]
    return lines, offered


def cut(lines: Iterable[str]) -> list[str]:
    """Cut into messages of at most ``LARGEST_MESSAGE`` bytes, numbered where there are several; no line is lost."""
    room = LARGEST_MESSAGE - _RESERVED
    messages: list[list[str]] = [[]]
    for line in chain.from_iterable(_parted(line, room) for line in lines):
        if _size([*messages[-1], line]) > room:
            messages.append(_titles_at_the_end_of(messages[-1]))
        messages[-1].append(line)
    texts = [text for text in ("\n".join(message).strip("\n") for message in messages) if text]
    if len(texts) == 1:
        return texts
    return [f"（{number}/{len(texts)}）\n{text}" for number, text in enumerate(texts, 1)]


def _size(lines: list[str]) -> int:
    return len("\n".join(lines).encode())


def _titles_at_the_end_of(message: list[str]) -> list[str]:
    """Take a title (and the blank line before it) from the end of a message: it belongs to what comes after."""
    taken: list[str] = []
    while len(message) > 1 and (not message[-1] or message[-1].startswith("【")):
        taken.insert(0, message.pop())
    return [line for line in taken if line]


def _parted(line: str, room: int) -> Iterable[str]:
    while len(line.encode()) > room:
        head = line.encode()[:room].decode(errors="ignore")
        end = max(head.rfind(mark) for mark in _BREAKS) + 1 or len(head)
        yield line[:end]
        line = line[end:]
    yield line


def _choices(block: ChoicesBlock, first: int) -> list[str]:
    lines = [plain(block.prompt)] if block.prompt else []
    for number, option in enumerate(block.options, first):
        lines.append(f"{number}. {plain(option.label)}" + (f"（{plain(option.detail)}）" if option.detail else ""))
    return lines


@singledispatch
def _lines(block: object) -> list[str]:
    raise NotImplementedError(f"no plain text for {type(block).__name__}; register it in {__name__}")


@_lines.register
def _text(block: TextBlock) -> list[str]:
    return block.text.splitlines()


@_lines.register
def _facts(block: FactsBlock) -> list[str]:
    facts = block.facts
    return [f"{plain(facts.item_name)}：{facts.title}", *map(plain, facts.lines), *_places(facts.places)]


@_lines.register
def _difference(block: DifferenceBlock) -> list[str]:
    return [plain(block.item_name), plain(block.difference.text)]


def _marked(event: Bundle) -> Bundle:
    """Give each item a mark, and let the materials name the marks: their names make a long list twice as long."""
    marks = {step.item_name: _mark(number) for number, step in enumerate(event.steps, 1)}
    steps = tuple(replace(step, item_name=f"{marks[step.item_name]} {step.item_name}") for step in event.steps)
    materials = tuple(replace(m, serves=tuple(sorted(marks[name] for name in m.serves))) for m in event.materials)
    return replace(event, steps=steps, materials=materials)


def _items_first(sheet: Sheet) -> Sheet:
    """Say the items before the materials: in a conversation nobody turns the page over to read what a mark means."""
    items, *others = sheet.parts
    return replace(sheet, facts=(*sheet.facts, *items.rows), parts=tuple(others))


def _mark(number: int) -> str:
    return chr(ord("①") + number - 1) if number <= 20 else f"({number})"  # the circled numbers end at ⑳


@_lines.register(PlanBlock)
@_lines.register(PrecheckBlock)
def _in_words(block: PlanBlock | PrecheckBlock) -> list[str]:
    return [plain(line) for line in block.lines]


@_lines.register
def _sources(block: SourcesBlock) -> list[str]:
    source = block.source
    laws = "；".join(plain(f"《{law.name.strip('《》')}》{law.article or ''}") for law in source.legal_basis)
    return [f"依据：{laws}（办事指南第 {source.version} 版，{source.as_of.isoformat()} 核对）"]


def _places(places: Iterable[Place]) -> Iterable[str]:
    for place in places:
        yield plain(f"{place.name}：地址 {place.address}；时间 {place.hours}；电话 {place.phone}")
        if place.open_now is not None:
            yield plain(place.open_now.text)
