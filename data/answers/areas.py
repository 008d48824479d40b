"""Municipalities and prefectures: the wide rows that maps, tables and denominators start from."""

from __future__ import annotations

import pandas as pd

import data.answers.statistics as statistics
from data import dataset
from data.answers.aging import issue_rows
from data.answers.facts import kept, located
from data.answers.municipality_view import municipality_rows
from data.answers.prefecture_view import prefecture_populations, prefecture_rows, with_older_residents
from data.measures import coverage

WIDE_TABLES = (
    "areas", "records", "indicators", "profile_values", "implementations", "implementation_functions",
    "service_areas", "staffing", "meetings", "target_statements", "targets", "achievements",
)  # fmt: skip


@kept
def prefectures() -> pd.DataFrame:
    """Return the 47 prefectures.

    Returns:
        area_code, prefecture_code, name_ja, municipality_count, record_count (municipalities with a record).
    """
    areas = dataset.read_table("areas")
    rows = areas.loc[areas["level"] == "prefecture", ["area_code", "prefecture_code", "name_ja"]]
    towns = municipalities().groupby("prefecture_code")["has_record"]
    rows["municipality_count"] = rows["prefecture_code"].map(towns.size()).fillna(0).astype(int)
    rows["record_count"] = rows["prefecture_code"].map(towns.sum()).fillna(0).astype(int)
    return rows.sort_values("prefecture_code", ignore_index=True)


@kept
def municipalities(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return one row per municipality, with or without a record; see `data.answers.municipality_view`."""
    if prefecture_code is None:
        return municipality_rows({name: dataset.read_table(name) for name in WIDE_TABLES} | {"issues": issue_rows()})
    rows = municipalities()
    return rows[rows["prefecture_code"] == prefecture_code].reset_index(drop=True)


@kept
def prefecture_summary(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return one row per prefecture: participation (C4) and pooled C1; see `data.answers.prefecture_view`.

    `residents_date` says of which census the residents are (ISO date); missing where they are those of the documents.
    """
    long = coverage.population_coverage(dataset.read_table("service_areas"), dataset.read_table("profile_values"))
    own = prefecture_populations(prefectures(), usable_profile())
    rows = prefecture_rows(prefecture_sizes(), municipalities(), residents(), long, own)
    chosen = slice(None) if prefecture_code is None else rows["prefecture_code"] == prefecture_code
    return rows.loc[chosen].reset_index(drop=True)


def usable_profile() -> pd.DataFrame:
    """Return the profile values that are not quarantined."""
    values = located("profile_values")
    return values[values["fact_status"] != "quarantined"]


@kept
def prefecture_sizes() -> pd.DataFrame:
    """Return what shares of a prefecture are counted against.

    Returns:
        The columns of `prefectures` with population and population_65 (persons): of the census where it was imported,
        else of the prefecture's own record, missing for most prefectures; residents_date as in `residents`.
    """
    rows = prefectures()
    census = _census_residents(statistics.prefecture_statistics())
    own = prefecture_populations(rows, usable_profile()).assign(residents_date=None)
    return rows.merge(own if census.empty else census.drop(columns="area_code"), "left", "prefecture_code")


@kept
def residents() -> pd.DataFrame:
    """Return the residents of every municipality, all of one source: of the census, or else of the documents.

    Returns:
        area_code, name_ja, prefecture_code, prefecture_ja, population and population_65 (persons, NaN where unknown),
        residents_date (of the census; missing where the residents are those of the documents).
    """
    rows = municipalities()[
        ["area_code", "name_ja", "prefecture_code", "prefecture_ja", "population", "aging_rate_pct"]
    ]
    census = _census_residents(statistics.area_statistics()).drop(columns="prefecture_code")
    if census.empty:
        return with_older_residents(rows).drop(columns="aging_rate_pct").assign(residents_date=None)
    return rows.drop(columns=["population", "aging_rate_pct"]).merge(census, "left", "area_code")


def _census_residents(rows: pd.DataFrame) -> pd.DataFrame:
    names = {
        "census_population": "population",
        "census_population_65": "population_65",
        "census_date": "residents_date",
    }
    return rows.rename(columns=names)[["area_code", "prefecture_code", *names.values()]]
