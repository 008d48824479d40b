"""Municipalities and prefectures: the wide rows that maps, tables and denominators start from, also for those without a record."""

from collections.abc import Mapping

import pandas as pd

import data.answers.statistics as statistics
from data import dataset
from data.answers.facts import kept, located
from data.answers.statistics import issue_rows
from data.measures import coverage
from data.measures.attainment import counted_once
from data.measures.stages import municipality_coverage

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
    for name, counts in (("municipality_count", towns.size()), ("record_count", towns.sum())):
        rows[name] = rows["prefecture_code"].map(counts).fillna(0).astype(int)
    return rows.sort_values("prefecture_code", ignore_index=True)


@kept
def municipalities(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return one row per municipality, with or without a record; see `data.answers.areas`."""
    if prefecture_code is None:
        return municipality_rows({name: dataset.read_table(name) for name in WIDE_TABLES} | {"issues": issue_rows()})
    rows = municipalities()
    return rows[rows["prefecture_code"] == prefecture_code].reset_index(drop=True)


@kept
def participation(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return C4 of the municipal programmes: who has a record that describes one of them, with its three denominators.

    The rows of `data.measures.stages.municipality_coverage`, one per prefecture and weight. residents_date says of which
    census the residents are (ISO date); missing where they are those of the documents.
    """
    sizes, towns = prefecture_sizes(), municipalities()
    members = towns.loc[towns["programme_group"].isin(PARTICIPATING), ["area_code", "prefecture_code"]]
    members = members.merge(residents()[["area_code", "population", "population_65"]], "left")
    rows = municipality_coverage(members, sizes)
    rows["residents_date"] = rows["prefecture_code"].map(sizes.set_index("prefecture_code")["residents_date"])
    return rows if prefecture_code is None else rows[rows["prefecture_code"] == prefecture_code]


@kept
def pooled_coverage(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return C1 of prefectures, pooled over their municipalities: `data.measures.coverage.pooled_coverage`.

    C1 is of the plans: it is held against the residents that the prefectures' own plans state.
    """
    towns = municipalities(prefecture_code)
    declared = coverage.population_coverage(dataset.read_table("service_areas"), dataset.read_table("profile_values"))
    placed = declared.merge(towns[["record_id", "prefecture_code"]], on="record_id")
    return coverage.pooled_coverage(placed, _own_populations(prefectures()))


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
    names = ["area_code", "name_ja", "prefecture_code", "prefecture_ja", "population", "aging_rate_pct"]
    rows = municipalities()[names]
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


Tables = Mapping[str, pd.DataFrame]
UNIT_SUFFIXES = {"%": "_pct", "‰": "_permille"}
# Rules about a number or line that no rule of a parser took, whatever the table: `staffing.number_not_read`
UNREAD_RULES = (".number_not_read", ".line_not_read")
COVERAGE_COLUMNS = ("coverage_pct", "method", "covered_population", "numerator", "denominator", "flag", "reason")


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
    names = {code: f"{code}{UNIT_SUFFIXES.get(unit, '')}" for code, unit in profile["unit"].items()}
    quarantined = profile_values["fact_status"] == "quarantined"
    usable = profile_values.assign(value=profile_values["value"].astype(float).mask(quarantined))
    wide = usable.pivot(index="record_id", columns="indicator_code", values="value")
    wide = wide.reindex(columns=list(names)).rename(columns=names)
    labels = profile_values.loc[quarantined, "indicator_code"].map(profile["name_ja"])
    wide["quarantined_ja"] = labels.groupby(profile_values["record_id"]).agg("、".join)
    return wide.reset_index().rename_axis(columns=None)


def _registry_rows(areas: pd.DataFrame) -> pd.DataFrame:
    prefectures = areas[areas["level"] == "prefecture"].set_index("prefecture_code")["name_ja"]
    rows = areas[(areas["level"] == "municipality") & areas["valid_to"].isna()]
    rows = rows.drop(columns=["level", "valid_from", "valid_to"]).astype({"latitude": float, "longitude": float})
    return rows.assign(prefecture_ja=rows["prefecture_code"].map(prefectures))


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
    group = by_programme.idxmax(axis=1).mask(by_programme.all(axis=1), "both").where(by_programme.any(axis=1), "none")
    return group.rename("programme_group").reset_index()


def _coverage_columns(tables: Tables) -> pd.DataFrame:
    """Return C1 of both pillars side by side: coverage_community_pct, coverage_consultation_method, …."""
    long = coverage.population_coverage(tables["service_areas"], tables["profile_values"])
    parts = []
    for pillar in ("community", "consultation"):
        names = {name: f"coverage_{pillar}_{name.removeprefix('coverage_')}" for name in COVERAGE_COLUMNS}
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
    rows = tables["staffing"].dropna(subset="headcount")
    rows = rows[(rows["role"] == coverage.COORDINATOR) & (rows["fact_status"] != "quarantined")]
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
        missing = runs_programme.map({True: "no_service_area", False: "no_programme"})
        rows[reason] = rows[reason].mask(undeclared, missing)
    return rows
