"""One wide row per municipality of Japan, composed from the tables: also for those without a record."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data.measures import coverage
from data.measures.attainment import counted_once
from data.measures.coverage import COORDINATOR

Tables = Mapping[str, pd.DataFrame]
UNIT_SUFFIXES = {"%": "_pct", "‰": "_permille"}
# Rules about a number or line that no rule of a parser took, whatever the table: `staffing.number_not_read`
UNREAD_RULES = (".number_not_read", ".line_not_read")
COVERAGE_COLUMNS = {
    "coverage_pct": "pct",
    "method": "method",
    "covered_population": "covered_population",
    "numerator": "numerator",
    "denominator": "denominator",
    "flag": "flag",
    "reason": "reason",
}


def municipality_rows(tables: Tables) -> pd.DataFrame:
    """Return one row per municipality: registry, profile, programmes, coverage C1–C3, capacity and counts.

    Rows sorted by area_code. Measured numbers are float64 with NaN where there is no value (no record, no value,
    quarantined); counts and lines are Int64; texts are empty where there is none.
    """
    rows = _registry_rows(tables["areas"]).merge(_latest_records(tables["records"]), "left", "area_code")
    rows["has_record"] = rows["record_id"].notna()
    for part in (
        profile_columns(tables["profile_values"], tables["indicators"]),
        _programme_groups(tables["implementations"]),
        _coverage_columns(tables),
        _unit_coverage(tables["service_areas"]),
        _function_coverage(tables),
        _coordinators(tables),
        _counts(tables),
    ):
        rows = rows.merge(part, "left", "record_id", validate="m:1")
    rows["programme_group"] = rows["programme_group"].where(rows["has_record"], "no_record").fillna("none")
    rows["coordinators_per_10k"] = 10_000 * rows["coordinator_headcount"] / rows["population"]
    rows = _with_reasons_and_zeros(rows)
    texts = rows.select_dtypes(["string", "object"]).columns
    rows[texts] = rows[texts].astype("str").fillna("")
    return rows.sort_values("area_code", ignore_index=True)


def profile_columns(profile_values: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return one row per record with the profile indicators as columns, and the quarantined ones named.

    A column is named after its indicator and unit: `population`, `aging_rate_pct`, `welfare_rate_permille`.
    """
    profile = indicators[indicators["domain"] == "profile"].sort_values("sort").set_index("indicator_code")
    names = {code: _wide_name(str(code), str(unit)) for code, unit in profile["unit"].items()}
    quarantined = profile_values["fact_status"] == "quarantined"
    usable = profile_values.assign(value=profile_values["value"].astype(float).mask(quarantined))
    wide = usable.pivot(index="record_id", columns="indicator_code", values="value")
    wide = wide.reindex(columns=list(names)).rename(columns=names)
    labels = profile_values.loc[quarantined, "indicator_code"].map(profile["name_ja"])
    wide["quarantined_ja"] = labels.groupby(profile_values["record_id"]).agg("、".join)
    return wide.reset_index().rename_axis(columns=None)


def _wide_name(indicator_code: str, unit: str) -> str:
    return indicator_code + UNIT_SUFFIXES.get(unit, "")


def _registry_rows(areas: pd.DataFrame) -> pd.DataFrame:
    prefectures = areas[areas["level"] == "prefecture"].set_index("prefecture_code")["name_ja"]
    rows = areas[(areas["level"] == "municipality") & areas["valid_to"].isna()].drop(
        columns=["level", "valid_from", "valid_to"]
    )
    rows["prefecture_ja"] = rows["prefecture_code"].map(prefectures)
    return rows.astype({"latitude": float, "longitude": float})


def _latest_records(records: pd.DataFrame) -> pd.DataFrame:
    """Return the programme plan of each area; of several, that of the latest fiscal year."""
    plans = records[(records["record_type"] == "programme_plan") & records["area_code"].notna()]
    plans = plans.sort_values(["fiscal_year", "record_id"], na_position="first", kind="stable")
    columns = ["area_code", "record_id", "doc_id", "line_start", "line_end", "fiscal_year"]
    return plans.drop_duplicates("area_code", keep="last")[columns]


def _programme_groups(implementations: pd.DataFrame) -> pd.DataFrame:
    """Return which of the two programmes each record describes."""
    described = implementations[implementations["described"].fillna(False)]
    by_programme = pd.crosstab(described["record_id"], described["programme_code"]) > 0
    by_programme = by_programme.reindex(columns=["community_capacity", "multi_agency"], fill_value=False)
    names = {
        (True, True): "both",
        (True, False): "community_capacity",
        (False, True): "multi_agency",
        (False, False): "none",
    }
    pairs = by_programme.itertuples(index=False, name=None)
    return pd.DataFrame({"record_id": by_programme.index, "programme_group": [names[pair] for pair in pairs]})


def _coverage_columns(tables: Tables) -> pd.DataFrame:
    """Return C1 of both pillars side by side: coverage_community_pct, coverage_consultation_method, …."""
    long = coverage.population_coverage(tables["service_areas"], tables["profile_values"])
    parts = []
    for pillar in ("community", "consultation"):
        names = {name: f"coverage_{pillar}_{short}" for name, short in COVERAGE_COLUMNS.items()}
        part = long[long["pillar"] == pillar].set_index("record_id")[list(names)]
        parts.append(part.rename(columns=names))
    return pd.concat(parts, axis=1).reset_index()


def _unit_coverage(service_areas: pd.DataFrame) -> pd.DataFrame:
    """Return C2 of each record: that of the consultation pillar, or else that of the community pillar."""
    units = coverage.unit_coverage(service_areas).sort_values("pillar", ascending=False, kind="stable")
    units = units.drop_duplicates("record_id").rename(columns={"coverage_pct": "unit_coverage_pct"})
    return units[["record_id", "unit_coverage_pct", "unit_kind", "units_covered", "units_total"]]


def _function_coverage(tables: Tables) -> pd.DataFrame:
    states = coverage.function_states(
        tables["implementations"], tables["implementation_functions"], tables["staffing"], tables["meetings"]
    )
    shares = coverage.function_coverage(states)
    names = {name: f"function_{name}" for name in shares.columns if name != "record_id"}
    return shares.rename(columns=names)


def _coordinators(tables: Tables) -> pd.DataFrame:
    """Return the planned number of coordinators of each record; the actual one where no plan is stated."""
    staffing = tables["staffing"]
    rows = staffing[
        (staffing["role"] == COORDINATOR) & staffing["headcount"].notna() & (staffing["fact_status"] != "quarantined")
    ]
    totals = rows.astype({"headcount": float}).groupby(["record_id", "basis"])["headcount"].sum().unstack()
    totals = totals.reindex(columns=["planned", "actual"])
    headcount = totals["planned"].fillna(totals["actual"]).rename("coordinator_headcount")
    return headcount.reset_index().astype({"record_id": "string"})


def _counts(tables: Tables) -> pd.DataFrame:
    """Return how many statements, targets, usable numbers, results, open issues and unread numbers each record has."""
    targets, issues, results = tables["targets"], tables["issues"], tables["achievements"]
    still_open = issues[issues["status"] == "open"]
    unread = still_open["rule_id"].str.endswith(UNREAD_RULES).astype(bool)
    has_number = targets["value"].notna() | targets["units_total"].notna()
    usable = has_number & (targets["fact_status"] != "quarantined")
    counted = {
        "statement_count": tables["target_statements"],
        "target_count": targets,
        "numeric_target_count": targets[usable & counted_once(targets)],
        "achievement_count": results[results["part_of"].isna() & results["duplicate_of"].isna()],
        "issue_count": still_open,
        "unread_count": still_open[unread],
    }
    counts = {name: frame.groupby("record_id").size() for name, frame in counted.items()}
    return pd.DataFrame(counts).rename_axis("record_id").reset_index()


def _with_reasons_and_zeros(rows: pd.DataFrame) -> pd.DataFrame:
    """Say for municipalities with a record what is 0 and why a coverage is missing; leave the others empty."""
    with_record = rows["has_record"]
    counts = [name for name in rows.columns if name.endswith("_count")]
    rows[counts] = rows[counts].astype("Int64").mask(rows[counts].isna().mul(with_record, axis=0), 0)
    for pillar in ("community", "consultation"):
        undeclared = with_record & rows[f"coverage_{pillar}_method"].isna()
        method, reason = f"coverage_{pillar}_method", f"coverage_{pillar}_reason"
        rows[method] = rows[method].mask(undeclared, "not_computable")
        runs_programme = rows["programme_group"].isin(["both", "community_capacity"])
        rows[reason] = (
            rows[reason]
            .mask(undeclared & runs_programme, "no_service_area")
            .mask(undeclared & ~runs_programme, "no_programme")
        )
    return rows
