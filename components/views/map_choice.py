"""The choice of what the map shows: indicator, fiscal year and source, and the frame that belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.map_classes import Scale
from components.drawing.model import Basis, Figure
from components.figures import progress_map, report_map, stages
from components.figures.layers import LAYERS, Layer, Source, choices
from components.views import aging_source, filters, import_help
from components.views.filters import Filters
from components.views.store_reach import LOADING_JA, store_in_reach

NO_CENSUS_JA = "{}の地図は、国勢調査を取り込むと出ます。"


class Dataset(Protocol):
    """What the map asks of data.answers."""

    def documents(self) -> pd.DataFrame:
        """Return the documents."""

    def area_statistics(self, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return the numbers of the census by municipality; no rows where none was imported."""

    def stage_years(self) -> list[int]:
        """Return the years with stages."""

    def stage_ladder(self, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return one row per municipality and fiscal year."""

    def programme_stages(self, *, prefecture_code: str | None, fiscal_year: int) -> pd.DataFrame:
        """Return every statement on a stage."""

    def rated_years(self, prefecture_code: str | None = None) -> list[int]:
        """Return the years with reports or ratings, the latest first."""

    def rated_on(self) -> str:
        """Return the day of judgement."""

    def submission_states(self, fiscal_year: int, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return the form of each municipality that was asked."""

    def attainment_shares(
        self, by: str, fiscal_year: int | None = None, prefecture_code: str | None = None
    ) -> pd.DataFrame:
        """Return the public share of targets attained."""

    def public_ratings(
        self, fiscal_year: int | None = None, area_code: str | None = None, prefecture_code: str | None = None
    ) -> pd.DataFrame:
        """Return the public ratings."""


@dataclass(frozen=True)
class Shown:
    """What the map shows: the municipalities with its column, the indicator, and the frame."""

    towns: pd.DataFrame
    scale: Scale
    figure: Figure


def choose(dataset: Dataset, towns: pd.DataFrame, chosen: Filters) -> Shown | None:
    """Show the choices and return what to draw; None where a sentence says why there is nothing.

    Args:
        towns: `layers.town_columns` of data.answers.municipalities.
    """
    name = filters.choose_one("indicator", "地図に示す指標", choices(), style="buttons")
    # Further choices have a place of their own, so that the map below stays the same element and is not drawn anew.
    with st.container():
        return _shown(dataset, towns, name, chosen)


def _shown(dataset: Dataset, towns: pd.DataFrame, name: str, chosen: Filters) -> Shown | None:
    layer = LAYERS[name]
    return _SHOWN[layer.source](dataset, towns, layer, chosen)


def _plans(dataset: Dataset, towns: pd.DataFrame, layer: Layer, chosen: Filters) -> Shown | None:
    """Return the map of what plans say, or of the census where it says the same and the reader wants it so."""
    has_census = layer.census and not dataset.area_statistics(chosen.prefecture_code).empty
    if has_census and aging_source.choose_census():
        return _census(dataset, towns, LAYERS[layer.census], chosen)
    basis = Basis(chosen.prefecture_ja, chosen.as_of, wording.sources(dataset.documents()))
    return Shown(towns, layer.scale, progress_map.plan_map(towns, layer.scale, basis))


def _census(dataset: Dataset, towns: pd.DataFrame, layer: Layer, chosen: Filters) -> Shown | None:
    statistics = dataset.area_statistics(chosen.prefecture_code)
    if statistics.empty:
        import_help.missing_census(chosen, NO_CENSUS_JA.format(layer.scale.choice_ja))
        return None
    rows = progress_map.with_census(towns, statistics)
    return Shown(rows, layer.scale, progress_map.census_map(rows, layer.scale, chosen.prefecture_ja))


def _stages(dataset: Dataset, towns: pd.DataFrame, layer: Layer, chosen: Filters) -> Shown:
    ladder = dataset.stage_ladder(chosen.prefecture_code)
    years = {str(year): stages.short_year(year) for year in dataset.stage_years()}
    year = int(filters.choose_one("fy", "年度", years, progress_map.best_known(ladder), style="buttons"))
    rows = progress_map.with_stage(towns, ladder, year)
    statements = dataset.programme_stages(prefecture_code=chosen.prefecture_code, fiscal_year=year)
    basis = Basis(chosen.prefecture_ja, chosen.as_of, stages.STAGE_SOURCE_JA)
    return Shown(rows, layer.scale, progress_map.stage_map(rows, layer.scale, statements, basis))


@store_in_reach()
def _reports(dataset: Dataset, towns: pd.DataFrame, layer: Layer, chosen: Filters) -> Shown | None:
    place = chosen.prefecture_code
    with st.spinner(LOADING_JA):
        years = dataset.rated_years(place)
    if not years:
        st.html(html.paragraph(report_map.NO_REPORTS_JA.format(place=chosen.prefecture_ja), "km-notice"))
        return None
    words = {str(year): stages.short_year(year) for year in years}
    year = int(filters.choose_one("rated_fy", "報告の年度", words, style="buttons"))
    if layer.source == "report_shares":
        shares = dataset.attainment_shares("area_code", year, place)
        ratings = dataset.public_ratings(year, prefecture_code=place)
        rows = report_map.with_shares(towns, shares, ratings, year)
    else:
        rows = report_map.with_states(towns, dataset.submission_states(year, place), year)
    basis = Basis(chosen.prefecture_ja, f"{wording.era_date(dataset.rated_on())}現在", "")
    return Shown(rows, layer.scale, report_map.report_map(rows, layer.scale, basis))


_SHOWN: dict[Source, Callable[[Dataset, pd.DataFrame, Layer, Filters], Shown | None]] = {
    "plans": _plans,
    "census": _census,
    "stages": _stages,
    "report_states": _reports,
    "report_shares": _reports,
}
