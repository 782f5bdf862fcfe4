"""Papers of several items merged: what is shown serves all, what a window keeps is needed once for each.

The record tells which is which: copies (``copies``) are kept; an original is shown and goes home with the person,
unless the applicant writes it for one application (a form, a letter of authorisation, a photograph:
``lexicon/handed_in.txt``) and the notes do not say that it is given back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from knowledge.schema import Material, MaterialSource, ServiceItem, Submission
from knowledge.wording import counts_text, material_key, reason_text

_STRICTNESS = (Submission.REQUIRED, Submission.COMMITMENT, Submission.DEFERRABLE, Submission.WAIVED)
_GIVEN_BACK = ("还给您", "核对原件", "原件核对", "看原件", "不收走")
_HANDED_IN = Path(__file__).parent / "lexicon" / "handed_in.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A material as one item asks for it; ``only_if`` in words, empty where it always does."""

    item: ServiceItem
    material: Material
    only_if: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedMaterial:
    """One paper of several items: brought once, whatever number of items it serves."""

    number: int
    name: str
    counts: str
    submission: Submission
    reason: str | None
    serves: tuple[str, ...]
    only_if: tuple[str, ...]  # in words; empty: everybody brings it
    original: int = 0
    copies: int = 0
    kept: bool = False  # each window keeps its own original
    item_ids: tuple[str, ...] = ()  # of those it serves
    obtained_by: tuple[str, ...] = ()  # ids of the items that issue it
    notes: tuple[str, ...] = ()


def merge(uses: Iterable[Use]) -> tuple[MergedMaterial, ...]:
    """Merge equal papers of equal people, in the order of their first use; the strictest way of handing in wins."""
    found: dict[str, list[Use]] = {}
    for use in uses:
        found.setdefault(material_key(use.material), []).append(use)
    return tuple(_merged(number, name, same) for number, (name, same) in enumerate(found.items(), 1))


def is_kept(material: Material) -> bool:
    """Say whether each window keeps its own original, as it does of forms, letters and photographs."""
    if material.source is not MaterialSource.APPLICANT or material.issuer:
        return False
    given_back = any(words in (material.notes or "") for words in _GIVEN_BACK)
    return not given_back and any(word in material.name for word in _written_for_one_application())


@cache
def _written_for_one_application() -> tuple[str, ...]:
    return tuple(_HANDED_IN.read_text("utf-8").split())


def _merged(number: int, name: str, uses: list[Use]) -> MergedMaterial:
    leading = min((use.material for use in uses), key=lambda material: _STRICTNESS.index(material.submission))
    original, copies = _counts([use for use in uses if use.material.submission is not Submission.WAIVED])
    same = (original, copies) == (leading.original, leading.copies)
    return MergedMaterial(
        number=number,
        name=name,
        counts=counts_text(leading if same else replace(leading, original=original, copies=copies)),
        submission=leading.submission,
        reason=reason_text(leading),
        serves=tuple(dict.fromkeys(use.item.name for use in uses)),
        only_if=() if any(not use.only_if for use in uses) else tuple(dict.fromkeys(use.only_if for use in uses)),
        original=original,
        copies=copies,
        kept=any(is_kept(use.material) for use in uses),
        item_ids=tuple(dict.fromkeys(use.item.id for use in uses)),
        obtained_by=tuple(dict.fromkeys(use.material.obtained_by for use in uses if use.material.obtained_by)),
        notes=tuple(dict.fromkeys(use.material.notes for use in uses if use.material.notes)),
    )


def _counts(uses: list[Use]) -> tuple[int, int]:
    """Add up over the items; of one item's alternatives (别的情形) only the largest count is ever needed."""
    shown, kept, copies = 0, dict[str, int](), dict[str, int]()
    for use in uses:
        material, item_id = use.material, use.item.id
        copies[item_id] = max(copies.get(item_id, 0), material.copies)
        if is_kept(material):
            kept[item_id] = max(kept.get(item_id, 0), material.original)
        else:
            shown = max(shown, material.original)
    return max(shown, sum(kept.values())), sum(copies.values())
