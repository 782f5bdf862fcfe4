"""The library (版本库): every published version of the guidebook, and which of them is in use.

On disk::

    versions/20261122-1/manifest.json   who, when, why, hash of the records
    versions/20261122-1/guidebook/      records and questions, never changed again
    versions/20261122-1/index/          made of them
    switches/000001.json                one file for each time a version was put into use; the last one holds

A version is put together in ``coming/`` and renamed into place whole; putting it into use is one more rename.
Whatever moment the process is killed at, the library opens as before or as after, and the next publishing clears
what was left in ``coming/``.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from knowledge.errors import GuidebookError, UnknownReference
from knowledge.guidebook import Guidebook, fingerprint, load_guidebook
from knowledge.open_now import beijing_now

LIBRARY = Path(".run") / "library"
KEPT_LOADED = 4  # versions in memory, about 40 MB each: the one in use, and those that slips of last week refer to


class UnknownVersion(UnknownReference):
    """A version that the library does not hold (any more)."""

    def __init__(self, version_id: str) -> None:
        super().__init__("指南版本", version_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is recorded of a version when it is published; never changed afterwards."""

    id: str  # day and number of that day: 20261122-1
    created_at: str  # ISO 8601, Beijing time
    who: str
    note: str
    sha256: str  # of all records
    items: int
    life_events: int
    override: str | None = None  # why it was published although golden questions lost their item
    lost: tuple[str, ...] = ()  # those questions: 「事项编号 问句」


@dataclass(frozen=True, slots=True)
class Version:
    """One published version and where it lies."""

    manifest: Manifest
    folder: Path

    @property
    def id(self) -> str:
        """Day and number of that day."""
        return self.manifest.id

    @property
    def guidebook_folder(self) -> Path:
        """Its records and questions."""
        return self.folder / "guidebook"

    @property
    def index_folder(self) -> Path:
        """Its search index; may be built again when the search model changes."""
        return self.folder / "index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One time that a version was put into use: by publishing it or by going back to it."""

    version: str
    at: str  # ISO 8601, Beijing time
    who: str
    reason: str

    @property
    def day(self) -> date:
        """The day in Beijing."""
        return datetime.fromisoformat(self.at).date()


class Library:
    """All published versions in one folder; safe to read by many processes while one publishes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._versions, self._switches = folder / "versions", folder / "switches"
        self.coming = folder / "coming"  # what a publishing process is putting together
        self._load = lru_cache(maxsize=KEPT_LOADED)(self._read)

    def current(self) -> Version | None:
        """Return the version in use; ``None`` while nothing was ever published."""
        switch = self.in_use()
        return self.version(switch.version) if switch else None

    def in_use(self) -> Switch | None:
        """Return the last switch; one look into one small folder, cheap enough to be asked every second."""
        names = sorted(path.name for path in self._switches.glob("*.json"))
        return _read_switch(self._switches / names[-1]) if names else None

    def switches(self) -> list[Switch]:
        """Return every switch, oldest first."""
        return [_read_switch(path) for path in sorted(self._switches.glob("*.json"))]

    def version(self, version_id: str) -> Version:
        """Return a version; raises ``UnknownVersion``."""
        folder = self._versions / Path(version_id).name
        if version_id != folder.name or not (folder / "manifest.json").is_file():
            raise UnknownVersion(version_id)
        return Version(_read_manifest(folder / "manifest.json"), folder)

    def versions(self) -> list[Version]:
        """Return every version, oldest first."""
        found = [self.version(path.parent.name) for path in self._versions.glob("*/manifest.json")]
        return sorted(found, key=lambda version: _order(version.id))

    def guidebook(self, version_id: str) -> Guidebook:
        """Return the records of a version as they were published; the last few stay loaded.

        Raises ``UnknownVersion``, and ``GuidebookError`` for a version whose files were changed afterwards.
        """
        return self._load(version_id)

    def _read(self, version_id: str) -> Guidebook:
        version = self.version(version_id)
        if fingerprint(version.guidebook_folder) != version.manifest.sha256:
            raise GuidebookError(
                f"版本 {version_id} 的文件在发布以后被改动过：{version.folder}。"
                "请从备份恢复这个目录，或用 python -m knowledge restore 换回别的版本。"
            )
        since = next((switch.day for switch in self.switches() if switch.version == version_id), None)
        return replace(load_guidebook(version.guidebook_folder), version=version_id, since=since)

    def restore(self, version_id: str, *, who: str, reason: str) -> Switch:
        """Put a version of before into use again; raises ``UnknownVersion``."""
        self.version(version_id)
        with self.alone():
            return self.switch_to(version_id, who, reason)

    def add(self, coming: Path, manifest: Manifest) -> Version:
        """Take a finished folder in as a version; the caller holds ``alone``."""
        _write(coming / "manifest.json", asdict(manifest))
        for path in coming.rglob("*"):
            _sync(path)
        self._versions.mkdir(exist_ok=True)
        coming.rename(self._versions / manifest.id)
        _sync(self._versions)
        return self.version(manifest.id)

    def switch_to(self, version_id: str, who: str, reason: str) -> Switch:
        """Put a version into use, by one rename; the caller holds ``alone``."""
        switch = Switch(version=version_id, at=stamp(), who=who, reason=reason)
        self._switches.mkdir(exist_ok=True)
        number = 1 + max((int(path.stem) for path in self._switches.glob("*.json")), default=0)
        waiting = self._switches / "coming"
        _write(waiting, asdict(switch))
        _sync(waiting)
        waiting.rename(self._switches / f"{number:06}.json")
        _sync(self._switches)
        return switch

    def next_id(self) -> str:
        """Return the id that a version published now gets."""
        day = f"{beijing_now():%Y%m%d}"
        taken = [_order(path.name)[1] for path in self._versions.glob(f"{day}-*")]
        return f"{day}-{max(taken, default=0) + 1}"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the library against other publishers, and clear what a killed one left; refuses to wait."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the kernel lets go of it with the process
            except BlockingIOError:
                raise GuidebookError("另一个人正在发布。请等他发布完再试。") from None
            shutil.rmtree(self.coming, ignore_errors=True)
            yield


def stamp() -> str:
    """Return this moment as it is recorded: ISO 8601, Beijing time, to the second."""
    return beijing_now().isoformat(timespec="seconds")


def _order(version_id: str) -> tuple[str, int]:
    day, _, number = version_id.partition("-")
    return day, int(number) if number.isdigit() else 0


def _read_manifest(path: Path) -> Manifest:
    data = json.loads(path.read_text("utf-8"))
    return Manifest(**{**data, "lost": tuple(data["lost"])})


def _read_switch(path: Path) -> Switch:
    return Switch(**json.loads(path.read_text("utf-8")))


def _write(path: Path, data: dict[str, object]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _sync(path: Path) -> None:
    """Have a file or the names in a folder reach the disk: a rename must not overtake what it names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
