"""Reports on the five services: of one municipality, of a place, and beside similar municipalities."""

import functools

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.model import Basis, Figure
from components.figures import roadmap, service_money, service_totals, services
from components.views import card, filters, navigation
from components.views.card import LOADING_JA, store_in_reach
from components.views.filters import Filters
from components.views.town import Row, address_of
from components.views.years import TWO_YEARS_JA, show_counts
from data import answers

NONE_JA = "{}の、今の制度（令和3年度から）についての報告はまだありません。実施していないという意味ではありません。"


def choose_year(years: pd.Series) -> int:
    """Show the choice of the fiscal year of the reports, the latest first, and return it."""
    names = {str(year): wording.short_year(year) for year in sorted(map(int, years.unique()), reverse=True)}
    if len(names) == 1:
        return int(next(iter(names)))
    return int(filters.choose_one("service_fy", "五つの事業の報告の年度", names, style="buttons"))


def show_town(town: Row, chosen: Filters) -> None:
    """Draw what a municipality reports on the five services of a year, and the grants that the state says it got."""
    area, name = str(town["area_code"]), str(town["name_ja"])
    with store_in_reach():
        _show_reported(area, name, chosen)
    show_grants(name, chosen, area)


def _show_reported(area: str, name: str, chosen: Filters) -> None:
    with st.spinner(LOADING_JA):
        ask = functools.partial(answers.town_services, area)
        found = card.remembered("town.services", chosen, ask, area, with_reports=True)
    if found.empty:
        st.html(html.paragraph(NONE_JA.format(name), "km-notice"))
        return
    year = choose_year(found["fiscal_year"])
    basis = Basis(name, wording.fiscal_year(year), services.SOURCE_JA)
    peers = functools.partial(answers.service_peers, area, year)
    makes = {
        "実施状況": lambda: services.of_town(found, year, answers.SERVICE_REASONS, basis),
        "件数と会議": lambda: services.counts(answers.service_counts(area), peers(), year, basis),
        "検討と計画": lambda: services.process(answers.service_process(area), year, basis),
        "費用": lambda: service_money.of_town(answers.service_money(area), peers(), year, basis),
    }
    *tabs, last = st.tabs([*makes, TWO_YEARS_JA], key="town_services")
    with last:
        show_counts(area, name, chosen)
    for (view, make), tab in zip(makes.items(), tabs, strict=True):
        with tab:
            card.show_kept(f"town.{view}", chosen, make, area, year, with_reports=True)


def show_grants(place_ja: str, chosen: Filters, area: str | None = None) -> None:
    """Draw the grants whose recipients the state named; nothing where none of them is of the place."""
    paid = answers.grants(area, None if area else chosen.prefecture_code)
    if len(paid):
        make = functools.partial(service_money.grants, paid, Basis(place_ja, "", "国の行政事業レビュー（各行の出典）"))
        card.show_kept("grants", chosen, make, area)


def show_place(chosen: Filters) -> None:
    """Draw how many municipalities of a place have each service, report 0, and what it costs; nothing without a report."""
    place = chosen.prefecture_code
    with store_in_reach():
        with st.spinner(LOADING_JA):
            found = answers.town_services(prefecture_code=place)
        if found.empty:
            return
        year = choose_year(found["fiscal_year"])
        basis = Basis(chosen.prefecture_ja, wording.fiscal_year(year), services.SOURCE_JA)

        def by_state() -> Figure:
            years, towns = answers.service_years(prefecture_code=place), len(answers.municipalities(place))
            return service_totals.by_state(found, years, towns, year, basis)

        def money() -> Figure:
            spent = answers.service_money(prefecture_code=place)
            return service_money.of_place(spent, answers.money_middles(place), year, basis)

        zeros = lambda: service_totals.zeros(answers.zero_reports(place), year, basis)  # noqa: E731
        makes = {"state": by_state, "zeros": zeros, "money": money}
        if (first := answers.services_headline(place)) is not None:
            headline = functools.partial(service_totals.headline, first, basis)
            makes = {"headline": headline, **makes}
        for view, make in makes.items():
            card.show_kept(f"place.{view}", chosen, make, year, with_reports=True)


def show_beside(town: Row, codes: list[str], chosen: Filters) -> None:
    """Draw the counts of a municipality and of similar ones for 10,000 residents; nothing where none of them reports."""
    shown = (str(town["area_code"]), *codes)
    with store_in_reach():
        found = pd.concat([answers.service_counts(code) for code in shown], ignore_index=True)
        if found.empty:
            return
        year = choose_year(found["fiscal_year"])
        towns, peers = answers.peer_towns(shown), answers.service_peers(shown[0], year)
        basis = Basis("", wording.fiscal_year(year), services.SOURCE_JA)
        make = functools.partial(service_totals.side_by_side, found, towns, peers, year, basis)
        card.show_kept("peers.counts", chosen, make, shown, year, answers.sources_state())


def show_silent(chosen: Filters) -> frozenset[str]:
    """Draw the municipalities without any contact and return their codes; none where the store is out of reach."""
    place, silent = chosen.prefecture_code, frozenset[str]()
    with store_in_reach():
        found = card.remembered("roadmap.contacts", chosen, lambda: answers.contacts(place), with_reports=True)
        silent = frozenset(found.loc[~found["has_contact"], "area_code"])
        basis = Basis(chosen.prefecture_ja, chosen.as_of, "段階の一覧・計画書・事例と市町村の報告")

        def address(code: str) -> str:
            if place is not None:
                return address_of(chosen, code)
            return navigation.address("roadmap", **chosen.query() | {"pref": code})

        make = functools.partial(roadmap.no_contact, found, basis, address)
        card.show_kept("roadmap.silent", chosen, make, with_reports=True)
    return silent
