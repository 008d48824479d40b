"""The stage of every municipality in every fiscal year: what is stated, and what is simply not known.

`unknown` means that no source says anything; it is never turned into `not_implementing`, which a source must state.
"""

from __future__ import annotations

import itertools

import pandas as pd

from data.measures.definitions import LABELS
from data.schema import TABLES

UNKNOWN = "unknown"
STAGE_LABELS = {UNKNOWN: "情報なし", **TABLES["programme_stages"].column("stage").allowed}
# From the programme that says most about a municipality to its forerunners.
LADDER_PROGRAMMES = ("multilayered_support", "transition_preparation", "multi_agency", "community_capacity")
FORERUNNERS = ("community_capacity", "multi_agency")
ACTIVE = ("preparing", "implementing")
# What a law asks of a municipality and what it may choose are different things.
VOLUNTARY = ("multilayered_support", "transition_preparation")

CONFLICTS = LABELS["stage_conflicts"]

_STAGE_ORDER = (ACTIVE, ("considering",), ("ended",), ("not_implementing",))
_EVIDENCE_ORDER = tuple(TABLES["programme_stages"].column("evidence").allowed)


def stage_statements(stages: pd.DataFrame, implementations: pd.DataFrame) -> pd.DataFrame:
    """Return everything that says at which stage a municipality is, one row per source.

    Columns: area_code, programme_code, fiscal_year, stage, evidence, as_of, source_title, source_url, record_id,
    line_start, line_end, quote, origin (`stage_list`, `document`, `programme_plan`) and conflict (a key of CONFLICTS or
    empty).

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
    return rows[columns].sort_values(key, kind="stable", ignore_index=True)


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


def stage_ladder(municipalities: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return one row per municipality and fiscal year, also where nothing is known.

    The municipalities' columns, fiscal_year; for each programme `<programme>_stage` (`unknown` where no source says
    anything), `<programme>_evidence` and `<programme>_row` (position in `statements`, missing where unknown);
    furthest_programme, furthest_stage, furthest_evidence (the first known of LADDER_PROGRAMMES) and conflicts (a tuple
    of keys of CONFLICTS).

    Args:
        statements: Result of `stage_statements`; of several about one stage, the best evidence counts.
    """
    years = pd.DataFrame({"fiscal_year": pd.array(stage_years(statements), dtype="Int64")})
    rows = municipalities.merge(years, how="cross")
    best = _best_statements(statements)
    keys = ["area_code", "fiscal_year"]
    for programme in LADDER_PROGRAMMES:
        part = best.loc[best["programme_code"] == programme, [*keys, "stage", "evidence", "row"]]
        names = {name: f"{programme}_{name}" for name in ("stage", "evidence", "row")}
        rows = rows.merge(part.rename(columns=names), "left", keys)
        rows[f"{programme}_stage"] = rows[f"{programme}_stage"].fillna(UNKNOWN)
        rows[f"{programme}_row"] = rows[f"{programme}_row"].astype("Int64")
    return _with_furthest(rows).merge(_conflicts(statements), "left", keys)


def _best_statements(statements: pd.DataFrame) -> pd.DataFrame:
    grade = statements["evidence"].map({code: rank for rank, code in enumerate(_EVIDENCE_ORDER)})
    rows = statements.assign(row=range(len(statements)), grade=grade).sort_values("grade", kind="stable")
    return rows.drop_duplicates(["area_code", "programme_code", "fiscal_year"])


def _with_furthest(rows: pd.DataFrame) -> pd.DataFrame:
    rows["furthest_programme"] = pd.Series(pd.NA, rows.index, dtype="string")
    rows["furthest_stage"] = pd.Series(UNKNOWN, rows.index, dtype="string")
    rows["furthest_evidence"] = pd.Series(pd.NA, rows.index, dtype="string")
    for stages, programme in itertools.product(_STAGE_ORDER, LADDER_PROGRAMMES):
        here = rows[f"{programme}_stage"].isin(stages) & (rows["furthest_stage"] == UNKNOWN)
        rows["furthest_programme"] = rows["furthest_programme"].mask(here, programme)
        rows["furthest_stage"] = rows["furthest_stage"].mask(here, rows[f"{programme}_stage"])
        rows["furthest_evidence"] = rows["furthest_evidence"].mask(here, rows[f"{programme}_evidence"])
    return rows


def _conflicts(statements: pd.DataFrame) -> pd.DataFrame:
    """Return area_code, fiscal_year and the conflicts there, those between two programmes included."""
    found = statements.loc[statements["conflict"] != "", ["area_code", "fiscal_year", "conflict"]]
    active = statements[statements["stage"].isin(ACTIVE)]
    first = active[active["programme_code"] == "multilayered_support"].groupby("area_code")["fiscal_year"].min()
    preparing = active[active["programme_code"] == "transition_preparation"][["area_code", "fiscal_year"]]
    preparing = preparing.assign(began=preparing["area_code"].map(first)).dropna(subset="began")
    preparing = preparing[preparing["fiscal_year"] >= preparing["began"]]
    same = preparing["fiscal_year"] == preparing["began"]
    names = pd.Series("preparing_after_implementing", preparing.index).mask(same, "preparing_while_implementing")
    rows = pd.concat([found, preparing.assign(conflict=names)[["area_code", "fiscal_year", "conflict"]]])
    keys = ["area_code", "fiscal_year"]
    found_there = [(*place, tuple(sorted(set(names)))) for place, names in rows.groupby(keys)["conflict"]]
    return pd.DataFrame(found_there, columns=[*keys, "conflicts"])
