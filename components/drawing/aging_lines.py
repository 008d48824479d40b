"""高齢化率 in the scatter where there is more than one source, or no coverage beside it. Pure."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.drawing import wording
from components.drawing.theme import Mode, palette

BELOW: Final = -5.0  # where the lines stand on the scale of the coverage
TOP: Final = 0.1  # share of the height below which they stand where the scale fills the plot


def draw(figure: go.Figure, rest: pd.DataFrame, mode: Mode) -> None:
    """Add the municipalities without a coverage as short lines below 0 %, where no coverage can be."""
    colours = palette(mode)
    lines = go.Scatter(
        name="カバー率の値なし（横の位置だけ）",
        mode="markers",
        x=rest["aging_rate_pct"].tolist(),
        y=[BELOW] * len(rest),
        hovertext=[hover(row) for row in rest.to_dict("records")],
        hovertemplate="%{hovertext}<br>カバー率の値なし<extra></extra>",
        marker={"symbol": "line-ns", "size": 9, "opacity": 0.6, "line": {"color": colours.muted, "width": 1}},
    )
    figure.add_trace(lines)
    low, high = figure.layout.xaxis.range
    ages = rest["aging_rate_pct"]
    figure.update_xaxes(range=[min(low, ages.min() - 1.5), max(high, ages.max() + 1.5)])
    figure.update_layout(yaxis_range=[2 * BELOW, figure.layout.yaxis.range[1]])


def hover(row: dict[Any, Any]) -> str:
    """Return the name and 高齢化率; where two sources are known, both with their dates, the one in use first."""
    head = f"<b>{row['name_ja']}</b>（{row['prefecture_ja']}）<br>高齢化率 "
    if "aging_source" not in row:
        return head + wording.percent(row["aging_rate_pct"])
    census = f"国勢調査 {wording.percent(row['census_aging_pct'])}（{row['census_when_ja']}現在）"
    document = f"計画書 {wording.percent(row['document_aging_pct'])}（{row['document_when_ja']}）"
    if wording.is_missing(row["document_aging_pct"]):
        document = "計画書の値なし"
    return head + "、".join((census, document) if row["aging_source"] == "census" else (document, census))
