"""Read a timeline of plans: fiscal years as headings, a plan's name in the cell where its bar begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.readers.text_tables import Row
from loaders.text.era_dates import fiscal_years_in


@dataclass(frozen=True)
class PlanBar:
    """A bar of the timeline. Its end is lost: merged cells come as empty ones."""

    name: str
    start_fy: int
    line: int


@dataclass
class Timeline:
    """The bars in reading order, and the lines they were read from."""

    bars: list[PlanBar] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    read: set[int] = field(default_factory=set)


def read_timeline(rows: Sequence[Row]) -> Timeline:
    """Return the bars of a timeline; rows before the row of fiscal years are passed over.

    The first cell of a row labels it; the cells after it stand below the years.
    """
    timeline = Timeline()
    years: list[int] = []
    for row in rows:
        named = [fiscal_years_in(cell) for cell in row.cells[1:]]
        if row.is_table and len(named) > 1 and all(len(found) == 1 for found in named):
            years = [found[0] for found in named]
            timeline.headings.add(row.line)
        elif row.is_table and years:
            pairs = zip(row.cells[1:], years, strict=False)
            timeline.bars += [PlanBar(cell, year, row.line) for cell, year in pairs if cell]
            timeline.read.add(row.line)
    return timeline
