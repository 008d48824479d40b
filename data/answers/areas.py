"""Municipalities and prefectures: the wide rows that maps, tables and denominators start from."""

from __future__ import annotations

import pandas as pd

from data import store
from data.answers.facts import kept, located
from data.measures import coverage
from data.municipality_view import municipality_rows
from data.prefecture_view import prefecture_populations, prefecture_rows, with_older_residents

WIDE_TABLES = (
    "areas", "records", "indicators", "profile_values", "implementations", "implementation_functions",
    "service_areas", "staffing", "meetings", "target_statements", "targets", "achievements", "issues",
)  # fmt: skip


@kept
def prefectures() -> pd.DataFrame:
    """Return the 47 prefectures.

    Returns:
        area_code, prefecture_code, name_ja, municipality_count, record_count (municipalities with a record).
    """
    areas = store.read_table("areas")
    rows = areas.loc[areas["level"] == "prefecture", ["area_code", "prefecture_code", "name_ja"]]
    towns = municipalities().groupby("prefecture_code")["has_record"]
    rows["municipality_count"] = rows["prefecture_code"].map(towns.size()).fillna(0).astype(int)
    rows["record_count"] = rows["prefecture_code"].map(towns.sum()).fillna(0).astype(int)
    return rows.sort_values("prefecture_code", ignore_index=True)


@kept
def municipalities(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return one row per municipality, with or without a record; see `data.municipality_view`."""
    if prefecture_code is None:
        return municipality_rows({name: store.read_table(name) for name in WIDE_TABLES})
    rows = municipalities()
    return rows[rows["prefecture_code"] == prefecture_code].reset_index(drop=True)


@kept
def prefecture_summary(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return one row per prefecture: participation (C4) and pooled C1; see `data.prefecture_view`."""
    long = coverage.population_coverage(store.read_table("service_areas"), store.read_table("profile_values"))
    rows = prefecture_rows(prefectures(), municipalities(), long, usable_profile())
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
        The columns of `prefectures` with population and population_65 (persons) of the prefecture's own record,
        missing for most prefectures.
    """
    rows = prefectures()
    return rows.merge(prefecture_populations(rows, usable_profile()), "left", "prefecture_code")


@kept
def residents() -> pd.DataFrame:
    """Return area_code, name_ja, prefecture_code, prefecture_ja, population and population_65 of every municipality."""
    rows = with_older_residents(municipalities())
    return rows[["area_code", "name_ja", "prefecture_code", "prefecture_ja", "population", "population_65"]]
