"""A figure and its chart described once, in words and raw numbers: screen, paper, slides and workbooks draw from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.drawing import wording
from components.drawing.declared import Rows, table_of, words_of
from components.drawing.map_classes import MapClass, Scale
from components.drawing.marks import POINT_GROUPS, Mark
from components.drawing.theme import Mode

Row = Mapping[Any, Any]  # One row of a table: column → value
Address = Callable[[str], str]  # Code of a municipality or prefecture → address of the page about it
# 「…という意味ではありません」「斜線は情報なしです」: stands beside the figure; other notes are read on demand
_CAUTION = re.compile(
    "[でに]はありません|でもありません|意味しません|言えません|分かりません|^(?:斜線|点線|破線|帯|横線|中抜き|模様)"
)
_MOST_NAMED = 20  # most points of a scatter below the whole area that carry their name
_ALL_NAMED = 6  # so few points all carry it
_NEARLY_WHOLE = 95.0  # % from which points stand side by side on one line


@dataclass(frozen=True)
class Series:
    """One group of a bar chart."""

    code: str  # Code of the group
    mark: Mark  # Its word, colours, symbol and pattern
    values: tuple[int, ...]  # One count per bar


@dataclass(frozen=True)
class Bars:
    """Horizontal bars of counts, stacked by group."""

    # Index = text of the bar (the first one is drawn on top), columns = codes of the groups, values = counts
    counts: pd.DataFrame
    marks: Mapping[str, Mark]  # How each group is drawn, in the order of the legend
    counter: str  # Counter of the values, such as 件

    @property
    def labels(self) -> tuple[str, ...]:
        """The texts of the bars, the first one on top."""
        return tuple(str(label) for label in self.counts.index)

    @property
    def series(self) -> tuple[Series, ...]:
        """The groups that have a count, in the order of the legend."""
        shown = self.counts.reindex(columns=list(self.marks)).fillna(0).astype(int)
        return tuple(
            Series(code, mark, tuple(shown[code].tolist())) for code, mark in self.marks.items() if shown[code].sum()
        )

    @property
    def totals(self) -> tuple[int, ...]:
        """The sum of each bar over the groups that are drawn."""
        return tuple(sum(values) for values in zip(*(s.values for s in self.series), strict=True))

    def pages(self, most: int) -> list[Bars]:
        """Return the chart in parts of at most so many bars."""
        starts = range(0, len(self.counts), most)
        return [replace(self, counts=self.counts.iloc[start : start + most]) for start in starts]


@dataclass(frozen=True)
class Point:
    """One municipality in a scatter; size is its population, None where unknown."""

    area_code: str
    name_ja: str
    x: float
    y: float
    size: float | None


@dataclass(frozen=True)
class Points:
    """A scatter of municipalities with medians."""

    # One row per municipality: area_code, name_ja, aging_rate_pct, coverage_pct, is_whole, population (may be
    # missing), programme_group, coverage_basis (`reported`, `declared`), quadrant, quadrant_ja
    rows: pd.DataFrame
    x_ja: str  # Name of the horizontal axis; both axes are in %
    y_ja: str  # Name of the vertical axis
    quadrants: Mapping[str, str]  # Code (older_lower, older_upper, younger_lower, younger_upper) → its words
    highlighted: str | None = None  # area_code of the municipality to be marked

    @cached_property
    def groups(self) -> tuple[tuple[Mark, tuple[Point, ...]], ...]:
        """The municipalities by the programmes that they run, reported values apart, in the order of the legend."""
        groups = []
        for code, mark in POINT_GROUPS.items():
            rows = self.rows[self.rows["programme_group"] == code]
            for is_reported, group in rows.groupby(rows["coverage_basis"] == "reported"):
                drawn = reported_mark(mark) if is_reported else mark
                groups.append((drawn, tuple(_point(row) for row in group.to_dict("records"))))
        return tuple(groups)

    @property
    def named(self) -> frozenset[str]:
        """The area_codes that carry their name on slides and sheets: those below the whole, where few, and the marked one."""
        members = [point for _, group in self.groups for point in group]
        below = [point for point in members if point.y < _NEARLY_WHOLE or len(members) <= _ALL_NAMED]
        codes = {point.area_code for point in below} if len(below) <= _MOST_NAMED else set()
        return frozenset(codes | ({self.highlighted} if self.highlighted else set()))

    @property
    def medians(self) -> tuple[float, float]:
        """The medians of the horizontal and the vertical axis."""
        return float(self.rows["aging_rate_pct"].median()), float(self.rows["coverage_pct"].median())


@dataclass(frozen=True)
class AreaMap:
    """A map of municipalities in classes."""

    positions: Mapping[str, int]  # area_code → position in `classes`
    classes: tuple[MapClass, ...]  # How each class is filled, and its words, in the order of the legend (light colours)
    label_ja: str  # What is shown
    unit_ja: str = ""  # Unit of the classes; "" for groups
    highlighted: str | None = None  # area_code of the municipality to be marked
    framed: frozenset[str] = frozenset()  # area_codes drawn with a strong edge: those with a plan
    # GeoJSON file of the boundaries in force (properties code and name); None where there is none
    shapes: Path | None = None

    @classmethod
    def of(
        cls, towns: pd.DataFrame, scale: Scale, highlighted: str | None = None, shapes: Path | None = None
    ) -> AreaMap:
        """Return the map of an indicator, of area_code, has_record and the column of the scale."""
        positions = dict(zip(towns["area_code"], scale.classify(towns).tolist(), strict=True))
        framed = frozenset(towns.loc[towns["has_record"].astype(bool), "area_code"])
        return cls(positions, scale.classes("light"), scale.label_ja, scale.unit_ja, highlighted, framed, shapes)

    @property
    def counts(self) -> tuple[int, ...]:
        """The number of municipalities in each class."""
        positions = list(self.positions.values())
        return tuple(positions.count(position) for position in range(len(self.classes)))


@dataclass(frozen=True)
class Share:
    """A part of a whole in percent, with the bounds that missing reports leave open where there are any."""

    label: str  # What it is the share of
    pct: float | None  # The share among what is known (0–100); None where the whole is unknown
    text: str  # The same in words
    lowest: float | None = None  # The share if no missing report reached its target; None where there are no bounds
    highest: float | None = None  # The share if all of them did

    @property
    def below(self) -> float:
        """Distance that it may fall, in percentage points; 0 without bounds."""
        return 0.0 if self.pct is None or self.lowest is None else round(max(self.pct - self.lowest, 0.0), 1)

    @property
    def above(self) -> float:
        """Distance that it may rise, in percentage points; 0 without bounds."""
        return 0.0 if self.pct is None or self.highest is None else round(max(self.highest - self.pct, 0.0), 1)


@dataclass(frozen=True)
class Shares:
    """Bars from 0 to 100 %, each with its words."""

    rows: tuple[Share, ...]


@dataclass(frozen=True)
class Number:
    """One number in a tile: what it is, the number, its unit, and a line that explains it."""

    label: str
    value: str
    unit: str
    note: str


@dataclass(frozen=True)
class Tiles:
    """Main numbers side by side: label, value in words, unit and a line that explains it."""

    numbers: tuple[Number, ...] = ()


Chart = Bars | Points | AreaMap | Shares | Tiles
Drawing = Callable[[Mode], go.Figure | str]


@dataclass(frozen=True)
class Basis:
    """Place, time and source that all figures of a view share."""

    place_ja: str  # The prefecture, or 全国
    as_of: str  # Which time the values speak of
    source: str  # The documents they come from

    def figure(
        self, key: str, /, facts: Mapping[str, object] | None = None, *, rows: Rows | None = None, **own: Any
    ) -> Figure:
        """Return a figure of this time and source, with the words that figures.yml has under a key.

        What the call gives stands in place of what is declared; the key is also its name where none is given.

        Args:
            facts: What its sentences tell, beside the place.
            rows: What its table shows under the declared columns, or what makes it.
        """
        words = words_of(key, {"place": self.place_ja, **(facts or {})}, own)
        table = {} if rows is None else {"table": table_of(key, rows)}
        return Figure(**{"name": key, "as_of": self.as_of, "source": self.source, **words, **table, **own})


@dataclass(frozen=True)
class Figure:
    """Everything that a figure owes its reader."""

    name: str  # Identifier in English, also the start of the file name
    title: str  # What is shown
    reading: str  # One sentence that says what to see
    unit: str  # Unit of the values, such as "%（市町村ごと）"
    n: int  # Number of things shown
    as_of: str  # Which time the values speak of
    source: str  # Where they come from
    # The same as a table with Japanese headings and the source of each row, made when it is asked for
    table: Callable[[], pd.DataFrame]
    counter: str = "市町村"  # What is counted, such as 市町村
    missing: int = 0  # Number of things without a value
    missing_ja: str = "値なし"  # Why they have none
    notes: tuple[str, ...] = ()  # Definitions and caveats that must stand beside the figure
    # How to read the drawing on screen, where it differs from a chart on paper or slides
    drawn_notes: tuple[str, ...] = ()
    # Light or dark → a plotly figure or HTML; None where the page draws the figure itself
    drawing: Drawing | None = None
    # What is remarkable, in at most 60 characters, where the first sentence of the reading is longer or says less
    short: str = ""
    # The same as raw numbers, for paper, slides and workbooks; None where only the table goes there
    chart: Chart | None = None

    @property
    def sentence(self) -> str:
        """The one sentence that stands beside the figure on screen."""
        return self.short or wording.sentences(self.reading)[0]

    @property
    def details(self) -> tuple[str, ...]:
        """What the reading says beside that sentence: read on demand."""
        return tuple(one for one in wording.sentences(self.reading) if one != self.sentence)

    @property
    def cautions(self) -> tuple[str, ...]:
        """The notes that a reader would be misled without: what the figure does not say, and its signs."""
        return tuple(note for note in self.notes if _CAUTION.search(note))

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Its facts besides title and reading: unit, n, n missing, as-of date and source, each with its name."""
        counts = [("数", wording.count(self.n, self.counter))]
        if self.missing:
            counts.append((self.missing_ja, wording.count(self.missing, self.counter)))
        return ("単位", self.unit), *counts, ("時点", self.as_of), ("出典", self.source)


def reported_mark(mark: Mark) -> Mark:
    """Return how a group is drawn where the value was reported: a hollow symbol and a word."""
    symbol = mark.symbol if mark.symbol.endswith("open") else f"{mark.symbol}-open"
    return replace(mark, label_ja=f"{mark.label_ja}（報告値）", symbol=symbol)


def _point(row: Mapping[Any, Any]) -> Point:
    size = row["population"]
    return Point(
        str(row["area_code"]), str(row["name_ja"]), float(row["aging_rate_pct"]), float(row["coverage_pct"]),
        None if pd.isna(size) else float(size),
    )  # fmt: skip
