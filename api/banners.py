"""Notices of the centre in every answer: which of them concern it, and what they say."""

import logging
from datetime import datetime

from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.services import Services
from knowledge.guidebook import CITY, Guidebook

_LOG = logging.getLogger("yizhan.banners")


class BannerShown(BaseModel):
    """One notice of the centre, as it stands before an answer."""

    words: str
    window: str | None = Field(default=None, description="只关这个窗口；空为全部")
    until: datetime | None = None


async def banners_for(having: Services, book: Guidebook, subject: str, division: str | None) -> tuple[BannerShown, ...]:
    """Return the banners that hold now for a subject in a division, oldest first.

    One of a window stands in the answers about its items (and about life events with such an item); one of a division
    in the answers for it and in those where no division was named. While the store is away there are none.
    """
    try:
        showing = await run_in_threadpool(having.store.banners.showing, having.now())
    except SQLAlchemyError as error:
        _LOG.warning("banners not read: %s", type(error).__name__)
        return ()
    windows = windows_of(book, subject)
    return tuple(
        BannerShown(words=banner.words, window=banner.window, until=banner.ends_at)
        for banner in showing.values()
        if (banner.window is None or banner.window in windows)
        and (banner.division_code is None or division in (banner.division_code, None, CITY))
    )


def windows_of(book: Guidebook, subject: str) -> set[str]:
    """Return the counters that an item or a life event leads to."""
    event = book.life_events.get(subject)
    ids = event.item_ids if event else (subject,)
    return {book.items[item_id].window for item_id in ids if item_id in book.items}
