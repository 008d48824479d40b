"""Support coverage (支援カバー率) as the documents declare it: C1 to C4.

What holds for all of them: numerator and denominator stand beside the percentage; a missing value leaves both;
no record means no information; the pillars ア (community) and イ (consultation) are never added, for they are the
same residents; a quarantined value is used in no figure.

Source: docs/data_dictionary.md, "支援カバー率の定義".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.measures.functions import function_coverage, function_states

__all__ = [
    "FLAGS", "REASONS", "function_coverage", "function_states", "municipality_coverage", "pooled_coverage",
    "population_coverage", "unit_coverage",
]  # fmt: skip

FLAGS = {
    "capped": "対象人口が人口を上回るため、100%を上限とした（時点の違いによる）",
    "reads_as_whole": "全域とされ、人口の95%以上のため、全域と読む",
}

REASONS = {
    "no_population": "自治体の人口の値がない",
    "population_quarantined": "自治体の人口の値を保留している",
    "area_quarantined": "対象人口の値を保留している",
    "conditional": "対象が条件付きで、人口が定まらない",
    "per_unit": "一圏域あたりの人口だけが書かれている",
    "no_area_population": "対象圏域の一部または全部に人口の記載がない",
    "no_service_area": "対象圏域の記載がない",
    "no_programme": "地域力強化推進事業の記述がない",
}


def population_coverage(service_areas: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """Return the declared population coverage (C1) of each record and pillar.

    C1 = 100 × min(covered population, population) / population.

    Args:
        service_areas: Table `service_areas`; population in persons, nullable.
        profiles: Table `profile_values`; the population comes from the same record.

    Returns:
        One row per record_id and pillar: area_code, coverage_pct (0–100, NaN where not computable), method,
        covered_population (as declared), numerator and denominator (persons), flag (a key of FLAGS or empty) and
        reason (a key of REASONS where not computable, otherwise empty).

    Source: docs/data_dictionary.md, "C1 対象人口カバー率".
    """
    areas = _declared_areas(service_areas)
    population = profiles[profiles["indicator_code"] == "population"]
    rows = areas.merge(
        population[["record_id", "area_code", "value", "fact_status"]], "left", "record_id", validate="m:1"
    )
    residents = rows["value"].astype(float)
    reason = _first_true(
        {
            "no_population": residents.isna(),
            "population_quarantined": rows["fact_status"] == "quarantined",
            "area_quarantined": rows["any_quarantined"],
            "": rows["any_whole"] | rows["all_stated"],
            "conditional": rows["any_conditional"],
            "per_unit": rows["only_per_unit"],
        },
        default="no_area_population",
    )
    computable = reason == ""
    stated = rows["whole_population"].where(rows["any_whole"], rows["sum_population"])
    declared = stated.fillna(residents).where(computable)
    numerator = declared.clip(upper=residents)
    imputed = computable & stated.isna()
    capped = declared > residents
    reads_as_whole = rows["any_whole"] & ~imputed & (declared >= 0.95 * residents) & (declared < residents)
    return pd.DataFrame(
        {
            "record_id": rows["record_id"],
            "area_code": rows["area_code"],
            "pillar": rows["pillar"],
            "coverage_pct": 100 * numerator / residents,
            "method": _first_true(
                {"not_computable": ~computable, "imputed_whole": imputed, "capped": capped}, default="stated"
            ),
            "covered_population": declared,
            "numerator": numerator,
            "denominator": residents.where(computable),
            "flag": _first_true({"capped": capped, "reads_as_whole": reads_as_whole}, default=""),
            "reason": reason,
        }
    )


def _declared_areas(service_areas: pd.DataFrame) -> pd.DataFrame:
    """Return one row per record and pillar that says how its declared areas can be counted.

    An area that is the whole municipality decides alone (whole_population, NaN where none is stated); partial
    areas are disjoint and add up (sum_population).
    """
    population = service_areas["population"].astype(float)
    is_total = service_areas["population_kind"].isin(["total", "approx"]) & population.notna()
    is_whole = service_areas["scope"] == "whole"
    marks = service_areas[["record_id", "pillar"]].assign(
        any_quarantined=service_areas["fact_status"] == "quarantined",
        any_whole=is_whole,
        any_conditional=service_areas["scope"] == "conditional",
        all_stated=is_total,
        only_per_unit=is_total | (service_areas["population_kind"] == "per_unit"),
        whole_population=population.where(is_total & is_whole),
        sum_population=population.where(is_total),
    )
    how = {"any": "any", "all": "all", "only": "all", "whole": "max", "sum": "sum"}
    ways = {name: how[name.split("_")[0]] for name in marks.columns[2:]}
    return marks.groupby(["record_id", "pillar"], as_index=False).agg(ways)


def _first_true(cases: Mapping[str, pd.Series], default: str) -> pd.Series:
    """Return, for each row, the name of the first case that holds."""
    masks = [mask.fillna(False).astype(bool) for mask in cases.values()]
    return pd.Series(np.select(masks, list(cases), default), index=masks[0].index, dtype="str")


def pooled_coverage(coverage: pd.DataFrame, prefecture_populations: pd.DataFrame) -> pd.DataFrame:
    """Return C1 by prefecture and pillar, pooled over the municipalities that have a value.

    Args:
        coverage: Result of `population_coverage` for municipalities, with a column prefecture_code.
        prefecture_populations: prefecture_code and population (persons) of prefectures whose own population is
            known; only with it can a share of the whole prefecture be stated, and then only as "at least".

    Returns:
        One row per prefecture_code and pillar: coverage_pct, numerator, denominator (persons), computable_count,
        not_computable_count, imputed_count (municipalities), imputed_share_pct (of the numerator),
        prefecture_population and at_least_pct (NaN where unknown).

    Source: docs/data_dictionary.md, "C1 対象人口カバー率".
    """
    imputed = coverage["method"] == "imputed_whole"
    work = coverage.assign(
        computable_count=coverage["coverage_pct"].notna(),
        not_computable_count=coverage["coverage_pct"].isna(),
        imputed_count=imputed,
        imputed_numerator=coverage["numerator"].where(imputed, 0.0),
    )
    sums = ["numerator", "denominator", "computable_count", "not_computable_count", "imputed_count"]
    pooled = work.groupby(["prefecture_code", "pillar"], as_index=False)[[*sums, "imputed_numerator"]].sum()
    some = pooled["denominator"] > 0
    pooled["coverage_pct"] = (100 * pooled["numerator"] / pooled["denominator"]).where(some)
    pooled["imputed_share_pct"] = (100 * pooled["imputed_numerator"] / pooled["numerator"]).where(some)
    own = prefecture_populations.set_index("prefecture_code")["population"]
    pooled["prefecture_population"] = pooled["prefecture_code"].map(own).astype(float)
    pooled["at_least_pct"] = (100 * pooled["numerator"] / pooled["prefecture_population"]).where(some)
    return pooled.drop(columns="imputed_numerator")


def unit_coverage(service_areas: pd.DataFrame) -> pd.DataFrame:
    """Return the service-area coverage (C2): 100 × units covered / units in all, where both are stated.

    Compare over time within a municipality, never between kinds of units.

    Returns:
        One row per record_id, pillar and unit_kind: coverage_pct, units_covered, units_total.

    Source: docs/data_dictionary.md, "C2 圏域カバー率".
    """
    usable = service_areas[
        service_areas["units_covered"].notna()
        & (service_areas["units_total"] > 0).fillna(False)
        & (service_areas["fact_status"] != "quarantined")
    ]
    by = ["record_id", "pillar", "unit_kind"]
    units = usable.groupby(by, as_index=False, dropna=False).agg(
        units_covered=("units_covered", "sum"), units_total=("units_total", "max")
    )
    units["coverage_pct"] = (100 * units["units_covered"] / units["units_total"]).astype(float)
    return units


def municipality_coverage(members: pd.DataFrame, prefectures: pd.DataFrame) -> pd.DataFrame:
    """Return the municipality coverage (C4) of each prefecture with its three denominators side by side.

    Args:
        members: Municipalities in the stage: prefecture_code, population and population_65 (persons, nullable).
        prefectures: prefecture_code, municipality_count, and the prefecture's own population and population_65
            (persons, nullable).

    Returns:
        One row per prefecture_code and weight (`municipalities`, `residents`, `residents_65`): numerator,
        denominator, coverage_pct (NaN where the denominator is unknown), missing_count (members whose weight is
        unknown; with any, the percentage is a lower bound).

    Source: docs/data_dictionary.md, "C4 市町村実施率".
    """
    counted = members.assign(municipality_count=1)
    weights = {"municipalities": "municipality_count", "residents": "population", "residents_65": "population_65"}
    parts = [_weighted_share(counted, prefectures, column, weight) for weight, column in weights.items()]
    return pd.concat(parts).sort_values("prefecture_code", kind="stable", ignore_index=True)


def _weighted_share(members: pd.DataFrame, prefectures: pd.DataFrame, column: str, weight: str) -> pd.DataFrame:
    size = members[column].astype(float)
    codes = prefectures["prefecture_code"]
    numerator = codes.map(size.groupby(members["prefecture_code"]).sum()).astype(float).fillna(0.0)
    missing = codes.map(size.isna().groupby(members["prefecture_code"]).sum())
    denominator = prefectures[column].astype(float)
    return pd.DataFrame(
        {
            "prefecture_code": codes,
            "weight": weight,
            "numerator": numerator,
            "denominator": denominator,
            "coverage_pct": 100 * numerator / denominator.where(denominator > 0),
            "missing_count": missing.fillna(0).astype(int),
        }
    )
