"""The scatter of 高齢化率 against a coverage as a picture for paper: the same points as on the screen. Pure."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from components.drawing import scatter, wording
from components.drawing.marks import PROGRAMME_GROUPS, Mark
from components.drawing.model import Points, reported_mark
from components.drawing.placement import Spot, label_positions
from components.drawing.theme import LIGHT
from components.packs.pdf import paper

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
    _axes(axes, chart, placed, has_panel=bool(len(above)))
    _medians(axes, chart)
    _quadrants(axes, chart, has_panel=bool(len(above)))
    if below.empty:
        axes.text(
            0.5, 0.4, NONE_BELOW_JA, transform=axes.transAxes, ha="center", fontsize=paper.NORMAL, color=LIGHT.muted
        )
    groups = chart.groups
    figure.legend(
        handles=[_symbol(mark) for mark, _ in groups], loc="outside upper left", ncols=min(len(groups), 4),
        frameon=False, fontsize=paper.NORMAL,
    )  # fmt: skip
    return paper.png(figure)


def _names_apart(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the points of the panel with places for their names that hide least."""
    low, high = rows["aging_rate_pct"].min(), rows["aging_rate_pct"].max()
    across = (rows["aging_rate_pct"] - low) / max(high - low, 1.0) * _PANEL_WIDTH
    up = rows["height"] * _PANEL_HEIGHT
    spots = [
        Spot(*values)
        for values in zip(across, up, rows["size"] * _SIZE * _PIXELS_PER_POINT, rows["name_ja"].str.len(), strict=True)
    ]
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
    for name, side, anchor in (("younger_upper", 0.008, "left"), ("older_upper", 0.992, "right")):
        axes.text(
            side,
            0.97,
            chart.quadrants[name],
            transform=axes.transAxes,
            fontsize=paper.SMALL,
            ha=anchor,
            va="top",
            color=LIGHT.muted,
        )


def _points(axes: Axes, rows: pd.DataFrame, chart: Points) -> None:
    for row in rows.to_dict("records"):
        mark = PROGRAMME_GROUPS[str(row["programme_group"])]
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
    axes.text(
        across, 0.015, f" 中央値 {wording.percent(across)}", transform=axes.get_xaxis_transform(),
        fontsize=paper.SMALL, va="bottom",
    )  # fmt: skip
    axes.text(
        1.008, up, f"中央値\n{wording.percent(up)}", transform=axes.get_yaxis_transform(), fontsize=paper.SMALL, va="center",
    )  # fmt: skip


def _quadrants(axes: Axes, chart: Points, *, has_panel: bool) -> None:
    """Write what the corners mean; the upper ones stand in the panel where there is one."""
    names = ("younger_lower", "older_lower") if has_panel else tuple(chart.quadrants)
    for name in names:
        side, anchor = (0.992, "right") if name.startswith("older") else (0.008, "left")
        up, vertical = (0.95, "top") if has_panel or name.endswith("upper") else (0.09, "bottom")
        axes.text(
            side, up, chart.quadrants[name], transform=axes.transAxes, fontsize=paper.SMALL, ha=anchor, va=vertical,
            color=LIGHT.muted,
        )  # fmt: skip


def _symbol(mark: Mark) -> Line2D:
    return Line2D(
        [], [], linestyle="", marker=mark.shape.paper, markersize=6, label=mark.label_ja,
        markerfacecolor="none" if _is_hollow(mark) else mark.light, markeredgecolor=mark.light,
    )  # fmt: skip
