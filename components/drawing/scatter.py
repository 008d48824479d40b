"""The scatter of 高齢化率 against a support coverage. Pure: DataFrame in, plotly figure out.

About four in five municipalities declare 100 %, so many points would lie on top of each other. They stand in a panel of
their own above the scale: their place from left to right stays exact, their height there only keeps them apart and has
no axis. Below 100 % both places are exact.
"""

from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components.drawing import wording
from components.drawing.charts import base_layout
from components.drawing.marks import POINT_GROUPS, Mark
from components.drawing.model import reported_mark
from components.drawing.placement import Spot, keep_apart, label_positions
from components.drawing.theme import Mode, palette

_LARGEST, _SMALLEST = 40.0, 9.0  # diameters in pixels
PANEL_FROM: Final = 3  # points at 100 % that are worth a panel
_PANEL_BOTTOM, _PANEL_TOP = 0.66, 0.88  # shares of the height: below the panel, and below its names of the quadrants
_ASSUMED_WIDTH, _ASSUMED_HEIGHT = 820.0, 250.0  # pixels; only to keep points and names apart
_BELOW: Final = -5.0  # where the lines stand on the scale of the coverage
_ABOVE_REST: Final = 0.1  # share of the height below which they stand where the scale fills the plot
_LABELLED: Final = 15  # most points that carry their name


def aging_coverage(
    points: pd.DataFrame, coverage_ja: str, mode: Mode, highlighted: str | None = None, peers: tuple[str, ...] = (),
    aging_ja: str = "高齢化率", rest: pd.DataFrame | None = None, trails: pd.DataFrame | None = None,
) -> go.Figure:  # fmt: skip
    """Return the scatter with medians as lines and quadrants named in words.

    The points are those of figures.aging.points; a reported value is a hollow mark, a declared one is filled. The rest,
    without a coverage, are lines below the scale. Trails are points of several years (fiscal_year): arrows join them.
    """
    placed = positions(points)
    has_panel = bool((placed["axis"] == "y2").any())
    figure = go.Figure(layout=base_layout(mode, height=510 if has_panel else 480))
    named: set[Mark] = set()
    for (code, basis, axis), rows in placed.groupby(["programme_group", "coverage_basis", "axis"], sort=True):
        mark = reported_mark(POINT_GROUPS[str(code)]) if basis == "reported" else POINT_GROUPS[str(code)]
        figure.add_trace(_points(rows, mark, mode, coverage_ja, str(axis), in_legend=mark not in named))
        named.add(mark)
    _draw_axes(figure, placed, coverage_ja, mode, has_panel=has_panel)
    figure.update_xaxes(title_text=aging_ja)
    if rest is not None and len(rest):
        _draw_rest(figure, rest, mode)
    _draw_medians(figure, points, mode)
    moving = points.head(0) if trails is None else trails[trails["area_code"].duplicated(keep=False)]
    has_trails = len(moving) > 0
    floor = 0.005 if rest is None or rest.empty else _ABOVE_REST
    _name_quadrants(figure, points, mode, floor, below_panel=has_panel and not has_trails)
    if has_trails:
        _draw_trails(figure, moving, mode)
    ringed = placed[placed["area_code"].isin(peers)]
    for side, rows in ringed.groupby("axis", sort=True):
        figure.add_trace(_rings(rows, str(side), mode, in_legend=side == ringed["axis"].min()))
    colours = palette(mode)
    for row in placed[placed["area_code"] == highlighted].to_dict("records"):
        figure.add_annotation(
            x=row["aging_rate_pct"], y=row["height"], yref=row["axis"], ax=52, ay=27, arrowhead=0, arrowwidth=1.5,
            text=f"<b>{row['name_ja']}</b>", arrowcolor=colours.text, bgcolor=colours.background,
            bordercolor=colours.text, borderpad=3, font={"size": 14},
        )  # fmt: skip
    return figure


QUADRANTS: Final = ("older_lower", "older_upper", "younger_lower", "younger_upper")


def quadrants(points: pd.DataFrame) -> "pd.Series[str]":
    """Return the quadrant (one of QUADRANTS) of each municipality; a value on a median counts as older or upper."""
    aging, coverage = points["aging_rate_pct"], points["coverage_pct"]
    ages = np.where(aging >= aging.median(), "older", "younger")
    halves = np.where((coverage >= coverage.median()) | points["is_whole"], "upper", "lower")
    names = [f"{age}_{half}" for age, half in zip(ages, halves, strict=True)]
    return pd.Series(names, index=points.index, dtype="str")


WHOLE_JA: Final = {"upper": "全域が対象", "lower": "一部が対象"}
FUNCTIONS: Final = "functions"  # basis of a coverage that counts functions in place, not residents


def quadrant_words(points: pd.DataFrame) -> dict[str, str]:
    """Return the words for the quadrants; where the median coverage is 100 %, the upper half is the whole area."""
    whole = points["coverage_pct"].median() >= 100
    halves = WHOLE_JA if whole else {"upper": "カバー率が高い", "lower": "カバー率が低い"}
    if whole and (points["coverage_basis"] == FUNCTIONS).all():
        halves = {"upper": "すべて備わる", "lower": "一部が備わる"}
    ages = {"older": "高齢化が進む", "younger": "高齢化は緩やか"}
    return {name: f"{ages[name.split('_')[0]]}・{halves[name.split('_')[1]]}" for name in QUADRANTS}


def positions(points: pd.DataFrame) -> pd.DataFrame:
    """Return the points with the axis they stand on, their height there, their size and the place of their name."""
    ceiling = points["is_whole"]
    in_panel = ceiling if ceiling.sum() >= PANEL_FROM else ceiling & False
    known = pd.to_numeric(points["population"], errors="coerce").astype("float64")
    share = (known / known.max()).pow(0.5) * _LARGEST
    placed = points.assign(
        size=share.clip(lower=_SMALLEST).fillna(_SMALLEST), axis=np.where(in_panel, "y2", "y"),
        height=points["coverage_pct"].astype("float64"), label_at="top center",
    )  # fmt: skip
    low, high = points["aging_rate_pct"].min(), points["aging_rate_pct"].max()
    across = (points["aging_rate_pct"] - low) / max(high - low, 1.0) * _ASSUMED_WIDTH
    panel, below = placed[in_panel], placed[~in_panel]
    placed.loc[in_panel, "height"] = keep_apart(across[in_panel].tolist(), panel["size"].tolist())
    up = below["height"] / 100 * _ASSUMED_HEIGHT
    letters = below["name_ja"].str.len()
    spots = [Spot(*values) for values in zip(across[~in_panel], up, below["size"], letters, strict=True)]
    placed.loc[~in_panel, "label_at"] = label_positions(spots)
    return placed


def _points(rows: pd.DataFrame, mark: Mark, mode: Mode, coverage_ja: str, axis: str, *, in_legend: bool) -> go.Scatter:
    colours = palette(mode)
    # The rim of a hollow symbol has the symbol's own colour.
    rim = {"color": colours.background, "width": 3 if mark.is_hollow else 1}
    return go.Scatter(
        name=mark.label_ja, legendgroup=mark.label_ja, showlegend=in_legend,
        mode="markers+text" if axis == "y" and len(rows) <= _LABELLED else "markers",
        x=rows["aging_rate_pct"].tolist(), y=rows["height"].tolist(), yaxis=axis, cliponaxis=False,
        text=rows["name_ja"].tolist(), textposition=rows["label_at"].tolist(),
        textfont={"size": 14, "color": colours.muted}, customdata=[[code] for code in rows["area_code"]],
        hovertext=[_hover(row, coverage_ja) for row in rows.to_dict("records")], hovertemplate="%{hovertext}<extra></extra>",
        marker={"color": mark.colour(mode), "symbol": mark.symbol, "size": rows["size"].tolist(), "opacity": 0.75, "line": rim},
        selected={"marker": {"opacity": 1.0}}, unselected={"marker": {"opacity": 0.3}},
    )  # fmt: skip


def _rings(rows: pd.DataFrame, axis: str, mode: Mode, *, in_legend: bool) -> go.Scatter:
    """Return a hexagon around each of the points: circles may be values that were reported."""
    return go.Scatter(
        name="似た市町村", legendgroup="peers", showlegend=in_legend, mode="markers", hoverinfo="skip", cliponaxis=False,
        x=rows["aging_rate_pct"].tolist(), y=rows["height"].tolist(), yaxis=axis,
        marker={"symbol": "hexagon-open", "size": (rows["size"] + 11).tolist(), "color": palette(mode).text,
                "line": {"width": 2}},
    )  # fmt: skip


def _hover(row: dict[Any, Any], coverage_ja: str) -> str:
    day = f"、{wording.era_date(row['coverage_as_of'])}時点" if row["coverage_as_of"] else ""
    return f"{_aging_hover(row)}<br>{coverage_ja} {wording.percent(row['coverage_pct'])}（{row['basis_ja']}{day}）<br>人口 {wording.with_unit(row['population'], '人')}"


def _draw_axes(figure: go.Figure, placed: pd.DataFrame, coverage_ja: str, mode: Mode, *, has_panel: bool) -> None:
    low, high = placed["aging_rate_pct"].min(), placed["aging_rate_pct"].max()
    margin = max(1.5, 0.06 * (high - low))
    figure.update_xaxes(
        title_text="高齢化率", range=[low - margin, high + margin], fixedrange=True, ticksuffix="%", nticks=8,
        anchor="y",
    )  # fmt: skip
    figure.update_layout(hovermode="closest", yaxis={
        "title": {"text": coverage_ja}, "range": [-4, 100 if has_panel else 106], "tickvals": [0, 20, 40, 60, 80, 100],
        "ticksuffix": "%", "domain": [0, _PANEL_BOTTOM if has_panel else 1], "zeroline": False, "fixedrange": True,
    })  # fmt: skip
    if has_panel:
        figure.update_layout(yaxis2={
            "domain": [_PANEL_BOTTOM, _PANEL_TOP], "range": [-1.3, 1.3], "visible": False, "anchor": "x", "fixedrange": True,
        })  # fmt: skip
        ground = {"fillcolor": palette(mode).surface, "line": {"width": 0}, "layer": "below"}
        figure.add_shape(type="rect", xref="paper", yref="paper", x0=0, x1=1, y0=_PANEL_BOTTOM, y1=1, **ground)


def _draw_medians(figure: go.Figure, points: pd.DataFrame, mode: Mode) -> None:
    colours = palette(mode)
    aging, coverage = points["aging_rate_pct"].median(), points["coverage_pct"].median()
    line = {"color": colours.text, "width": 1.2, "dash": "dash"}
    figure.add_shape(type="line", x0=aging, x1=aging, yref="paper", y0=0, y1=1, line=line)
    figure.add_shape(type="line", xref="paper", x0=0, x1=1, y0=coverage, y1=coverage, line=line)
    # The values of the medians stand outside of the plot, where they hide no point.
    note = {"showarrow": False, "font": {"size": 14}, "align": "left"}
    figure.add_annotation(x=aging, yref="paper", y=1, yanchor="bottom", text=f"中央値 {wording.percent(aging)}", **note)
    figure.add_annotation(
        xref="paper", x=1, xanchor="left", y=coverage, text=f"中央値<br>{wording.percent(coverage)}", **note
    )
    figure.update_layout(legend_y=1.055, margin={"l": 8, "r": 58, "t": 64, "b": 8})


def _name_quadrants(figure: go.Figure, points: pd.DataFrame, mode: Mode, floor: float, *, below_panel: bool) -> None:
    # Below a panel the names hang under the 100 % line, unless arrows lead there: few values lie there, many near 0.
    lower = (_PANEL_BOTTOM - 0.015, "top") if below_panel else (floor, "bottom")
    for name, words in quadrant_words(points).items():
        x, xanchor = (0.995, "right") if name.startswith("older") else (0.005, "left")
        y, yanchor = (0.995, "top") if name.endswith("upper") else lower
        figure.add_annotation(
            text=f"<b>{words.replace('・', '<br>')}</b>",
            xref="paper", yref="paper", x=x, y=y, xanchor=xanchor, yanchor=yanchor, align=xanchor,
            showarrow=False, font={"size": 14, "color": palette(mode).muted},
        )  # fmt: skip


# An arrow goes up or down, so the sides come first.
_BESIDE: Final[dict[str, dict[str, Any]]] = {
    "middle right": {"xanchor": "left", "xshift": 6}, "middle left": {"xanchor": "right", "xshift": -6},
    "top center": {"yanchor": "bottom", "yshift": 4}, "bottom center": {"yanchor": "top", "yshift": -4},
}  # fmt: skip


def _draw_trails(figure: go.Figure, trails: pd.DataFrame, mode: Mode) -> None:
    """Add an arrow from each year to the next in which a town's values moved, with the years as labels at its places."""
    colours = palette(mode)
    places = _trail_places(trails, figure.layout.xaxis.range)
    is_alone = trails["area_code"].nunique() == 1
    for _, town in places.groupby("area_code", sort=False):
        name = str(town["name_ja"].iloc[0])
        x, y, years = town["x"].tolist(), town["y"].tolist(), town["years"].tolist()
        figure.add_scatter(
            x=x, y=y, mode="markers" if is_alone else "markers+text", showlegend=False, cliponaxis=False, text=years,
            textposition=town["label_at"].tolist(), textfont={"size": 14, "color": colours.text},
            hovertext=[f"<b>{name}</b><br>{when}年度 {wording.percent(pct)}" for when, pct in zip(years, y, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>", marker={"size": 6, "color": colours.text},
        )  # fmt: skip
        for label, left, up, at in zip(years, x, y, town["label_at"], strict=True) if is_alone else ():
            figure.add_annotation(x=left, y=up, text=label, showarrow=False, **_BESIDE[at])
        for before, after in pairwise(zip(x, y, strict=True)):
            figure.add_annotation(
                x=after[0], y=after[1], ax=before[0], ay=before[1], xref="x", yref="y", axref="x", ayref="y", text="",
                showarrow=True, arrowhead=2, arrowwidth=1.8, arrowcolor=colours.text, standoff=4, startstandoff=3,
            )  # fmt: skip


def _trail_places(trails: pd.DataFrame, reach: tuple[float, float]) -> pd.DataFrame:
    """Return where each town stood, in which years, and the side of the label: beside no other, not even a neighbour's."""
    known = trails.sort_values(["area_code", "fiscal_year"]).rename(
        columns={"aging_rate_pct": "x", "coverage_pct": "y"}
    )
    known["y"] = known["y"].clip(upper=100.0)
    rounded = known[["area_code", "x", "y"]].round(1)
    step = (rounded != rounded.shift()).any(axis=1).cumsum()
    last = known.groupby(step)[["area_code", "name_ja", "x", "y"]].last()
    places = last.assign(years=known.groupby(step)["fiscal_year"].agg(list).map(_years))
    across = (places["x"] - reach[0]) / (reach[1] - reach[0]) * _ASSUMED_WIDTH
    up = places["y"] / 100 * _ASSUMED_HEIGHT
    spots = [Spot(x, y, 6.0, len(label) * 0.6) for x, y, label in zip(across, up, places["years"], strict=True)]
    return places.assign(label_at=label_positions(spots, list(_BESIDE)))


def _years(years: list[int]) -> str:
    """Return the years of one place: 2023, 2023・2025, or 2023～2025."""
    return "・".join(map(str, years)) if len(years) < 3 else f"{years[0]}～{years[-1]}"


def _draw_rest(figure: go.Figure, rest: pd.DataFrame, mode: Mode) -> None:
    """Add the municipalities without a coverage as short lines below 0 %, where no coverage can be."""
    ages = rest["aging_rate_pct"]
    figure.add_scatter(
        name="カバー率の値なし（横の位置だけ）", mode="markers", x=ages.tolist(), y=[_BELOW] * len(rest),
        hovertext=[_aging_hover(row) for row in rest.to_dict("records")],
        hovertemplate="%{hovertext}<br>カバー率の値なし<extra></extra>",
        marker={"symbol": "line-ns", "size": 9, "opacity": 0.6, "line": {"color": palette(mode).muted, "width": 1}},
    )  # fmt: skip
    low, high = figure.layout.xaxis.range
    figure.update_xaxes(range=[min(low, ages.min() - 1.5), max(high, ages.max() + 1.5)])
    figure.update_layout(yaxis_range=[2 * _BELOW, figure.layout.yaxis.range[1]])


def _aging_hover(row: dict[Any, Any]) -> str:
    """Return the name and 高齢化率; where two sources are known, both with their dates, the one in use first."""
    head = f"<b>{row['name_ja']}</b>（{row['prefecture_ja']}）<br>高齢化率 "
    if "aging_source" not in row:
        return head + wording.percent(row["aging_rate_pct"])
    census = f"国勢調査 {wording.percent(row['census_aging_pct'])}（{row['census_when_ja']}現在）"
    document = f"計画書 {wording.percent(row['document_aging_pct'])}（{row['document_when_ja']}）"
    if wording.is_missing(row["document_aging_pct"]):
        document = "計画書の値なし"
    return head + "、".join((census, document) if row["aging_source"] == "census" else (document, census))
