"""The target statements of one plan: our summary, the numbers with their status, and the document's own lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.marks import PILLARS

Excerpt = Callable[[str, int, int], list[tuple[int, str]] | None]
Row = Mapping[Any, Any]


def show(statements: pd.DataFrame, targets: pd.DataFrame, achievements: pd.DataFrame, excerpt: Excerpt) -> None:
    """Draw every target statement of a plan."""
    if statements.empty:
        st.info("この計画書に成果目標の記載はありません。")
    for row in statements.to_dict("records"):
        mine = targets[targets["statement_id"] == row["statement_id"]]
        st.html(_statement(row, mine))
        original(str(row["doc_id"]), int(row["line_start"]), int(row["line_end"]), excerpt, str(row["statement_id"]))
    elsewhere = achievements[achievements["target_id"].isna()]
    if len(elsewhere):
        st.html(_unmatched(elsewhere))


@st.fragment
def original(doc_id: str, first: int, last: int, excerpt: Excerpt, key: str, label: str = "原文") -> None:
    """Draw an opener for the document's own lines; they are read only when it is opened."""
    where = wording.place(doc_id, first, last)
    opener = st.expander(f"{label}（{where}）", key=f"original_{key}", type="compact", on_change="rerun")
    if opener.open:
        lines = excerpt(doc_id, first, last)
        with opener:
            if lines is None:
                st.info(
                    f"文書フォルダーが設定されていないか、同じ内容の文書がないため、原文を表示できません。原文は{where}にあります。"
                )
            else:
                st.html(html.passage(lines))


def _statement(row: Row, targets: pd.DataFrame) -> str:
    summary = "要約はありません" if wording.is_missing(row["summary_ja"]) else str(row["summary_ja"])
    head = html.badges([PILLARS[row["pillar"]].label_ja]) + html.paragraph(summary, "km-summary")
    numbers = [_number(target) for target in targets[_SHOWN].to_dict("records")]
    return head + html.rows(["目標", "目標値", "型", "実績"], numbers, widths=(46, 18, 14, 22))


_SHOWN = ["label_ja", "doc_id", "line_start", "quantity_ja", "type_ja", "result_ja"]


def _number(row: Row) -> list[str]:
    label = "（文章の目標）" if wording.is_missing(row["label_ja"]) else str(row["label_ja"])
    where = wording.place(row["doc_id"], row["line_start"])
    return [f"{label}（{where}）", str(row["quantity_ja"]), str(row["type_ja"]), str(row["result_ja"])]


def _unmatched(achievements: pd.DataFrame) -> str:
    rows = [
        [
            str(row["label_ja"]),
            wording.quantity(row["value"], unit=row["unit"]),
            wording.place(row["doc_id"], row["line_start"]),
        ]
        for row in achievements.to_dict("records")
    ]
    title = html.badges([wording.STATED_RESULT])
    return (
        title
        + html.paragraph("特定の目標には結び付かない実績の記載です。", "km-summary")
        + html.rows(["実績", "値", "出典"], rows)
    )
