"""A stock Rasa bot: DIET tells requests from the rest, ResponseSelector finds the item, one retrieval intent each.

Trained in Rasa's environment on ``EXAMPLES`` questions an item: with all of them it would train for hours on two cores.
"""

import hashlib
import json
import random
import subprocess
from collections.abc import Sequence
from typing import Any

import yaml

from knowledge.index.build import Material
from ops.layout import HERE, python_of
from tests.evaluation.peers.ranking import Ranking

EXAMPLES = 10  # questions an item
DIET_EPOCHS = 4  # two intents, well apart; more change nothing
EPOCHS = 40  # of the ResponseSelector; Rasa's own default is 300, its template 100
PIPELINE: list[dict[str, Any]] = [
    {"name": "JiebaTokenizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": DIET_EPOCHS, "constrain_similarities": True, "random_seed": 1},
    {"name": "ResponseSelector", "epochs": EPOCHS, "constrain_similarities": True, "random_seed": 1},
]


class RasaBot:
    """Trains once for the same material; model and answers are kept under ``.run/peers``."""

    def __init__(self, material: Material) -> None:
        data = _training_data(material)
        digest = hashlib.sha256(json.dumps([PIPELINE, data], ensure_ascii=False).encode()).hexdigest()[:16]
        self._folder = HERE.root / ".run" / "peers" / f"rasa-{digest}"
        if not (self._folder / "models").exists():
            self._train(data)

    def rank(self, questions: Sequence[str]) -> list[Ranking]:
        digest = hashlib.sha256("\n".join(questions).encode()).hexdigest()[:16]
        answers = self._folder / f"{digest}.json"
        if not answers.exists():
            asked = self._folder / "asked.json"
            asked.write_text(json.dumps(list(questions), ensure_ascii=False), "utf-8")
            self._rasa(
                "-m", "tests.evaluation.peers.inside_rasa", str(self._folder / "models"), str(asked), str(answers)
            )
        return [
            Ranking(tuple(ids), tuple(scores), stray) for ids, scores, stray in json.loads(answers.read_text("utf-8"))
        ]

    def _train(self, data: dict[str, Any]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        nlu, domain = data["nlu"], data["domain"]
        for name, content in (
            ("nlu.yml", {"version": "3.1", "nlu": nlu}),
            ("domain.yml", {"version": "3.1", **domain}),
            ("config.yml", {"recipe": "default.v1", "language": "zh", "pipeline": PIPELINE, "policies": []}),
        ):
            (self._folder / name).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
        place = self._folder
        self._rasa(
            "-m", "rasa", "train", "nlu", "--nlu", f"{place}/nlu.yml", "--domain", f"{place}/domain.yml",
            "--config", f"{place}/config.yml", "--out", f"{place}/models.new", "--fixed-model-name", "peer",
        )  # fmt: skip
        (place / "models.new").rename(place / "models")

    def _rasa(self, *arguments: str) -> None:
        command = [str(python_of(HERE.rasa_environment)), *arguments]
        with (self._folder / "rasa.log").open("a") as log:
            subprocess.run(command, cwd=HERE.root, stdout=log, stderr=log, check=True)


def _training_data(material: Material) -> dict[str, Any]:
    draw = random.Random(0)  # noqa: S311 - a sample, no secret

    def examples(texts: Sequence[str], count: int) -> str:
        return "".join(f"- {text}\n" for text in draw.sample(list(texts), min(count, len(texts))))

    nlu = [
        {"intent": f"item/{entry.id}", "examples": examples(entry.questions, EXAMPLES - 1) + f"- {entry.name}\n"}
        for entry in material.entries
    ]
    nlu.append({"intent": "out_of_scope", "examples": examples(material.strays, EXAMPLES * 60)})
    responses = {f"utter_item/{entry.id}": [{"text": entry.name}] for entry in material.entries}
    return {"nlu": nlu, "domain": {"intents": ["item", "out_of_scope"], "responses": responses}}
