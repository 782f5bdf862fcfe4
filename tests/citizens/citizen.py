"""One simulated citizen in one conversation: says, presses, answers by the truth, and notes what came of it."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from knowledge.guidebook import Guidebook
from knowledge.schema import Circumstance
from tests.citizens.personas import SEED, Manner, Persona, Said

Json = dict[str, Any]
MOST_TURNS = 12  # then the person gives up
PATIENCE = 3  # free answers that are not understood before a button is pressed
EVASIONS = ("先不说这个", "多少钱", "不知道", "你们几点上班", "你问这个干嘛")


@dataclass
class Talked:
    """What a person has at the end; ``turns`` are messages and buttons until the last list."""

    persona: Persona
    notice: Json | None = None
    turns: int = 0
    transcript: list[str] = field(default_factory=list)
    offered: bool = False  # the second matter was offered or told


class Citizen:
    """Holds the conversation. Looks at no more than a person sees: words, buttons and lists."""

    def __init__(self, http: httpx.AsyncClient, guidebook: Guidebook, persona: Persona, said: Said) -> None:
        self._http, self._guidebook, self._persona, self._said = http, guidebook, persona, said
        self._draw = random.Random(f"{SEED}-{persona.number}")  # noqa: S311 - a lot, not a secret
        self._conversation: str | None = None
        self._questions = list(persona.questions)
        self._failed_answers = 0
        self._evaded = False
        self._told: set[str] = set()  # assumptions of the list that were put right
        self._mistaken: str | None = None  # circumstance that was answered wrongly on purpose
        self.talked = Talked(persona)

    async def talk(self) -> Talked:
        """Go on until the list of the right matter is there, or patience ends."""
        reply = await self._say(self._first_words())
        while self.talked.turns < MOST_TURNS:
            self._look(reply)
            if self.talked.notice is not None:
                assumed = self._wrongly_assumed()
                if not assumed:
                    break
                reply = await self._tell(assumed)
                continue
            following = await self._next(reply)
            if following is None:
                break
            reply = following
        return self.talked

    def _first_words(self) -> str:
        words = self._questions.pop(0)
        persona = self._persona
        if persona.says_division and persona.division:
            words = f"我在{self._guidebook.division(persona.division).name}，{words}"
        if persona.manner is Manner.ELDERLY:
            words = f"同志你好啊，我年纪大了不太懂，{words}，麻烦你给我讲讲"
        if persona.second:
            words = f"{words}，另外还想问{persona.second}"
        return words

    async def _next(self, reply: Json) -> Json | None:
        """Answer what is asked, pick the matter where it is offered, else say it another way."""
        asked = self._choices(reply, "circumstance")
        if asked and reply["subject"] == self._persona.item_id:
            return await self._answer_circumstance(asked)
        offered = self._choices(reply, "subject")
        mine = next((c for _, c in offered if c["value"] == self._persona.item_id), None)
        if mine is not None:
            return await self._press(mine)
        if any(choice["kind"] == "another" for _, choice in offered):
            return await self._press({"kind": "another", "value": ""})
        if reply["subject"] == self._persona.item_id and reply["status"] == "answered":
            return await self._press({"kind": "need", "value": "one_time_notice"})
        return await self._say(self._questions.pop(0)) if self._questions else None

    async def _answer_circumstance(self, asked: list[tuple[str, Json]]) -> Json:
        circumstance_id = asked[0][1]["value"].partition(".")[0]
        true = self._true_option(circumstance_id)
        manner = self._persona.manner
        if manner is Manner.STUBBORN and not self._evaded:
            self._evaded = True
            return await self._say(self._draw.choice(EVASIONS))
        if manner is Manner.CHANGES_MIND and self._mistaken is None and len(asked) > 1:
            return await self._answer_wrongly(circumstance_id, true, asked)
        index = next(i for i, (_, c) in enumerate(asked) if c["value"] == f"{circumstance_id}.{true}")
        if manner in (Manner.PRESSES, Manner.STUBBORN) or self._failed_answers >= PATIENCE:
            return await self._press(asked[index][1])
        if manner is Manner.NUMBERS:
            return await self._say(f"第{'一二三四五六七八'[index]}个")
        self._failed_answers += 1
        return await self._say(self._answer(circumstance_id, true))

    async def _answer_wrongly(self, circumstance_id: str, true: str, asked: list[tuple[str, Json]]) -> Json:
        """Press a wrong option, and take it back in the next breath."""
        self._mistaken = circumstance_id
        wrong = next(choice for _, choice in asked if choice["value"] != f"{circumstance_id}.{true}")
        reply = await self._press(wrong)
        if self._choices(reply, "circumstance") or reply["status"] == "answered":
            return await self._say(f"不对，{self._answer(circumstance_id, true)}")
        return reply

    def _answer(self, circumstance_id: str, option_id: str) -> str:
        """Return held-out words for an option, the label where nobody wrote any."""
        words = self._said.get((self._persona.item_id, circumstance_id, option_id))
        return self._draw.choice(list(words)) if words else self._label(circumstance_id, option_id)

    def _label(self, circumstance_id: str, option_id: str) -> str:
        circumstance = self._circumstance(circumstance_id)
        return next(option.label for option in circumstance.options if option.id == option_id)

    def _circumstance(self, circumstance_id: str) -> Circumstance:
        return self._guidebook.item(self._persona.item_id).circumstance(circumstance_id)

    def _true_option(self, circumstance_id: str) -> str:
        """Return what is true; of a question that should not arise, its first option."""
        truth = dict(ref.split(".") for ref in self._persona.truth)
        return truth.get(circumstance_id) or self._circumstance(circumstance_id).options[0].id

    def _wrongly_assumed(self) -> str | None:
        """Return a circumstance that the list assumes, and says so, though it is otherwise."""
        truth = {ref.partition(".")[0]: ref.partition(".")[2] for ref in self._persona.truth}
        stated = (self.talked.notice or {})["circumstances"]
        wrong = [c["id"] for c in stated if c["assumed"] and truth.get(c["id"], c["option_id"]) != c["option_id"]]
        return next((circumstance for circumstance in wrong if circumstance not in self._told), None)

    async def _tell(self, circumstance_id: str) -> Json:
        """Say how it is, and ask for the whole list where only the difference is told."""
        self._told.add(circumstance_id)
        reply = await self._say(self._answer(circumstance_id, self._true_option(circumstance_id)))
        if not any(block["type"] == "difference" for block in reply["blocks"]):
            return reply
        return await self._press({"kind": "need", "value": "one_time_notice"})

    def _look(self, reply: Json) -> None:
        for block in reply["blocks"]:
            if block["type"] == "notice" and block["notice"]["item_id"] == self._persona.item_id:
                self.talked.notice = block["notice"]
        shown = {choice["value"] for _, choice in self._choices(reply, "subject")} | {reply["subject"]}
        self.talked.offered |= self._persona.second_id in shown

    @staticmethod
    def _choices(reply: Json, name: str) -> list[tuple[str, Json]]:
        blocks = [b for b in reply["blocks"] if b["type"] == "choices" and b["name"] == name]
        return [(option["label"], option["choice"]) for block in blocks for option in block["options"]]

    async def _say(self, words: str) -> Json:
        return await self._send({"message": words}, words)

    async def _press(self, choice: Mapping[str, str]) -> Json:
        return await self._send({"choice": dict(choice)}, f"[{choice['kind']} {choice['value']}]")

    async def _send(self, body: Json, shown: str) -> Json:
        if self._conversation:
            body["conversation_id"] = self._conversation
        if self._persona.division and not self._persona.says_division:
            body["division"] = self._persona.division
        response = await self._http.post("/api/v1/chat", json=body)
        response.raise_for_status()
        reply: Json = response.json()
        assert not reply["limited"], "the dialogue engine did not answer"
        self._conversation = reply["conversation_id"]
        self.talked.turns += 1
        self.talked.transcript += [f"  人：{shown}", f"  答：{reply['status']} {reply['subject']} {_seen(reply)}"]
        return reply


def _seen(reply: Json) -> str:
    """Put a reply into one line of a transcript."""
    parts = []
    for block in reply["blocks"]:
        if block["type"] == "text":
            parts.append(block["text"])
        elif block["type"] == "choices" and block["name"] != "need":
            parts.append(f"{block['prompt']}（{' / '.join(option['label'] for option in block['options'])}）")
        elif block["type"] == "notice":
            stated = [f"{c['label']}{'？' if c['assumed'] else ''}" for c in block["notice"]["circumstances"]]
            parts.append(f"《{block['notice']['item_name']}》{block['notice']['total_text']}［{'，'.join(stated)}］")
        elif block["type"] in ("facts", "difference"):
            parts.append(f"<{block['type']}>")
    return " ".join(parts)
