"""Hold a conversation with the running site, as a citizen's page does."""

from dataclasses import dataclass, field
from typing import Any

import httpx

Json = dict[str, Any]


@dataclass
class Reply:
    """One answer, with what tests look at."""

    raw: Json

    @property
    def status(self) -> str:
        return str(self.raw["status"])

    @property
    def subject(self) -> str:
        return str(self.raw["subject"])

    def blocks(self, kind: str) -> list[Json]:
        return [block for block in self.raw["blocks"] if block["type"] == kind]

    @property
    def text(self) -> str:
        return " ".join(block["text"] for block in self.blocks("text"))

    @property
    def notice(self) -> Json:
        (block,) = self.blocks("notice")
        notice: Json = block["notice"]
        return notice

    @property
    def facts(self) -> Json:
        (block,) = self.blocks("facts")
        told: Json = block["facts"]
        return told

    def labels(self, name: str) -> list[str]:
        return [o["label"] for block in self.blocks("choices") if block["name"] == name for o in block["options"]]

    def choice(self, label: str) -> Json:
        """The meaning of the button with that label."""
        for block in self.blocks("choices"):
            for option in block["options"]:
                if option["label"] == label:
                    choice: Json = option["choice"]
                    return choice
        raise AssertionError(f"no button {label!r} in {self.raw['blocks']}")


@dataclass
class Conversation:
    """One person's conversation."""

    client: httpx.Client
    division: str | None = None
    id: str | None = None
    last: Reply | None = field(default=None)

    def send(self, **body: Any) -> Reply:
        if self.id:
            body["conversation_id"] = self.id
        if self.division:
            body["division"] = self.division
        response = self.client.post("/api/v1/chat", json=body)
        assert response.status_code == 200, response.text
        self.last = Reply(response.json())
        assert not self.last.raw["limited"], "the dialogue engine did not answer"
        self.id = self.last.raw["conversation_id"]
        return self.last

    def say(self, *messages: str) -> Reply:
        for message in messages:
            reply = self.send(message=message)
        return reply

    def press(self, label: str) -> Reply:
        assert self.last is not None
        return self.send(choice=self.last.choice(label))

    def choose(self, kind: str, value: str = "") -> Reply:
        return self.send(choice={"kind": kind, "value": value})
