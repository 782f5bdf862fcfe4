"""What an operator decides about questions, put into the draft and noted in the store."""

from collections.abc import Sequence
from enum import StrEnum

from api.operator.draft import DraftFolder, Filed, teachable
from store.asked import AskedState
from store.store import Store


class Decision(StrEnum):
    """What becomes of questions."""

    ATTACH = "attach"  # they become questions of an item
    OUT_OF_SCOPE = "out_of_scope"  # no item answers them
    DISMISS = "dismiss"  # nothing to learn


_STATES = {
    Decision.ATTACH: AskedState.ATTACHED,
    Decision.OUT_OF_SCOPE: AskedState.OUT_OF_SCOPE,
    Decision.DISMISS: AskedState.DISMISSED,
}


def settle(
    store: Store,
    draft: DraftFolder,
    ids: Sequence[int],
    decision: Decision,
    *,
    by: str,
    subject_id: str | None = None,
    golden: bool = False,
) -> tuple[int, Filed]:
    """File questions in the draft and settle them; those that stand under another item stay open.

    Returns how many were settled; raises ``UnknownReference`` for a subject that the draft does not have.
    """
    questions = store.asked.with_ids(ids)
    words = [question.words for question in questions]
    filed = Filed()
    if decision is Decision.ATTACH:
        filed = draft.file(subject_id or "", words, golden)
    elif decision is Decision.OUT_OF_SCOPE:
        filed = draft.out_of_scope(words)
    refused = {draft_line for draft_line, _ in filed.elsewhere}
    settled = [question.id for question in questions if teachable(question.words) not in refused]
    return store.asked.settle(settled, _STATES[decision], by, subject_id), filed


def told(settled: int, filed: Filed, names: dict[str, str]) -> str:
    """Say in one sentence what was done; ``names`` are those of the items by id."""
    parts = [f"处理了 {settled} 句"]
    if filed.added:
        parts.append(f"其中 {len(filed.added)} 句写进草稿")
    if filed.already:
        parts.append(f"{len(filed.already)} 句原来就有")
    if filed.too_short:
        parts.append(f"{len(filed.too_short)} 句去掉个人信息后太短，没有写进草稿")
    others = [f"“{question}”已经在“{names.get(owner, owner)}”里" for question, owner in filed.elsewhere]
    return "，".join(parts) + "。" + (f"没有处理：{'；'.join(others)}。" if others else "")
