"""データ品質と出典: is this number certain, and where does it come from?"""

from __future__ import annotations

import streamlit as st

from components import downloads, figure_card, filters, issue_list, page_frame, roles, tables, wording
from components.figure import Basis
from components.figures import aging_sources, imports, issues, quality
from components.filters import Filters
from components.imports import uploads
from components.reports import sign_in
from components.theme import SEVERITIES
from data import access
from data.measures import definitions
from data.measures.aging_comparison import MOST_POINTS
from loaders.imports import desk

TITLE = "データ品質と出典"
ICON = "🔍"
ORDER = 90
LEAD = "この数値は確かか、どの文書の何行目から来たか。疑わしい値、定義、読み取りの範囲、取り込んだ統計、全データを示します。"
VIEWS = {
    "issues": "課題",
    "documents": "文書",
    "definitions": "定義",
    "parser": "読み取り",
    "imports": "取り込み",
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


def show_imports(chosen: Filters, basis: Basis) -> None:
    """Draw what was brought in and how it differs from the plans, and let the office bring more in."""
    permit = roles.current()
    officer = permit.person_ja if permit.may(roles.UPLOAD) else None
    sources = access.imported_sources()
    kinds = {code: kind.name_ja for code, kind in desk.KINDS.items()}
    sign_in.show(permit)
    figure_card.show(imports.figure(sources, kinds, with_people=officer is not None), chosen)
    uploads.show(desk, set(sources["source_code"]), officer)
    if len(found := access.import_findings()):
        figure_card.show(imports.findings(found, access.statistics_sources()), chosen)
    rates = access.aging_rates(chosen.prefecture_code)
    if rates["census_aging_rate_pct"].notna().any():
        figure_card.show(aging_sources.figure(rates, MOST_POINTS, basis), chosen)


def show_downloads(chosen: Filters, basis: Basis) -> None:
    """Offer every table, and all of them in one workbook with notes."""
    notes = quality.notes(chosen.version, basis, definitions.MEASURES, definitions.SHARED_RULES_JA)
    downloads.show(access.tables(), access.table, notes, chosen)


DRAWERS = {
    "issues": show_issues,
    "documents": show_documents,
    "definitions": show_definitions,
    "parser": show_parser,
    "imports": show_imports,
    "downloads": show_downloads,
}

with page_frame.page(TITLE, ICON, LEAD, access) as chosen:
    basis = Basis(chosen.prefecture_ja, chosen.as_of, wording.sources(access.documents(), None))
    view = filters.choose_one("view", "内容", VIEWS, style="buttons")
    DRAWERS[view](chosen, basis)
