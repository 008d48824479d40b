"""Municipalities with the coverage that they reported in place of the one that their plan declares. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from components.figures.aging import Coverage

# Column of the municipalities → pillars whose report may stand in for it, the first one first; column of the report.
REPORTED_AS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "coverage_consultation_pct": (("consultation",), "coverage_pct"),
    "coverage_community_pct": (("community",), "coverage_pct"),
    "unit_coverage_pct": (("consultation", "community"), "unit_coverage_pct"),
}


def is_reported(reported: pd.DataFrame, coverage: Coverage) -> bool:
    """Return whether any municipality reported this coverage."""
    return len(_latest(reported, coverage)) > 0


def with_reported(towns: pd.DataFrame, reported: pd.DataFrame, coverage: Coverage) -> pd.DataFrame:
    """Return the municipalities with the reported coverage where there is one, the declared one elsewhere.

    Returns:
        The same rows; coverage_basis (`reported`, `declared`), coverage_as_of (ISO date of the reported numbers,
        missing elsewhere) and declared_pct (what the plan says) beside them.
    """
    latest = _latest(reported, coverage).set_index("area_code")
    values = towns["area_code"].map(latest["value"]).astype("float64")
    known = values.notna()
    rows = towns.assign(
        declared_pct=towns[coverage.column],
        coverage_basis=known.map({True: "reported", False: "declared"}),
        coverage_as_of=towns["area_code"].map(latest["as_of_date"]),
        **{coverage.column: values.fillna(towns[coverage.column].astype("float64"))},
    )
    flag = f"{coverage.column.removesuffix('_pct')}_flag"
    # 全域 is a word of the plan: a reported coverage is whole at 100 % only.
    return rows.assign(**{flag: rows[flag].mask(known, "")}) if flag in rows else rows


def _latest(reported: pd.DataFrame, coverage: Coverage) -> pd.DataFrame:
    """Return the newest report of each municipality: area_code, value, as_of_date."""
    pillars, column = REPORTED_AS.get(coverage.column, ((), ""))
    rows = reported[reported["is_latest"] & reported["pillar"].isin(pillars)]
    if not column or rows.empty:
        return pd.DataFrame(columns=["area_code", "value", "as_of_date"])
    rows = rows.assign(value=rows[column], order=rows["pillar"].map(pillars.index))
    rows = rows[rows["value"].notna()].sort_values(["area_code", "order"])
    return rows.drop_duplicates("area_code")[["area_code", "value", "as_of_date"]]
