"""DataFrame in, plotly figure out. Pure: colours by mode, nothing fetched, no English text.

Bars start at 0, groups differ by symbol or pattern as well as by colour, and values stand beside their marks.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.drawing import wording
from components.drawing.marks import COMPARED
from components.drawing.model import Bars
from components.drawing.theme import FONTS, Mode, palette

# The modebar speaks English and its camera saves without title and source: the card offers the downloads instead.
CONFIG: Final = {"displayModeBar": False, "scrollZoom": False, "doubleClick": "reset", "locale": "ja"}
AXIS_JA: Final = "全国の中央値からの差（四分位範囲＝1）"

_TWO_LINES = 36  # px: a row that holds a name in two lines


def bars(chart: Bars, *, row_height: int = 30) -> Callable[[Mode], go.Figure]:
    """Return how a described bar chart is drawn on a light or dark screen."""
    return lambda mode: stacked_bars(chart, mode, row_height=row_height)


def stacked_bars(chart: Bars, mode: Mode, *, row_height: int = 30) -> go.Figure:
    """Return horizontal bars of counts, the first on top, with totals at their ends."""
    names, totals, ground = list(chart.labels), chart.totals, palette(mode).background
    figure = go.Figure(layout=base_layout(mode, height=row_height * len(names) + 130))
    for series in chart.series:
        colour, label = series.mark.colour(mode), series.mark.label_ja
        figure.add_bar(
            name=label, orientation="h", y=names, x=series.values,
            text=[f"{n:,}" if 0 < n < total else "" for n, total in zip(series.values, totals, strict=True)],
            hovertemplate=f"%{{y}}<br>{label} %{{x:,}}{chart.counter}<extra></extra>",
            insidetextfont={"color": ground, "size": 14}, textposition="inside", insidetextanchor="middle", textangle=0,
            marker={"color": colour, "line": {"color": ground, "width": 1}, "pattern": {
                "shape": series.mark.pattern, "solidity": 0.16, "size": 9, "fgcolor": ground, "fgopacity": 0.55,
                "bgcolor": colour,
            }},
        )  # fmt: skip
    figure.update_layout(barmode="stack", bargap=0.24, showlegend=True, uniformtext={"minsize": 14, "mode": "hide"})
    # Across the whole picture: on a phone in two columns; above the plot it would lie on the bars after a closed tab is opened.
    figure.update_layout(legend={"xref": "container", "x": 0, "yref": "container", "y": 1, "yanchor": "top"})
    for name, total in zip(names, totals, strict=False):
        if total:
            figure.add_annotation(x=total, y=name, text=f"{total:,}", xanchor="left", showarrow=False, font_size=14)
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="", automargin=True)
    if row_height >= _TWO_LINES:  # on a phone long names would leave no room for the bars
        wrapped = [name if "<br>" in name or len(name) < 13 else f"{name[:10]}<br>{name[10:]}" for name in names]
        figure.update_yaxes(tickmode="array", tickvals=names, ticktext=wrapped)
    most = max(totals, default=0)
    figure.update_xaxes(
        range=[0, 1.09 * max(most, 1)], rangemode="tozero", tickformat=",d", title={"text": chart.counter, "standoff": 6},
        **({"dtick": 1} if 0 < most < 6 else {"nticks": 6}),
    )  # fmt: skip
    return figure


def base_layout(mode: Mode, height: int) -> dict[str, Any]:
    """Return the layout that all figures share: Japanese fonts, transparent ground, quiet axes, legend on top."""
    colours = palette(mode)
    axis = {
        "automargin": True, "gridcolor": colours.line, "zerolinecolor": colours.line, "linecolor": colours.line,
        "tickfont": {"size": 14, "color": colours.muted}, "title": {"font": {"size": 14, "color": colours.muted}},
    }  # fmt: skip
    legend = {
        "orientation": "h", "x": 0, "xanchor": "left", "y": 1.0, "yanchor": "bottom",
        "font": {"size": 14, "color": colours.text}, "traceorder": "normal", "tracegroupgap": 0,
    }  # fmt: skip
    return {
        "height": height, "font": {"family": FONTS, "size": 14, "color": colours.text},
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 12, "t": 36, "b": 8}, "legend": legend,
        "hoverlabel": {"font": {"family": FONTS, "size": 14}, "align": "left"}, "xaxis": axis, "yaxis": axis,
    }  # fmt: skip


# Place on an axis of years, in columns from its start; short words; the same with name and source
YearMark = tuple[float, str, str]


def year_marks(events: pd.DataFrame | None, years: Sequence[int]) -> tuple[YearMark, ...]:
    """Return the events (data.answers.events) that fall into the years of an axis, where in its year each stands."""
    marks = []
    for row in [] if events is None else events[events["fiscal_year"].isin(years)].to_dict("records"):
        place = list(years).index(row["fiscal_year"]) + (int(row["date"][5:7]) - 4) % 12 / 12
        marks.append((place, row["kind_ja"], f"{wording.era_date(row['date'])} {row['name_ja']}（{row['source_ja']}）"))
    return tuple(marks)


def mark_years(figure: go.Figure, marks: Sequence[YearMark], mode: Mode) -> None:
    """Add a thin vertical line for each event to columns over years, its words above them: neighbours on lines of their own."""
    colours = palette(mode)
    for number, (place, label, words) in enumerate(marks):
        figure.add_shape(
            type="line", x0=place - 0.5, x1=place - 0.5, yref="paper", y0=0, y1=1, line={"color": colours.text, "width": 1},
        )  # fmt: skip
        figure.add_annotation(
            x=place - 0.5, yref="paper", y=1, yshift=-19 * (number % 3), xshift=2, text=label, hovertext=words,
            xanchor="left", yanchor="top", showarrow=False, font={"size": 14, "color": colours.muted},
            bgcolor=colours.background, borderpad=0,
        )  # fmt: skip


def parallel(lines: pd.DataFrame, limits: pd.DataFrame, group_ja: str, mode: Mode) -> go.Figure:
    """Return one line for each municipality, the reader's own first; behind them the middle half of the group.

    Where a position is unknown (NaN) the line has a gap, and a group below four values has no middle half. There are
    at most as many municipalities as `COMPARED` has marks; the limits give the order of the variables.
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
