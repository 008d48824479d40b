"""Read lines with tabs as table rows, also where a cell holds a table as HTML, and tables whose columns are years or days.

What stands three times in the text comes out once.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from loaders.text.normalise import folded
from loaders.text.patterns import Patterns

_RE = Patterns(__file__)


def has_table(cell: str) -> bool:
    """Return whether a cell holds a whole table as HTML."""
    return "<table" in cell.lower()


def plain_text(cell: str) -> str:
    """Return a cell's text: radio buttons as ○, known tags as one space, entities decoded, brackets kept.

    Paragraphs are kept apart by line ends: a later one may begin with a label of its own (L4681).
    """
    text = cell
    if "<" in text:
        text = _RE.known_tag.sub(" ", _RE.paragraph_break.sub("\n", _RE.radio.sub("○", text)))
    return _RE.blanks.sub(" ", html.unescape(text)).strip()


class _RowCollector(HTMLParser):
    """Collects paragraphs and table rows of a cell, in reading order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._cells: list[str] | None = None
        self._text: list[str] = []

    def _take(self) -> str:
        text = re.sub(r"\s+", " ", "".join(self._text)).strip()
        self._text = []
        return text

    def _flush(self) -> None:
        text = self._take()
        if text and self._cells is None:
            self.rows.append([text])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._flush()
            self._cells = []
        elif tag in {"td", "th"}:
            self._text = []
        elif tag in {"p", "table", "br"} and self._cells is None:
            self._flush()
        elif tag == "input":
            self._text.append("○")
        else:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._cells is not None:
            self._cells.append(self._take())
        elif tag == "tr" and self._cells is not None:
            self.rows.append(self._cells)
            self._cells = None
        elif tag == "p" and self._cells is None:
            self._flush()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def close(self) -> None:
        super().close()
        self._flush()


def table_rows(cell: str) -> list[list[str]]:
    """Return the rows of a cell that holds HTML tables: a paragraph is a row of one cell.

    Rows in reading order, each a list of plain texts; empty rows are left out.
    """
    collector = _RowCollector()
    collector.feed(cell)
    collector.close()
    return [row for row in collector.rows if any(row)]


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
    return bool(text.strip()) and bool(_RE.rule.match(text))


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
    wanted, later = _folded_cells(row), enumerate(rows[start:], start)
    return next((n for n, one in later if one.html_line is not None and _folded_cells(one) == wanted), None)


def read_rows(lines: list[str], first_line: int) -> list[Row]:
    """Return the rows of a block of lines, in reading order, without blank lines and rules.

    A table that stands as HTML inside one cell is followed by its cells flattened on the same line and by its rows
    once more, without their headings. It comes out once: the rows are those of the HTML, each with the line on which
    it stands alone; `html_line` keeps the line of the HTML.
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
    """A table whose columns are years, quarters or weekdays; it ends with the first line that is no table row.

    PDF conversion keeps only the place of a cell: a merged cell stands in its first column, a bar over several columns
    has no end, and a row may have lost cells. So what a column says is known "by cell" only, and the caller marks it.
    """

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
    return _RE.line_break.sub("", text.strip())
