"""Fold Japanese text for comparison, without losing the way back to the text as written."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

# Conversion to text leaves several signs for one thing: 〜 ～ ~ for "to", ヶ ケ カ ヵ for か, − – — for minus.
_SAME_SIGN = str.maketrans({"〜": "~", "～": "~", "−": "-", "–": "-", "‐": "-", "‹": "<", "›": ">"})
# 「ｶﾞ」 and decomposed 「カ゛」 are two characters that make one.
_VOICED_MARKS = "\u3099\u309a"
_COUNTER_KA = re.compile(r"(?<=[0-9数各])[ヶケカヵヶ箇](?=[所月国年])")


@dataclass(frozen=True)
class Folded:
    """A folded text and, for each of its characters, the index in the text as written."""

    text: str
    origin: tuple[int, ...]
    written: str

    def slice_written(self, start: int, end: int | None = None) -> str:
        """Return the part of the written text that folded[start:end] came from, stripped."""
        stop = len(self.text) if end is None else end
        if start >= len(self.text) or start >= stop:
            return ""
        last = self.origin[stop] if stop < len(self.origin) else len(self.written)
        return self.written[self.origin[start] : last].strip()


@cache
def _fold_character(char: str) -> str:
    """Return what one character folds to: mostly one character, nothing for white space."""
    return "".join(unicodedata.normalize("NFKC", char).translate(_SAME_SIGN).split())


def fold(text: str) -> Folded:
    """Return the text in NFKC, without white space, with one sign per meaning, plus the way back.

    Returns:
        The folded text; `origin[i]` is the index in `text` of the character that made folded character i.
    """
    out: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        for folded in _fold_character(char):
            if (
                folded in _VOICED_MARKS
                and out
                and origin[-1] >= index - 1
                and len(joined := unicodedata.normalize("NFC", out[-1] + folded)) == 1
            ):
                out[-1] = joined
            else:
                out.append(folded)
                origin.append(index)
    return Folded("".join(out), tuple(origin), text)


def folded(text: str) -> str:
    """Return only the folded text (see `fold`), which is much quicker."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_SAME_SIGN).split())


def passage_sha(text: str) -> str:
    """Return the hash that guards a summary: of the folded text, so that spaces do not matter."""
    return hashlib.sha256(folded(text).encode()).hexdigest()[:16]


def tidy(text: str) -> str:
    """Return the text in NFKC with single spaces and no space inside numbers, for values that are shown."""
    flat = unicodedata.normalize("NFKC", text).translate(_SAME_SIGN)
    flat = re.sub(r"\s+", " ", flat).strip()
    return re.sub(r"(?<=\d), (?=\d{3}(?!\d))", ",", flat)


def unify_counters(text: str) -> str:
    """Return the text with ヶ, ケ, カ, ヵ, 箇 before 所, 月 written か (「3ヶ所」 → 「3か所」)."""
    return _COUNTER_KA.sub("か", text)
