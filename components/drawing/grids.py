"""Grids as HTML tables that wrap, print and can be read aloud: trees, matrices, schedules, ladders, weeks, bands of targets.

Pure: values in, HTML text out, from templates that escape it. What is uncertain differs in shape (dashed and
rounded), what is unknown is hatched; a word stands beside both. A letter or a word stands in the chip of every band or
state; 未報告 is framed with dashes: an absence, never a low result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from typing import Any

import pandas as pd

from components.drawing.charts import YearMark
from components.drawing.html import template
from components.drawing.marks import RATINGS, Mark

_figure, _table, _chips = template("figures"), template("tables"), template("chips")
STAGE_SIGNS = {
    "implementing": "●", "preparing": "◐", "other_approach": "◆", "consolidated_functions": "◎", "considering": "○",
    "ended": "■", "not_implementing": "×", "not_started": "▽",
}  # fmt: skip


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
    return _table("icicle", headings[:depth], [cells for root in roots for cells in _branch_rows(root, 1, depth)])


def _branch_rows(branch: Branch, level: int, depth: int) -> list[list[tuple[str | int, ...]]]:
    """Return the rows of a branch: in each the cells that begin there."""
    css = f"km-level-{level}{' km-bare' if branch.bare else ''}"
    wide = 1 if branch.children else depth - level + 1
    cell = (css, branch.leaves, wide, branch.where, branch.tag, branch.label, branch.note)
    below = [cells for child in branch.children for cells in _branch_rows(child, level + 1, depth)]
    return [[cell, *below[0]], *below[1:]] if below else [[cell]]


def matrix(
    corner: str,
    columns: Sequence[tuple[str, str, str]],
    rows: Iterable[tuple[str, str, Sequence[tuple[str, str, str] | None]]],
) -> str:
    """Return a table of signs.

    A column is group, heading and word where nothing is known; a row text, quieter text and mentions: sign, word, place.
    """
    groups = Counter(group for group, _, _ in columns)
    lines = [(text, beside, list(zip(columns, mentions, strict=False))) for text, beside, mentions in rows]
    return _table("matrix", corner, groups.items(), columns, lines)


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
    columns: Sequence[str], bars: Sequence[Bar], *, corner: str = "", groups: Sequence[tuple[str, int]] = (),
    marks: Sequence[YearMark] = (),
) -> str:  # fmt: skip
    """Return bars over columns of time, grouped where groups are given; marks are thin lines with words in the head."""
    has_lanes = any(bar.lane for bar in bars)
    lengths = Counter(bar.lane for bar in bars)
    rows = []
    for before, bar in zip([None, *bars], bars, strict=False):
        starts = has_lanes and (before is None or before.lane != bar.lane)
        rows.append((bar, lengths[bar.lane] if starts else 0))
    return _table("schedule", corner, has_lanes, groups, _heads(columns, marks), rows, marks)


def _heads(columns: Sequence[str], marks: Sequence[YearMark]) -> list[tuple[str, list[YearMark]]]:
    """Return the heading of each column with the events that fall into it."""
    return [(name, [mark for mark in marks if int(mark[0]) == place]) for place, name in enumerate(columns)]


@dataclass(frozen=True)
class Rung:
    """A stage in one year: its code, the word on screen, what it rests on, and whether it was only planned."""

    stage: str
    word: str
    where: str = ""
    planned: bool = False

    @property
    def css(self) -> str:
        """Its names in the style sheet."""
        return f"km-stage-{self.stage}{' km-planned' if self.planned else ''}"

    @property
    def words(self) -> str:
        """Sign and word."""
        return f"{STAGE_SIGNS[self.stage]} {self.word}" if self.stage in STAGE_SIGNS else self.word


def ladder(
    corner: str, years: Sequence[str], rows: Iterable[tuple[str, str, Sequence[Rung]]], marks: Sequence[YearMark] = ()
) -> str:
    """Return stages by year: of each line name, address (or nothing) and rungs; no information is hatched and says so."""
    lines = [(name, to, [(rung.css, rung.where, rung.words) for rung in rungs]) for name, to, rungs in rows]
    return _table("ladder", corner, _heads(years, marks), lines, marks)


@dataclass(frozen=True)
class Multiple:
    """One of many small charts: columns of shares that stand beside the same columns of other places."""

    name: str
    address: str
    beside: str  # A quieter text beside the name
    columns: Sequence[Sequence[tuple[str, float]]]  # CSS class and height in % of each part, from the bottom up
    words: str  # The same in words


# Small charts side by side: names of first and last column, and the charts; what no part fills is hatched
multiples = partial(_figure, "multiples")


@dataclass(frozen=True)
class Slot:
    """Something in a week: what it is, a quieter line, and whether its place is uncertain."""

    label: str
    words: str = ""
    kind: str = "sure"


def week(days: Sequence[str], rows: Iterable[tuple[str, Sequence[Sequence[Slot]]]]) -> str:
    """Return a weekly timetable: for each part of the day a list of slots per day."""
    return _table("week", ["時間帯", *days], rows)


def roomy(table: str) -> str:
    """Return a table that keeps a readable width on a phone and scrolls inside its frame."""
    return f'<div class="km-roomy">{table}</div>' if table else ""


def whole(table: str) -> str:
    """Return a table as `roomy` does, at its full height: everything in it belongs together."""
    return f'<div class="km-roomy km-whole">{table}</div>' if table else ""


def folded(title: str, table: str) -> str:
    """Return a table as `roomy` does, which opens below its title."""
    return f'<details class="km-more"><summary>{escape(title)}</summary>{roomy(table)}</details>' if table else ""


key = partial(_figure, "key")  # A legend: the CSS class of each sample and its words


def marked(text: str, matches: Iterable[tuple[int, int]]) -> str:
    """Return a text with its matches (half open, sorted, apart) marked; every piece is escaped by itself."""
    pieces, done = [], 0
    for start, end in matches:
        pieces += [(text[done:start], False), (text[start:end], True)]
        done = end
    return _figure("marked", [*pieces, (text[done:], False)])


# From the best result to none; a band shows its letter, a state its word.
BANDS = ("S", "A", "B", "C", "D", "X")
STATES = ("qualitative", "against_plan", "hard_to_rate", "suppressed", "unreported", "before_due", "not_applicable")
ORDER = (*BANDS, *STATES)
_HEADROOM = 1.12  # of the highest value or target, so that its number has room


@dataclass(frozen=True)
class Chip:
    """Some targets with the same band or state."""

    status: str  # A code of ORDER
    word: str  # Its Japanese name
    count: int = 0  # How many targets; 0 shows none beside the sign

    @property
    def parts(self) -> tuple[str, str, str, str]:
        """Its name in the style sheet, full meaning (for the title and for screen readers), words, and number."""
        css = f"km-status-{self.status if self.status in ORDER else 'unknown'}"
        meaning = f"{self.status} {self.word}" if self.status in BANDS else self.word
        if not self.count:
            return css, meaning, meaning, ""
        words = self.status if self.status in BANDS else meaning
        return css, f"{meaning} {self.count:,}件", words, f"{self.count:,}"


def chips(counts: Mapping[str, int], words: Mapping[str, str]) -> str:
    """Return one chip per band or state that occurs (code → number, code → word), from the best result to none."""
    shown = [Chip(code, words.get(code, code), counts[code]).parts for code in ORDER if counts.get(code, 0)]
    return _chips("chips", shown)


def chip_marks(words: Mapping[str, str]) -> dict[str, Mark]:
    """Return how each band and state that occurs is drawn in bars, from the best result to none."""
    return {
        code: replace(RATINGS[code], label_ja=f"{code} {words[code]}" if code in BANDS else words[code])
        for code in ORDER
        if code in words
    }


def targets_by_place(cells: Mapping[tuple[str, str], Mapping[str, int]], names: Mapping[Any, Any]) -> pd.DataFrame:
    """Return targets by place and state, over all pillars, of (code of the place, pillar) → state → number."""
    totals: dict[str, Counter[str]] = {}
    for (place, _), statuses in sorted(cells.items()):
        totals.setdefault(place, Counter()).update(statuses)
    return pd.DataFrame.from_dict(totals, orient="index").rename(index=names)


def chip_key(words: Mapping[str, str]) -> str:
    """Return the legend: a chip with letter and word for every band and state that occurs."""
    return _chips("key", [Chip(code, words[code]).parts for code in ORDER if code in words])


# A table of places: headings, and of each name, address (or nothing), a quieter line, ready HTML of cells; empty says 目標なし
chip_heat = partial(_table, "heat")


@dataclass(frozen=True)
class YearBar:
    """One year of a small chart, or a part of one."""

    label: str  # Its short name, such as 令和4
    value: float | None  # The result; None where there is none
    value_ja: str  # The result in words, or why there is none, such as 未報告
    target: float | None = None  # The height of the target; None where it has none in this unit
    target_ja: str = ""  # The target in words
    is_part: bool = False  # Whether the result is of a part of the year

    @property
    def words(self) -> str:
        """The year in words, for readers of the screen."""
        aim = f"（目標 {self.target_ja}）" if self.target_ja else ""
        return f"{self.label}年度{'の途中' if self.is_part else ''} {self.value_ja}{aim}"

    @property
    def css(self) -> str:
        """Its name in the style sheet."""
        if self.value is None:
            return "km-year-none"
        return "km-year-part" if self.is_part else "km-year-full"


def small_bars(label: str, years: Sequence[YearBar]) -> str:
    """Return the small chart of one target; nothing where no year has a number."""
    heights = [height for year in years for height in (year.value, year.target) if height is not None]
    if not any(year.value is not None for year in years):
        return ""
    top = max([height for height in heights if height > 0], default=1.0) * _HEADROOM
    return _chips("small_bars", label, "、".join(year.words for year in years), years, top)


# One year of a target: its name, its band or state, plain texts, the reason and the officer's comment
RatedYear = tuple[str, Chip, Sequence[str], str, str]
# One target: what it is, a quieter line, ready HTML of its small chart, and its years from the latest
RatedTarget = tuple[str, str, str, Sequence[RatedYear]]


rated_targets = partial(_chips, "rated_targets")  # A table of them: each with its chart once and a line per year
