"""Grids as HTML tables that wrap, print and can be read aloud: plan trees, matrices, schedules, stage ladders, weeks.

Pure: values in, HTML text out. Whatever comes from data is escaped here. What is uncertain differs in shape (dashed and
rounded), what is unknown is hatched; a word stands beside both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape


@dataclass(frozen=True)
class Branch:
    """One item of a tree."""

    label: str  # Its text
    tag: str = ""  # A short word in front, such as 基本目標1
    note: str = ""  # A quieter line below the text
    where: str = ""  # Where it stands in the document, shown on hovering
    bare: bool = False  # Whether it is marked as a branch without a measure
    children: tuple[Branch, ...] = ()  # What lies below it

    @property
    def leaves(self) -> int:
        """Number of leaves below, itself included if it is one."""
        return sum(child.leaves for child in self.children) or 1

    @property
    def depth(self) -> int:
        """Number of levels, its own included."""
        return 1 + max((child.depth for child in self.children), default=0)


def icicle(headings: Sequence[str], roots: Sequence[Branch]) -> str:
    """Return a tree from left to right: the height of each item is the number of leaves below it."""
    depth = max((root.depth for root in roots), default=1)
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in headings[:depth])
    rows = [cells for root in roots for cells in _branch_rows(root, 1, depth)]
    body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    return f'<table class="km-icicle"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _branch_rows(branch: Branch, level: int, depth: int) -> list[list[str]]:
    wide = 1 if branch.children else depth - level + 1
    tag = f"<b>{escape(branch.tag)}</b>" if branch.tag else ""
    note = f"<small>{escape(branch.note)}</small>" if branch.note else ""
    cell = (
        f'<td class="km-level-{level}{" km-bare" if branch.bare else ""}" rowspan="{branch.leaves}" colspan="{wide}" '
        f'title="{escape(branch.where)}">{tag}{escape(branch.label)}{note}</td>'
    )
    below = [cells for child in branch.children for cells in _branch_rows(child, level + 1, depth)]
    return [[cell, *below[0]], *below[1:]] if below else [[cell]]


@dataclass(frozen=True)
class Mention:
    """A sign in a cell of a matrix, with a word below it and where it stands in the document."""

    sign: str
    word: str
    where: str = ""


@dataclass(frozen=True)
class MatrixColumn:
    """A column of a matrix: the group it belongs to, its heading, and a word where nothing is known about it."""

    group: str
    name: str
    blank: str = ""


def matrix(
    corner: str, columns: Sequence[MatrixColumn], rows: Iterable[tuple[str, str, Sequence[Mention | None]]]
) -> str:
    """Return a table of signs.

    Args:
        rows: Text, quieter text below it, and one mention or None for each column.
    """
    groups = [
        (group, sum(column.group == group for column in columns)) for group in dict.fromkeys(c.group for c in columns)
    ]
    upper = "".join(f'<th scope="colgroup" colspan="{span}">{escape(name)}</th>' for name, span in groups)
    lower = "".join(f'<th scope="col">{escape(column.name)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(text)}<small>{escape(beside)}</small></th>'
        + "".join(map(_matrix_cell, columns, mentions))
        + "</tr>"
        for text, beside, mentions in rows
    )
    head = f'<tr><th scope="col" rowspan="2">{escape(corner)}</th>{upper}</tr><tr>{lower}</tr>'
    return f'<div class="km-wide" tabindex="0"><table class="km-matrix"><thead>{head}</thead><tbody>{body}</tbody></table></div>'


def _matrix_cell(column: MatrixColumn, mention: Mention | None) -> str:
    if mention is None:
        return f'<td class="km-hatched" title="{escape(column.blank)}"></td>' if column.blank else "<td></td>"
    return f'<td title="{escape(mention.where)}">{escape(mention.sign)}<small>{escape(mention.word)}</small></td>'


@dataclass(frozen=True)
class Bar:
    """Something with a time."""

    lane: str  # What it belongs to; neighbours of the same lane share one heading
    label: str  # What happens
    first: int  # Position of its first column, from 0
    last: int  # Position of its last column
    kind: str  # How certain the time is: sure, cell (only from its place in a table) or unknown
    words: str = ""  # A quieter line below the text
    where: str = ""  # Where it stands in the document, shown on hovering


def schedule(
    columns: Sequence[str], bars: Sequence[Bar], *, corner: str = "", groups: Sequence[tuple[str, int]] = ()
) -> str:
    """Return bars over columns of time; an uncertain time is a dashed bar with round ends.

    Args:
        columns: Names of the columns, such as years or months.
        corner: Heading of the lanes; without lanes (all empty) there is no such column.
        groups: Names above the columns, with the number of columns below each.
    """
    lanes = any(bar.lane for bar in bars)
    first = f'<th scope="col" rowspan="{2 if groups else 1}">{escape(corner)}</th>' if lanes else ""
    upper = "".join(f'<th scope="colgroup" colspan="{span}">{escape(name)}</th>' for name, span in groups)
    lower = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    head = f"<tr>{first}{upper}</tr><tr>{lower}</tr>" if groups else f"<tr>{first}{lower}</tr>"
    body = []
    for number, bar in enumerate(bars):
        same = [other.lane == bar.lane for other in bars]
        starts = number == 0 or bars[number - 1].lane != bar.lane
        lane = f'<th scope="rowgroup" rowspan="{sum(same)}">{escape(bar.lane)}</th>'
        body.append(f"<tr>{lane if lanes and starts else ''}{_bar_cells(bar, len(columns))}</tr>")
    table = f'<table class="km-schedule"><thead>{head}</thead><tbody>{"".join(body)}</tbody></table>'
    return f'<div class="km-wide" tabindex="0">{table}</div>'


def _bar_cells(bar: Bar, width: int) -> str:
    before, after = "<td></td>" * bar.first, "<td></td>" * (width - bar.last - 1)
    words = f"<small>{escape(bar.words)}</small>" if bar.words else ""
    return (
        f'{before}<td colspan="{bar.last - bar.first + 1}" title="{escape(bar.where)}">'
        f'<div class="km-span km-{escape(bar.kind)}">{escape(bar.label)}{words}</div></td>{after}'
    )


@dataclass(frozen=True)
class Rung:
    """A stage in one year: its code, the word on screen, what it rests on, and whether it was only planned."""

    stage: str
    word: str
    where: str = ""
    planned: bool = False


@dataclass(frozen=True)
class LadderRow:
    """One line of a ladder: name, where it leads (or nothing), and a rung for each column."""

    name: str
    address: str
    rungs: tuple[Rung, ...] = field(default_factory=tuple)


STAGE_SIGNS = {"implementing": "●", "preparing": "◐", "considering": "○", "ended": "■", "not_implementing": "×"}


def ladder(corner: str, years: Sequence[str], rows: Iterable[LadderRow]) -> str:
    """Return stages by year; a year without information is hatched and says so."""
    head = "".join(f'<th scope="col">{escape(year)}</th>' for year in (corner, *years))
    body = "".join(f'<tr><th scope="row">{_ladder_name(row)}</th>{"".join(map(_rung, row.rungs))}</tr>' for row in rows)
    table = f'<table class="km-ladder"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="km-wide km-tall" tabindex="0">{table}</div>'


def _ladder_name(row: LadderRow) -> str:
    if not row.address:
        return escape(row.name)
    return f'<a href="{escape(row.address)}" target="_self">{escape(row.name)}</a>'


def _rung(rung: Rung) -> str:
    sign = STAGE_SIGNS.get(rung.stage, "")
    return (
        f'<td class="km-stage-{escape(rung.stage)}{" km-planned" if rung.planned else ""}" title="{escape(rung.where)}">'
        f"<span>{sign}{' ' if sign else ''}{escape(rung.word)}</span></td>"
    )


@dataclass(frozen=True)
class Slot:
    """Something in a week: what it is, a quieter line, and whether its place is uncertain."""

    label: str
    words: str = ""
    kind: str = "sure"


def week(days: Sequence[str], rows: Iterable[tuple[str, Sequence[Sequence[Slot]]]]) -> str:
    """Return a weekly timetable: for each part of the day a list of slots per day."""
    head = "".join(f'<th scope="col">{escape(day)}</th>' for day in ("", *days))
    body = "".join(
        f'<tr><th scope="row">{escape(part)}</th>'
        + "".join(f"<td>{''.join(map(_slot, slots))}</td>" for slots in cells)
        + "</tr>"
        for part, cells in rows
    )
    table = f'<table class="km-schedule km-week"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="km-wide" tabindex="0">{table}</div>'


def _slot(slot: Slot) -> str:
    words = f"<small>{escape(slot.words)}</small>" if slot.words else ""
    return f'<div class="km-span km-{escape(slot.kind)}">{escape(slot.label)}{words}</div>'


def roomy(table: str) -> str:
    """Return a table that keeps a readable width on a phone and scrolls inside its frame."""
    return f'<div class="km-roomy">{table}</div>' if table else ""


def whole(table: str) -> str:
    """Return a table as `roomy` does, at its full height: everything in it belongs together."""
    return f'<div class="km-roomy km-whole">{table}</div>' if table else ""


def key(entries: Iterable[tuple[str, str]]) -> str:
    """Return a legend: the CSS class of each sample and its words."""
    items = "".join(f'<span><i class="{escape(style)}"></i>{escape(words)}</span>' for style, words in entries)
    return f'<div class="km-legend km-key">{items}</div>'


def marked(text: str, matches: Iterable[tuple[int, int]]) -> str:
    """Return a text with its matches marked: every piece is escaped first, the marks are added after that.

    Args:
        matches: Start and end of each match (half open), sorted and without overlap.
    """
    pieces, done = [], 0
    for start, end in matches:
        pieces += [escape(text[done:start]), f"<mark>{escape(text[start:end])}</mark>"]
        done = end
    return "".join(pieces) + escape(text[done:])
