"""A described chart as a picture (PNG) for paper and slides, drawn on the server without a browser; the bars. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from components.drawing.marks import PATTERNS
from components.drawing.model import AreaMap, Bars, Chart, Points, Series, Share, Shares
from components.drawing.theme import LIGHT
from components.packs.pdf import paper, picture_map, picture_scatter

_PER_BAR, _AROUND = 44, 130  # pixels
MOST_BARS = 30  # of one picture
_SHARE_ROW, _SHARE_AROUND = 62, 70
_NARROW = 0.035  # share of the axis below which a number does not fit into its segment
_LABEL_LETTERS = 16


def picture(chart: Chart, width_px: int, height_px: int, credit_ja: str = "") -> bytes:
    """Return a chart as PNG, 200 pixels to an inch."""
    match chart:
        case Bars():
            return draw_bars(chart, width_px, height_px)
        case Shares():
            return draw_shares(chart, width_px, height_px)
        case Points():
            return picture_scatter.draw_points(chart, width_px, height_px)
        case AreaMap():
            return picture_map.draw_map(chart, width_px, height_px, credit_ja)
    raise ValueError(f"no picture of {type(chart).__name__}")


def height_of(chart: Chart, width_px: int) -> int:
    """Return the height (px) in which a chart of a width reads well."""
    match chart:
        case Bars():
            return bars_height(chart)
        case Shares():
            return shares_height(chart)
        case AreaMap():
            return round(width_px * 0.48)
    return round(width_px * 0.6)


def pages(chart: Bars) -> list[Bars]:
    """Return the chart in parts that each fit a page."""
    rows = range(0, len(chart.counts), MOST_BARS)
    return [replace(chart, counts=chart.counts.iloc[start : start + MOST_BARS]) for start in rows]


def bars_height(chart: Bars) -> int:
    """Return the height (px) that the bars need."""
    rows = -(-len(chart.series) // 5)
    return _AROUND + 36 * rows + _PER_BAR * max(len(chart.labels), 1)


def draw_bars(chart: Bars, width_px: int, height_px: int) -> bytes:
    """Return stacked bars as PNG: numbers in the segments, the total at the end, pattern and word for each group."""
    figure = paper.canvas(width_px, height_px)
    axes = figure.add_subplot()
    paper.quiet(axes)
    labels, totals = list(chart.labels), chart.totals or (0,) * len(chart.labels)
    most = max([*totals, 1])
    left = [0.0] * len(labels)
    for group in chart.series:
        edge = "#FFFFFF"
        axes.barh(
            range(len(labels)), group.values, left=left, height=0.68, color=group.mark.light, edgecolor=edge,
            hatch=PATTERNS[group.mark.pattern].hatch, linewidth=0.8,
        )  # fmt: skip
        _numbers(axes, group, left, most, totals)
        left = [start + value for start, value in zip(left, group.values, strict=True)]
    for position, total in enumerate(totals):
        axes.text(total + most * 0.012, position, f"{total:,}", va="center", fontsize=paper.NORMAL, color=LIGHT.text)
    axes.set_yticks(range(len(labels)), [_wrapped(label) for label in labels])
    axes.set_ylim(len(labels) - 0.45, -0.55)
    axes.set_xlim(0, most * 1.09)
    axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
    axes.set_xlabel(chart.counter, fontsize=paper.NORMAL, color=LIGHT.muted, loc="right")
    if chart.series:
        paper.legend_above(axes, [paper.mark_swatch(group.mark) for group in chart.series], min(len(chart.series), 5))
    return paper.png(figure)


def _numbers(axes: Axes, group: Series, left: list[float], most: int, totals: tuple[int, ...]) -> None:
    """Write each number on a white ground into its segment, where it fits and is not the total itself.

    A group whose code is one letter, a band, writes the letter too: grey print keeps the meaning.
    """
    sign = f"{group.code} " if len(group.code) == 1 else ""
    for position, (value, start) in enumerate(zip(group.values, left, strict=True)):
        if (value == totals[position] and not sign) or value < most * _NARROW:
            continue
        axes.text(
            start + value / 2, position, f"{sign}{value:,}", ha="center", va="center", fontsize=paper.SMALL,
            color=LIGHT.text, bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"},
        )  # fmt: skip


def shares_height(chart: Shares) -> int:
    """Return the height (px) that the bars need."""
    return _SHARE_AROUND + (44 if _has_bounds(chart) else 0) + _SHARE_ROW * max(len(chart.rows), 1)


def draw_shares(chart: Shares, width_px: int, height_px: int) -> bytes:
    """Return shares from 0 to 100 % as PNG, each with its words; bounds are hatched, an unknown whole is dotted."""
    figure = paper.canvas(width_px, height_px)
    axes = figure.add_subplot()
    paper.quiet(axes)
    for position, row in enumerate(chart.rows):
        _share(axes, position, row)
        axes.text(102, position, row.text, va="center", fontsize=paper.SMALL, color=LIGHT.text)
    axes.set_yticks(range(len(chart.rows)), [_wrapped(row.label) for row in chart.rows])
    axes.set_ylim(len(chart.rows) - 0.45, -0.55)
    longest = max((len(row.text) for row in chart.rows), default=0)
    axes.set_xlim(0, 104 + longest * 2.6)
    axes.set_xticks([0, 25, 50, 75, 100], ["0%", "25%", "50%", "75%", "100%"])
    axes.spines["bottom"].set_bounds(0, 100)
    if _has_bounds(chart):
        entries = [
            paper.swatch("達成（最低）", LIGHT.accent, "", ""),
            paper.swatch("未報告しだい（最高まで）", "#FFFFFF", "/", LIGHT.accent),
        ]
        paper.legend_above(axes, entries, 2)
    return paper.png(figure)


def _share(axes: Axes, position: int, row: Share) -> None:
    box: dict[str, Any] = {"height": 0.56, "edgecolor": LIGHT.accent, "linewidth": 0.8}
    axes.barh(position, 100, color="#FFFFFF", **{**box, "edgecolor": LIGHT.line})
    if row.lowest is not None and row.highest is not None:
        axes.barh(position, row.lowest, color=LIGHT.accent, **box)
        axes.barh(
            position, row.highest - row.lowest, left=row.lowest, color="#FFFFFF", hatch=PATTERNS["/"].hatch, **box
        )
        if row.pct is not None:
            axes.plot([row.pct, row.pct], [position - 0.36, position + 0.36], color=LIGHT.text, linewidth=1.6)
    elif row.pct is not None:
        axes.barh(position, row.pct, color=LIGHT.accent, **box)
    else:
        axes.barh(position, 100, color="#FFFFFF", hatch=PATTERNS["."].hatch, **{**box, "edgecolor": LIGHT.missing})


def _has_bounds(chart: Shares) -> bool:
    return any(row.lowest is not None and row.lowest != row.highest for row in chart.rows)


def _wrapped(label: str) -> str:
    """Return a long label in two lines."""
    if len(label) <= _LABEL_LETTERS:
        return label
    middle = -(-len(label) // 2)
    return f"{label[:middle]}\n{label[middle:]}"
