"""The document's own lines behind a value: of target statements, of issues, of any row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.markdown import escaped
from components.drawing.marks import PILLARS
from components.drawing.model import Figure
from components.figures.targets import UNREAD_JA
from components.views import card, gate, navigation
from components.views.filters import Filters
from data import answers

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Statements:
    """The target statements of a plan in words: HTML with the row whose lines stand below it."""

    each: tuple[tuple[str, Row], ...]
    elsewhere: str  # Results that belong to no target


def statements(rows: pd.DataFrame, targets: pd.DataFrame, achievements: pd.DataFrame) -> Statements:
    """Return every target statement of a plan, with its targets and what documents state about them."""
    each = []
    for row in rows.to_dict("records"):
        mine = targets[targets["statement_id"] == row["statement_id"]]
        summary = wording.text(row["summary_ja"], "要約はありません")
        is_unread = not wording.is_missing(row["has_unread_number"]) and row["has_unread_number"]
        marks = [PILLARS[row["pillar"]].label_ja, *([UNREAD_JA] if is_unread else [])]
        head = html.badges(marks) + html.paragraph(summary, "km-summary")
        shown = mine[["label_ja", "doc_id", "line_start", "quantity_ja", "type_ja", "result_ja"]]
        label = ("目標", 46, lambda aim: f"{wording.text(aim['label_ja'], '（文章の目標）')}（{_line(aim)}）")
        columns = (("目標値", 18, "quantity_ja"), ("型", 14, "type_ja"), ("実績", 22, "result_ja"))
        each.append((head + html.listing(shown, label, *columns), row))
    unmatched, elsewhere = achievements[achievements["target_id"].isna()], ""
    if len(unmatched):
        head = html.badges([wording.STATED_RESULT])
        head += html.paragraph("特定の目標には結び付かない実績の記載です。", "km-summary")
        value = ("値", 0, lambda row: wording.quantity(row["value"], unit=row["unit"]))
        elsewhere = head + html.listing(unmatched, ("実績", 0, "label_ja"), value, ("出典", 0, _line))
    return Statements(tuple(each), elsewhere)


def show_statements(found: Statements) -> None:
    """Draw every target statement of a plan."""
    if not found.each:
        st.info("この計画書に成果目標の記載はありません。")
    for words, row in found.each:
        st.html(words)
        show(row, str(row["statement_id"]))
    if found.elsewhere:
        st.html(found.elsewhere)


@gate.fragment
def show(place: Row, key: str, label: str = "原文") -> None:
    """Draw an opener for the document's own lines; they are read only when it is opened."""
    doc_id, first, last = str(place["doc_id"]), int(place["line_start"]), int(place["line_end"])
    where = wording.place(doc_id, first, last)
    opener = st.expander(
        f"{escaped(label)}（{escaped(where)}）", key=f"original_{key}", type="compact", on_change="rerun"
    )
    if opener.open:
        lines = answers.excerpt(doc_id, first, last)
        with opener:
            if lines is None:
                st.info(
                    f"文書フォルダーが設定されていないか、同じ内容の文書がないため、原文を表示できません。原文は{escaped(where)}にあります。"
                )
            else:
                st.html(html.passage(lines))


def _line(row: Row) -> str:
    return wording.place(row["doc_id"], row["line_start"])


def show_issues(figure: Figure, doubts: pd.DataFrame, chosen: Filters) -> None:
    """Draw the bars of the figure and below them the list."""
    card.draw_figure(figure)
    if doubts.empty:
        return
    position = card.choose_row(figure.table(), "issue_rows")
    if position is None:
        st.caption("行の左端を選ぶと、全文と原文、カルテへのリンクが出ます。")
        return
    row = doubts.iloc[position]
    st.html(html.paragraph(str(row["message_ja"]), "km-summary"))
    if not wording.is_missing(row["area_code"]):
        navigation.link("municipality", f"{row['area_name_ja']}のカルテ", **chosen.query(area=row["area_code"]))
    if not wording.is_missing(row["line_start"]):
        show(row.to_dict() | {"line_end": row["line_start"]}, str(row["issue_id"]))
