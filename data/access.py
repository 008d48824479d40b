"""Read-only answers for the pages, named after what they return.

Every function takes `prefecture_code` (two digits) or None for all of Japan, and those about facts also
`area_code` (six digits). Frames are computed once per dataset version; changing one changes nothing elsewhere.
Quarantined values stay in the tables with their mark and are used in no figure.
"""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from data import store
from data.answers.areas import municipalities as municipalities
from data.answers.areas import prefecture_summary as prefecture_summary
from data.answers.areas import prefectures as prefectures
from data.answers.areas import usable_profile
from data.answers.attainment import attainment_shares as attainment_shares
from data.answers.attainment import public_ratings as public_ratings
from data.answers.attainment import rated_on as rated_on
from data.answers.attainment import rated_years as rated_years
from data.answers.attainment import rating_rules as rating_rules
from data.answers.attainment import reporting_rates as reporting_rates
from data.answers.attainment import submission_states as submission_states
from data.answers.cases import SEARCH_KINDS as SEARCH_KINDS
from data.answers.cases import case_points as case_points
from data.answers.cases import good_cases as good_cases
from data.answers.cases import search as search
from data.answers.facts import facts, kept, located
from data.answers.plans import measure_matrix as measure_matrix
from data.answers.plans import measures as measures
from data.answers.plans import openings as openings
from data.answers.plans import plan_action_coverage as plan_action_coverage
from data.answers.plans import plan_relations as plan_relations
from data.answers.plans import plan_tree as plan_tree
from data.answers.plans import plans as plans
from data.answers.reconciliation import model_outcome as model_outcome
from data.answers.reconciliation import model_outcome_members as model_outcome_members
from data.answers.reconciliation import national_counts as national_counts
from data.answers.reconciliation import reconciliation as reconciliation
from data.answers.reports import attainment_bands as attainment_bands
from data.answers.reports import audit_log as audit_log
from data.answers.reports import editions as editions
from data.answers.reports import ratings as ratings
from data.answers.reports import report_calendar as report_calendar
from data.answers.reports import report_findings as report_findings
from data.answers.reports import reported_achievements as reported_achievements
from data.answers.reports import reported_areas as reported_areas
from data.answers.reports import submissions as submissions
from data.answers.roadmap import milestones as milestones
from data.answers.roadmap import prefecture_targets as prefecture_targets
from data.answers.roadmap import support_events as support_events
from data.answers.roadmap import timetable_slots as timetable_slots
from data.answers.stage_counts import declared_coverage as declared_coverage
from data.answers.stage_counts import plan_coverage as plan_coverage
from data.answers.stage_counts import stage_coverage as stage_coverage
from data.answers.stages import STAGE_LABELS as STAGE_LABELS
from data.answers.stages import programme_stages as programme_stages
from data.answers.stages import stage_ladder as stage_ladder
from data.answers.stages import stage_years as stage_years
from data.errors import UnknownRecordError
from data.excerpts import document_lines, masked_excerpt
from data.fiscal_years import fiscal_year_ja as fiscal_year_ja
from data.measures import coverage
from data.measures.definitions import MEASURES
from data.measures.quartiles import quartile_positions, quartiles
from data.schema import TABLES
from data.schema import label_of as label_of

dataset_version = store.dataset_version


def tables() -> dict[str, str]:
    """Return the names of all tables that hold rows, with their Japanese labels, in the order of the schema."""
    return {name: table.label_ja for name, table in TABLES.items() if len(store.read_table(name))}


def table(name: str) -> pd.DataFrame:
    """Return a whole table as published, typed by the schema."""
    return store.read_table(name)


def dataset_facts() -> dict[str, Any]:
    """Return what the loaders noted when they built the dataset."""
    return store.dataset_facts()


@kept
def as_of() -> str:
    """Return the fiscal years of the documents in words, for the as-of line of every figure."""
    years = sorted({int(year) for year in store.read_table("documents")["fiscal_year"].dropna()})
    if not years:
        return "文書の年度は不明"
    span = [years[0]] if len(years) == 1 else [years[0], years[-1]]
    return "～".join(fiscal_year_ja(year) for year in span) + "の文書による"


def records(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the records (one plan each) with the name of their area."""
    return facts("records", area_code, prefecture_code)


def implementations(
    area_code: str | None = None, prefecture_code: str | None = None, fiscal_year: int | None = None
) -> pd.DataFrame:
    """Return the programmes that areas run, with project, body and contractor."""
    rows = facts("implementations", area_code, prefecture_code)
    return rows if fiscal_year is None else rows[rows["fiscal_year"] == fiscal_year].reset_index(drop=True)


def service_areas(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the declared service areas by pillar."""
    return facts("service_areas", area_code, prefecture_code)


def staffing(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the coordinators planned or placed."""
    return facts("staffing", area_code, prefecture_code)


def meetings(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the meetings for case review and for networking."""
    return facts("meetings", area_code, prefecture_code)


def target_statements(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the statements of aims with our summaries."""
    return facts("target_statements", area_code, prefecture_code)


def targets(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the targets taken from the statements, with the summary of their statement."""
    rows = facts("targets", area_code, prefecture_code)
    summaries = store.read_table("target_statements").set_index("statement_id")["summary_ja"]
    return rows.assign(summary_ja=rows["statement_id"].map(summaries))


def achievements(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the results that the documents state."""
    return facts("achievements", area_code, prefecture_code)


def issues(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the data-quality issues; one about a document as a whole has no area."""
    return facts("issues", area_code, prefecture_code)


def parser_coverage(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return how many lines of each record the parser read, with the share left unclaimed (%)."""
    rows = facts("parser_coverage", area_code, prefecture_code)
    countable = (rows["lines_total"] - rows["lines_picture"]).astype(float)
    return rows.assign(unclaimed_pct=100 * rows["lines_unclaimed"].astype(float) / countable)


@kept
def function_states(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the state of each function of each record (the heat row), with name, pillar and order of the function."""
    states = coverage.function_states(
        *(
            store.read_table(name)
            for name in ("implementations", "implementation_functions", "staffing", "meetings")
        )
    )
    names = store.read_table("functions")[
        ["function_code", "name_ja", "pillar", "counts_in_coverage", "sort"]
    ]
    places = located("records")[["record_id", "doc_id", "area_code", "area_name_ja", "prefecture_code"]]
    rows = states.merge(names, on="function_code").merge(places, on="record_id")
    if area_code is not None:
        rows = rows[rows["area_code"] == area_code]
    if prefecture_code is not None:
        rows = rows[rows["prefecture_code"] == prefecture_code]
    return rows.sort_values(["area_code", "sort"], ignore_index=True)


def documents() -> pd.DataFrame:
    """Return the documents with their hash."""
    return store.read_table("documents")


def indicators() -> pd.DataFrame:
    """Return the definitions of the indicators in their order."""
    return store.read_table("indicators").sort_values("sort", ignore_index=True)


def measure_definitions() -> pd.DataFrame:
    """Return the definitions of the derived figures: code, name_ja, unit, formula_ja, meaning_ja, caveat_ja."""
    return pd.DataFrame([asdict(measure) for measure in MEASURES])


def programmes() -> pd.DataFrame:
    """Return the programmes with their legal basis."""
    return store.read_table("programmes")


def functions() -> pd.DataFrame:
    """Return the functions of the plan's form in their order."""
    return store.read_table("functions").sort_values("sort", ignore_index=True)


@kept
def profile(record_id: str) -> pd.DataFrame:
    """Return the profile of a record, one row per value, beside the quartiles of its prefecture.

    Returns:
        The columns of `profile_values` with name_ja, direction and kind of the indicator; quartile (1–4, missing below
        four values), n and same_count among the municipalities of the prefecture (missing for a prefecture's record
        and for a quarantined value).

    Raises:
        UnknownRecordError: The dataset holds no such record.
    """
    known = located("records").set_index("record_id")["prefecture_code"]
    if record_id not in known.index:
        raise UnknownRecordError("記録", record_id)
    rows = located("profile_values")
    rows = rows[rows["record_id"] == record_id]
    names = indicators()[["indicator_code", "name_ja", "direction", "kind", "sort"]]
    keys = ["record_id", "indicator_code"]
    rows = rows.merge(names, "left", "indicator_code").merge(_positions(str(known[record_id])), "left", keys)
    return rows.sort_values("sort", ignore_index=True)


@kept
def profile_quartiles(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return quartiles of every profile indicator over the municipalities that state it; see `quartiles`."""
    return quartiles(_municipal_profile(prefecture_code))


@kept
def _positions(prefecture_code: str) -> pd.DataFrame:
    return quartile_positions(_municipal_profile(prefecture_code))


def _municipal_profile(prefecture_code: str | None) -> pd.DataFrame:
    latest = municipalities(prefecture_code)["record_id"]
    values = usable_profile()
    return values[values["record_id"].isin(latest)]


def sources_available() -> bool:
    """Return whether a documents folder is configured (MONITOR_SOURCES), so that excerpts can be shown."""
    folder = os.environ.get("MONITOR_SOURCES")
    return folder is not None and Path(folder).is_dir()


def excerpt(doc_id: str, line_start: int, line_end: int) -> list[tuple[int, str]] | None:
    """Return the numbered lines of a document, private passages masked.

    Returns:
        Line number (from 1) and text, or None where no documents folder is configured or it does not hold this very
        document.

    Raises:
        UnknownRecordError: The dataset holds no such document.
    """
    rows = store.read_table("documents").set_index("doc_id")
    if doc_id not in rows.index:
        raise UnknownRecordError("文書", doc_id)
    folder = os.environ.get("MONITOR_SOURCES")
    if not folder:
        return None
    lines = document_lines(Path(folder), str(rows.at[doc_id, "file_name"]), str(rows.at[doc_id, "sha256"]))
    if lines is None:
        return None
    masked = store.read_table("masked_passages")
    return masked_excerpt(lines, int(line_start), int(line_end), masked[masked["doc_id"] == doc_id])
