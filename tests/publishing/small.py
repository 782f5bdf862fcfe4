"""A guidebook small enough to be published in two seconds: a dozen items of the sample, with their questions."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import yaml

from knowledge.guidebook import SAMPLE

ITEMS = (
    "ga-birth-registration",
    "ga-id-card-renewal",
    "ga-id-card-replacement",
    "ga-household-split",
    "ga-name-change",
    "ga-passport-renewal",
    "ga-driver-license-renewal",
    "ss-company-setup",
    "ss-food-business-license",
    "yb-maternity-allowance",
    "yb-social-card-replacement",
    "zh-marriage-registration",
)
QUESTIONS = 40  # of each item; more only make the index slower


def make_small(folder: Path, items: Sequence[str] = ITEMS, most_questions: int = QUESTIONS) -> Path:
    """Write the guidebook into ``folder``, three golden questions an item."""
    for name in ("divisions.yaml", "shared_data.yaml", "about.yaml"):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLE / name, folder / name)
    golden = ["id\tquestion"]
    for item_id in items:
        (record,) = SAMPLE.glob(f"items/*/{item_id}.yaml")
        (asked,) = SAMPLE.glob(f"questions/*/{item_id}.txt")
        questions = asked.read_text("utf-8").splitlines()[:most_questions]
        for source, text in ((record, record.read_text("utf-8")), (asked, "\n".join(questions))):
            target = folder / source.relative_to(SAMPLE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        golden += [f"{item_id}\t{question}" for question in questions[1:4]]
    (folder / "golden.tsv").write_text("\n".join(golden) + "\n", "utf-8")
    return folder


def edit(folder: Path, item_id: str, before: str, after: str) -> None:
    """Replace words in the record of an item; they must stand in it."""
    (path,) = folder.glob(f"items/*/{item_id}.yaml")
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def rename_all(folder: Path, suffix: str) -> None:
    """Give every item and its first material a name that shows of which version an answer is."""
    for path in folder.glob("items/*/*.yaml"):
        record = yaml.safe_load(path.read_text("utf-8"))
        record["name"] += suffix
        for material in record["materials"]:
            material["name"] += suffix
        path.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), "utf-8")
