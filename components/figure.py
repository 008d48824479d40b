"""What a figure says, described once for the screen and for files. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from components.chart_model import Chart
from components.theme import Mode

Drawing = Callable[[Mode], go.Figure | str]


@dataclass(frozen=True)
class Basis:
    """What all figures of a view share.

    Attributes:
        place_ja: The prefecture, or 全国.
        as_of: Which time the values speak of.
        source: The documents they come from.
    """

    place_ja: str
    as_of: str
    source: str


@dataclass(frozen=True)
class Figure:
    """Everything that a figure owes its reader.

    Attributes:
        name: Identifier in English, also the start of the file name.
        title: What is shown.
        reading: One sentence that says what to see.
        unit: Unit of the values, such as "%（市町村ごと）".
        n: Number of things shown.
        as_of: Which time the values speak of.
        source: Where they come from.
        table: The same as a table with Japanese headings and the source of each row, made when it is asked for.
        counter: What is counted, such as 市町村.
        missing: Number of things without a value.
        missing_ja: Why they have none.
        notes: Definitions and caveats that must stand beside the figure.
        drawn_notes: How to read the drawing on screen, where it differs from a chart on paper or slides.
        drawing: Light or dark → a plotly figure or HTML; None where the page draws the figure itself.
        chart: The same as raw numbers, for paper, slides and workbooks; None where only the table goes there.
    """

    name: str
    title: str
    reading: str
    unit: str
    n: int
    as_of: str
    source: str
    table: Callable[[], pd.DataFrame]
    counter: str = "市町村"
    missing: int = 0
    missing_ja: str = "値なし"
    notes: tuple[str, ...] = ()
    drawn_notes: tuple[str, ...] = ()
    drawing: Drawing | None = None
    chart: Chart | None = None
