"""Read lines with light markdown: headings, bullets and bold lines, with the sign or number in front of their text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# 「## 1 〇〇町による…」 「### 📌 取組のポイント」 「### 123 基本目標」: the icon or number is no part of the title
_HEADING = re.compile(r"^#{1,6}\s+(?P<text>.+?)\s*$")
# 「- ✓ 広く読まれる…」 「- 1 思いやりの…」 「-  町民」 (its icon was lost)
_BULLET = re.compile(r"^\s*[-*]\s+(?P<text>.+?)\s*$")
_BOLD = re.compile(r"^\*\*(?P<text>.+?)\*\*\s*$")
_NUMBER = re.compile(r"^(?P<number>\d+)\s+(?P<rest>\S.*)$")


@dataclass(frozen=True)
class MarkdownLine:
    """One line that is not blank."""

    line: int  # 1-based line of the document
    kind: str  # heading, bullet, bold or text
    sign: str  # The number or pictogram in front of the text, "" if there is none
    text: str  # The text without marks


def read_markdown_lines(lines: Sequence[str], first_line: int) -> list[MarkdownLine]:
    """Return the lines that are not blank, in reading order."""
    return [_read(number, line) for number, line in enumerate(lines, start=first_line) if line.strip()]


def _read(number: int, line: str) -> MarkdownLine:
    for kind, pattern in (("heading", _HEADING), ("bullet", _BULLET), ("bold", _BOLD)):
        if m := pattern.match(line):
            return MarkdownLine(number, kind, *_split_sign(m["text"]))
    return MarkdownLine(number, "text", "", line.strip())


def _split_sign(text: str) -> tuple[str, str]:
    """Return the number or pictogram in front of a text, and the rest."""
    if m := _NUMBER.match(text):
        return unicodedata.normalize("NFKC", m["number"]), m["rest"]
    if len(text) > 1 and unicodedata.category(text[0]) == "So":
        return text[0], text[1:].lstrip("\ufe0f ")
    return "", text
