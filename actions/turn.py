"""One turn: find out what the message is about, then answer its need. Every action that answers runs this."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import need_choices, say
from actions.desk import Desk, desk
from actions.state import FORM, State, remember, stop_asking
from actions.subject import CORRECTED, TOLD, Subject, SubjectKind, resolve
from knowledge.bare import is_bare
from knowledge.blocks import (
    AnswerStatus,
    Choice,
    ChoiceKind,
    ChoiceOption,
    DifferenceBlock,
    FactsBlock,
    LifeEventBlock,
    subject_choices,
)
from knowledge.divisions import is_where_one_is, named_division
from knowledge.facts import Need, facts
from knowledge.life_events import bundle
from knowledge.materials import open_circumstance, settle
from knowledge.notices import answer, differences
from knowledge.papers import names_papers, without_papers
from knowledge.schema import State as ItemState
from knowledge.wording import abolition_text

TOLD_WHEN_SETTLED = (Need.ONE_TIME_NOTICE, Need.PRECHECK)  # an open circumstance would change the answer
# Characters; who asks for the fee in more has told the whole matter and needs the list too.
SHORT_QUESTION = 16
Speak = CollectingDispatcher
Handler = Callable[[Desk, State, Subject, Need, Speak], list[EventType]]


class NeedAction(Action, ABC):
    """An action that answers one need; a subclass names it."""

    @property
    @abstractmethod
    def need(self) -> Need:
        """The need; a class attribute in subclasses."""

    def name(self) -> str:
        """``action_`` and the need's stem."""
        return f"action_{self.need.value}"

    async def run(self, dispatcher: Speak, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answer the need of the item that is meant, or ask what is meant."""
        # What was turned down before may be meant by these new words.
        return answer_turn(replace(State.of(tracker), refused=frozenset()), self.need, dispatcher)


def answer_turn(state: State, need: Need, dispatcher: Speak) -> list[EventType]:
    """Resolve what the message is about and hand it to the handler of its kind."""
    here = desk()
    named = named_division(here.guidebook, state.text)
    events: list[EventType] = []
    if named is not None and is_where_one_is(here.guidebook, named, state.text, state.division_code):
        state = replace(state, division_code=named.division.code)
        events = remember(division_code=named.division.code)
    state = replace(state, need_asked=need is not Need.ONE_TIME_NOTICE)
    if need is Need.ONE_TIME_NOTICE and _goes_on_with_papers(state):
        return [*events, FollowupAction("action_precheck")]
    subject = resolve(here, state)
    said = bool(state.text or state.choice)  # the button 「要带什么」 says nothing else and is meant as it is
    if said and not state.need_asked and (state.item_id is None or subject.id in state.offered):
        need = state.need  # 「多少钱」 came before 「补身份证」, or before the choice that is now made
    return events + HANDLERS[subject.kind](here, state, subject, need, dispatcher)


def told_otherwise(state: State, dispatcher: Speak) -> list[EventType] | None:
    """Take 「不对，是我自己去」 for what it is, whatever NLU made of it; ``None`` for any other message."""
    subject = resolve(desk(), state) if state.item_id and state.text else None
    if subject is None or subject.text not in (CORRECTED, TOLD):
        return None
    return HANDLERS[subject.kind](desk(), state, subject, Need.ONE_TIME_NOTICE, dispatcher)


def _goes_on_with_papers(state: State) -> bool:
    """「结婚证也找到了」 after a pre-check: names papers and no matter."""
    if not (state.held and state.item_id and state.text) or state.asking:
        return False
    return names_papers(state.text) and is_bare(without_papers(state.text))


def _item(here: Desk, state: State, subject: Subject, need: Need, dispatcher: Speak) -> list[EventType]:
    item = here.guidebook.item(subject.id)
    events = _focus(state, subject)
    if item.state is ItemState.ABOLISHED and item.abolition is not None:
        instead = [i for i in item.abolition.replaced_by if i in here.guidebook.items]
        blocks = [subject_choices(here.guidebook, instead, "现在可以办：")] if instead else []
        say(
            dispatcher,
            "utter_abolished",
            *blocks,
            subject=item.id,
            words=abolition_text(item),
            as_of=item.as_of.isoformat(),
        )
        return events + stop_asking(state)
    if need in TOLD_WHEN_SETTLED:
        held = None if subject.changed and need is not Need.PRECHECK else state.held
        events += remember(then=need.value if need is not Need.ONE_TIME_NOTICE else None, held=held)
        return events + to_notice(here, state, subject.id, subject.chosen)
    told = facts(here.guidebook, item.id, need, state.division_code, subject.chosen)
    goes_on = subject.changed and len(state.text or state.question or "") > SHORT_QUESTION
    leading_on = None if goes_on or (state.shown and not subject.changed) else need_choices(Need.ONE_TIME_NOTICE)
    say(
        dispatcher,
        None,
        FactsBlock(facts=told),
        *([leading_on] if leading_on and not state.asking else []),
        subject=item.id,
    )
    if goes_on:
        return [*events, *remember(then=None), *to_notice(here, state, subject.id, subject.chosen)]
    return events + (stop_asking(state) if subject.changed else [])


def to_notice(here: Desk, state: State, item_id: str, chosen: frozenset[str]) -> list[EventType]:
    """Ask the open circumstance, or go to the notice."""
    if answer(here.guidebook, item_id, chosen, state.division_code).question is not None:
        return [FollowupAction(FORM)]
    return [*stop_asking(state), FollowupAction("action_one_time_notice")]


def _focus(state: State, subject: Subject) -> list[EventType]:
    events = remember(
        item_id=subject.id,
        chosen=subject.chosen,
        offered=(),
        pending=tuple(i for i in dict.fromkeys((*subject.also, *state.pending)) if i != subject.id),
        need=Need.ONE_TIME_NOTICE.value,
    )
    if subject.changed:
        events += remember(shown=False, refused=(), question=state.text or state.question)
    return events


def _life_event(here: Desk, state: State, subject: Subject, need: Need, dispatcher: Speak) -> list[EventType]:
    event = here.guidebook.life_event(subject.id)
    say(
        dispatcher,
        "utter_life_event",
        LifeEventBlock(life_event=bundle(here.guidebook, event)),
        subject_choices(here.guidebook, event.item_ids, "想看其中哪一项的清单？"),
        subject=event.id,
        name=event.name,
    )
    focus = remember(
        life_event_id=event.id,
        item_id=None,
        chosen=(),
        offered=event.item_ids,
        pending=subject.also,
        shown=False,
    )
    return [*focus, *remember(question=state.text or state.question), *stop_asking(state)]


def _division(here: Desk, state: State, subject: Subject, need: Need, dispatcher: Speak) -> list[EventType]:
    """「我在瑞安」: tell the places there, of the item in focus."""
    division = here.guidebook.division(subject.id)
    if state.item_id is None:
        say(dispatcher, "utter_division_noted", status=AnswerStatus.CLARIFICATION, division=division.name)
        return []
    told = facts(here.guidebook, state.item_id, Need.PLACE, subject.id, state.chosen)
    say(dispatcher, "utter_division", FactsBlock(facts=told), subject=state.item_id, division=division.name)
    return []


def _circumstance(here: Desk, state: State, subject: Subject, need: Need, dispatcher: Speak) -> list[EventType]:
    """「委托别人呢」: tell only the difference, once a list was shown; otherwise take it as an answer."""
    item = here.guidebook.item(str(state.item_id))
    if not subject.id:
        return _reopen(here, state, dispatcher)
    circumstance_id = subject.id.partition(".")[0]
    others = frozenset(ref for ref in state.chosen if not ref.startswith(f"{circumstance_id}."))
    chosen = others | {subject.id}
    if not state.shown or subject.text == CORRECTED:
        return [*remember(chosen=chosen), *to_notice(here, state, item.id, chosen)]
    difference = next(
        (
            d
            for d in differences(item, settle(item, state.chosen))
            if f"{d.circumstance_id}.{d.option_id}" == subject.id
        ),
        None,
    )
    if difference is None or open_circumstance(item, chosen) is not None:
        return [*remember(chosen=chosen), *to_notice(here, state, item.id, chosen)]
    block = DifferenceBlock(item_id=item.id, item_name=item.name, difference=difference)
    say(dispatcher, None, block, need_choices(Need.ONE_TIME_NOTICE), subject=item.id)
    return remember(chosen=chosen)


def _reopen(here: Desk, state: State, dispatcher: Speak) -> list[EventType]:
    """「不对，我那本紫颜色的」, not understood: ask the last circumstance that was answered once more."""
    item = here.guidebook.item(str(state.item_id))
    answered = [c.id for c in item.circumstances if any(ref.startswith(f"{c.id}.") for ref in state.chosen)]
    say(dispatcher, "utter_answer_unclear", status=AnswerStatus.CLARIFICATION, subject=item.id)
    chosen = frozenset(ref for ref in state.chosen if not ref.startswith(f"{answered[-1]}."))
    return [*remember(chosen=chosen, shown=False), *to_notice(here, state, item.id, chosen)]


def _unclear(here: Desk, state: State, subject: Subject, need: Need, dispatcher: Speak) -> list[EventType]:
    choices = subject_choices(here.guidebook, subject.candidates, "您要办的是哪一个？")
    neither = ChoiceOption(label="都不是", choice=Choice(kind=ChoiceKind.ANOTHER))
    choices = choices.model_copy(update={"options": (*choices.options, neither)})
    say(dispatcher, "utter_which", choices, status=AnswerStatus.CLARIFICATION, subject=subject.candidates[0])
    return [
        *remember(offered=subject.candidates, need=need.value, question=state.text or state.question),
        *stop_asking(state),
    ]


def _nothing(here: Desk, state: State, subject: Subject, need: Need, dispatcher: Speak) -> list[EventType]:
    if state.asking:
        say(dispatcher, "utter_answer_unclear", status=AnswerStatus.CLARIFICATION, subject=state.item_id or "")
        return []
    if not subject.near:
        say(dispatcher, "utter_about_what", status=AnswerStatus.CLARIFICATION)
        return remember(need=need.value)
    say(dispatcher, "utter_no_match", status=AnswerStatus.NO_MATCH)
    return []


def _unanswered(here: Desk, state: State, subject: Subject, need: Need, dispatcher: Speak) -> list[EventType]:
    """The circumstance is asked again by the form; ``subject.text`` says why (``none``, ``unsure``)."""
    say(dispatcher, f"utter_answer_{subject.text}", status=AnswerStatus.CLARIFICATION, subject=subject.id)
    return []


def _number(here: Desk, state: State, subject: Subject, need: Need, dispatcher: Speak) -> list[EventType]:
    say(dispatcher, "utter_which_number", status=AnswerStatus.CLARIFICATION, subject=state.item_id or "")
    return []


def _foreign(here: Desk, state: State, subject: Subject, need: Need, dispatcher: Speak) -> list[EventType]:
    say(dispatcher, "utter_foreign", status=AnswerStatus.NO_MATCH, subject=state.item_id or "")
    return []


def _emergency(here: Desk, state: State, subject: Subject, need: Need, dispatcher: Speak) -> list[EventType]:
    say(dispatcher, "utter_emergency", status=AnswerStatus.HANDED_OVER, advice=subject.text)
    return stop_asking(state)


HANDLERS: dict[SubjectKind, Handler] = {
    SubjectKind.ITEM: _item,
    SubjectKind.LIFE_EVENT: _life_event,
    SubjectKind.DIVISION: _division,
    SubjectKind.CIRCUMSTANCE: _circumstance,
    SubjectKind.UNCLEAR: _unclear,
    SubjectKind.NOTHING: _nothing,
    SubjectKind.UNANSWERED: _unanswered,
    SubjectKind.NUMBER: _number,
    SubjectKind.FOREIGN: _foreign,
    SubjectKind.EMERGENCY: _emergency,
}
