"""What a message says about the circumstances of the item in focus: an answer, a correction, and what else it asks."""

import re
from dataclasses import dataclass

from actions.desk import Desk
from actions.state import State
from knowledge.bare import is_bare
from knowledge.circumstances import (
    LONGEST_ANSWER,
    Understood,
    mentioned,
    plain,
    position,
    prefill,
    sends_somebody,
    understand,
)
from knowledge.guidebook import Guidebook
from knowledge.index.results import SearchStatus
from knowledge.materials import open_circumstance, reference
from knowledge.schema import Circumstance, ServiceItem

_CLAUSE = re.compile(r"[，。！？；,.!?;\n]+|(?:对了|顺便|另外|还有就是)")
_ASKS = re.compile(
    r"多少|几[天块次]|几个(?:工作日|月)|多久|哪里|哪儿|哪个|哪些|怎么|咋|什么|啥|谁|能不能|可不可以|可以.*吗|要不要|需不需要|行不行|[吗么伐][？?]?$|[？?]"
)
_CORRECTS = re.compile(
    r"^(?:不对|不是的?|错了|说错了?|搞错了?|弄错了?|选错了?|点错了?|按错了?|更正|刚才|改一下|等等|等下)"
)
_TURNS = re.compile(r"算了|先问|先办|先不|换个|换一个|换件|别的|我要办|我想办|想办|要办|再问|问一下|问下")
_HERE = re.compile(r"^(?:我|人|我们)(?:现在?)?[在住][^，,。]{2,6}[，,。]")  # where one is, not what is so
_GOES_ON = re.compile(r"另外|顺便|还想问|再问|还有就是|再一个")
WHO_GOES = 8  # characters of 「我老婆去」; who is named in more is part of the matter, unless sent in so many words
_SHORTEST_CORRECTION = 2  # characters left behind 「不对」


@dataclass(frozen=True, slots=True)
class Heard:
    """``reference`` of the option that was said (empty: none), why none, and the part that asks something else."""

    reference: str = ""
    why_not: str | None = None
    asked: str = ""


def heard(here: Desk, state: State) -> Heard:
    """Take a message for an answer to the circumstance that is asked, or for a correction of an earlier one."""
    item = here.guidebook.item(str(state.item_id))
    circumstance = open_circumstance(item, state.chosen)
    if circumstance is None:
        return Heard()
    told, asked = parted(state.text)
    taken_back = correction(state.text)
    corrected = told_option(here.guidebook, item, state.chosen, taken_back)[0] if taken_back else ""
    if corrected:
        return Heard(corrected, asked=asked)
    if _leads_away(here, item, told, asked) or (told and is_bare(told) and not _is_sure(circumstance, told)):
        return Heard(why_not="unclear", asked=asked)
    if not told:  # 「没领证可以吗」 tells it in asking
        option = mentioned(circumstance, asked)
        return Heard(reference(circumstance.id, option.id), asked=asked) if option else Heard(why_not="unclear")
    understood = understood_of(here.guidebook, item, circumstance, told)
    if understood.option is None:
        return Heard(why_not=understood.why_not, asked=asked)
    return Heard(reference(circumstance.id, understood.option.id), asked=asked)


def understood_of(guidebook: Guidebook, item: ServiceItem, circumstance: Circumstance, text: str) -> Understood:
    """Understand an answer by the record and by the phrases of the guidebook."""
    return understand(circumstance, text, guidebook.answers.of(item, circumstance))


def _leads_away(here: Desk, item: ServiceItem, told: str, asked: str) -> bool:
    """Say whether a message that asks, or turns away, names another matter: 「算了，先问身份证丢了怎么补」."""
    if told and not _TURNS.search(told):
        return False
    found = here.search.search(f"{told}，{asked}" if told else asked)
    return found.status is SearchStatus.ANSWERED and found.best is not None and found.best.id != item.id


def stated_by(guidebook: Guidebook, item_id: str, text: str) -> frozenset[str]:
    """Return the options that the first words about an item already state, before they go on to another matter."""
    item = guidebook.item(item_id)
    return prefill(
        item.circumstances,
        _HERE.sub("", _GOES_ON.split(text)[0]) or text,
        lambda circumstance: guidebook.answers.of(item, circumstance),
    )


def parted(text: str) -> tuple[str, str]:
    """Part 「领证了，那要多少钱」 into what it tells and what it asks; one clause alone is told, unless it asks."""
    clauses = [clause for clause in re.split(f"({_CLAUSE.pattern})", text) if clause and clause.strip()]
    told: list[str] = []
    asked: list[str] = []
    for clause in clauses:
        if _CLAUSE.fullmatch(clause):
            continue
        (asked if _ASKS.search(clause) else told).append(clause)
    return "，".join(told), "，".join(asked)


def labelled_option(item: ServiceItem, text: str) -> str:
    """Return the option of any circumstance whose label was said or typed whole, empty where none was."""
    words = plain(text)
    named = [reference(c.id, o.id) for c in item.circumstances for o in c.options if plain(o.label) == words]
    return named[0] if len(named) == 1 else ""


def asks(text: str) -> bool:
    """Say whether a message asks rather than tells."""
    return _ASKS.search(text) is not None


def turns_away(text: str) -> bool:
    """Say whether a message turns to another matter: 「算了，先问别的」."""
    return _TURNS.search(text) is not None


def correction(text: str) -> str:
    """Return what stands behind 「不对」「说错了」, empty where nothing is taken back."""
    words = plain(text)
    match = _CORRECTS.match(words)
    rest = words[match.end() :] if match else ""
    return rest if _SHORTEST_CORRECTION <= len(rest) <= LONGEST_ANSWER else ""


def asked_of(item: ServiceItem, chosen: frozenset[str]) -> tuple[Circumstance, ...]:
    """Return the circumstances that were answered, not assumed."""
    refs = {ref.partition(".")[0] for ref in chosen}
    return tuple(circumstance for circumstance in item.circumstances if circumstance.id in refs)


def told_option(guidebook: Guidebook, item: ServiceItem, settled: frozenset[str], text: str) -> tuple[str, float]:
    """Return the likeliest option of any settled circumstance that a message tells, and how likely it is meant.

    Empty where nothing is told or it is so already.
    """
    chances: dict[str, float] = {}
    for circumstance in item.circumstances:
        own = {reference(circumstance.id, option.id) for option in circumstance.options}
        if own & settled and (circumstance.id != "agent" or len(plain(text)) <= WHO_GOES or sends_somebody(text)):
            understood = understood_of(guidebook, item, circumstance, text)
            if understood.option is not None:
                chances[reference(circumstance.id, understood.option.id)] = understood.chance
    best = max(chances, key=lambda said: chances[said], default="")
    return ("", 0.0) if best in settled else (best, chances.get(best, 0.0))


def _is_sure(circumstance: Circumstance, told: str) -> bool:
    return position(told, len(circumstance.options)) is not None or understand(circumstance, told).option is not None


def instead(chosen: frozenset[str], said: str) -> frozenset[str]:
    """Put an option in the place of an earlier answer to the same circumstance."""
    circumstance_id = said.partition(".")[0]
    return frozenset(ref for ref in chosen if ref.partition(".")[0] != circumstance_id) | {said}
