"""How targets stand: the cards of all places in a year and of one municipality, and all targets of a place in words."""

import functools
from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager, suppress
from typing import Any

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.model import Basis, Figure
from components.figures import attainment, edition_changes, ratings, reported_areas, reporting, targets
from components.figures.ratings import REPORTED_SOURCE_JA, Rules
from components.views import card, filters, navigation, originals
from components.views.card import LOADING_JA, store_in_reach
from components.views.filters import Filters
from data import answers
from data.answers.facts import kept_per_version
from data.errors import DatasetError

MOST_RATINGS = 100  # of one town; with more its page shows one year at a time
JUDGED, PROVIDED, AIMED, GRANTED = "報告の判定", "五つの事業", "目標の一覧", "国の交付額"  # parts of 目標と実績
NO_REPORTS_JA = "報告はまだありません。市町村に報告を求めるか、報告を受け付けると、ここに報告率・達成割合・段階が出ます。いま分かる実績は、文書に書かれたものだけです。"


def places(chosen: Filters) -> dict[str, AbstractContextManager[object]]:
    """Return where each part of 目標と実績 stands: side by side as tabs where there are reports, else one below the other."""
    years: list[int] = []
    with suppress(DatasetError):  # `show` says so
        years = answers.rated_years(chosen.prefecture_code)
    if not years:
        return {name: st.container() for name in (JUDGED, PROVIDED, AIMED, GRANTED)}
    names = [JUDGED, PROVIDED, AIMED, GRANTED]
    if answers.town_services(prefecture_code=chosen.prefecture_code).empty:
        names.remove(PROVIDED)
    if answers.grants(None, chosen.prefecture_code).empty:
        names.remove(GRANTED)
    is_asked = any(name in st.query_params for name in ("q", "pillar", "type", "indicator_code"))
    first = st.session_state.setdefault("targets_part", AIMED if is_asked else JUDGED)
    tabs = dict(zip(names, st.tabs(names, default=first, key="targets_parts"), strict=True))
    return {name: tabs.get(name) or st.container() for name in (JUDGED, PROVIDED, AIMED, GRANTED)}


def show(chosen: Filters) -> bool | None:
    """Draw rates, trend and heat table of a year; return whether any year has a report, None where nothing is rated."""
    place, found = chosen.prefecture_code, None

    def has_report() -> bool:
        return bool(targets.by_report(answers.public_ratings(prefecture_code=place)).any())

    with store_in_reach():
        with st.spinner(LOADING_JA):
            years = answers.rated_years(place)
        if not years:
            st.html(html.paragraph(NO_REPORTS_JA, "km-notice"))
        else:
            found = card.remembered("ratings.has_report", chosen, has_report, with_reports=True)
            _cards(years, chosen)
    return found


def _cards(years: list[int], chosen: Filters) -> None:
    place, rules, basis = chosen.prefecture_code, Rules(**answers.rating_rules()), _basis(chosen.prefecture_ja)
    names = {str(year): wording.fiscal_year(year) for year in years}
    year = int(filters.choose_one("rated_fy", "報告の年度", names, style="buttons"))
    of_year, rates = answers.public_ratings(year, prefecture_code=place), answers.reporting_rates(place)
    of_year = of_year.sort_values("target_id", ignore_index=True)
    pillars = answers.attainment_shares("pillar", year, place)

    standing = functools.partial(attainment.standing, pillars, rates, year, rules, of_year, basis)
    card.show_kept("ratings.standing", chosen, standing, year, with_reports=True)
    group = ratings.group_of(of_year)
    shares, forms = answers.attainment_shares(group, year, place), answers.submission_states(year, place)

    def address(code: str) -> str:
        if group == "area_code":
            return navigation.address("municipality", **chosen.query(area=code))
        return navigation.address("targets", **chosen.query(rated_fy=str(year)) | {"pref": code})

    heat = functools.partial(ratings.heat, of_year, shares, forms, year, rules, basis, address)
    card.show_kept("ratings.heat", chosen, heat, year, with_reports=True)
    if len(years) > 1:
        by_year = answers.attainment_shares("target_fy", prefecture_code=place)
        trend = functools.partial(attainment.trend, by_year, rates, basis)
        card.show_kept("ratings.trend", chosen, trend, with_reports=True)


def show_reporting(chosen: Filters) -> None:
    """Draw the reporting rate of the latest year and who is late, or say that nobody was asked."""
    with store_in_reach():
        rates = answers.reporting_rates(chosen.prefecture_code)
        if rates.empty:
            st.html(html.paragraph(reporting.NEVER_ASKED_JA, "km-notice"))
            return
        year = int(rates["fiscal_year"].max())
        forms = answers.submission_states(year, chosen.prefecture_code)

        def address(code: str) -> str:
            if chosen.prefecture_code is None:
                return navigation.address("reports", **chosen.query(report_fy=str(year)) | {"pref": code})
            return navigation.address("municipality", **chosen.query(area=code))

        make = functools.partial(reporting.standing, forms, rates, year, _basis(chosen.prefecture_ja), address)
        card.show_kept("reports.standing", chosen, make, with_reports=True)


def show_changes(frozen: pd.DataFrame, chosen: Filters) -> None:
    """Draw what changed since the last edition."""
    edition = frozen.iloc[0].to_dict()
    changes = answers.edition_changes(str(edition["name"]), None, chosen.prefecture_code)

    def address(code: str) -> str:
        prefecture = {} if chosen.prefecture_code else {"pref": code[:2]}
        return navigation.address("municipality", **chosen.query(area=code) | prefecture)

    make = functools.partial(
        edition_changes.since, changes, edition, answers.dataset_version(), *answers.change_words(),
        _basis(chosen.prefecture_ja), address,
    )  # fmt: skip
    card.show_kept("reports.since_edition", chosen, make, with_reports=True)


def latest_share(town: Mapping[Any, Any]) -> dict[Hashable, Any] | None:
    """Return a town's share of targets attained, of the latest year that has one, with target_fy; None without one."""
    place = str(town["prefecture_code"])
    with store_in_reach():
        for year in answers.rated_years(place):
            shares = answers.attainment_shares("area_code", year, place)
            own: pd.DataFrame = shares[(shares["area_code"] == town["area_code"]) & (shares["rateable_count"] > 0)]
            if len(own):
                return own.assign(target_fy=year).to_dict("records")[0]
    return None


def show_town(town: Mapping[Any, Any], chosen: Filters) -> pd.DataFrame | None:
    """Draw a town's targets by year; return its public ratings, or None."""
    found, area = None, str(town["area_code"])
    with store_in_reach():
        with st.spinner(LOADING_JA):
            ask = functools.partial(answers.public_ratings, area_code=area)
            rated = card.remembered("ratings.rated", chosen, ask, area, with_reports=True)
        if (rated["status"] != "not_applicable").any():
            found = rated
            year = None
            if len(rated) > MOST_RATINGS:
                year = filters.choose_year("town_fy", rated["target_fy"], "目標と実績の年度")

            def make() -> Figure:
                series, rules = answers.target_series(area), Rules(**answers.rating_rules())
                return ratings.of_town(rated, series, rules, _basis(str(town["name_ja"])), year)

            card.show_kept("ratings.town", chosen, make, area, year, with_reports=True)
    return found


def show_targets(town: Mapping[Any, Any], basis: Basis, chosen: Filters) -> Callable[[], None] | None:
    """Draw a town's ratings, or the targets of its plan; return what draws the targets where the ratings stand."""
    area = str(town["area_code"])
    rated = show_town(town, chosen)

    def make() -> tuple[Figure, originals.Statements]:
        statements, aims = answers.target_statements(area), targets_in_words(str(town["prefecture_code"]))
        aims = targets.with_reports(aims[aims["area_code"] == area].reset_index(drop=True), rated)
        figure = targets.beside_reports(targets.of_town(aims, statements, basis), rated)
        return figure, originals.statements(statements, aims, answers.achievements(area))

    figure, words = card.remembered("ratings.aims", chosen, make, area, rated is None, with_reports=True)
    listed = functools.partial(card.show, figure, chosen, lambda: originals.show_statements(words))
    if rated is not None:
        return listed
    listed()
    return None


def areas_of(town: Mapping[Any, Any], chosen: Filters) -> Callable[[], None] | None:
    """Return what draws a town's reported coverage beside what its plan declares; None without a report of it."""
    covered, area = pd.DataFrame(), str(town["area_code"])
    with store_in_reach():
        ask = functools.partial(answers.reported_coverage, area)
        covered = card.remembered("ratings.covered", chosen, ask, area, with_reports=True)
    if covered.empty:
        return None
    make = functools.partial(reported_areas.beside_declared, covered, town, _basis(str(town["name_ja"])))
    return functools.partial(card.show_kept, "ratings.areas", chosen, make, area, with_reports=True)


def _basis(place_ja: str) -> Basis:
    return Basis(place_ja, f"{wording.era_date(answers.rated_on())}現在の判定", REPORTED_SOURCE_JA)


def targets_in_words(prefecture_code: str | None, *, with_reports: bool = False) -> pd.DataFrame:
    """Return the targets of a place with words for every code, and with what was reported as their result."""
    return _with_reports(prefecture_code) if with_reports else _in_words(prefecture_code)


@kept_per_version(answers.state_version)
def _in_words(prefecture_code: str | None) -> pd.DataFrame:
    if prefecture_code is None:
        return targets.with_words(answers.targets(), answers.achievements(), answers.indicators())
    rows = _in_words(None)
    return rows[rows["prefecture_code"] == prefecture_code].reset_index(drop=True)


@kept_per_version(answers.report_state)
def _with_reports(prefecture_code: str | None) -> pd.DataFrame:
    rated, rows = answers.public_ratings(prefecture_code=prefecture_code), _in_words(prefecture_code)
    if len(own := answers.own_targets(prefecture_code=prefecture_code)):
        words = targets.with_words(own, answers.achievements(prefecture_code=prefecture_code), answers.indicators())
        rows = pd.concat([rows, words.reindex(columns=rows.columns)], ignore_index=True)
    return targets.with_reports(rows, rated)
