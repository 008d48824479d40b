"""Read the lines of one case: its paragraphs, its figure turned into words (philosophy, goals, actors), its points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.readers.markdown_lines import MarkdownLine

# Headings inside a case, a closed set: 「〇〇による計画の概要」 「🎯 基本理念」 「123 基本目標」 「取組のポイント」
_HEADINGS = {
    "philosophy": re.compile(r"^基本理念$"),
    "goals": re.compile(r"^基本目標$"),
    "points": re.compile(r"(?:計画|取組)のポイント$"),
    "outline": re.compile(r"の?概要$"),
}
# 「**1 取組の柱：断らない相談窓口の徹底**」
_PILLAR = re.compile(r"^取組の柱[:：](?P<title>.+)$")
_URL = re.compile(r"^<(?P<url>https?://[^>]+)>$")
_ROMAN = re.compile(r"^[A-Z][A-Z -]+$")
_FIGURE = re.compile(r"^★")


@dataclass
class Passage:
    """A passage of one kind: overview, pillar, actor, role or point (the kinds of `case_points`)."""

    kind: str
    line_start: int
    line_end: int
    text: str


@dataclass
class Goal:
    """A goal of a plan with the lines that spell it out, as (line, text)."""

    number: str
    title: str
    line: int
    details: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class CaseParts:
    """What the lines of a case hold; every line is in exactly one of read, headings, pictures and loose."""

    passages: list[Passage] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    philosophy: list[str] = field(default_factory=list)
    url: str | None = None
    read: set[int] = field(default_factory=set)
    headings: set[int] = field(default_factory=set)
    pictures: set[int] = field(default_factory=set)
    loose: list[MarkdownLine] = field(default_factory=list)

    @property
    def overview(self) -> list[Passage]:
        """Return the paragraphs in front."""
        return [passage for passage in self.passages if passage.kind == "overview"]

    @property
    def philosophy_ja(self) -> str | None:
        """Return the philosophy on one line, without its brackets."""
        return " ".join(self.philosophy).strip("「」") or None


def read_case(lines: Sequence[MarkdownLine], place_ja: str) -> CaseParts:
    """Return the parts of a case.

    Args:
        lines: The lines of the case that are not blank, its heading first.
        place_ja: The place in its heading; a line with nothing else is a caption.
    """
    parts = CaseParts(headings={lines[0].line})
    section = "overview"
    for line in lines[1:]:
        if line.kind == "heading":
            section = next((code for code, pattern in _HEADINGS.items() if pattern.search(line.text)), "")
            (parts.headings.add(line.line) if section else parts.loose.append(line))
        elif line.kind == "bold" and (m := _PILLAR.match(line.text)):
            section = "pillar"
            _take(parts, "pillar", line, m["title"])
        elif line.text == place_ja or _ROMAN.match(line.text):
            parts.headings.add(line.line)
        elif m := _URL.match(line.text):
            parts.url = m["url"]
            parts.read.add(line.line)
        elif _FIGURE.match(line.text):
            parts.pictures.add(line.line)
        elif not _read_in(section, line, parts):
            parts.loose.append(line)
    return parts


def _read_in(section: str, line: MarkdownLine, parts: CaseParts) -> bool:
    """Read a bullet or a line of text by the section it stands in; return whether a rule took it."""
    if line.kind == "bullet" and line.sign == "▶":
        _take(parts, "overview", line)
    elif line.kind == "bullet" and line.sign in {"✓", "✔"} and section == "points":
        _take(parts, "point", line)
    elif section == "goals":
        return _read_goal(line, parts)
    elif section == "philosophy" and line.kind == "text":
        parts.philosophy.append(line.text)
        parts.read.add(line.line)
    elif section == "pillar" and line.kind == "text":
        _extend(parts, line)
    else:
        return False
    return True


def _read_goal(line: MarkdownLine, parts: CaseParts) -> bool:
    """Read what stands below 基本目標: numbered goals, their details, then the actors and what is said of them."""
    last = parts.passages[-1].kind if parts.passages else ""
    if line.kind == "bullet" and line.sign.isdigit():
        parts.goals.append(Goal(line.sign, line.text, line.line))
        parts.read.add(line.line)
    elif line.kind == "bullet" and not line.sign:
        _take(parts, "actor", line)
    elif line.kind == "text" and last == "actor":
        _take(parts, "role", line)
    elif line.kind == "text" and last == "role":
        _extend(parts, line)
    elif line.kind == "text" and parts.goals:
        parts.goals[-1].details.append((line.line, line.text))
        parts.read.add(line.line)
    else:
        return False
    return True


def _take(parts: CaseParts, kind: str, line: MarkdownLine, text: str = "") -> None:
    parts.passages.append(Passage(kind, line.line, line.line, text or line.text))
    parts.read.add(line.line)


def _extend(parts: CaseParts, line: MarkdownLine) -> None:
    passage = parts.passages[-1]
    passage.text, passage.line_end = f"{passage.text} {line.text}", line.line
    parts.read.add(line.line)
