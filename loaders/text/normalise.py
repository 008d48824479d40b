"""Fold Japanese text for comparison, without losing the way back to the text as written."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

# Conversion to text leaves several signs for one thing: 〜 ～ ~ for "to", ヶ ケ カ ヵ for か, − – — for minus.
_SAME_SIGN = {"〜": "~", "～": "~", "−": "-", "–": "-", "‐": "-", "‹": "<", "›": ">"}
# 「ｶﾞ」 and decomposed 「カ゛」 are two characters that make one.
_VOICED_MARKS = "\u3099\u309a"
_COUNTER_KA = re.compile(r"(?<=[0-9数各])[ヶケカヵヶ箇](?=[所月国年])")
_SPACES = re.compile(r"\s+")
_SPACED_THOUSANDS = re.compile(r"(?<=\d), (?=\d{3}(?!\d))")
# The rules of a form are tried on the same cells one after the other: so many texts stay folded, some megabytes
_REMEMBERED = 8192


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
    return "".join(_same_signs(char).split())


@lru_cache(_REMEMBERED)
def fold(text: str) -> Folded:
    """Return the text in NFKC, without white space, with one sign per meaning, plus the way back: where each character came from."""
    parts = [_fold_character(char) for char in text]
    flat = "".join(parts)
    origin = [index for index, part in enumerate(parts) for _ in part]
    if any(mark in flat for mark in _VOICED_MARKS):
        flat, origin = _with_voiced_marks(flat, origin)
    return Folded(flat, tuple(origin), text)


def _with_voiced_marks(flat: str, origin: list[int]) -> tuple[str, list[int]]:
    """Return a folded text and its way back with each mark put on the kana that stands directly before it."""
    out: list[str] = []
    kept: list[int] = []
    for char, index in zip(flat, origin, strict=True):
        if (
            char in _VOICED_MARKS
            and out
            and kept[-1] >= index - 1
            and len(joined := unicodedata.normalize("NFC", out[-1] + char)) == 1
        ):
            out[-1] = joined
        else:
            out.append(char)
            kept.append(index)
    return "".join(out), kept


@lru_cache(_REMEMBERED)
def folded(text: str) -> str:
    """Return only the folded text (see `fold`), which is much quicker."""
    return "".join(_same_signs(text).split())


def _same_signs(text: str) -> str:
    """Return the text in NFKC with one sign per meaning; replacing sign by sign is quicker than one `translate`."""
    flat = unicodedata.normalize("NFKC", text)
    for written, sign in _SAME_SIGN.items():
        flat = flat.replace(written, sign)
    return flat


def passage_sha(text: str) -> str:
    """Return the hash that guards a summary: of the folded text, so that spaces do not matter."""
    return hashlib.sha256(folded(text).encode()).hexdigest()[:16]


def tidy(text: str) -> str:
    """Return the text in NFKC with single spaces and no space inside numbers, for values that are shown."""
    return _SPACED_THOUSANDS.sub(",", _SPACES.sub(" ", _same_signs(text)).strip())


def unify_counters(text: str) -> str:
    """Return the text with ヶ, ケ, カ, ヵ, 箇 before 所, 月 written か (「3ヶ所」 → 「3か所」)."""
    return _COUNTER_KA.sub("か", text)
