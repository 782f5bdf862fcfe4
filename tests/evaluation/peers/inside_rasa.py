"""Runs in Rasa's environment: ``python -m tests.evaluation.peers.inside_rasa MODELS QUESTIONS ANSWERS``."""

import asyncio
import json
import sys
from pathlib import Path

from rasa.core.agent import load_agent


async def main(models: str, questions: str, answers: str) -> None:
    agent = await load_agent(models)
    found = []
    for text in json.loads(Path(questions).read_text("utf-8")):
        parsed = await agent.parse_message(text)
        intents = {one["name"]: one["confidence"] for one in parsed["intent_ranking"]}
        ranking = parsed["response_selector"]["item"]["ranking"]
        ids = [one["intent_response_key"].partition("/")[2] for one in ranking]
        scores = [one["confidence"] * intents.get("item", 0.0) for one in ranking]
        found.append([ids, scores, intents.get("out_of_scope", 0.0)])
    Path(answers).write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
