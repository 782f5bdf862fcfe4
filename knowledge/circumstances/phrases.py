"""Answers that people give (``answers/*.yaml`` of a guidebook): for each option, and such as decide nothing.

A file holds ``item: circumstance: option: [answers]``; ``_unclear`` lists answers that fit no option. ``_shared.yaml``
holds, without the item, circumstances that mean the same in many items (who goes, whose car).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.circumstances.listed import mentioned
from knowledge.errors import GuidebookError
from knowledge.schema import Circumstance, ServiceItem

UNDECIDED = "_unclear"
SHARED = "_shared"


@dataclass(frozen=True, eq=False)
class Phrases:
    """Answers for each option of one circumstance; ``undecided`` ones decide nothing."""

    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Answers:
    """The phrases of a whole guidebook."""

    own: Mapping[tuple[str, str], Phrases] = field(default_factory=dict)
    shared: Mapping[str, Phrases] = field(default_factory=dict)

    def of(self, item: ServiceItem, circumstance: Circumstance) -> Phrases:
        """Return the phrases of an item's circumstance: its own, or shared ones for the same options.

        The matter's names join the answers that decide nothing: who is asked 「驾照丢了还是坏了」 and says 「补驾照」
        has only said the matter again.
        """
        own = self.own.get((item.id, circumstance.id))
        if own is not None:
            return _with_names(own, circumstance, item.common_names)
        shared = self.shared.get(circumstance.id)
        same = shared is not None and {option.id for option in circumstance.options} == set(shared.options)
        return shared if shared is not None and same else NO_PHRASES


@lru_cache(maxsize=4096)
def _with_names(phrases: Phrases, circumstance: Circumstance, names: tuple[str, ...]) -> Phrases:
    silent = tuple(name for name in names if mentioned(circumstance, name) is None)
    return replace(phrases, undecided=(*phrases.undecided, *silent))


NO_PHRASES = Phrases()


def load_answers(folder: Path) -> Answers:
    """Read all ``*.yaml`` of ``folder``; none where there is no such folder. Raises ``GuidebookError``."""
    own: dict[tuple[str, str], Phrases] = {}
    shared: dict[str, Phrases] = {}
    for path in sorted(folder.glob("*.yaml")):
        listed = _read(path)
        if path.stem == SHARED:
            shared = {circumstance_id: _phrases(options) for circumstance_id, options in listed.items()}
            continue
        for item_id, circumstances in listed.items():
            own |= {(item_id, circumstance_id): _phrases(found) for circumstance_id, found in circumstances.items()}
    return Answers(own, shared)


def _phrases(listed: Any) -> Phrases:
    return Phrases(
        {option_id: tuple(answers) for option_id, answers in listed.items() if option_id != UNDECIDED},
        tuple(listed.get(UNDECIDED, ())),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        # Every scalar stays text: an option called ``no`` and the answer 「2020」 are words here.
        listed = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - builds plain text only
        checked: dict[str, Any] = _mapping(listed, 1 if path.stem == SHARED else 2)
    except (OSError, UnicodeError, yaml.YAMLError, TypeError) as error:
        raise GuidebookError(f"{path} 读不了：{error}。请按“事项、情形、选项、说法”四层来写。") from None
    return checked


def _mapping(listed: Any, depth: int) -> Any:
    """Check ``depth`` mappings above the lists of answers; raises ``TypeError`` with what is wrong."""
    if not isinstance(listed, dict):
        raise TypeError(f"“{str(listed)[:20]}”下面应当分项")
    for key, below in listed.items():
        if depth:
            _mapping(below, depth - 1)
        elif not isinstance(below, list) or not all(isinstance(answer, str) for answer in below):
            raise TypeError(f"“{key}”应当是一列说法")
    return listed
