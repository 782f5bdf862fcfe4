"""Papers in people's words: 「身份证带了，户口本丢了，结婚证只有复印件」 read against the list of an item.

What is not clearly said to be there counts as missing, and whose paper it is counts as doubtful: a paper too many in a
bag costs nothing, a paper too few costs a trip. Names are data: ``lexicon/material_names.yaml``,
``material_owners.yaml``; the words around them: ``having_words.yaml``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml

from knowledge.notices import MaterialLine
from knowledge.paper_names import any_paper, core_name, folded_text, names_of

_LEXICON = Path(__file__).parent / "lexicon"
_ASKING = re.compile(
    r"(?:还|那|我|到底)*(?:缺|差|少|要带|要|需要|用带|用)(?:点|些|几)?(?:什么|啥|哪些|哪个|哪几|几样|多少)[^,。;!?]*"
    r"|(?:够|齐|全|行|缺|差|少)不(?:够|齐|全|行|缺|差|少)|(?:都|材料|东西)*(?:够|齐全?|全|行|可以|能办)了?(?:吗|么|没有?|嘛)(?=$|[,。;!?])"
    r"|能不能办|还(?:用|要|需要)补[^,。;!?]*"
)
_BREAKS = re.compile(r"[,。;!?:\n]+|(?=但是|但|可是|不过|只是)")
_MINE = re.compile(r"我的|我自己|本人|自己")
_SEVERAL_PEOPLE = re.compile(r"双方|两个人|两人|俩|夫妻|夫妇|我们|各自|各人|父母|大家|都|全体|所有人|我和|我跟|全家")
_OF_SEVERAL = re.compile(r"双方|和|与|及|全体|各|、|每")
_EACH_HAS_ONE = re.compile(
    r"身份证|户口簿|护照|通行证|结婚证|离婚证|居住证|驾驶证|证件|单人"
)  # unlike a contract of both
_ORIGINAL, _COPY, _ELECTRONIC = "original", "copy", "electronic"
_FORMS = {"原件": _ORIGINAL, "复印件": _COPY, "影印件": _COPY, "扫描件": _COPY, "复印的": _COPY}


class Owner(TypedDict):
    """The words of one role in records and in speech."""

    of: list[str]
    says: list[str]


class Presence(StrEnum):
    """What was said of a paper of the list."""

    HELD = "held"
    TO_COPY = "to_copy"  # the original is there, copies are still to be made
    COPY_ONLY = "copy_only"
    ELECTRONIC = "electronic"  # shown on a telephone, and the record does not say that this will do
    WHOSE = "whose"  # named, but not clearly that person's
    WHICH = "which"  # a word that several papers of the list go by
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Said:
    """What a message says of the papers of a list, by their numbers."""

    presence: dict[int, Presence]
    named: bool  # the message names papers at all, or says that all are there


@dataclass(slots=True)
class _Mention:
    """A name in the text, while its clause is read."""

    numbers: tuple[int, ...]
    doubt: Presence | None
    forms: set[str] = field(default_factory=set)
    lacking: set[str] = field(default_factory=set)
    absent: bool = False


def said_of(text: str, lines: Sequence[MaterialLine]) -> Said:
    """Read what ``text`` says of the papers in ``lines``; those it does not mention are missing."""
    reading = _Reading(lines)
    for clause in _BREAKS.split(_ASKING.sub("", folded_text(text))):
        reading.take(clause)
    return reading.finished()


def names_papers(text: str) -> bool:
    """Say whether a text names any paper at all, of whatever list."""
    return bool(any_paper().search(folded_text(text)))


def without_papers(text: str) -> str:
    """Return what is left of a text without papers, what is said of them, and the question: the matter, perhaps."""
    left = []
    for clause in _BREAKS.split(_ASKING.sub("", folded_text(text))):
        if not any_paper().search(clause) or re.match(
            r"(?:我?要|我?想|我?去|准备|打算)?(?:办|补|换|领|申请|注销|报)", clause
        ):
            left.append(clause)
    return "，".join(part for part in left if part)


class _Reading:
    """The mentions of a text, clause by clause."""

    def __init__(self, lines: Sequence[MaterialLine]) -> None:
        self._lines = {line.number: line for line in lines}
        self._by_name = names_of(lines)
        words = sorted(self._by_name, key=len, reverse=True)
        names = "|".join(map(re.escape, words)) or "(?!)"
        self._tokens = re.compile(f"(?P<name>{names})|{_having_words()}")
        self._mentions: list[_Mention] = []
        self._rest_held = False

    def take(self, clause: str) -> None:
        """Read one clause."""
        tokens = [
            (match.lastgroup or "", match[0], match.start(), match.end()) for match in self._tokens.finditer(clause)
        ]
        kinds = [kind for kind, *_ in tokens]
        if "rest" in kinds or "name" not in kinds:
            self._rest_held |= self._says_all(kinds)
        apart = "except" in kinds and not ("all" not in kinds and {"also", "and"} & set(kinds))  # 「除了…还有…」 adds
        self._rest_held |= apart
        here: list[_Mention] = []
        waiting: list[_Mention] = []  # named since the last word that says whether they are there
        prefix = "neg" if apart else ""
        for index, (kind, word, start, _) in enumerate(tokens):
            following = kinds[index + 1] if index + 1 < len(kinds) else ""
            if kind == "name":
                mention = self._mention(word, clause[tokens[index - 1][3] if index else 0 : start], clause)
                mention.absent = prefix == "neg"
                if (
                    index
                    and kinds[index - 1] == "form"
                    and _FORMS.get(tokens[index - 1][1], _ELECTRONIC) == _ELECTRONIC
                ):
                    mention.forms.add(_ELECTRONIC)
                here.append(mention)
                waiting.append(mention)
            elif kind == "form":
                self._form(word, here, kinds, index, following)
            elif kind in ("neg", "lost"):
                if kind == "neg" and "just" in kinds[:index] and word in ("缺", "差", "少"):
                    self._rest_held = True
                if following == "name" and not (kind == "lost" and waiting):
                    prefix, waiting = "neg", []
                elif kinds[index - 1] != "form" or not here:
                    everyone = not prefix or "all" in kinds[:index]
                    for mention in waiting if everyone else waiting[-1:]:
                        mention.absent = True
                    waiting = []
            elif kind == "pos":
                if following == "name" or (following == "form" and not waiting):
                    prefix = "pos"
                waiting = [] if following != "form" else waiting
        self._mentions += here

    @staticmethod
    def _says_all(kinds: list[str]) -> bool:
        return "all" in kinds and "pos" in kinds and "neg" not in kinds and "lost" not in kinds

    def _form(self, word: str, here: list[_Mention], kinds: list[str], index: int, following: str) -> None:
        """A form belongs to the paper named before it, or to the last one of the clause before."""
        form = _FORMS.get(word, _ELECTRONIC)
        if not here and following == "name":
            return  # 「电子身份证」: told when the name comes
        mention = here[-1] if here else self._mentions[-1] if self._mentions else None
        if mention is None or (form == _ELECTRONIC and following == "name"):
            return
        if following == "neg" or (index and kinds[index - 1] == "neg"):
            mention.lacking.add(form)
            if not here or not mention.forms:
                mention.forms |= {_ORIGINAL} - {form}
        else:
            mention.forms.add(form)
            if not here and "just" in kinds:
                mention.forms = {form}
                mention.absent = False

    def _mention(self, word: str, before: str, clause: str) -> _Mention:
        """Find which lines a word means, whose they are said to be, and what is doubtful about it."""
        numbers = self._by_name[word]
        if len({core_name(self._lines[number].name) for number in numbers}) > 1:
            return _Mention(numbers, Presence.WHICH)
        named = [number for number in numbers if self._names_owner(number, before)]
        if len(named) == 1:
            return _Mention((named[0],), None)
        role = next((o for o in _owners().values() if any(said in before for said in o["says"])), None)
        whose = [self._lines[n].of or "" for n in numbers]
        if role is not None:
            theirs = tuple(n for n, of in zip(numbers, whose, strict=True) if any(w in of for w in role["of"]))
            if len(theirs) == 1 and not self._needs_several(theirs[0]):
                return _Mention(theirs, None)
        else:
            agents = _owners()["代办人"]["of"]
            own = tuple(n for n, of in zip(numbers, whose, strict=True) if not any(w in of for w in agents))
            if len(numbers) == 1 or (len(own) == 1 and len(numbers) > 1):
                numbers = own if own and len(numbers) > 1 else numbers
                of = self._lines[numbers[0]].of or ""
                if not self._needs_several(numbers[0]) and not (
                    _MINE.search(before) and any(w in of for w in _not_mine())
                ):
                    return _Mention(numbers, None)
        if len(numbers) == 1 and self._needs_several(numbers[0]) and _SEVERAL_PEOPLE.search(clause):
            return _Mention(numbers, None)
        return _Mention(numbers, Presence.WHOSE)

    def _needs_several(self, number: int) -> bool:
        """Whether several people must each bring their own."""
        line = self._lines[number]
        return bool(_OF_SEVERAL.search(line.of or "") and _EACH_HAS_ONE.search(line.name))

    def _names_owner(self, number: int, before: str) -> bool:
        """Whether the record's own word for the owner stands before the paper."""
        of = folded_text(self._lines[number].of or "")
        return bool(of) and before.endswith((f"{of}的", of, f"{core_name(of)}的"))

    def finished(self) -> Said:
        """Decide for each line; the last that was said of it counts."""
        presence = dict.fromkeys(self._lines, Presence.HELD if self._rest_held else Presence.MISSING)
        for mention in self._mentions:
            for number in mention.numbers:
                said = self._presence(mention, self._lines[number])
                firm = presence[number] is not Presence.MISSING and mention.doubt is not None and not self._rest_held
                presence[number] = presence[number] if firm else said
        return Said(presence, named=bool(self._mentions) or self._rest_held)

    @staticmethod
    def _presence(mention: _Mention, line: MaterialLine) -> Presence:
        forms = (mention.forms or {_ORIGINAL}) - mention.lacking
        if mention.absent or not forms:
            return Presence.MISSING
        if mention.doubt is not None:
            return mention.doubt
        if forms == {_ELECTRONIC}:
            enough = "电子" in (line.notes or "") or "电子" in line.format or not (line.original or line.copies)
            return Presence.HELD if enough else Presence.ELECTRONIC
        if line.original and _ORIGINAL not in forms:
            return Presence.COPY_ONLY
        return Presence.TO_COPY if line.copies and _COPY not in forms else Presence.HELD


@cache
def _having_words() -> str:
    listed = yaml.safe_load((_LEXICON / "having_words.yaml").read_text("utf-8"))
    return "|".join(f"(?P<{kind}>{pattern.replace(' ', '')})" for kind, pattern in listed.items())


@cache
def _owners() -> dict[str, Owner]:
    listed: dict[str, Owner] = yaml.safe_load((_LEXICON / "material_owners.yaml").read_text("utf-8"))
    return listed


@cache
def _not_mine() -> tuple[str, ...]:
    """Roles that 「我的」 does not mean."""
    return tuple(word for role in ("孩子", "配偶", "代办人", "逝者") for word in _owners()[role]["of"])
