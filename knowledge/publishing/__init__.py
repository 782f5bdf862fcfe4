"""Publishing: draft → checks → golden questions → an immutable version of the library → one switch.

``library`` keeps the versions, ``publish`` lets a draft in, ``changes`` says what differs between two of them.
"""

from knowledge.publishing.changes import Change, ItemChanges, compare
from knowledge.publishing.library import Library, Switch, UnknownVersion, Version
from knowledge.publishing.notice_changes import NoticeChanges, compare_notice

__all__ = [
    "Change",
    "ItemChanges",
    "Library",
    "NoticeChanges",
    "Switch",
    "UnknownVersion",
    "Version",
    "compare",
    "compare_notice",
]
