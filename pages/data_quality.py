"""データ品質と出典: is this number certain, and where does it come from?"""

from __future__ import annotations

import streamlit as st

from components import downloads, figure_card, filters, issue_list, page_frame, tables, wording
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
    """Draw the issues by severity and rule, and their list."""
    place = access.issues(prefecture_code=chosen.prefecture_code)
    doubts = issues.with_words(place, access.table("profile_values"), access.indicators())
    severities = {code: mark.label_ja for code, mark in SEVERITIES.items()}
    wanted = filters.choose_many("severity", "重大さ", severities)
    if wanted:
        doubts = doubts[doubts["severity"].isin(wanted)].reset_index(drop=True)
    figure = issues.by_rule(doubts, basis)
    figure_card.show(figure, chosen, lambda: issue_list.show(figure, doubts, access.excerpt, chosen))


def show_documents(chosen: Filters, basis: Basis) -> None:
    """Draw the documents with their hash."""
    records = access.records(prefecture_code=chosen.prefecture_code)
    figure_card.show(quality.documents(access.documents(), records, basis), chosen)


def show_definitions(chosen: Filters, basis: Basis) -> None:
    """Draw the definitions of the derived figures and of all indicators."""
    figure_card.show(quality.measures(definitions.MEASURES, definitions.SHARED_RULES_JA, basis), chosen)
    st.subheader("指標の定義")
    figure_card.show_table(tables.published(access.indicators(), "indicators"))


def show_parser(chosen: Filters, basis: Basis) -> None:
    """Draw how far the parser understood the plans."""
    coverage = access.parser_coverage(prefecture_code=chosen.prefecture_code)
    figure_card.show(quality.parser_coverage(coverage, basis), chosen)


def show_downloads(chosen: Filters, basis: Basis) -> None:
    """Offer every table, and all of them in one workbook with notes."""
    notes = quality.notes(chosen.version, basis, definitions.MEASURES, definitions.SHARED_RULES_JA)
    downloads.show(access.tables(), access.table, notes, chosen)


DRAWERS = {
    "issues": show_issues,
    "documents": show_documents,
    "definitions": show_definitions,
    "parser": show_parser,
    "downloads": show_downloads,
}

with page_frame.page(TITLE, ICON, LEAD, access) as chosen:
    basis = Basis(chosen.prefecture_ja, chosen.as_of, wording.sources(access.documents(), None))
    view = filters.choose_one("view", "内容", VIEWS, style="buttons")
    DRAWERS[view](chosen, basis)
