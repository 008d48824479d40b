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
from data.answers.aging import aging_rates as aging_rates
from data.answers.aging import issues as issues
from data.answers.areas import municipalities as municipalities
from data.answers.areas import prefecture_summary as prefecture_summary
from data.answers.areas import prefectures as prefectures
from data.answers.attainment import attainment_shares as attainment_shares
from data.answers.attainment import change_words as change_words
from data.answers.attainment import edition_changes as edition_changes
from data.answers.attainment import edition_shares as edition_shares
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
from data.answers.facts import facts, kept
from data.answers.pack import pack_facts as pack_facts
from data.answers.peer_comparisons import aims_of_peers as aims_of_peers
from data.answers.peer_comparisons import peer_group as peer_group
from data.answers.peer_comparisons import peer_positions as peer_positions
from data.answers.peer_comparisons import peer_quartiles as peer_quartiles
from data.answers.peer_comparisons import peer_stages_by_year as peer_stages_by_year
from data.answers.peer_comparisons import peer_standing as peer_standing
from data.answers.peer_comparisons import peer_targets as peer_targets
from data.answers.peer_comparisons import peer_towns as peer_towns
from data.answers.peer_comparisons import start_aligned_stages as start_aligned_stages
from data.answers.peers import Peers as Peers
from data.answers.peers import PeerSource as PeerSource
from data.answers.peers import default_search as default_search
from data.answers.peers import peer_differences as peer_differences
from data.answers.peers import peer_features as peer_features
from data.answers.peers import peer_reasons as peer_reasons
from data.answers.peers import peer_source as peer_source
from data.answers.peers import peer_variables as peer_variables
from data.answers.peers import peers as peers
from data.answers.plan_facts import function_states as function_states
from data.answers.plan_facts import profile as profile
from data.answers.plan_facts import profile_quartiles as profile_quartiles
from data.answers.plan_facts import targets as targets
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
from data.answers.reported_facts import reported_coverage as reported_coverage
from data.answers.reported_facts import target_series as target_series
from data.answers.reports import attainment_bands as attainment_bands
from data.answers.reports import audit_log as audit_log
from data.answers.reports import editions as editions
from data.answers.reports import ratings as ratings
from data.answers.reports import report_calendar as report_calendar
from data.answers.reports import report_findings as report_findings
from data.answers.reports import report_state as report_state
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
from data.answers.statistics import area_statistics as area_statistics
from data.answers.statistics import import_findings as import_findings
from data.answers.statistics import imported_sources as imported_sources
from data.answers.statistics import prefecture_statistics as prefecture_statistics
from data.answers.statistics import register_statistics as register_statistics
from data.answers.statistics import statistics_sources as statistics_sources
from data.errors import UnknownRecordError
from data.excerpts import document_lines, masked_excerpt
from data.fiscal_years import fiscal_year_ja as fiscal_year_ja
from data.map_shapes import boundaries_in_force
from data.measures.definitions import MEASURES
from data.schema import TABLES
from data.schema import label_of as label_of

boundaries = boundaries_in_force
dataset_version = store.dataset_version
state_version = store.state_version


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


def achievements(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the results that the documents state."""
    return facts("achievements", area_code, prefecture_code)


def parser_coverage(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return how many lines of each record the parser read, with the share left unclaimed (%)."""
    rows = facts("parser_coverage", area_code, prefecture_code)
    countable = (rows["lines_total"] - rows["lines_picture"]).astype(float)
    return rows.assign(unclaimed_pct=100 * rows["lines_unclaimed"].astype(float) / countable)


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
