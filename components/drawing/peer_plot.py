"""Municipalities as lines over several variables, on one scale. Pure: DataFrame in, plotly figure out."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from components.drawing.charts import base_layout
from components.drawing.drawn_once import drawn_once
from components.drawing.theme import COMPARED, Mode, palette

AXIS_JA = "全国の中央値からの差（四分位範囲＝1）"


@drawn_once
def parallel(lines: pd.DataFrame, limits: pd.DataFrame, group_ja: str, mode: Mode) -> go.Figure:
    """Return one line for each municipality; behind them the middle half of the comparison group.

    Args:
        lines: area_code, name_ja, variable_ja, position (NaN where unknown: the line has a gap) and value_ja; the
            first municipality is the reader's own. At most as many municipalities as `COMPARED` has marks.
        limits: variable_ja, position_q1, position_median, position_q3 of the group, in the order to draw (NaN below
            four values).
    """
    colours = palette(mode)
    figure = go.Figure(layout=base_layout(mode, height=64 * len(limits) + 120))
    known = limits.dropna(subset="position_q1")
    figure.add_bar(
        name=f"中央の半分（{group_ja}）", orientation="h", y=known["variable_ja"].tolist(),
        base=known["position_q1"].tolist(), x=(known["position_q3"] - known["position_q1"]).tolist(), width=0.5,
        marker={"color": colours.line, "line": {"width": 0}}, hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        name=f"中央値（{group_ja}）", mode="markers", y=known["variable_ja"].tolist(),
        x=known["position_median"].tolist(), hoverinfo="skip",
        marker={"symbol": "line-ns-open", "size": 24, "color": colours.muted, "line": {"width": 2}},
    )  # fmt: skip
    for mark, (_, rows) in zip(COMPARED, lines.groupby("area_code", sort=False), strict=False):
        first = mark is COMPARED[0]
        name = str(rows["name_ja"].iloc[0])
        figure.add_scatter(
            name=name, mode="lines+markers", y=rows["variable_ja"].tolist(), x=rows["position"].tolist(),
            hovertext=[f"<b>{name}</b><br>{v} {w}" for v, w in zip(rows["variable_ja"], rows["value_ja"], strict=True)],
            hovertemplate="%{hovertext}<extra></extra>", connectgaps=False,
            line={"color": mark.colour(mode), "width": 3 if first else 1.8, "dash": mark.pattern},
            marker={"symbol": mark.symbol, "size": 12 if first else 10, "color": mark.colour(mode)},
        )  # fmt: skip
    figure.update_yaxes(
        autorange="reversed", showgrid=False, categoryorder="array",
        categoryarray=limits["variable_ja"].tolist(), fixedrange=True,
    )  # fmt: skip
    figure.update_xaxes(title_text=AXIS_JA, zeroline=True, fixedrange=True, nticks=7)
    return figure
