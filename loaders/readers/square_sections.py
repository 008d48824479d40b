"""Split a document at its ■ headings; the titles are a closed set."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loaders.readers.text_tables import Row
from loaders.text.normalise import folded

_HEADING = re.compile(r"^\s*[■□◆◇●▼▶](?P<title>.+)$")
# 「1 計画の期間」 「第2章 基本目標」 「(3) 基本理念」, folded: a heading only where nothing but a known title stands there
_NUMBERED = re.compile(r"^(?:第?\d{1,2}[章節.]?|\(\d{1,2}\)|【)?(?P<title>.+?)】?$")
_LONGEST = 25  # Signs of a heading that has no sign in front


@dataclass
class SquareSection:
    """One section; the code is "" if its title is unknown."""

    code: str
    line: int
    rows: list[Row] = field(default_factory=list)


@dataclass
class SquareSections:
    """The sections, the lines of their headings, and the rows that belong to no known section.

    Words in front of the first heading are left aside unless they hold a number.
    """

    sections: list[SquareSection] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    loose: list[Row] = field(default_factory=list)

    def rows(self, code: str) -> list[Row]:
        """Return the rows of all sections of that code."""
        return [row for section in self.sections if section.code == code for row in section.rows]

    def line_of(self, code: str) -> int | None:
        """Return the line of the first heading of that code."""
        return next((section.line for section in self.sections if section.code == code), None)


def code_of_heading(line: str, titles: Mapping[str, re.Pattern[str]]) -> str | None:
    """Return the code of a heading with ■ or the like, "" if its title is unknown, None if the line is no heading.

    A line without such a sign is a heading if it is nothing but a known title, with or without a number.
    """
    m = _HEADING.match(line)
    if m is None:
        if len(line.strip()) > _LONGEST:
            return None
        plain = _NUMBERED.match(folded(line))
        return next((code for code, pattern in titles.items() if plain and pattern.fullmatch(plain["title"])), None)
    title = folded(m["title"])
    return next((code for code, pattern in titles.items() if pattern.search(title)), "")


def split_at_squares(rows: Sequence[Row], titles: Mapping[str, re.Pattern[str]], running_head: str) -> SquareSections:
    """Return the sections of a document.

    Args:
        titles: Section code → pattern of its title, folded.
    """
    found = SquareSections()
    for row in rows:
        code = None if row.is_table else code_of_heading(row.cells[0], titles)
        if code is not None:
            found.sections.append(SquareSection(code, row.line))
            (found.headings.add(row.line) if code else found.loose.append(row))
        elif folded(row.cells[0]) == running_head:
            found.headings.add(row.line)
        elif found.sections and found.sections[-1].code:
            found.sections[-1].rows.append(row)
        elif found.sections or row.is_table or any(sign.isdigit() for sign in row.cells[0]):
            found.loose.append(row)
    return found
