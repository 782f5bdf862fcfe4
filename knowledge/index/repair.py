"""Typo repair: what sounds like a common word and was never written so before becomes that word.

Most slips of Chinese input are homophones (离昏 for 离婚), or pinyin left unconverted (shenfenzheng). Which writings
are known, and how common each word is, comes from the questions that the linear half was trained on.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from knowledge.index.tokens import Tokeniser, fold_sound, sound

LONGEST = 4  # characters of a repaired word
LONGEST_SYLLABLE = 6  # letters: zhuang
COMMONEST = 8_000  # words that may be put in; rarer ones would more often be put in wrongly
SMALL_WORDS = frozenset("的了吗呢吧啊我你他她们在是有不没很都就也要去来给把被跟和这那个么")  # stand alone everywhere
_LATIN = re.compile(r"[a-z]{4,}")  # shorter runs are names: ktv, etc, a照


class Repairer:
    """Mends homophones and bare pinyin against the words people use; a known writing is never touched."""

    def __init__(self, tokeniser: Tokeniser, words: Iterable[str], known: Iterable[str]) -> None:
        """``words`` are put in, the commonest first; ``known`` are pairs of characters that stay."""
        self._tokeniser = tokeniser
        self._word_of: dict[tuple[str, ...], str] = {}
        for word in words:
            self._word_of.setdefault(tuple(map(sound, word)), word)
        self._sounds = frozenset(one for sounds in self._word_of for one in sounds)
        self._known = frozenset(known)

    @classmethod
    def of(cls, tokeniser: Tokeniser, idf: Mapping[str, float]) -> "Repairer":
        """Make one from the tokens of all questions with their inverse document frequency (low: common)."""
        words = [t for t in idf if t[0] == "w" and 2 <= len(t) - 1 <= LONGEST and not t[1:].isascii()]
        words.sort(key=lambda token: (idf[token], token))
        known = (t for t in idf if len(t) == 2 and not t.isascii())
        return cls(tokeniser, (token[1:] for token in words[:COMMONEST]), known)

    def repaired(self, text: str) -> str:
        """Return a normalised text with its slips mended."""
        return " ".join(self._clause(_LATIN.sub(self._spelt, clause)) for clause in text.split())

    def _clause(self, clause: str) -> str:
        loose = self._tokeniser.loose(clause)
        for length in range(LONGEST, 1, -1):
            for start in range(len(clause) - length + 1):
                end = start + length
                window = clause[start:end]
                # 「测测测」 is play, and nobody slips into the same character twice.
                if not any(loose[start:end]) or len(set(window)) == 1 or not self._strange(window):
                    continue
                word = self._word_of.get(tuple(map(sound, window)))
                if word and self._fits(word, clause, start, loose):
                    clause = clause[:start] + word + clause[end:]
                    loose[start:end] = [False] * length
        return clause

    def _fits(self, word: str, clause: str, start: int, loose: list[bool]) -> bool:
        """Say whether a word may be put in at ``start``.

        A slip breaks a word into single characters, so what is a word of its own is left; and the whole, with the
        characters before and after, must look less strange than it did.
        """
        end = start + len(word)
        for place, new in enumerate(word, start):
            if clause[place] != new and (not loose[place] or clause[place] in SMALL_WORDS):
                return False
        before, after = clause[max(start - 1, 0) : start], clause[end : end + 1]
        return self._strange(before + word + after) < self._strange(before + clause[start:end] + after)

    def _strange(self, text: str) -> int:
        """Count the pairs of neighbouring characters that nobody wrote before."""
        return sum(a + b not in self._known for a, b in pairwise(text))

    def _spelt(self, match: re.Match[str]) -> str:
        """Read a run of latin letters as pinyin; what is no pinyin of a common word stays."""
        return self._word_of.get(self._syllables(match.group()), match.group())

    def _syllables(self, letters: str) -> tuple[str, ...]:
        """Cut pinyin without tones into folded syllables, the longest first; empty where it is none."""
        for length in range(min(LONGEST_SYLLABLE, len(letters)), 0, -1):
            if (head := fold_sound(letters[:length])) not in self._sounds:
                continue
            if length == len(letters):
                return (head,)
            if rest := self._syllables(letters[length:]):
                return (head, *rest)
        return ()
