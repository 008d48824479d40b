"""Parts of the start page: who has reported and what changed since the last edition, stages by year, national counts."""

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.model import Basis, Figure
from components.figures import edition_changes, national, reporting, stage_coverage, stages
from components.figures.ratings import REPORTED_SOURCE_JA
from components.figures.stages import STAGE_SOURCE_JA
from components.views import card, navigation
from components.views.card import LOADING_JA, store_in_reach
from components.views.filters import Filters
from data import answers
from data.errors import DatasetError

DOCUMENTS_ONLY_JA = "ここでの実績は文書に書かれたものだけです。市町村の報告は「報告の状況」と「目標と実績」にあります。"


def show_reports(chosen: Filters) -> None:
    """Draw the state of the reports in the place and what is new since the last edition, or say that there is nothing."""
    basis = Basis(chosen.prefecture_ja, f"{wording.era_date(answers.rated_on())}現在", REPORTED_SOURCE_JA)
    with store_in_reach():
        with st.spinner(LOADING_JA):
            rates, frozen = answers.reporting_rates(chosen.prefecture_code), answers.editions()
        if rates.empty and frozen.empty:
            st.html(html.paragraph(reporting.NEVER_ASKED_JA, "km-notice"))
            return
        left, right = st.columns(2, gap="small")
        with left:
            _show_reporting(rates, basis, chosen)
        with right:
            _show_changes(frozen, basis, chosen)


def beside_reports(figure: Figure, chosen: Filters) -> Figure:
    """Return a figure about what documents state; where reports were asked for, it points at them."""
    try:
        is_asked = not answers.reporting_rates(chosen.prefecture_code).empty
    except DatasetError:  # `show` says so once
        is_asked = False
    return replace(figure, notes=(*figure.notes, DOCUMENTS_ONLY_JA)) if is_asked else figure


def _show_reporting(rates: pd.DataFrame, basis: Basis, chosen: Filters) -> None:
    if rates.empty:
        st.html(html.paragraph(reporting.NEVER_ASKED_JA, "km-notice"))
        return
    year = int(rates["fiscal_year"].max())
    forms = answers.submission_states(year, chosen.prefecture_code)

    def address(code: str) -> str:
        if chosen.prefecture_code is None:
            return navigation.address("reports", **chosen.query(report_fy=str(year)) | {"pref": code})
        return navigation.address("municipality", **chosen.query(area=code))

    make = partial(reporting.standing, forms, rates, year, basis, address)
    card.show_kept("overview.reporting", chosen, make, with_reports=True)
    navigation.link("reports", "実績報告で期限・受付・履歴を見る", **chosen.query(report_fy=str(year)))


def _show_changes(frozen: pd.DataFrame, basis: Basis, chosen: Filters) -> None:
    if frozen.empty:
        st.html(html.paragraph(edition_changes.NO_EDITION_JA, "km-notice"))
        return
    edition = frozen.iloc[0].to_dict()
    changes = answers.edition_changes(str(edition["name"]), None, chosen.prefecture_code)

    def address(code: str) -> str:
        prefecture = {} if chosen.prefecture_code else {"pref": code[:2]}
        return navigation.address("municipality", **chosen.query(area=code) | prefecture)

    make = partial(
        edition_changes.since, changes, edition, answers.dataset_version(), *answers.change_words(), basis, address
    )
    card.show_kept("overview.since_edition", chosen, make, with_reports=True)
    query = chosen.query(task="editions", before=str(edition["name"]), after="now")
    navigation.link("reports", "版どうしを比べる", **query)


def show_stages(chosen: Filters) -> None:
    """Draw what is known about stages in the place; for all Japan also the later list and the national counts."""
    prefecture = chosen.prefecture_code
    basis = Basis(chosen.prefecture_ja, chosen.as_of, STAGE_SOURCE_JA)

    def by_year() -> Figure:
        ladder, statements = answers.stage_ladder(prefecture), answers.programme_stages(prefecture_code=prefecture)
        return stages.by_year(ladder, statements, basis)

    left, right = st.columns(2, gap="small")
    with left:
        card.show_kept("overview.stages", chosen, by_year)
        for row in [] if prefecture else answers.model_outcome().to_dict("records"):
            card.show(national.model_outcome(row, answers.model_outcome_members(), chosen.as_of), chosen)
    with right:
        show_coverage(chosen)
        if prefecture is None:
            card.show_kept("national.counts", chosen, lambda: national.counts(answers.national_counts()))


def show_coverage(chosen: Filters) -> None:
    """Draw in what share of municipalities and residents programmes are at work, with the way to all that is known."""
    basis = Basis(chosen.prefecture_ja, chosen.as_of, STAGE_SOURCE_JA)

    def make() -> Figure:
        rows = answers.known_coverage(chosen.prefecture_code)
        return stage_coverage.of_place(rows, basis, whole_japan=chosen.prefecture_code is None)

    card.show_kept("overview.stage_coverage", chosen, make)
    navigation.link("roadmap", "市町村実施率をすべての事業と年度で見る", **chosen.query())
