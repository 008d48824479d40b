"""A described chart as a picture (PNG) for paper and slides, drawn on the server without a browser; the bars. Pure."""

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from components.drawing import scatter, wording
from components.drawing.marks import PATTERNS, POINT_GROUPS, Mark
from components.drawing.model import AreaMap, Bars, Chart, Points, Series, Share, Shares, reported_mark
from components.drawing.placement import Spot, label_positions
from components.drawing.theme import LIGHT
from components.packs.pdf import paper, picture_map

_NAMED = 20  # most points of a panel that carry their name
_SIZE = 0.62  # of the diameter on the screen
_PANEL_WIDTH, _PANEL_HEIGHT, _PIXELS_PER_POINT = 590.0, 35.0, 1.45  # only to keep names apart
NONE_BELOW_JA = "100%に満たない市町村はありません"
_SIDES = {"top center": (0, 1), "middle right": (1, 0), "bottom center": (0, -1), "middle left": (-1, 0)}


def draw_points(chart: Points, width_px: int, height_px: int) -> bytes:
    """Return the scatter as PNG: medians as dashed lines, quadrants in words, a symbol for each group."""
    figure = paper.canvas(width_px, height_px)
    placed = scatter.positions(chart.rows)
    above, below = placed[placed["axis"] == "y2"], placed[placed["axis"] == "y"]
    if len(above):
        panel, axes = figure.subplots(2, 1, sharex=True, height_ratios=(1.2, 2.2 if len(below) else 1))
        _panel(panel, _names_apart(above), chart)
    else:
        axes = figure.add_subplot()
    paper.quiet(axes)
    _points(axes, below, chart)
    has_panel = bool(len(above))
    _axes(axes, chart, placed, has_panel=has_panel)
    _medians(axes, chart)
    # What the corners mean: the upper ones stand in the panel where there is one.
    for name in ("younger_lower", "older_lower") if has_panel else chart.quadrants:
        _corner(axes, chart, name, *((0.95, "top") if has_panel or name.endswith("upper") else (0.09, "bottom")))
    if below.empty:
        look: dict[str, Any] = {"ha": "center", "fontsize": paper.NORMAL, "color": LIGHT.muted}
        axes.text(0.5, 0.4, NONE_BELOW_JA, transform=axes.transAxes, **look)
    symbols = [
        Line2D([], [], linestyle="", marker=mark.shape.paper, markersize=6, label=mark.label_ja,
               markerfacecolor="none" if _is_hollow(mark) else mark.light, markeredgecolor=mark.light)
        for mark, _ in chart.groups
    ]  # fmt: skip
    how: dict[str, Any] = {"ncols": min(len(symbols), 4), "frameon": False, "fontsize": paper.NORMAL}
    figure.legend(handles=symbols, loc="outside upper left", **how)
    return paper.png(figure)


def _names_apart(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the points of the panel with places for their names that hide least."""
    low, high = rows["aging_rate_pct"].min(), rows["aging_rate_pct"].max()
    across = (rows["aging_rate_pct"] - low) / max(high - low, 1.0) * _PANEL_WIDTH
    up, sizes = rows["height"] * _PANEL_HEIGHT, rows["size"] * _SIZE * _PIXELS_PER_POINT
    spots = [Spot(*values) for values in zip(across, up, sizes, rows["name_ja"].str.len(), strict=True)]
    return rows.assign(label_at=label_positions(spots))


def _panel(axes: Axes, rows: pd.DataFrame, chart: Points) -> None:
    """Draw the band of those that cover the whole area: its height has no meaning."""
    axes.set_facecolor(LIGHT.surface)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(left=False, labelleft=False, bottom=False, labelbottom=False)
    axes.set_ylim(-1.7, 1.9)
    axes.set_ylabel(
        "全域・100%\n（上下に\n意味なし）", fontsize=paper.SMALL, color=LIGHT.muted, rotation=0, ha="right", va="center"
    )
    _points(axes, rows, chart)
    axes.axvline(chart.medians[0], color=LIGHT.text, linewidth=0.9, linestyle=(0, (5, 3)))
    for name in ("younger_upper", "older_upper"):
        _corner(axes, chart, name, 0.97, "top")


def _points(axes: Axes, rows: pd.DataFrame, chart: Points) -> None:
    for row in rows.to_dict("records"):
        mark = POINT_GROUPS[str(row["programme_group"])]
        mark = reported_mark(mark) if row["coverage_basis"] == "reported" else mark
        axes.scatter(
            [row["aging_rate_pct"]], [row["height"]], s=(row["size"] * _SIZE) ** 2, marker=mark.shape.paper,
            facecolor="none" if _is_hollow(mark) else mark.light, edgecolor=mark.light if _is_hollow(mark) else "#FFFFFF",
            linewidth=1.4 if _is_hollow(mark) else 0.8, alpha=0.9, zorder=3, clip_on=False,
        )  # fmt: skip
        is_marked = row["area_code"] == chart.highlighted
        if len(rows) <= _NAMED or is_marked:
            _name(axes, row, is_marked=is_marked)


def _is_hollow(mark: Mark) -> bool:
    return mark.is_hollow or mark.shape.paper == "x"  # a cross has no inside


def _name(axes: Axes, row: dict[Any, Any], *, is_marked: bool) -> None:
    across, up = _SIDES[str(row["label_at"])]
    away = row["size"] * _SIZE / 2 + 2
    text = axes.annotate(
        f"【{row['name_ja']}】" if is_marked else str(row["name_ja"]),
        (row["aging_rate_pct"], row["height"]), (across * away, up * away), textcoords="offset points",
        ha={0: "center", 1: "left", -1: "right"}[across], va={0: "center", 1: "bottom", -1: "top"}[up],
        fontsize=paper.NORMAL if is_marked else paper.SMALL, color="#000000" if is_marked else LIGHT.text, zorder=5,
        annotation_clip=False,
    )  # fmt: skip
    text.set_path_effects([withStroke(linewidth=2, foreground="white")])


def _axes(axes: Axes, chart: Points, placed: pd.DataFrame, *, has_panel: bool) -> None:
    low, high = placed["aging_rate_pct"].min(), placed["aging_rate_pct"].max()
    margin = max(1.5, 0.08 * (high - low))
    axes.set_xlim(low - margin, high + margin)
    axes.set_ylim(-4, 100 if has_panel else 108)
    axes.set_yticks([0, 20, 40, 60, 80, 100])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}%")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}%")
    axes.set_xlabel(chart.x_ja, fontsize=paper.NORMAL, color=LIGHT.text)
    axes.set_ylabel(chart.y_ja, fontsize=paper.NORMAL, color=LIGHT.text)


def _medians(axes: Axes, chart: Points) -> None:
    across, up = chart.medians
    dash: dict[str, Any] = {"color": LIGHT.text, "linewidth": 0.9}
    axes.axvline(across, linestyle=(0, (5, 3)), **dash)
    axes.axhline(up, linestyle=(0, (5, 3)), **dash)
    beside, above = axes.get_xaxis_transform(), axes.get_yaxis_transform()
    axes.text(across, 0.015, f" 中央値 {wording.percent(across)}", transform=beside, fontsize=paper.SMALL, va="bottom")
    axes.text(1.008, up, f"中央値\n{wording.percent(up)}", transform=above, fontsize=paper.SMALL, va="center")


def _corner(axes: Axes, chart: Points, name: str, up: float, vertical: Any) -> None:
    side, anchor = (0.992, "right") if name.startswith("older") else (0.008, "left")
    look: dict[str, Any] = {"fontsize": paper.SMALL, "ha": anchor, "va": vertical, "color": LIGHT.muted}
    axes.text(side, up, chart.quadrants[name], transform=axes.transAxes, **look)


_PER_BAR, _AROUND = 44, 130  # pixels
_IN_A_ROW = 5  # most groups in a line of the legend
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
            return draw_points(chart, width_px, height_px)
        case AreaMap():
            return picture_map.draw_map(chart, width_px, height_px, credit_ja)
    raise ValueError(f"no picture of {type(chart).__name__}")


def height_of(chart: Chart, width_px: int) -> int:
    """Return the height (px) in which a chart of a width reads well."""
    match chart:
        case Bars():
            legend = 36 * math.ceil(len(chart.series) / _IN_A_ROW)
            return _AROUND + legend + _PER_BAR * max(len(chart.labels), 1)
        case Shares():
            return _SHARE_AROUND + (44 if _has_bounds(chart) else 0) + _SHARE_ROW * max(len(chart.rows), 1)
        case AreaMap():
            return round(width_px * 0.48)
    return round(width_px * 0.6)


def draw_bars(chart: Bars, width_px: int, height_px: int) -> bytes:
    """Return stacked bars as PNG: numbers in the segments, the total at the end, pattern and word for each group."""
    figure = paper.canvas(width_px, height_px)
    axes = figure.add_subplot()
    paper.quiet(axes)
    labels, totals = list(chart.labels), chart.totals or (0,) * len(chart.labels)
    most = max([*totals, 1])
    left = [0.0] * len(labels)
    for group in chart.series:
        axes.barh(
            range(len(labels)), group.values, left=left, height=0.68, color=group.mark.light, edgecolor="#FFFFFF",
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
        swatches = [paper.mark_swatch(group.mark) for group in chart.series]
        paper.legend_above(axes, swatches, min(len(swatches), _IN_A_ROW))
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
        upper = paper.swatch("未報告しだい（最高まで）", "#FFFFFF", "/", LIGHT.accent)
        paper.legend_above(axes, [paper.swatch("達成（最低）", LIGHT.accent, "", ""), upper], 2)
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
    if len(label) <= _LABEL_LETTERS:
        return label
    middle = -(-len(label) // 2)
    return f"{label[:middle]}\n{label[middle:]}"
