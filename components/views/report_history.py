"""Every revision that came in, what was found in it, and the decision about it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.drawing import html, tables
from components.drawing.periods import Report
from components.figures import reporting
from components.figures.labels import headings_of
from components.views import card
from components.views.filters import Filters
from data import answers
from loaders.reports import desk

FINDINGS = headings_of(("severity_ja", "種類"), "cell", "message_ja", ("remedy_ja", "直し方"))


def show(report: Report, chosen: Filters, person_ja: str | None) -> None:
    """Draw the history of a report; the office staff also sees files, notes and findings and decides.

    Args:
        person_ja: Who decides, for the audit log; None where the reader only reads.
    """
    rows = reporting.history(report.of(answers.submissions(chosen.prefecture_code)))
    if rows.empty:
        st.info("この年度の報告は、まだ受け付けていません。")
        return
    done = st.session_state.pop("report_decided", None)
    if done:
        st.success(done)
    if person_ja is None:
        card.show_table(tables.readable(rows, reporting.HISTORY_HEADINGS, sources=False))
        return
    headings = reporting.HISTORY_HEADINGS | reporting.HISTORY_HEADINGS_OF_STAFF
    position = card.choose_row(tables.readable(rows, headings, sources=False), "history_rows")
    if position is None:
        st.caption("行の左端を選ぶと、指摘と、確定・差戻しのボタンが出ます。")
        return
    row = rows.iloc[position]
    st.html(html.heading(str(row["area_name_ja"]), f"第{row['revision']}版・{row['state_ja']}"))
    _show_findings(answers.report_findings(str(row["submission_id"])))
    newest = rows.loc[rows["area_code"] == row["area_code"], "revision"].max()
    if row["revision"] < newest:
        st.info(f"その後の第{newest}版が今の報告です。判断は新しい版に対して行います。")
    else:
        _decide(str(row["submission_id"]), str(row["state"]), person_ja)


def _show_findings(findings: pd.DataFrame) -> None:
    if findings.empty:
        st.caption("受付のときの指摘はありません。")
        return
    words = {"error": "✕ 要修正", "warning": "▲ 要説明", "info": "ⓘ お知らせ"}
    shown = findings.assign(severity_ja=findings["severity"].map(words))[list(FINDINGS)].fillna("")
    st.html(html.rows(list(FINDINGS.values()), shown.to_numpy().tolist(), widths=(10, 14, 38, 38)))


def _decide(submission_id: str, state: str, person_ja: str) -> None:
    reason = st.text_input("差戻しの理由", placeholder="差し戻すときに書きます", key=f"reason_{submission_id}")
    with st.container(horizontal=True, gap="small"):
        confirm = st.button("確定する", disabled=state == "confirmed", key=f"confirm_{submission_id}")
        send_back = st.button(
            "差し戻す", disabled=state == "returned" or not reason.strip(), key=f"return_{submission_id}"
        )
        undo = st.button("提出済に戻す", disabled=state == "submitted", key=f"undo_{submission_id}")
    chosen = "confirmed" if confirm else "returned" if send_back else "submitted" if undo else ""
    if chosen:
        desk.decide_report(submission_id, chosen, decided_by=person_ja, reason_ja=reason.strip() or None)
        words = reporting.REPORT_STATES[chosen].label_ja
        st.session_state["report_decided"] = f"状態を「{words}」にしました。"
        st.rerun()
