"""What a slip says, line by line, before anything is drawn: PDF, DOCX, text and picture all draw a ``Sheet``."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from api.slips.words import WORDS, day
from knowledge.notices import ChosenCircumstance, MaterialLine, OneTimeNotice
from knowledge.places import Place
from knowledge.schema import LegalBasis, MaterialSource, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One numbered material: what it is, how many, and what to mind."""

    number: int
    name: str
    counts: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line with a label before it (empty: none)."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A titled group of rows."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything on a slip, in reading order; no part of it is empty words."""

    kind: str
    name: str
    summary: str
    facts: tuple[Row, ...]
    warning: Part | None  # what has changed since it was told
    total: str
    to_bring: tuple[Paper, ...]
    waived: tuple[Paper, ...]
    parts: tuple[Part, ...]
    source: str
    sample: str | None
    told_on: date
    code: str | None = None  # grouped for reading aloud
    address: str | None = None

    def lines(self) -> tuple[str, ...]:
        """All of its texts in reading order."""
        papers = [text for p in (*self.to_bring, *self.waived) for text in (p.name, p.counts, *p.remarks)]
        parts = [text for part in self.parts for text in (part.title, *_texts(part.rows))]
        warning = (self.warning.title, *_texts(self.warning.rows)) if self.warning else ()
        found = (self.kind, self.name, self.summary, *_texts(self.facts), *warning, self.total, *papers, *parts)
        return tuple(text for text in (*found, self.source, self.sample, self.code, self.address) if text)


def _texts(rows: tuple[Row, ...]) -> list[str]:
    return [text for row in rows for text in (row.label, row.text) if text]


def sheet_of(notice: OneTimeNotice, told_on: date, *, code: str | None = None, address: str | None = None) -> Sheet:
    """Lay out a notice that was told on a day; ``code`` and ``address`` reopen it."""
    return Sheet(
        kind=WORDS.slip,
        name=plain(notice.item_name),
        summary=plain(notice.summary),
        facts=_facts(notice, told_on),
        warning=None,
        total=plain(notice.total_text),
        to_bring=tuple(_paper(m) for m in notice.materials if m.submission is not Submission.WAIVED),
        waived=tuple(_paper(m) for m in notice.materials if m.submission is Submission.WAIVED),
        parts=tuple(part for part in _parts(notice) if part.rows),
        source=WORDS.source.format(version=notice.source.version, day=day(notice.source.as_of)),
        sample=WORDS.sample if notice.source.sample else None,
        told_on=told_on,
        code=code,
        address=address,
    )


def with_changes(sheet: Sheet, title: str, changes: tuple[str, ...]) -> Sheet:
    """Put what has changed since the telling at the head of the sheet."""
    return replace(sheet, warning=Part(title=plain(title), rows=_rows(changes)))


def with_banners(sheet: Sheet, words: tuple[str, ...]) -> Sheet:
    """Put the notices of the centre before the other parts; the sheet as it is where there are none."""
    return replace(sheet, parts=(Part(title=WORDS.banners, rows=_rows(words)), *sheet.parts)) if words else sheet


def plain(text: str) -> str:
    """Return ``text`` without what cannot be seen: controls, bidirectional overrides, lone surrogates, line breaks.

    Such characters let a printed line differ from the one in the record, and no file format takes all of them.
    """
    seen = (" " if character.isspace() else character for character in text)
    return " ".join("".join(c for c in seen if not unicodedata.category(c).startswith("C")).split())


def _facts(notice: OneTimeNotice, told_on: date) -> tuple[Row, ...]:
    here = "；".join(_circumstance(circumstance) for circumstance in notice.circumstances)
    rows = (
        (WORDS.where, f"{notice.division_name} · {notice.window}窗口"),
        (WORDS.circumstances, here),
        (WORDS.told_on, day(told_on)),
    )
    return tuple(Row(label=label, text=plain(text)) for label, text in rows if text)


def _circumstance(circumstance: ChosenCircumstance) -> str:
    assumed = WORDS.assumed if circumstance.assumed else ""
    return f"{circumstance.question.rstrip('？?')}：{circumstance.label}{assumed}"


def _paper(line: MaterialLine) -> Paper:
    remarks = (line.reason, _origin(line), line.notes)
    return Paper(
        number=line.number,
        name=plain(f"{line.name}（{line.of}）" if line.of else line.name),
        counts=plain(line.counts),
        remarks=tuple(plain(remark).rstrip("。") for remark in remarks if remark),
    )


def _origin(line: MaterialLine) -> str:
    own = WORDS.own if line.source == MaterialSource.APPLICANT and line.submission is not Submission.WAIVED else ""
    made_by = WORDS.issuer.format(line.issuer.removesuffix("出具")) if line.issuer else own
    return "，".join(part for part in (made_by, "" if line.format == "纸质" else line.format) if part)


def _parts(notice: OneTimeNotice) -> tuple[Part, ...]:
    proxy = notice.proxy.removeprefix(f"{WORDS.proxy}：")
    less = (Row(label=WORDS.trips, text=plain(notice.trips)), *_labelled(notice.ways))
    return (
        Part(title=WORDS.place, rows=_places(notice.places)),
        Part(title=WORDS.time, rows=_rows(notice.times)),
        Part(title=WORDS.fee, rows=_rows(notice.fees)),
        Part(title=WORDS.less, rows=(*less, Row(label=WORDS.proxy, text=plain(proxy)))),
        Part(title=WORDS.conditions, rows=_rows(notice.conditions)),
        Part(title=WORDS.steps, rows=_labelled(notice.steps)),
        Part(title=WORDS.results, rows=_rows(notice.results)),
        Part(title=WORDS.otherwise, rows=_rows(_offers(notice))),
        Part(title=WORDS.differs, rows=_rows(("；".join(notice.differs),) if notice.differs else ())),
        Part(title=WORDS.basis, rows=_rows(("；".join(map(_law, notice.source.legal_basis)),))),
    )


def _offers(notice: OneTimeNotice) -> tuple[str, ...]:
    """What would change where nobody asked and the usual was taken; what the person said themselves is settled."""
    assumed = {circumstance.id for circumstance in notice.circumstances if circumstance.assumed}
    return tuple(difference.text for difference in notice.differences if difference.circumstance_id in assumed)


def _rows(texts: tuple[str, ...]) -> tuple[Row, ...]:
    return tuple(Row(label="", text=plain(text)) for text in texts if text)


def _labelled(texts: tuple[str, ...]) -> tuple[Row, ...]:
    """Lines that name themselves: 「网上：全程网办」."""
    found = []
    for text in texts:
        label, colon, rest = plain(text).partition("：")
        found.append(Row(label=label, text=rest) if colon else Row(label="", text=label))
    return tuple(found)


def _places(places: tuple[Place, ...]) -> tuple[Row, ...]:
    """Each place with its particulars; those that all places share are said once, at the end."""
    rows: list[tuple[str, str]] = []
    for number, place in enumerate(places, 1):
        rows.append((WORDS.window, f"{place.division} · {place.name}" + (f"（{place.note}）" if place.note else "")))
        if number == len(places) or _particulars(place) != _particulars(places[number]):
            rows += zip((WORDS.address, WORDS.hours, WORDS.phone), _particulars(place), strict=True)
    return tuple(Row(label=label, text=plain(text)) for label, text in rows)


def _particulars(place: Place) -> tuple[str, str, str]:
    return place.address, place.hours, place.phone


def _law(law: LegalBasis) -> str:
    name = law.name if law.name.startswith("《") else f"《{law.name}》"
    return name + (law.article or "")
