"""The trained weights that ship with the model: ranking, decision, thresholds."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from knowledge.errors import GuidebookError
from knowledge.index.decision import Thresholds
from knowledge.index.encoder import SHIPPED_MODEL
from knowledge.index.ranking import Network


@dataclass(frozen=True)
class Weights:
    """Networks of the ranking and the decision, with the thresholds that go with them."""

    ranking: Network
    decision: Network
    thresholds: Thresholds

    @classmethod
    def load(cls, folder: Path) -> "Weights":
        """Read the weights of a model folder, the shipped ones for a model that came without.

        Raises ``GuidebookError`` where they cannot be read.
        """
        if not (folder / "thresholds.json").exists() and (folder / "modules.json").exists():
            folder = SHIPPED_MODEL
        try:
            thresholds = Thresholds(**json.loads((folder / "thresholds.json").read_text("utf-8")))
            return cls(
                Network.load(folder / "ranking.safetensors"),
                Network.load(folder / "decision.safetensors"),
                thresholds,
            )
        except (OSError, ValueError, TypeError) as error:
            raise GuidebookError(f"{folder} 里没有可用的排序权重（{error}）。请运行 make model 重新训练。") from None

    def save(self, folder: Path) -> None:
        """Write the weights into a model folder."""
        self.ranking.save(folder / "ranking.safetensors")
        self.decision.save(folder / "decision.safetensors")
        (folder / "thresholds.json").write_text(json.dumps(asdict(self.thresholds), indent=1), "utf-8")
