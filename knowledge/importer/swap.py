"""Put a finished folder in the place of another: all of it or none, whenever the process is killed."""

import ctypes
import errno
import os
import shutil
from pathlib import Path

_AT_FDCWD = -100  # paths are relative to the working folder (linux/fcntl.h)
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2): two names change places in one step
# What a file system or a kernel answers that cannot exchange names.
_UNABLE = {errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EPERM}


def put_in_place(coming: Path, place: Path) -> None:
    """Move ``coming`` to ``place``, both on one file system; what stood there is removed afterwards."""
    former = place.with_name(f"{place.name}.former")
    if not place.exists():
        coming.rename(place)
    elif _exchange(coming, place):
        coming.rename(former)
    else:
        place.rename(former)  # between these two a killed process leaves no ``place``: ``recover`` puts it back
        coming.rename(place)
    shutil.rmtree(former, ignore_errors=True)


def recover(place: Path) -> None:
    """Undo what a killed ``put_in_place`` left half done."""
    former = place.with_name(f"{place.name}.former")
    if former.exists() and not place.exists():
        former.rename(place)
    shutil.rmtree(former, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    if libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNABLE:
        return False
    raise OSError(code, os.strerror(code), str(one))
