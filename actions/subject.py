"""What a message is about. ``STEPS`` is the whole procedure, in order; the first step that knows, decides."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from actions.desk import Desk
from actions.hearing import (
    asked_of,
    asks,
    correction,
    labelled_option,
    stated_by,
    told_option,
    turns_away,
    understood_of,
)
from actions.state import State
from knowledge.bare import is_bare, without_bare_words
from knowledge.circumstances import mentioned, plain, position
from knowledge.divisions import named_division
from knowledge.emergencies import emergency_advice
from knowledge.index.results import SearchStatus
from knowledge.materials import open_circumstance, settle


class SubjectKind(StrEnum):
    """What was found out."""

    ITEM = "item"
    LIFE_EVENT = "life_event"
    DIVISION = "division"  # only where the person is
    CIRCUMSTANCE = "circumstance"  # another circumstance of the item in focus
    UNCLEAR = "unclear"  # several candidates
    NOTHING = "nothing"
    UNANSWERED = "unanswered"  # 「都不是」「不知道」 to the circumstance that is being asked
    NUMBER = "number"  # 「第二个」 where nothing is offered
    FOREIGN = "foreign"  # not Chinese
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a message; ``changed`` when it is not the item in focus."""

    kind: SubjectKind
    id: str = ""
    changed: bool = False
    chosen: frozenset[str] = frozenset()
    candidates: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    text: str = ""
    near: tuple[str, ...] = field(default=())


_ABOUT_THIS = re.compile(r"^(那|这|如果|要是|假如|万一|换成|还有)")
CORRECTED = "corrected"  # the text of a circumstance by which an earlier answer was taken back
SURE = 0.95  # probability from which a told circumstance goes before a matter that is found by its words
TOLD = "told"  # the text of a circumstance that was told, not asked about
# Characters of a message that must name another matter to leave the one in focus: 「能不能快点」「贷款还没还清」
# resemble some item or other, and are about what was talked of.
SHORT = 9
MOST_OFFERED = 8  # choices on the screen at a time; 「第九个」 is no choice
FEWEST_LETTERS = 4  # of a message in another language; fewer are a licence class (C1) or a word like KTV


def resolve(desk: Desk, state: State) -> Subject:
    """Say what the latest message is about."""
    for step in STEPS:
        subject = step(desk, state)
        if subject is not None:
            return subject
    return Subject(SubjectKind.NOTHING)


def _pressed(desk: Desk, state: State) -> Subject | None:
    if state.choice in desk.guidebook.items:
        return found(desk, state, str(state.choice))
    if state.choice in desk.guidebook.life_events:
        return Subject(SubjectKind.LIFE_EVENT, id=str(state.choice), changed=True)
    return None


def _in_danger(_: Desk, state: State) -> Subject | None:
    advice = emergency_advice(state.text)
    return Subject(SubjectKind.EMERGENCY, text=advice) if advice else None


def _in_another_language(desk: Desk, state: State) -> Subject | None:
    if re.search(r"[\u3400-\u9fff]", state.text) or len(re.findall(r"[^\W\d_]", state.text)) < FEWEST_LETTERS:
        return None
    return None if is_bare(state.text) else Subject(SubjectKind.FOREIGN)


def _not_answered(desk: Desk, state: State) -> Subject | None:
    if not (state.asking and state.item_id) or len(plain(state.text)) > SHORT:
        return None
    item = desk.guidebook.item(state.item_id)
    circumstance = open_circumstance(item, state.chosen)
    why = understood_of(desk.guidebook, item, circumstance, state.text).why_not if circumstance else None
    return Subject(SubjectKind.UNANSWERED, id=state.item_id, text=why) if why in ("none", "unsure") else None


def _picked(desk: Desk, state: State) -> Subject | None:
    """「第二个」 of what was offered last; while a circumstance is asked, the number is its answer."""
    if state.asking or position(state.text, MOST_OFFERED) is None:
        return None
    index = position(state.text, len(state.offered))
    return Subject(SubjectKind.NUMBER) if index is None else found(desk, state, state.offered[index])


def _names_division_only(desk: Desk, state: State) -> Subject | None:
    named = named_division(desk.guidebook, state.text)
    if named and is_bare(state.text.replace(named.words, "")):
        return Subject(SubjectKind.DIVISION, id=named.division.code)
    return None


def _bare_follow_up(desk: Desk, state: State) -> Subject | None:
    """「多少钱」「那要多久」 with an item in focus."""
    if not is_bare(state.text):
        return None
    if state.item_id:
        return Subject(SubjectKind.ITEM, id=state.item_id, chosen=state.chosen)
    return Subject(SubjectKind.NOTHING)


def _corrected(desk: Desk, state: State) -> Subject | None:
    """「不对，是我自己去」, or another option's whole label, with an item in focus."""
    if not state.item_id or not state.text:
        return None
    item = desk.guidebook.item(state.item_id)
    labelled = labelled_option(item, state.text)
    if labelled:
        return Subject(SubjectKind.CIRCUMSTANCE, id=labelled, text=TOLD)
    told = correction(state.text)
    if not told:
        return None
    said, _ = told_option(desk.guidebook, item, settle(item, state.chosen), told)
    if not said and (not asked_of(item, state.chosen) or _is_other_matter(desk, item.id, told)):
        return None
    return Subject(SubjectKind.CIRCUMSTANCE, id=said, text=CORRECTED)


def _is_other_matter(desk: Desk, item_id: str, text: str) -> bool:
    named = desk.search.search(text)
    return named.status is SearchStatus.ANSWERED and named.best is not None and named.best.id != item_id


def _other_circumstance(desk: Desk, state: State) -> Subject | None:
    """「如果委托别人呢」「那要是没领证呢」 with an item in focus."""
    if not state.item_id or not (_ABOUT_THIS.match(plain(state.text)) or len(plain(state.text)) <= 12):
        return None
    answered = {ref.partition(".")[0] for ref in state.chosen} if state.asking else set()
    for circumstance in desk.guidebook.item(state.item_id).circumstances:
        option = mentioned(circumstance, state.text)
        if option is not None and circumstance.id not in answered:
            if asks(state.text) and not _ABOUT_THIS.match(plain(state.text)) and _named_elsewhere(desk, state):
                return None
            return Subject(SubjectKind.CIRCUMSTANCE, id=f"{circumstance.id}.{option.id}")
    return None


def _named_elsewhere(desk: Desk, state: State) -> bool:
    return not is_bare(state.text) and _is_other_matter(desk, str(state.item_id), state.text)


def _told_circumstance(desk: Desk, state: State) -> Subject | None:
    """「我老婆去办」「审过了，图纸又改了」 once the list was shown: told, not asked, and other than the list says."""
    if not (state.shown and state.item_id and state.text) or asks(state.text) or _ABOUT_THIS.match(plain(state.text)):
        return None
    item = desk.guidebook.item(state.item_id)
    told, chance = told_option(desk.guidebook, item, settle(item, state.chosen), state.text)
    if not told:
        return None
    if chance < SURE and not is_bare(state.text) and _is_other_matter(desk, item.id, state.text):
        return None
    return Subject(SubjectKind.CIRCUMSTANCE, id=told, text=TOLD)


def _searched(desk: Desk, state: State) -> Subject | None:
    result = desk.search.search(state.text)
    ids = tuple(c.id for c in result.candidates if c.id not in state.refused)
    near = tuple(c.id for c in result.rejected)
    if _stays(desk, state, ids):
        kind = SubjectKind.ITEM if state.need_asked else SubjectKind.NOTHING
        return Subject(kind, id=str(state.item_id), chosen=state.chosen, near=near)
    if result.status is SearchStatus.ANSWERED and ids:
        return found(desk, state, ids[0], also=tuple(c.id for c in result.also))
    if (
        state.asking
        and result.status is SearchStatus.CLARIFICATION
        and not (asks(state.text) or turns_away(state.text))
    ):
        return Subject(SubjectKind.NOTHING, id=str(state.item_id), near=ids + near)
    if result.status is SearchStatus.CLARIFICATION and ids:
        if state.item_id == ids[0] and _ABOUT_THIS.match(plain(state.text)):
            return Subject(SubjectKind.ITEM, id=ids[0], chosen=state.chosen)
        return Subject(SubjectKind.UNCLEAR, candidates=ids[:3], near=ids[3:] + near)
    if state.item_id and _ABOUT_THIS.match(plain(state.text)):
        return Subject(SubjectKind.ITEM, id=state.item_id, chosen=state.chosen)
    return Subject(SubjectKind.NOTHING, near=near)


def _stays(desk: Desk, state: State, ids: tuple[str, ...]) -> bool:
    """Say whether a short message with an item in focus names none of the matters that it resembles."""
    words = plain(state.text)
    if not state.item_id or not (state.asking or state.need_asked):
        return False
    if len(words) > SHORT:  # an answer of many words (「总部管着十几个门店」) resembles some matter, and names none
        named = any(plain(name) in words for subject_id in ids for name in _names(desk, subject_id))
        return state.asking and not (asks(state.text) or turns_away(state.text) or named)
    rest = without_bare_words(words)
    parts = {rest[start : start + 3] for start in range(len(rest) - 2)}
    if state.asking:
        asked = open_circumstance(desk.guidebook.item(state.item_id), state.chosen)
        labels = [plain(option.label) for option in asked.options] if asked else []
        parts = {part for part in parts if not any(part in label for label in labels)}
    if state.need_asked and len(rest) == 2:
        parts.add(rest)  # 「护照多少钱」
    names = [plain(name) for subject_id in ids if subject_id != state.item_id for name in _names(desk, subject_id)]
    return not any(name in words or any(part in name for part in parts) for name in names)


def _names(desk: Desk, subject_id: str) -> tuple[str, ...]:
    if subject_id in desk.guidebook.life_events:
        return (desk.guidebook.life_event(subject_id).name,)
    item = desk.guidebook.item(subject_id)
    return (item.name, *item.common_names)


STEPS: tuple[Callable[[Desk, State], Subject | None], ...] = (
    _pressed,
    _in_danger,
    _in_another_language,
    _not_answered,
    _picked,
    _names_division_only,
    _corrected,
    _told_circumstance,
    _bare_follow_up,
    _other_circumstance,
    _searched,
)


def found(desk: Desk, state: State, subject_id: str, also: tuple[str, ...] = ()) -> Subject:
    """Put an item or a life event into focus, with the circumstances that the words already state."""
    if subject_id in desk.guidebook.life_events:
        return Subject(SubjectKind.LIFE_EVENT, id=subject_id, changed=True, also=also)
    if subject_id == state.item_id:
        return Subject(SubjectKind.ITEM, id=subject_id, chosen=state.chosen, also=also)
    words = state.text or state.question or ""
    stated = stated_by(desk.guidebook, subject_id, words)
    return Subject(SubjectKind.ITEM, id=subject_id, changed=True, chosen=stated, also=also)
