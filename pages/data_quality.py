"""データ品質と出典: is this number certain, and where does it come from?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import figure_card, filters, navigation, page_frame, statement_list, tables, wording
from components.exports import csv_file, xlsx_file
from components.figure import Basis
from components.figures import issues, quality
from components.filters import Filters
from components.theme import SEVERITIES
from data import access
from data.measures import definitions

TITLE = "データ品質と出典"
ICON = "🔍"
ORDER = 90
LEAD = "この数値は確かか、どの文書の何行目から来たか。疑わしい値、定義、読み取りの範囲、全データを示します。"
VIEWS = {
    "issues": "課題",
    "documents": "文書",
    "definitions": "定義",
    "parser": "読み取り",
    "downloads": "ダウンロード",
}


def show_issues(chosen: Filters, basis: Basis) -> None:
    """Draw the issues by severity and rule; a selected one leads to its line and its municipality."""
    place = access.issues(prefecture_code=chosen.prefecture_code)
    doubts = issues.with_words(place, access.table("profile_values"), access.indicators())
    severities = {code: mark.label_ja for code, mark in SEVERITIES.items()}
    wanted = filters.choose_many("severity", "重大さ", severities)
    doubts = doubts[doubts["severity"].isin(wanted)].reset_index(drop=True) if wanted else doubts
    figure_card.show(issues.by_rule(doubts, basis), chosen)
    if len(doubts):
        choose_issue(doubts, chosen)


def choose_issue(doubts: pd.DataFrame, chosen: Filters) -> None:
    """List the issues and open the line of the one that is selected."""
    position = figure_card.choose_row(tables.readable(doubts, issues.HEADINGS), "issue_rows")
    if position is None:
        st.caption("行の左端を選ぶと、原文とカルテへのリンクが出ます。")
        return
    row = doubts.iloc[position]
    if not wording.is_missing(row["area_code"]):
        navigation.link(
            "municipality", f"{row['area_name_ja']}のカルテ", **chosen.query(area=row["area_code"])
        )
    if not wording.is_missing(row["line_start"]):
        line = int(row["line_start"])
        statement_list.original(str(row["doc_id"]), line, line, access.excerpt, str(row["issue_id"]))


def show_definitions(chosen: Filters, basis: Basis) -> None:
    """Draw the definitions of the derived figures and of all indicators."""
    figure_card.show(quality.measures(definitions.MEASURES, definitions.SHARED_RULES_JA, basis), chosen)
    st.subheader("指標の定義")
    figure_card.show_table(tables.published(access.indicators(), "indicators"))


def show_downloads(chosen: Filters) -> None:
    """Offer every table as CSV and all of them as one workbook with notes."""
    names = access.tables()
    st.download_button(
        "⬇ すべての表を1つの Excel ファイルで保存（説明つき）",
        data=lambda: workbook(names, chosen),
        file_name=csv_file.file_name("all_tables", None, chosen.version, "xlsx"),
        on_click="ignore",
        type="primary",
    )
    st.caption(
        "CSV は UTF-8（BOM つき）、見出しは日本語、各行に出典の記録と行番号があります。全国の全行です。"
    )
    with st.container(horizontal=True, gap="small"):
        for name, label in names.items():
            st.download_button(
                f"⬇ {label}",
                data=lambda name=name: csv_file.to_csv(tables.published(access.table(name), name)),
                file_name=csv_file.file_name(name, None, chosen.version),
                mime="text/csv",
                key=f"table_{name}",
                on_click="ignore",
            )


def workbook(names: dict[str, str], chosen: Filters) -> bytes:
    """Return all tables in one workbook, with version, time, sources and definitions as notes."""
    notes = [
        ("データ版", chosen.version),
        ("時点", chosen.as_of),
        ("出典", wording.sources(access.documents())),
        *[
            (f"{m.code} {m.name_ja}（{m.unit}）", f"{m.formula_ja} {m.caveat_ja}")
            for m in definitions.MEASURES
        ],
        *[("約束", rule) for rule in definitions.SHARED_RULES_JA],
    ]
    sheets = {label: tables.published(access.table(name), name) for name, label in names.items()}
    return xlsx_file.to_xlsx(sheets, notes)


with page_frame.page(TITLE, ICON, LEAD, access) as chosen:
    basis = Basis(chosen.prefecture_ja, chosen.as_of, wording.sources(access.documents()))
    view = filters.choose_one("view", "内容", VIEWS, style="buttons")
    prefecture = chosen.prefecture_code
    if view == "issues":
        show_issues(chosen, basis)
    elif view == "documents":
        records = access.records(prefecture_code=prefecture)
        figure_card.show(quality.documents(access.documents(), records, basis), chosen)
    elif view == "definitions":
        show_definitions(chosen, basis)
    elif view == "parser":
        figure_card.show(
            quality.parser_coverage(access.parser_coverage(prefecture_code=prefecture), basis), chosen
        )
    else:
        show_downloads(chosen)
