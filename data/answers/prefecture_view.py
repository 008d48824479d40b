"""One row per prefecture: how many municipalities take part, and the pooled coverage."""

from __future__ import annotations

import pandas as pd

from data.measures import coverage

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
    participation = coverage.municipality_coverage(members.merge(counted, "left", "area_code"), prefectures)
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
