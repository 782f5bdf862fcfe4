"""Slips that were told: kept under a short code, and reopened as they were, with what has changed since."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.publications import Publications
from api.slips.content import Sheet, sheet_of, with_changes
from api.slips.words import WORDS, day
from knowledge.errors import GuidebookError, UnknownReference
from knowledge.guidebook import Guidebook
from knowledge.materials import reference, settle
from knowledge.notices import NoticeReply, NoticeStatus, OneTimeNotice, answer, chosen_from
from knowledge.publishing import NoticeChanges, UnknownVersion, compare_notice
from store.codes import grouped, read_code
from store.told import Told, ToldNotices

_LOG = logging.getLogger("yizhan.slips")


class CodeRefused(Exception):
    """A code that opens nothing; the text tells the person what to do instead."""


class NotTellable(Exception):
    """There is no notice to put on a slip; the text is the question or the reason for the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """A slip found by its code: the notice as it was told or, where that version is gone, today's."""

    code: str
    told: Told
    notice: OneTimeNotice | None
    as_told: bool
    since: date | None = None
    changes: tuple[str, ...] = ()
    now: NoticeReply | None = None  # today's answer, where it differs or takes the place of the one told

    @property
    def holds(self) -> bool:
        """Whether it was told like this and still is."""
        return self.as_told and not self.changes

    @property
    def text(self) -> str:
        """How the slip stands today, in one line for a person."""
        if self.holds:
            return WORDS.holds
        if not self.as_told:
            return WORDS.gone_but_now if self.notice else WORDS.gone
        return WORDS.changed_since.format(day(self.since)) if self.since else WORDS.changed

    def sheet(self, address: str) -> Sheet | None:
        """Return what is drawn of it; ``None`` where there is no notice to draw."""
        if self.notice is None:
            return None
        sheet = sheet_of(self.notice, self.told.told_on, code=grouped(self.code), address=address)
        return sheet if self.holds else with_changes(sheet, self.text, self.changes)


class Slips:
    """Tells and reopens slips. Its methods block (store, library): call them in a thread."""

    def __init__(self, told: ToldNotices, publications: Publications) -> None:
        self._told, self._publications = told, publications

    def tell(
        self,
        item_id: str,
        division_code: str | None,
        circumstances: Mapping[str, str],
        today: date,
        version: str | None = None,
    ) -> str:
        """Keep a notice and return its code; ``version`` is the one in which the person saw it, by default today's.

        Raises ``UnknownReference``, and ``NotTellable`` while a circumstance is open or the item cannot be had.
        """
        book = self._publications.on(today).guidebook
        if version is not None and version != book.version:
            book = self._publications.guidebook(version).on(today)
        item = book.item(item_id)
        chosen = chosen_from(item, circumstances)
        reply = answer(book, item_id, chosen, division_code)
        if reply.notice is None:
            raise NotTellable(_why_not(reply))
        settled = settle(item, chosen)  # an answer to a question that does not arise makes no other slip
        kept = {key: option for key, option in circumstances.items() if reference(key, option) in settled}
        return self._told.keep(
            Told(
                guidebook_version=book.version,
                item_id=item.id,
                division_code=reply.notice.division_code,
                chosen=kept,
                told_on=today,
            )
        )

    def reopen(self, typed: str, today: date) -> Reopened:
        """Find a slip by its code as it was typed; raises ``CodeRefused``."""
        code = read_code(typed)
        if code is None:
            raise CodeRefused(WORDS.mistyped)
        told = self._told.find(code)
        if told is None:
            raise CodeRefused(WORDS.unknown_code)
        now_from = self._publications.on(today).guidebook
        try:
            told_from = self._publications.guidebook(told.guidebook_version).on(told.told_on)
        except (UnknownVersion, GuidebookError) as error:
            _LOG.warning("slip %s: version %s cannot be shown: %s", code, told.guidebook_version, error)
            return _todays(code, told, now_from)
        chosen = _chosen(told)
        notice = answer(told_from, told.item_id, chosen, told.division_code).notice
        changes: NoticeChanges = compare_notice(
            told_from, now_from, told.item_id, told.division_code, chosen, told_on=told.told_on, today=today
        )
        now = None if changes.holds else changes.now
        return Reopened(
            code=code, told=told, notice=notice, as_told=True, since=changes.since, changes=changes.lines, now=now
        )


def _todays(code: str, told: Told, book: Guidebook) -> Reopened:
    division = told.division_code if told.division_code in book.divisions else None
    try:
        now = answer(book, told.item_id, _chosen(told), division)
    except UnknownReference:
        return Reopened(code=code, told=told, notice=None, as_told=False)
    return Reopened(code=code, told=told, notice=now.notice, as_told=False, now=now)


def _chosen(told: Told) -> frozenset[str]:
    return frozenset(reference(key, option) for key, option in told.chosen.items())


def _why_not(reply: NoticeReply) -> str:
    if reply.status is NoticeStatus.CLARIFICATION and reply.question is not None:
        return WORDS.asked_first.format(reply.question.question)
    return reply.text or WORDS.gone
