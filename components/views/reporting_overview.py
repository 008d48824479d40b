"""What the start page says about reports: who has reported, who is late, and what changed since the last edition."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.model import Basis, Figure
from components.figures import reporting, since_edition
from components.figures.ratings import REPORTED_SOURCE_JA
from components.views import card, navigation
from components.views.filters import Filters
from components.views.kept_figures import kept
from components.views.store_reach import LOADING_JA, store_in_reach
from data.errors import DatasetError

DOCUMENTS_ONLY_JA = "ここでの実績は文書に書かれたものだけです。市町村の報告は「報告の状況」と「目標と実績」にあります。"


class Dataset(Protocol):
    """What these figures ask of data.answers."""

    def rated_on(self) -> str:
        """Return the day of judgement."""

    def dataset_version(self) -> str:
        """Return the version of the dataset."""

    def report_state(self) -> str:
        """Return what all answers about reports depend on."""

    def reporting_rates(self, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return the reporting rate by year."""

    def submission_states(self, fiscal_year: int, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return the form of each municipality."""

    def editions(self) -> pd.DataFrame:
        """Return the frozen editions, the latest first."""

    def edition_changes(
        self, before: str | None, after: str | None = None, prefecture_code: str | None = None
    ) -> pd.DataFrame:
        """Return what differs between two states."""

    def change_words(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return the words for moves and kinds of changes."""


def show(dataset: Dataset, chosen: Filters) -> None:
    """Draw the state of the reports in the place and what is new since the last edition, or say that there is nothing."""
    basis = Basis(chosen.prefecture_ja, f"{wording.era_date(dataset.rated_on())}現在", REPORTED_SOURCE_JA)
    with store_in_reach():
        with st.spinner(LOADING_JA):
            rates, frozen = dataset.reporting_rates(chosen.prefecture_code), dataset.editions()
        if rates.empty and frozen.empty:
            st.html(html.paragraph(reporting.NEVER_ASKED_JA, "km-notice"))
            return
        left, right = st.columns(2, gap="small")
        with left:
            _show_reporting(dataset, rates, basis, chosen)
        with right:
            _show_changes(dataset, frozen, basis, chosen)


def beside_reports(dataset: Dataset, figure: Figure, chosen: Filters) -> Figure:
    """Return a figure about what documents state; where reports were asked for, it points at them."""
    try:
        is_asked = not dataset.reporting_rates(chosen.prefecture_code).empty
    except DatasetError:  # `show` says so once
        is_asked = False
    return replace(figure, notes=(*figure.notes, DOCUMENTS_ONLY_JA)) if is_asked else figure


def _show_reporting(dataset: Dataset, rates: pd.DataFrame, basis: Basis, chosen: Filters) -> None:
    if rates.empty:
        st.html(html.paragraph(reporting.NEVER_ASKED_JA, "km-notice"))
        return
    year = int(rates["fiscal_year"].max())
    forms = dataset.submission_states(year, chosen.prefecture_code)

    def address(code: str) -> str:
        if chosen.prefecture_code is None:
            return navigation.address("reports", **chosen.query(report_fy=str(year)) | {"pref": code})
        return navigation.address("municipality", **chosen.query(area=code))

    state = f"{chosen.version} {dataset.report_state()}"
    figure = kept(
        "overview.reporting",
        state,
        chosen.prefecture_code,
        lambda: reporting.standing(forms, rates, year, basis, address),
    )
    card.show(figure, chosen)
    navigation.link("reports", "実績報告で期限・受付・履歴を見る", **chosen.query(report_fy=str(year)))


def _show_changes(dataset: Dataset, frozen: pd.DataFrame, basis: Basis, chosen: Filters) -> None:
    if frozen.empty:
        st.html(html.paragraph(since_edition.NO_EDITION_JA, "km-notice"))
        return
    edition = frozen.iloc[0].to_dict()
    changes = dataset.edition_changes(str(edition["name"]), None, chosen.prefecture_code)

    def address(code: str) -> str:
        prefecture = {} if chosen.prefecture_code else {"pref": code[:2]}
        return navigation.address("municipality", **chosen.query(area=code) | prefecture)

    moves, kinds = dataset.change_words()
    version = dataset.dataset_version()
    figure = kept(
        "overview.since_edition",
        f"{chosen.version} {dataset.report_state()}",
        chosen.prefecture_code,
        lambda: since_edition.since(changes, edition, version, moves, kinds, basis, address),
    )
    card.show(figure, chosen)
    query = chosen.query(task="editions", before=str(edition["name"]), after="now")
    navigation.link("reports", "版どうしを比べる", **query)
