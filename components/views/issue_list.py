"""The list of the data-quality issues: a selected one is shown in full, with its line and its municipality."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.drawing import html, tables, wording
from components.drawing.model import Figure
from components.figures import issues
from components.views import card, navigation, statement_list
from components.views.filters import Filters
from components.views.statement_list import Excerpt


def show(figure: Figure, doubts: pd.DataFrame, excerpt: Excerpt, chosen: Filters) -> None:
    """Draw the bars of the figure and below them the list."""
    card.draw_figure(figure)
    if doubts.empty:
        return
    position = card.choose_row(tables.readable(doubts, issues.HEADINGS), "issue_rows")
    if position is None:
        st.caption("行の左端を選ぶと、全文と原文、カルテへのリンクが出ます。")
        return
    row = doubts.iloc[position]
    st.html(html.paragraph(str(row["message_ja"]), "km-summary"))
    if not wording.is_missing(row["area_code"]):
        navigation.link("municipality", f"{row['area_name_ja']}のカルテ", **chosen.query(area=row["area_code"]))
    if not wording.is_missing(row["line_start"]):
        line = int(row["line_start"])
        statement_list.original(str(row["doc_id"]), line, line, excerpt, str(row["issue_id"]))
