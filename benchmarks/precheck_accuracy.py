"""How well papers in words are understood: ``python -m benchmarks.precheck_accuracy [dialogues] [seed]``.

Dialogues with planted gaps over the sample, generated from the names of records and of the lexicon: they measure the
reading of sentences, not how many names the lexicon knows; ``tests/plans/spoken.tsv`` holds sentences written by hand.
"""

import sys

from knowledge.guidebook import load_guidebook
from knowledge.precheck import precheck
from tests.plans.conftest import DAY
from tests.plans.dialogues import dialogues

DIALOGUES, SEED = 1000, 2026


def main(count: int, seed: int) -> None:
    guidebook = load_guidebook().on(DAY)
    exact = held = ordered = 0
    for dialogue in dialogues(guidebook, count, seed):
        found = precheck(guidebook, dialogue.item_id, dialogue.chosen, words=dialogue.words).precheck
        assert found is not None
        missing = [line.number for line in found.missing]
        exact += set(missing) == dialogue.missing
        held += bool(dialogue.missing & {line.number for line in (*found.held, *found.to_copy)})
        ordered += all(set(line.after) <= set(missing[:place]) for place, line in enumerate(found.missing))
    print(
        f"{count} dialogues: missing set exact {exact / count:.2%}, a missing paper taken for held {held / count:.2%}, "
        f"order valid {ordered / count:.2%}"
    )


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*given, *(DIALOGUES, SEED)[len(given) :])
