"""The map: the choice of what it shows (indicator, fiscal year, source), its drawing and its legend."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from components.drawing import html, maps, wording
from components.drawing.map_classes import Scale
from components.drawing.model import Basis, Figure
from components.drawing.theme import Mode
from components.figures import progress_map, reported_areas, service_totals, stages
from components.figures.layers import LAYERS, Layer, Source, choices, town_columns
from components.figures.services import SOURCE_JA
from components.views import card, filters, services, sources
from components.views.card import LOADING_JA, store_in_reach
from components.views.filters import Filters
from data import answers

HEIGHT = 500  # px
NO_CENSUS_JA = "{}の地図は、国勢調査を取り込むと出ます。"


@dataclass(frozen=True, eq=False)  # kept for the next run: the same one is painted the same
class Shown:
    """What the map shows: the municipalities with its column, the indicator, and the frame."""

    towns: pd.DataFrame
    scale: Scale
    figure: Figure


def choose(towns: pd.DataFrame, chosen: Filters) -> Shown | None:
    """Show the choices and return what to draw; None where a sentence says why there is nothing."""
    name = filters.choose_one("indicator", "地図に示す指標", choices(), style="buttons")
    # Further choices have a place of their own, so that the map below stays the same element and is not drawn anew.
    with st.container():
        layer = LAYERS[name]
        return _SHOWN[layer.source](towns, layer, chosen)


def _plans(towns: pd.DataFrame, layer: Layer, chosen: Filters) -> Shown | None:
    """Return the map of what plans say, or of the census where it says the same and the reader wants it so."""
    has_census = layer.census and not answers.area_statistics(chosen.prefecture_code).empty
    if has_census and sources.choose_census():
        return _census(towns, LAYERS[layer.census], chosen)

    def make() -> Shown:
        basis = Basis(chosen.prefecture_ja, chosen.as_of, wording.sources(answers.documents()))
        return Shown(towns, layer.scale, progress_map.plan_map(towns, layer.scale, basis))

    return card.remembered("map.plans", chosen, make, layer.scale.column)


def _census(towns: pd.DataFrame, layer: Layer, chosen: Filters) -> Shown | None:
    statistics = answers.area_statistics(chosen.prefecture_code)
    if statistics.empty:
        sources.show_missing_census(chosen, NO_CENSUS_JA.format(layer.scale.choice_ja))
        return None

    def make() -> Shown:
        rows = progress_map.with_census(towns, statistics)
        return Shown(rows, layer.scale, progress_map.census_map(rows, layer.scale, chosen.prefecture_ja))

    return card.remembered("map.census", chosen, make, layer.scale.column)


def _stages(towns: pd.DataFrame, layer: Layer, chosen: Filters) -> Shown:
    ladder = answers.stage_ladder(chosen.prefecture_code)
    years = {str(year): stages.short_year(year) for year in answers.stage_years()}
    year = int(filters.choose_one("fy", "年度", years, progress_map.latest_known(ladder), style="slider"))
    return stages_of(year, chosen)


def stages_of(year: int | None, chosen: Filters) -> Shown:
    """Return the map of the stages of a fiscal year; None = the latest that is known."""
    place = chosen.prefecture_code

    def make() -> Shown:
        ladder, towns = answers.stage_ladder(place), answers.municipalities(place)[town_columns()]
        drawn = year or int(progress_map.latest_known(ladder))
        rows = progress_map.with_stage(towns, ladder, drawn)
        statements = answers.programme_stages(prefecture_code=place, fiscal_year=drawn)
        basis, scale = Basis(chosen.prefecture_ja, chosen.as_of, stages.STAGE_SOURCE_JA), LAYERS["stage"].scale
        return Shown(rows, scale, progress_map.stage_map(rows, scale, statements, basis))

    return card.remembered("map.stages", chosen, make, year, with_reports=True)


@store_in_reach()
def _reports(towns: pd.DataFrame, layer: Layer, chosen: Filters) -> Shown | None:
    place = chosen.prefecture_code
    with st.spinner(LOADING_JA):
        years = answers.rated_years(place)
    if not years:
        st.html(html.paragraph(reported_areas.NO_REPORTS_JA.format(place=chosen.prefecture_ja), "km-notice"))
        return None
    words = {str(year): stages.short_year(year) for year in years}
    year = int(filters.choose_one("rated_fy", "報告の年度", words, style="buttons"))
    if layer.source == "report_shares":
        shares = answers.attainment_shares("area_code", year, place)
        ratings = answers.public_ratings(year, prefecture_code=place)
        rows = reported_areas.with_shares(towns, shares, ratings, year)
    else:
        rows = reported_areas.with_states(towns, answers.submission_states(year, place), year)
    basis = Basis(chosen.prefecture_ja, f"{wording.era_date(answers.rated_on())}現在", "")
    return Shown(rows, layer.scale, reported_areas.report_map(rows, layer.scale, basis))


@store_in_reach()
def _services(towns: pd.DataFrame, layer: Layer, chosen: Filters) -> Shown | None:
    reported = answers.service_years(prefecture_code=chosen.prefecture_code)
    if reported.empty:
        st.html(html.paragraph(service_totals.NOT_REPORTED_JA.format(chosen.prefecture_ja), "km-notice"))
        return None
    year = services.choose_year(reported["fiscal_year"])
    rows = service_totals.with_services(towns, reported, year)
    basis = Basis(chosen.prefecture_ja, wording.fiscal_year(year), SOURCE_JA)
    return Shown(rows, layer.scale, service_totals.services_map(rows, layer.scale, basis))


_SHOWN: dict[Source, Callable[[pd.DataFrame, Layer, Filters], Shown | None]] = {
    "plans": _plans, "census": _census, "stages": _stages, "report_states": _reports, "report_shares": _reports,
    "services": _services,
}  # fmt: skip


def draw(shown: Shown, chosen: Filters) -> str | None:
    """Draw the map and its legend side by side; return the code of the municipality that was clicked."""
    left, right = st.columns([3, 1], gap="medium")
    right.html(_legend(shown, card.mode()))
    with left:
        return draw_shapes(shown, chosen)


@lru_cache(maxsize=64)
def _legend(shown: Shown, mode: Mode) -> str:
    return maps.legend(shown.towns, shown.scale, mode)


@lru_cache(maxsize=64)
def _message(shown: Shown, mode: Mode) -> maps.Message:
    return maps.message(shown.towns, shown.scale, mode)


def draw_shapes(shown: Shown, chosen: Filters, height: int = HEIGHT) -> str | None:
    """Draw the map alone; return the code of the municipality that was clicked."""
    shapes = answers.boundaries()
    answer = st_folium(
        maps.base_map(chosen.prefecture_code, shapes.version, shapes.credit_of(chosen.prefecture_code)),
        key="progress_map", height=height, use_container_width=True, render=False,
        feature_group_to_add=maps.colour_layer(_message(shown, card.mode())),
        returned_objects=list(maps.RETURNED_OBJECTS),
    )  # fmt: skip
    return maps.clicked_area_code(answer["last_object_clicked_tooltip"])
