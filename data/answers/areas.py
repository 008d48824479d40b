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


WIDE_TABLES = (
    "areas", "records", "indicators", "profile_values", "implementations", "implementation_functions",
    "service_areas", "staffing", "meetings", "target_statements", "targets", "achievements",
)  # fmt: skip


@kept
def prefectures() -> pd.DataFrame:
    """Return the 47 prefectures.

    Columns: area_code, prefecture_code, name_ja, municipality_count, record_count (municipalities with a record).
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
    """Return one row per prefecture: participation (C4) with its three denominators and C1 pooled, side by side.

    Participation means a record that describes one of the two municipal programmes.

    The columns of `prefecture_sizes` without residents, prefecture_ja for name_ja; `participation_<weight>_` with
    numerator, denominator, pct, missing_count for the weights municipalities, residents, residents_65; for the pillars
    community and consultation `coverage_<pillar>_` with pct, numerator, denominator, computable_count,
    not_computable_count, imputed_count, imputed_share_pct, prefecture_population, at_least_pct. residents_date says of
    which census the residents are (ISO date); missing where they are those of the documents.
    """
    sizes, towns = prefecture_sizes(), municipalities()
    members = towns.loc[towns["programme_group"].isin(PARTICIPATING), ["area_code", "prefecture_code"]]
    counted = residents()[["area_code", "population", "population_65"]]
    participation = municipality_coverage(members.merge(counted, "left", "area_code"), sizes)
    declared = coverage.population_coverage(dataset.read_table("service_areas"), dataset.read_table("profile_values"))
    placed = declared.merge(towns[["record_id", "prefecture_code"]], on="record_id")
    # C1 is of the plans: it is held against the residents that the prefectures' own plans state.
    pooled = coverage.pooled_coverage(placed, _own_populations(prefectures()))
    rows = sizes.drop(columns=["population", "population_65"]).rename(columns={"name_ja": "prefecture_ja"})
    for part in (_side_by_side(participation, "weight", "participation"), _side_by_side(pooled, "pillar", "coverage")):
        rows = rows.merge(part, "left", "prefecture_code")
    chosen = slice(None) if prefecture_code is None else rows["prefecture_code"] == prefecture_code
    return rows.loc[chosen].reset_index(drop=True)


def usable_profile() -> pd.DataFrame:
    """Return the profile values that are not quarantined."""
    values = located("profile_values")
    return values[values["fact_status"] != "quarantined"]


@kept
def prefecture_sizes() -> pd.DataFrame:
    """Return what shares of a prefecture are counted against.

    The columns of `prefectures` with population and population_65 (persons): of the census where it was imported, else
    of the prefecture's own record, missing for most prefectures; residents_date as in `residents`.
    """
    rows = prefectures()
    census = _census_residents(statistics.prefecture_statistics())
    own = _own_populations(rows).assign(residents_date=None)
    return rows.merge(own if census.empty else census.drop(columns="area_code"), "left", "prefecture_code")


@kept
def residents() -> pd.DataFrame:
    """Return the residents of every municipality, all of one source: of the census, or else of the documents.

    Columns: area_code, name_ja, prefecture_code, prefecture_ja, population and population_65 (persons, NaN where
    unknown), residents_date (of the census; missing where the residents are those of the documents).
    """
    rows = municipalities()[
        ["area_code", "name_ja", "prefecture_code", "prefecture_ja", "population", "aging_rate_pct"]
    ]
    census = _census_residents(statistics.area_statistics()).drop(columns="prefecture_code")
    if census.empty:
        return _with_older_residents(rows).drop(columns="aging_rate_pct").assign(residents_date=None)
    return rows.drop(columns=["population", "aging_rate_pct"]).merge(census, "left", "area_code")


def _census_residents(rows: pd.DataFrame) -> pd.DataFrame:
    names = {
        "census_population": "population",
        "census_population_65": "population_65",
        "census_date": "residents_date",
    }
    return rows.rename(columns=names)[["area_code", "prefecture_code", *names.values()]]


def _own_populations(prefectures: pd.DataFrame) -> pd.DataFrame:
    """Return population and population_65 of the prefectures that state them in their own record."""
    profile = usable_profile()
    own = profile[profile["area_code"].isin(prefectures["area_code"])]
    wide = own.pivot(index="prefecture_code", columns="indicator_code", values="value")
    wide = wide.reindex(columns=["population", "aging_rate"]).astype(float).reset_index()
    return _with_older_residents(wide.rename(columns={"aging_rate": "aging_rate_pct"}))


def _with_older_residents(rows: pd.DataFrame) -> pd.DataFrame:
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
