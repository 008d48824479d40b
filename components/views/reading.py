"""The reading mode for a projector: one figure a screen in large type, ← and → to go on, nothing else."""

import plotly.graph_objects as go
import streamlit as st

from components.drawing import html
from components.drawing.model import Figure
from components.packs.model import Pack
from components.views import card, filters, gate
from components.views.filters import Filters
from components.views.map import draw_shapes, stages_of

KEYS_JA = "← → で前後の図、Esc で終わります。"


def is_on() -> bool:
    """Return whether the reader asked for one figure a screen."""
    return filters.kept_value("read", "", str.isdigit) != ""


@gate.fragment
def show(pack: Pack, chosen: Filters) -> None:
    """Draw the figure whose number the address has, and the three buttons that the keys press."""
    stages = stages_of(None, chosen)
    drawable = [figure for part in pack.sections for figure in part.figures if figure.drawing]
    figures = [pack.headline, stages.figure, *drawable]
    number = min(max(int(filters.kept_value("read", "1", str.isdigit)), 1), len(figures))
    filters.keep("read", str(number))
    figure = figures[number - 1]
    with st.container(key="reading"):
        st.html(html.heading(figure.title) + html.paragraph(figure.sentence, "km-lead"))
        if figure is stages.figure:
            draw_shapes(stages, chosen, 430)
        else:
            _draw(figure)
        st.html(html.paragraph(f"{figure.as_of}　出典 {figure.source}", "km-meta"))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("前の図", key="read_back", disabled=number == 1, on_click=_go, args=(number - 1,))
            st.html(html.paragraph(f"{number} / {len(figures)}"), width="content")
            st.button("次の図", key="read_next", disabled=number == len(figures), on_click=_go, args=(number + 1,))
            if st.button("終わる", key="read_end", type="tertiary"):
                filters.keep("read", "")
                st.query_params.pop("read", None)
                st.rerun()
            st.html(html.paragraph(KEYS_JA, "km-meta"), width="content")


def _draw(figure: Figure) -> None:
    """Draw a figure with large letters."""
    drawn = figure.drawing(card.mode()) if figure.drawing else ""
    if isinstance(drawn, go.Figure):
        height = min(480, int(1.4 * (drawn.layout.height or 400)))
        drawn = go.Figure(drawn).update_layout(font_size=19, height=height, legend_font_size=19)
        drawn.update_xaxes(tickfont_size=18).update_yaxes(tickfont_size=18).update_traces(textfont_size=18)
        st.plotly_chart(drawn, theme=None, config={"displayModeBar": False}, key=f"read_{figure.name}")
    elif drawn:
        st.html(drawn)


def _go(number: int) -> None:
    filters.keep("read", str(number))
