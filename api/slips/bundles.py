"""A life event (一件事) on paper: its items in order and all their materials, brought once."""

from datetime import date

from api.slips.content import Paper, Part, Row, Sheet, plain
from api.slips.words import WORDS, day
from knowledge.life_events import Bundle, BundleStep
from knowledge.merging import MergedMaterial
from knowledge.schema import Submission


def sheet_of_bundle(bundle: Bundle, told_on: date) -> Sheet:
    """Lay out a life event. It has no code: its list does not hang on answers, so nothing is to be found again."""
    parts = (
        Part(title=WORDS.items, rows=tuple(_step(step) for step in bundle.steps)),
        Part(title=WORDS.notes, rows=tuple(Row(label="", text=plain(note)) for note in bundle.notes)),
    )
    return Sheet(
        kind=WORDS.bundle,
        name=plain(bundle.name),
        summary=plain(bundle.summary),
        facts=(Row(label=WORDS.told_on, text=day(told_on)),),
        warning=None,
        total=plain(bundle.total_text),
        to_bring=tuple(_paper(m) for m in bundle.materials if m.submission is not Submission.WAIVED),
        waived=tuple(_paper(m) for m in bundle.materials if m.submission is Submission.WAIVED),
        parts=tuple(part for part in parts if part.rows),
        source=WORDS.source.format(version=bundle.version, day=day(date.fromisoformat(bundle.as_of))),
        sample=WORDS.sample if bundle.sample else None,
        told_on=told_on,
    )


def _step(step: BundleStep) -> Row:
    only_if = f"（{WORDS.only_if.format(step.only_if)}）" if step.only_if else ""
    return Row(label=WORDS.stage.format(step.stage), text=plain(f"{step.item_name}（{step.window}窗口）{only_if}"))


def _paper(material: MergedMaterial) -> Paper:
    only_if = WORDS.only_if.format("；或".join(material.only_if)) if material.only_if else None
    remarks = (only_if, material.reason, WORDS.serves.format("、".join(material.serves)))
    return Paper(
        number=material.number,
        name=plain(material.name),
        counts=plain(material.counts),
        remarks=tuple(plain(remark) for remark in remarks if remark),
    )
