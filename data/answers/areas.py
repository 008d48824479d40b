"""Municipalities and prefectures: the wide rows that maps, tables and denominators start from."""

from __future__ import annotations

import pandas as pd

import data.answers.statistics as statistics
from data import dataset
from data.answers.facts import kept, located
from data.answers.municipality_view import municipality_rows
from data.answers.statistics import issue_rows
from data.measures import coverage
from data.measures.stage_coverage import municipality_coverage

PARTICIPATING = ("both", "community_capacity", "multi_agency")


def prefecture_rows(
    prefectures: pd.DataFrame,
    towns: pd.DataFrame,
    residents: pd.DataFrame,
    population_coverage: pd.DataFrame,
    own_populations: pd.DataFrame,
) -> pd.DataFrame:
    """Return participation (C4) with its three denominators and C1 pooled, side by side.

    Participation means a record that describes one of the two municipal programmes.

    Args:
        prefectures: area_code, prefecture_code, name_ja, municipality_count, record_count, and the residents that
            shares are counted against: population, population_65 (persons, nullable).
        towns: One row per municipality: area_code, record_id, prefecture_code, programme_group.
        residents: area_code, population and population_65 of the municipalities, of the same source as those of the
            prefectures.
        population_coverage: Result of `coverage.population_coverage`.
        own_populations: Result of `prefecture_populations`: what C1, which is of the plans, is counted against.

    Returns:
        The prefectures with prefecture_ja for name_ja; `participation_<weight>_` with numerator, denominator, pct,
        missing_count for the weights municipalities, residents, residents_65; for the pillars community and
        consultation `coverage_<pillar>_` with pct, numerator, denominator, computable_count,
        not_computable_count, imputed_count, imputed_share_pct, prefecture_population, at_least_pct.
    """
    members = towns.loc[towns["programme_group"].isin(PARTICIPATING), ["area_code", "prefecture_code"]]
    counted = residents[["area_code", "population", "population_65"]]
    participation = municipality_coverage(members.merge(counted, "left", "area_code"), prefectures)
    placed = population_coverage.merge(towns[["record_id", "prefecture_code"]], on="record_id")
    pooled = coverage.pooled_coverage(placed, own_populations)
    rows = prefectures.drop(columns=["population", "population_65"]).rename(columns={"name_ja": "prefecture_ja"})
    for part in (_side_by_side(participation, "weight", "participation"), _side_by_side(pooled, "pillar", "coverage")):
        rows = rows.merge(part, "left", "prefecture_code")
    return rows


def prefecture_populations(prefectures: pd.DataFrame, profile: pd.DataFrame) -> pd.DataFrame:
    """Return population and population_65 of the prefectures that state them in their own record."""
    own = profile[profile["area_code"].isin(prefectures["area_code"])]
    wide = own.pivot(index="prefecture_code", columns="indicator_code", values="value")
    wide = wide.reindex(columns=["population", "aging_rate"]).astype(float).reset_index()
    return with_older_residents(wide.rename(columns={"aging_rate": "aging_rate_pct"}))


def with_older_residents(rows: pd.DataFrame) -> pd.DataFrame:
    """Add population_65, the residents aged 65 and over, from population and aging_rate_pct."""
    return rows.assign(population_65=rows["population"] * rows["aging_rate_pct"] / 100)


def _side_by_side(long: pd.DataFrame, kinds: str, prefix: str) -> pd.DataFrame:
    """Turn one row per prefecture and kind into one row per prefecture, columns `<prefix>_<kind>_<name>`."""
    long = long.rename(columns={"coverage_pct": "pct"})
    parts = [
        rows.drop(columns=kinds).set_index("prefecture_code").add_prefix(f"{prefix}_{kind}_")
        for kind, rows in long.groupby(kinds, sort=False)
    ]
    return pd.concat(parts, axis=1).reset_index() if parts else long[["prefecture_code"]]


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
    """Return one row per prefecture: participation (C4) and pooled C1; see `data.answers.areas`.

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
