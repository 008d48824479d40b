"""データ品質と出典: is this number certain, and where does it come from?"""

import pandas as pd
import streamlit as st

from components.drawing import tables, wording
from components.drawing.marks import SEVERITIES
from components.drawing.model import Basis
from components.figures import census, quality, summary
from components.views import card, filters, frame, originals, roles
from components.views.filters import Filters
from components.views.imports import show_downloads as show_tables
from components.views.imports import show_uploads
from components.views.sources import show_trouble
from data import answers
from data.measures import definitions
from data.measures.reconciliation import MOST_POINTS
from loaders.imports import desk

TITLE = "データ品質と出典"
ICON = ":material/fact_check:"
ORDER = 90
LEAD = "この数値は確かか、どの文書の何行目から来たか。疑わしい値、定義、読み取りの範囲、取り込んだ統計、全データを示します。"
VIEWS = {
    "issues": "課題", "documents": "文書", "definitions": "定義", "parser": "読み取り", "imports": "取り込み",
    "downloads": "ダウンロード", "trouble": "困ったとき",
}  # fmt: skip


def show_issues(chosen: Filters, basis: Basis) -> None:
    def in_words() -> pd.DataFrame:
        place = answers.issues(prefecture_code=chosen.prefecture_code)
        return quality.issues_with_words(place, answers.table("profile_values"), answers.indicators())

    doubts = card.remembered("data_quality.doubts", chosen, in_words)
    severities = {code: mark.label_ja for code, mark in SEVERITIES.items()}
    wanted = filters.choose_many("severity", "重大さ", severities)
    if wanted:
        doubts = doubts[doubts["severity"].isin(wanted)].reset_index(drop=True)
    figure = card.kept("data_quality.issues", chosen, lambda: quality.issues_by_rule(doubts, basis), wanted)
    card.show(figure, chosen, lambda: originals.show_issues(figure, doubts, chosen))
    towns = answers.municipalities(chosen.prefecture_code)
    card.show_kept("data_quality.ledger", chosen, lambda: summary.ledger(towns, basis))


def show_documents(chosen: Filters, basis: Basis) -> None:
    records = answers.records(prefecture_code=chosen.prefecture_code)
    card.show(quality.documents(answers.documents(), records, basis), chosen)


def show_definitions(chosen: Filters, basis: Basis) -> None:
    card.show(quality.measures(map(vars, definitions.MEASURES), definitions.SHARED_RULES_JA, basis), chosen)
    st.subheader("指標の定義")
    card.show_table(tables.published(answers.indicators(), "indicators"))


def show_parser(chosen: Filters, basis: Basis) -> None:
    coverage = answers.parser_coverage(prefecture_code=chosen.prefecture_code)
    card.show(quality.parser_coverage(coverage, basis), chosen)


def show_imports(chosen: Filters, basis: Basis) -> None:
    """Draw what was imported and how it differs from the plans, and let the office import more."""
    permit = roles.current()
    officer = permit.person_ja if permit.may(roles.UPLOAD) else None
    sources = answers.imported_sources()
    kinds = {code: kind.name_ja for code, kind in desk.KINDS.items()}
    roles.show(permit)
    card.show(quality.imports(sources, kinds, with_people=officer is not None), chosen)
    show_uploads(set(sources["source_code"]), officer)
    if len(found := answers.import_findings()):
        card.show(quality.findings(found, answers.statistics_sources()), chosen)
    rates = answers.aging_rates(chosen.prefecture_code)
    if rates["census_aging_rate_pct"].notna().any():
        card.show(census.aging_sources(rates, MOST_POINTS, basis), chosen)


def show_downloads(chosen: Filters, basis: Basis) -> None:
    notes = quality.notes(chosen.version, basis, map(vars, definitions.MEASURES), definitions.SHARED_RULES_JA)
    show_tables(notes, chosen)


DRAWERS = {
    "issues": show_issues, "documents": show_documents, "definitions": show_definitions, "parser": show_parser,
    "imports": show_imports, "downloads": show_downloads, "trouble": lambda _chosen, _basis: show_trouble(),
}  # fmt: skip

with frame.page(TITLE, LEAD) as chosen:
    basis = Basis(chosen.prefecture_ja, chosen.as_of, wording.sources(answers.documents(), None))
    view = filters.choose_one("view", "内容", VIEWS, style="buttons")
    DRAWERS[view](chosen, basis)
