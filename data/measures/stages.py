"""The stage of every municipality in every year, what is simply not known, and municipality coverage (市町村実施率, C4) of a stage."""

import itertools
from collections.abc import Sequence

import pandas as pd

from data.measures.definitions import LABELS
from data.measures.stage_conflicts import conflicts_by_year
from data.schema import TABLES

UNKNOWN = "unknown"
STAGE_LABELS = {UNKNOWN: "情報なし", **TABLES["programme_stages"].column("stage").allowed}
# From the programme that says most about a municipality to its forerunners.
LADDER_PROGRAMMES = (
    "multilayered_support", "transition_preparation", "multi_agency", "community_capacity", "model_projects",
)  # fmt: skip
FORERUNNERS = ("community_capacity", "multi_agency")
ACTIVE = ("preparing", "implementing")
# What a law asks of a municipality and what it may choose are different things.
VOLUNTARY = ("multilayered_support", "transition_preparation")

_STAGE_ORDER = (
    ACTIVE, ("other_approach", "consolidated_functions"), ("considering",), ("ended",), ("not_implementing",),
    ("not_started",),
)  # fmt: skip
_EVIDENCE_ORDER = tuple(TABLES["programme_stages"].column("evidence").allowed)


def stage_statements(stages: pd.DataFrame, implementations: pd.DataFrame) -> pd.DataFrame:
    """Return everything that says at which stage a municipality is, one row per source.

    Columns: area_code, programme_code, fiscal_year, stage, evidence, as_of, source_title, source_url, record_id,
    line_start, line_end, quote, origin (`stage_list`, `document`, `programme_plan`), conflict (a key of CONFLICTS or
    empty) and is_shown (whether its evidence is the strongest for its municipality, programme and year).

    Args:
        implementations: Table `implementations`; the programmes before FY2021 appear as stages of their own. A
            filled-in form is a plan, so its evidence is `planned`; a programme that another document shows is
            `stated`.
    """
    listed = stages[stages["fact_status"] != "quarantined"]
    origin = pd.Series("document", listed.index).where(listed["record_id"].notna(), "stage_list")
    rows = pd.concat([listed.assign(origin=origin, conflict=""), _stages_of_plans(implementations)], ignore_index=True)
    key = ["area_code", "programme_code", "fiscal_year"]
    differ = rows.groupby(key)["stage"].transform("nunique") > 1
    rows["conflict"] = rows["conflict"].mask(differ & (rows["conflict"] == ""), "stages_differ")
    columns = [*key, "stage", "evidence", "as_of", "source_title", "source_url", "record_id", "line_start", "line_end",
               "quote", "origin", "conflict"]  # fmt: skip
    rows = rows[columns].sort_values(key, kind="stable", ignore_index=True)
    return rows.assign(is_shown=rows.index.isin(strongest(rows).index))


def strongest(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the statement with the strongest evidence for each municipality, programme and year."""
    grade = statements["evidence"].map({code: rank for rank, code in enumerate(_EVIDENCE_ORDER)})
    rows = statements.loc[grade.sort_values(kind="stable").index]
    return rows.drop_duplicates(["area_code", "programme_code", "fiscal_year"])


def _stages_of_plans(implementations: pd.DataFrame) -> pd.DataFrame:
    known = implementations["programme_code"].isin(FORERUNNERS) & implementations["fiscal_year"].notna()
    usable = known & implementations["area_code"].notna() & (implementations["fact_status"] != "quarantined")
    rows = implementations[usable]
    marked, described = (rows[name].fillna(False).astype(bool) for name in ("marked", "described"))
    conflict = pd.Series("", rows.index, dtype="string")
    conflict = conflict.mask(described & ~marked, "description_without_mark")
    conflict = conflict.mask(marked & ~described, "mark_without_description")
    in_form = marked | described
    return rows.assign(
        stage="implementing",
        evidence=pd.Series("stated", rows.index, dtype="string").mask(in_form, "planned"),
        as_of=None,
        source_title=None,
        source_url=None,
        origin=pd.Series("document", rows.index, dtype="string").mask(in_form, "programme_plan"),
        conflict=conflict,
    )


def stage_years(statements: pd.DataFrame) -> list[int]:
    """Return the fiscal years from the first to the last with any stage, without gaps."""
    years = statements["fiscal_year"].dropna()
    return list(range(int(years.min()), int(years.max()) + 1)) if len(years) else []


def stage_ladder(
    municipalities: pd.DataFrame, statements: pd.DataFrame, fiscal_years: Sequence[int] | None = None
) -> pd.DataFrame:
    """Return one row per municipality and fiscal year, also where nothing is known.

    The municipalities' columns, fiscal_year; for each programme `<programme>_stage` (`unknown` where no source says
    anything), `<programme>_evidence` and `<programme>_row` (position in `statements`, missing where unknown);
    furthest_programme, furthest_stage, furthest_evidence (the first known of LADDER_PROGRAMMES) and conflicts (a tuple
    of keys of CONFLICTS).

    Args:
        statements: Result of `stage_statements`; of several about one stage, the best evidence counts.
        fiscal_years: All from the first to the last with any stage unless given.
    """
    listed = stage_years(statements) if fiscal_years is None else fiscal_years
    years = pd.DataFrame({"fiscal_year": pd.array(listed, dtype="Int64")})
    rows = municipalities.merge(years, how="cross")
    best = statements.assign(row=range(len(statements)))[statements["is_shown"]]
    keys = ["area_code", "fiscal_year"]
    for programme in LADDER_PROGRAMMES:
        part = best.loc[best["programme_code"] == programme, [*keys, "stage", "evidence", "row"]]
        names = {name: f"{programme}_{name}" for name in ("stage", "evidence", "row")}
        rows = rows.merge(part.rename(columns=names), "left", keys)
        rows[f"{programme}_stage"] = rows[f"{programme}_stage"].fillna(UNKNOWN)
        rows[f"{programme}_row"] = rows[f"{programme}_row"].astype("Int64")
    return _with_furthest(rows).merge(conflicts_by_year(statements), "left", keys)


def _with_furthest(rows: pd.DataFrame) -> pd.DataFrame:
    rows["furthest_programme"] = pd.Series(pd.NA, rows.index, dtype="string")
    rows["furthest_stage"] = pd.Series(UNKNOWN, rows.index, dtype="string")
    rows["furthest_evidence"] = pd.Series(pd.NA, rows.index, dtype="string")
    for stages, programme in itertools.product(_STAGE_ORDER, LADDER_PROGRAMMES):
        here = rows[f"{programme}_stage"].isin(stages) & (rows["furthest_stage"] == UNKNOWN)
        if not here.any():
            continue
        rows["furthest_programme"] = rows["furthest_programme"].mask(here, programme)
        rows["furthest_stage"] = rows["furthest_stage"].mask(here, rows[f"{programme}_stage"])
        rows["furthest_evidence"] = rows["furthest_evidence"].mask(here, rows[f"{programme}_evidence"])
    return rows


MUNICIPALITY_UNITS = ("市町村", "区市町村", "市区町村", "市町", "町村", "自治体")
SUBJECTS = LABELS["stage_subjects"]
KINDS = LABELS["count_kinds"]


def stage_coverage(
    members: pd.DataFrame, counts: pd.DataFrame, prefectures: pd.DataFrame, complete: set[str]
) -> pd.DataFrame:
    """Return C4 of a stage with its three denominators, for each prefecture.

    A prefecture of which nothing is known gets no value: missing is not zero. Where a document counts more municipalities
    than are known by name, its count is the numerator, and the residents of the unnamed are missing.

    The rows of `municipality_coverage` (one per prefecture_code and weight) with numerator and coverage_pct missing
    where nothing is known, basis (`named`, `stated_count`, `none`), named_count, and is_lower_bound.

    Args:
        members: Named municipalities in the stage: prefecture_code, population, population_65 (persons, nullable).
        counts: Counts that documents state for the whole prefecture: prefecture_code, municipalities.
        prefectures: prefecture_code, municipality_count, population, population_65 (persons, nullable).

    Source: docs/data_dictionary.md, "C4 市町村実施率".
    """
    rows = municipality_coverage(members, prefectures)
    codes, heads = rows["prefecture_code"], rows["weight"] == "municipalities"
    named = codes.map(members.groupby("prefecture_code").size()).fillna(0).astype(float)
    stated = codes.map(counts.groupby("prefecture_code")["municipalities"].max()).astype(float)
    all_named = codes.isin(complete)
    size = named.clip(lower=stated.fillna(0))
    missing = (rows["missing_count"] + size - named).mask(heads, 0)
    is_known = (named > 0) | stated.notna() | all_named
    has_value = is_known & ((missing < size) | (size == 0))
    numerator = size.where(heads, rows["numerator"]).where(has_value)
    return rows.assign(
        numerator=numerator,
        coverage_pct=100 * numerator / rows["denominator"].where(rows["denominator"] > 0),
        missing_count=missing.astype(int),
        basis=pd.Series("none", rows.index).mask(is_known, "named").mask(size > named, "stated_count"),
        named_count=named.astype(int),
        is_lower_bound=has_value & (~(all_named | stated.notna()) | (missing > 0)),
    )


def municipality_coverage(members: pd.DataFrame, prefectures: pd.DataFrame) -> pd.DataFrame:
    """Return the municipality coverage (C4) of each prefecture with its three denominators side by side.

    One row per prefecture_code and weight (`municipalities`, `residents`, `residents_65`): numerator, denominator,
    coverage_pct (NaN where the denominator is unknown), missing_count (members whose weight is unknown; with any, the
    percentage is a lower bound).

    Args:
        members: Municipalities in the stage: prefecture_code, population and population_65 (persons, nullable).
        prefectures: prefecture_code, municipality_count, and the prefecture's own population and population_65
            (persons, nullable).

    Source: docs/data_dictionary.md, "C4 市町村実施率".
    """
    counted = members.assign(municipality_count=1)
    weights = {"municipalities": "municipality_count", "residents": "population", "residents_65": "population_65"}
    parts = [_weighted_share(counted, prefectures, column, weight) for weight, column in weights.items()]
    return pd.concat(parts).sort_values("prefecture_code", kind="stable", ignore_index=True)


def _weighted_share(members: pd.DataFrame, prefectures: pd.DataFrame, column: str, weight: str) -> pd.DataFrame:
    size, codes = members[column].astype(float), prefectures["prefecture_code"]
    numerator = codes.map(size.groupby(members["prefecture_code"]).sum()).astype(float).fillna(0.0)
    missing = codes.map(size.isna().groupby(members["prefecture_code"]).sum()).fillna(0).astype(int)
    rows = prefectures[["prefecture_code"]].assign(
        weight=weight, numerator=numerator, denominator=prefectures[column].astype(float)
    )
    shares = 100 * numerator / rows["denominator"].where(rows["denominator"] > 0)
    return rows.assign(coverage_pct=shares, missing_count=missing)


def plans_that_count(plans: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Return the plans adopted or in force in a fiscal year; a draft or a projected plan never counts.

    A plan without a stated period counts from its adoption on: nothing says that it ended.
    """
    adopted = plans["status"].isin(["adopted", "in_force"]) & (plans["fact_status"] != "quarantined")
    years = pd.to_numeric(plans["adopted_date"].str[:4], errors="coerce")
    months = pd.to_numeric(plans["adopted_date"].str[5:7], errors="coerce")
    adopted_fy = years - (months < 4).fillna(False).astype(int)
    began = (plans["start_fy"].astype(float).fillna(adopted_fy.astype(float)) <= fiscal_year) | (
        plans["start_fy"].isna() & plans["adopted_date"].isna()
    )
    ended = (plans["end_fy"] < fiscal_year).fillna(False)
    return plans[adopted & began & ~ended]


def declared_counts(
    milestones: pd.DataFrame, achievements: pd.DataFrame, targets: pd.DataFrame, prefectures: pd.DataFrame
) -> pd.DataFrame:
    """Return the numbers of municipalities that documents of prefectures state, as a share of all (C4).

    One row per number: area_code, label_ja, subject (a key of SUBJECTS), programme_code, fiscal_year, as_of,
    municipalities, denominator, coverage_pct, kind (a key of KINDS: a milestone is `stated` only where its year is
    written and had come when the document was made), position, statement_id, and where it stands.

    Args:
        milestones: Facts of `milestones` with doc fiscal year as record_fy; only those with a number count, and none that only considers.
        prefectures: area_code, prefecture_code, municipality_count.
    """
    considers = milestones["milestone_type"].eq("considering").fillna(False)
    counted = milestones["municipality_count"].notna() & ~considers
    reached = milestones[counted].rename(
        columns={"municipality_count": "municipalities", "title_ja": "label_ja", "start_fy": "fiscal_year"}
    )
    now = (reached["position"] == "stated") & (reached["fiscal_year"] <= reached["record_fy"]).fillna(False)
    reached = reached.assign(kind=pd.Series("planned", reached.index).mask(now, "stated"))
    results = achievements.assign(as_of=achievements["period_end"].fillna(achievements["period_start"]))
    aims = targets.rename(columns={"target_fy": "fiscal_year"})
    parts = [reached, _of_municipalities(results).assign(kind="stated"), _of_municipalities(aims).assign(kind="target")]
    rows = pd.concat(parts, ignore_index=True).reindex(columns=_DECLARED)
    sizes = prefectures.set_index("area_code")["municipality_count"]
    rows = rows[rows["area_code"].isin(sizes.index)]
    rows["denominator"] = rows["area_code"].map(sizes).astype(float)
    rows["coverage_pct"] = 100 * rows["municipalities"].astype(float) / rows["denominator"]
    rows["subject"] = _subjects(rows)
    return rows.sort_values(["area_code", "record_id", "line_start", "fiscal_year"], ignore_index=True)


_DECLARED = [
    "area_code", "label_ja", "programme_code", "fiscal_year", "as_of", "municipalities", "kind", "position", "statement_id", "record_id",
    "line_start", "line_end", "quote", "fact_status",
]  # fmt: skip


def _of_municipalities(facts: pd.DataFrame) -> pd.DataFrame:
    counted = facts["unit"].isin(MUNICIPALITY_UNITS) & facts["value"].notna()
    return facts[counted & (facts["fact_status"] != "quarantined")].rename(columns={"value": "municipalities"})


def _subjects(rows: pd.DataFrame) -> pd.Series:
    """Return what each count is about; the words of the duty decide before those of a plan."""
    label = rows["label_ja"].fillna("")
    voluntary = rows["programme_code"].notna() | label.str.contains("重層的支援体制整備事業|移行準備事業")
    duty = label.str.contains("包括的な?支援体制|総合相談支援体制|106条の3")
    subject = pd.Series("other", rows.index).mask(label.str.contains("計画"), "plan").mask(duty, "duty")
    return subject.mask(voluntary, "voluntary")
