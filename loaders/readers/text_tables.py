"""Read lines with tabs as table rows; tables that stand three times in the text come out once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from loaders.readers.html_cells import has_table, plain_text, table_rows
from loaders.text.normalise import folded

_RULE = re.compile(r"^[\s|:\-–—=]+$")  # 「----|-----」, 「--」: rules of a table, not text


@dataclass(frozen=True)
class Row:
    """One row of a table, or one line of running text (then it has one cell)."""

    line: int  # 1-based line of the document
    # Plain texts, trailing empty cells dropped; empty strings inside are kept (they hold positions)
    cells: tuple[str, ...]
    is_table: bool  # Whether the line had tabs, that is, belongs to a table
    html_line: int | None = None  # Where the row was first met inside the HTML of a cell, if it was
    last_line: int | None = None  # Last line of a row that was joined from two

    @property
    def texts(self) -> list[str]:
        """Return the cells that are not empty."""
        return [cell for cell in self.cells if cell]


def is_rule(text: str) -> bool:
    """Return whether a line only draws a rule (「--」, 「---|---」)."""
    return bool(text.strip()) and bool(_RULE.match(text))


def _strip_trailing(cells: Iterable[str]) -> tuple[str, ...]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _expand(line: int, raw_cells: list[str]) -> list[Row]:
    """Return the rows inside a line one of whose cells is a whole HTML table; the flattened copy is dropped."""
    index = next(i for i, cell in enumerate(raw_cells) if has_table(cell))
    lead = _strip_trailing(plain_text(cell) for cell in raw_cells[:index])
    rows = [Row(line, lead, True, line)] if lead else []
    rows += [Row(line, _strip_trailing(cells), True, line) for cells in table_rows(raw_cells[index])]
    return rows


def _folded_cells(row: Row) -> tuple[str, ...]:
    return tuple(folded(cell) for cell in row.cells)


def _match_repeat(rows: list[Row], start: int, row: Row) -> int | None:
    """Return the index, from start on, of the HTML row that this row repeats, or None."""
    wanted = _folded_cells(row)
    for index in range(start, len(rows)):
        if rows[index].html_line is not None and _folded_cells(rows[index]) == wanted:
            return index
    return None


def read_rows(lines: list[str], first_line: int) -> list[Row]:
    """Return the rows of a block of lines, in reading order, without blank lines and rules.

    A table that stands as HTML inside one cell is followed by its cells flattened on the same line and by its rows
    once more, without their headings. It comes out once: the rows are those of the HTML, each with the line on which
    it stands alone; `html_line` keeps the line of the HTML.

    One Row per table row or line of text.
    """
    rows: list[Row] = []
    repeats_from: int | None = None
    for number, line in enumerate(lines, start=first_line):
        if not line.strip() or is_rule(line):
            continue
        raw_cells = line.split("\t")
        if any(has_table(cell) for cell in raw_cells):
            repeats_from = len(rows)
            rows += _expand(number, raw_cells)
            continue
        row = Row(number, _strip_trailing(plain_text(cell) for cell in raw_cells), "\t" in line)
        if not row.cells:
            continue
        index = None if repeats_from is None else _match_repeat(rows, repeats_from, row)
        if index is None:
            rows.append(row)
        else:
            rows[index] = replace(rows[index], line=number)
            repeats_from = index + 1
    return rows
