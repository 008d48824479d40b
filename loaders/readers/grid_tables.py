"""Read tables whose columns are years, quarters or weekdays: each cell with the heading of its column.

PDF conversion keeps only the place of a cell: a merged cell stands in its first column, a bar over several columns
has no end, and a row may have lost cells. So what a column says is known "by cell" only, and the caller marks it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.text.normalise import folded

# 「学習の場 小学3～4年生」 keeps its blank: a part with a number is a remark of its own
_LINE_BREAK = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f][^\s\d]*(?:\s|$))")


@dataclass(frozen=True)
class GridCell:
    """A cell that is not empty: its text as written, its column (from 0) and the column's heading, folded."""

    column: int
    heading: str
    text: str


@dataclass(frozen=True)
class GridRow:
    """One row of a grid."""

    line: int  # 1-based line of the document
    label: str  # Text of the label cell, as written; that of the row above where the row has none (merged cells)
    has_label: bool  # Whether the label stands in this very row
    cells: tuple[GridCell, ...]  # The cells that are not empty
    is_complete: bool  # Whether the row has as many cells as the heading, empty ones included


@dataclass(frozen=True)
class Grid:
    """A table with a heading row; the rows end with the first line that is no table row."""

    header_line: int
    rows: tuple[GridRow, ...]

    @property
    def last_line(self) -> int:
        """Return the line of the last row."""
        return self.rows[-1].line if self.rows else self.header_line


def read_grid(lines: Sequence[str], column: re.Pattern[str]) -> Grid | None:
    """Return the first table behind whose first, empty heading all others match when folded, or None."""
    for number, line in enumerate(lines, start=1):
        first, *headings = line.split("\t")
        if not first.strip() and headings and all(column.fullmatch(folded(h)) for h in headings):
            return Grid(number, _rows(lines, number, [folded(h) for h in headings]))
    return None


def _rows(lines: Sequence[str], header_line: int, headings: list[str]) -> tuple[GridRow, ...]:
    rows: list[GridRow] = []
    label = ""
    for number, line in enumerate(lines[header_line:], start=header_line + 1):
        if not line.strip() and _goes_on(lines, number, len(headings) + 1):
            continue  # A page ended inside the table
        if "\t" not in line:
            break
        first, *texts = line.split("\t")
        label = first.strip() or label
        cells = [GridCell(i, h, t.strip()) for i, (h, t) in enumerate(zip(headings, texts, strict=False)) if t.strip()]
        rows.append(GridRow(number, label, bool(first.strip()), tuple(cells), len(texts) >= len(headings)))
    return tuple(rows)


def _goes_on(lines: Sequence[str], blank: int, cells: int) -> bool:
    """Return whether the next line that is not blank is a row of so many cells, with a label or without."""
    following = next((line for line in lines[blank : blank + 6] if line.strip()), "")
    return following.count("\t") == cells - 1


def unbroken(text: str) -> str:
    """Return the text of a cell without the blanks that its line breaks left between Japanese characters."""
    return _LINE_BREAK.sub("", text.strip())
