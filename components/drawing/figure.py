"""What a figure says, described once for the screen and for files. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from components.drawing.model import Chart
from components.drawing.theme import Mode

Drawing = Callable[[Mode], go.Figure | str]


@dataclass(frozen=True)
class Basis:
    """What all figures of a view share."""

    place_ja: str  # The prefecture, or 全国
    as_of: str  # Which time the values speak of
    source: str  # The documents they come from


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
    # The same as raw numbers, for paper, slides and workbooks; None where only the table goes there
    chart: Chart | None = None
