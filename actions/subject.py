"""What a message is about. ``STEPS`` is the whole procedure, in order; the first step that knows, decides."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from actions.desk import Desk
from actions.state import State
from knowledge.bare import is_bare
from knowledge.circumstances import mentioned, plain, prefill
from knowledge.divisions import named_division
from knowledge.emergencies import emergency_advice
from knowledge.index.results import SearchStatus


class SubjectKind(StrEnum):
    """What was found out."""

    ITEM = "item"
    LIFE_EVENT = "life_event"
    DIVISION = "division"  # only where the person is
    CIRCUMSTANCE = "circumstance"  # another circumstance of the item in focus
    UNCLEAR = "unclear"  # several candidates
    NOTHING = "nothing"
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


def _other_circumstance(desk: Desk, state: State) -> Subject | None:
    """「如果委托别人呢」「那要是没领证呢」 with an item in focus."""
    if not state.item_id or not (_ABOUT_THIS.match(plain(state.text)) or len(plain(state.text)) <= 12):
        return None
    for circumstance in desk.guidebook.item(state.item_id).circumstances:
        option = mentioned(circumstance, state.text)
        if option is not None:
            return Subject(SubjectKind.CIRCUMSTANCE, id=f"{circumstance.id}.{option.id}")
    return None


def _searched(desk: Desk, state: State) -> Subject | None:
    result = desk.search.search(state.text)
    ids = tuple(c.id for c in result.candidates if c.id not in state.refused)
    near = tuple(c.id for c in result.rejected)
    if result.status is SearchStatus.ANSWERED and ids:
        return found(desk, state, ids[0], also=tuple(c.id for c in result.also))
    if result.status is SearchStatus.CLARIFICATION and ids:
        if state.item_id == ids[0] and _ABOUT_THIS.match(plain(state.text)):
            return Subject(SubjectKind.ITEM, id=ids[0], chosen=state.chosen)
        return Subject(SubjectKind.UNCLEAR, candidates=ids[:3], near=ids[3:] + near)
    if state.item_id and _ABOUT_THIS.match(plain(state.text)):
        return Subject(SubjectKind.ITEM, id=state.item_id, chosen=state.chosen)
    return Subject(SubjectKind.NOTHING, near=near)


STEPS: tuple[Callable[[Desk, State], Subject | None], ...] = (
    _pressed,
    _in_danger,
    _names_division_only,
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
    stated = prefill(desk.guidebook.item(subject_id).circumstances, words)
    return Subject(SubjectKind.ITEM, id=subject_id, changed=True, chosen=stated, also=also)
