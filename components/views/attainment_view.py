"""How targets stand on the pages: the cards of all places in a year, and of one municipality."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.model import Basis
from components.figures import attainment, ratings, reported_areas, target_years
from components.figures.ratings import REPORTED_SOURCE_JA, Rules
from components.views import card, filters, navigation
from components.views.filters import Filters
from components.views.store_reach import LOADING_JA, store_in_reach

NO_REPORTS_JA = (
    "報告はまだありません。市町村に報告を求めるか、報告を受け付けると、ここに報告率・達成割合・段階が出ます。"
    "いま分かる実績は、文書に書かれたものだけです。"
)


class Dataset(Protocol):
    """What these cards ask of data.answers."""

    def rated_years(self, prefecture_code: str | None = None) -> list[int]:
        """Return the years with reports or ratings, the latest first."""

    def rated_on(self) -> str:
        """Return the day of judgement."""

    def rating_rules(self) -> dict[str, str]:
        """Return the rules in words."""

    def reporting_rates(self, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return the reporting rate by year."""

    def submission_states(self, fiscal_year: int, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return the form of each municipality."""

    def attainment_shares(
        self, by: str, fiscal_year: int | None = None, prefecture_code: str | None = None
    ) -> pd.DataFrame:
        """Return the share of targets attained."""

    def public_ratings(
        self, fiscal_year: int | None = None, area_code: str | None = None, prefecture_code: str | None = None
    ) -> pd.DataFrame:
        """Return the ratings."""

    def target_series(self, area_code: str) -> pd.DataFrame:
        """Return the results of each target by year."""

    def reported_coverage(self, area_code: str | None = None) -> pd.DataFrame:
        """Return C1 and C2 as reported."""


def show(dataset: Dataset, chosen: Filters) -> pd.DataFrame | None:
    """Draw rates, trend and heat table of a year, where there is one with reports.

    Returns:
        The public ratings of all years; None where there is nothing to rate, or the store is out of reach.
    """
    place = chosen.prefecture_code
    found = None
    with store_in_reach():
        with st.spinner(LOADING_JA):
            years = dataset.rated_years(place)
        if not years:
            st.html(html.paragraph(NO_REPORTS_JA, "km-notice"))
        else:
            found = dataset.public_ratings(prefecture_code=place)
            _cards(dataset, found, years, chosen)
    return found


def _cards(dataset: Dataset, rated: pd.DataFrame, years: list[int], chosen: Filters) -> None:
    place, rules, basis = (
        chosen.prefecture_code,
        Rules(**dataset.rating_rules()),
        _basis(dataset, chosen.prefecture_ja),
    )
    names = {str(year): wording.fiscal_year(year) for year in years}
    year = int(filters.choose_one("rated_fy", "報告の年度", names, style="buttons"))
    of_year, rates = rated[rated["target_fy"] == year], dataset.reporting_rates(place)
    pillars = dataset.attainment_shares("pillar", year, place)
    card.show(attainment.standing(pillars, rates, year, rules, of_year, basis), chosen)
    group = ratings.group_of(of_year)
    shares, forms = dataset.attainment_shares(group, year, place), dataset.submission_states(year, place)

    def address(code: str) -> str:
        if group == "area_code":
            return navigation.address("municipality", **chosen.query(area=code))
        return navigation.address("targets", **chosen.query(rated_fy=str(year)) | {"pref": code})

    card.show(ratings.heat(of_year, shares, forms, year, rules, basis, address), chosen)
    if len(years) > 1:
        by_year = dataset.attainment_shares("target_fy", prefecture_code=place)
        card.show(attainment.trend(by_year, rates, basis), chosen)


def show_town(dataset: Dataset, town: Mapping[Any, Any], chosen: Filters) -> pd.DataFrame | None:
    """Draw every target of a municipality over the years with its ratings, and the coverage that was reported.

    Returns:
        Its public ratings; None where nothing was reported or rated.
    """
    found = None
    with store_in_reach():
        with st.spinner(LOADING_JA):
            area = str(town["area_code"])
            rated, covered = dataset.public_ratings(area_code=area), dataset.reported_coverage(area)
        basis = _basis(dataset, str(town["name_ja"]))
        if len(covered):
            card.show(reported_areas.beside_declared(covered, town, basis), chosen)
        if (rated["status"] != "not_applicable").any():
            found = rated
            series, rules = dataset.target_series(area), Rules(**dataset.rating_rules())
            card.show(target_years.of_town(rated, series, rules, basis), chosen)
    return found


def _basis(dataset: Dataset, place_ja: str) -> Basis:
    return Basis(place_ja, f"{wording.era_date(dataset.rated_on())}現在の判定", REPORTED_SOURCE_JA)
