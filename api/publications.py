"""The guidebook that is being served: one reference to one whole version, swapped when another is published."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock

from api.settings import Settings
from knowledge.errors import GuidebookError
from knowledge.guidebook import Guidebook, load_guidebook
from knowledge.index.encoder import SHIPPED_MODEL
from knowledge.index.search import Searcher
from knowledge.publishing import Library, UnknownVersion

_LOG = logging.getLogger("yizhan.publications")
LOOK_SECONDS = 1.0  # a look costs one listing of a small folder
KEPT = 2  # versions kept whole beside the one in use, for the turns that began under them


@dataclass(frozen=True)
class Published:
    """One version of the guidebook with its search; whoever holds it sees nothing of another one."""

    guidebook: Guidebook
    searcher: Searcher

    @property
    def version(self) -> str:
        """The id under which this version is found again."""
        return self.guidebook.version


def load_published(settings: Settings) -> Published:
    """Load what is in use: the library's current version, or the guidebook folder while nothing was published.

    Raises ``GuidebookError`` with the remedy.
    """
    library = Library(settings.library)
    switch = library.in_use()
    if switch is not None:
        return _load(library, switch.version, settings.model)
    guidebook = load_guidebook(settings.guidebook)
    return Published(guidebook, Searcher.load(guidebook, settings.guidebook, settings.index, settings.model))


def _load(library: Library, version_id: str, model: Path) -> Published:
    version, guidebook = library.version(version_id), library.guidebook(version_id)
    return Published(guidebook, Searcher.load(guidebook, version.guidebook_folder, version.index_folder, model))


class Publications:
    """Holds the version in use and the last few before it; follows the library, where there is one."""

    def __init__(self, first: Published, library: Library | None = None, model: Path = SHIPPED_MODEL) -> None:
        self._library, self._model = library, model
        self._kept: tuple[Published, ...] = (first,)  # the one in use first; replaced whole, never changed in place
        self._today: tuple[Published, Published] = (first, first)
        self._refused = ""  # the version that could not be loaded: told once, not every second
        self._loading = Lock()

    @classmethod
    def open(cls, settings: Settings) -> "Publications":
        """Load what is in use; raises ``GuidebookError`` with the remedy."""
        return cls(load_published(settings), Library(settings.library), settings.model)

    def on(self, day: date) -> Published:
        """Return the version in use with the records in force on ``day``."""
        current = self._kept[0]
        asked, view = self._today
        if asked is not current or view.guidebook.day != day:
            view = replace(current, guidebook=current.guidebook.on(day))
            self._today = (current, view)
        return view

    def pinned(self, version_id: object, day: date) -> Published:
        """Return the version under which a turn began; the one in use where that is gone or none was named."""
        for published in self._kept[1:]:
            if published.version == version_id:
                return replace(published, guidebook=published.guidebook.on(day))
        return self.on(day)

    def guidebook(self, version_id: str) -> Guidebook:
        """Return the records of any version; raises ``UnknownVersion`` where it is not kept (any more)."""
        for published in self._kept:
            if published.version == version_id:
                return published.guidebook
        if self._library is None:
            raise UnknownVersion(version_id)
        return self._library.guidebook(version_id)

    def refresh(self) -> bool:
        """Take up a newly published version; ``True`` when there was one. Blocks while it is loaded.

        A version that cannot be loaded is told in the log, and the one in use stays.
        """
        if self._library is None:
            return False
        with self._loading:
            switch = self._library.in_use()
            if switch is None or switch.version in (self._kept[0].version, self._refused):
                return False
            try:
                fresh = self._held(switch.version) or _load(self._library, switch.version, self._model)
            except GuidebookError as error:
                self._refused = switch.version
                _LOG.error("version %s cannot be used, %s stays: %s", switch.version, self._kept[0].version, error)
                return False
            others = tuple(published for published in self._kept if published is not fresh)
            self._kept, self._refused = (fresh, *others[:KEPT]), ""
            _LOG.info("now using version %s", fresh.version)
            return True

    def _held(self, version_id: str) -> Published | None:
        return next((published for published in self._kept if published.version == version_id), None)

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Look for a new version every second, in a thread, as long as the context lasts."""
        watching = asyncio.create_task(self._watch()) if self._library is not None else None
        try:
            yield
        finally:
            if watching is not None:
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await asyncio.to_thread(self.refresh)
            except Exception:
                _LOG.exception("the library cannot be looked into")
