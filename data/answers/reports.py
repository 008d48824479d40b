"""Reports of municipalities and the ratings of their targets: as of now, or of the edition in force.

The database is loaded when one of these is first asked, not before: pages about documents work without it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from types import ModuleType

import pandas as pd

from data import dataset
from data.answers.facts import attainment_bands, in_force, kept_per_version, of_place, with_places
from data.errors import DatasetError
from data.measures.attainment import rate_targets
from data.measures.reported_years import rows_in_force
from data.measures.values import dates
from data.schema import TABLES
from data.words import REPORT_FORM_JA

JAPAN = timezone(timedelta(hours=9))


def _store() -> ModuleType:
    """Return the live tables, loading the database on first use."""
    from data import store

    return store


def today() -> date:
    """Return the day of judgement: today in Japan, or the day on which the edition in force was frozen."""
    edition = in_force()
    return date.fromisoformat(edition.frozen_at[:10]) if edition else datetime.now(JAPAN).date()


def report_state() -> str:
    """Return what all answers about reports depend on: it changes with the data, with every entry, and with the day."""
    edition = in_force()
    return f"{dataset.dataset_version()} {_store().last_moment()} {edition.name if edition else ''} {today()}"


kept_as_reported = kept_per_version(report_state)


def sources_state() -> str:
    """Return what answers depend on that use reports beside documents: on the data alone while the store is out of reach."""
    try:
        return f"{dataset.state_version()} {report_state()}"
    except DatasetError:
        return dataset.state_version()


@kept_as_reported
def submissions(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return every revision submitted, and a row for each municipality that is asked and has sent nothing.

    The columns of `report_submissions` with submitted_at, state, reason_ja, decided_by, due_date and the names of the
    area.
    """
    return _placed(_store().submissions(_moment()), prefecture_code)


@kept_as_reported
def report_calendar(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the due date in force of each municipality, year and kind of report."""
    return _placed(_store().report_calendar(_moment()), prefecture_code)


def reported_achievements(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the results that documents state and those that were reported, told apart by `evidence`.

    The columns of `achievements` and those of `reported_achievements`; a column that one kind lacks is empty.
    """
    results = [dataset.read_table("achievements"), _store().reported_achievements(_moment())]
    return _placed(pd.concat([rows for rows in results if len(rows)] or results, ignore_index=True), prefecture_code)


def reported_areas(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the reported service areas and populations of every revision."""
    return _placed(_store().reported_areas(_moment()), prefecture_code)


def _in_force(name: str) -> Callable[..., pd.DataFrame]:
    """Return the question for the rows of a live table in the reports that count today, with form_state."""

    @kept_as_reported
    def rows_of(prefecture_code: str | None = None) -> pd.DataFrame:
        rows = rows_in_force(_store().reported(name, _moment()), submissions(), today())
        return _placed(rows.sort_values(["area_code", "fiscal_year"], kind="stable"), prefecture_code)

    return rows_of


# What edition 2 of the form says, by area and year; all take prefecture_code.
reported_roads = _in_force("report_roads")
reported_services = _in_force("report_services")
reported_counts = _in_force("report_counts")  # 0 is a reported zero; what was not reported has no row
reported_process = _in_force("report_process")
_stated_targets = _in_force("reported_targets")


@kept_as_reported
def reported_own_targets(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the targets that municipalities set in the form, each as its latest report in force states it.

    The columns of `reported_targets` and those of the submission; a target that was withdrawn is there, marked.
    """
    return _stated_targets(prefecture_code).drop_duplicates("target_id", keep="last", ignore_index=True)


@kept_as_reported
def own_targets(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the targets that municipalities set in the form and did not give up, in the columns of `targets`.

    doc_id says where they come from, 報告様式; a target that was given up in its own year is there, to be told so.
    """
    rows = reported_own_targets(prefecture_code)
    gone = rows["withdrawn"].fillna(False) & (rows["fiscal_year"] < rows["target_fy"])
    rows = of_place(rows[~gone], area_code, None)
    is_change = rows["comparator"].isin(["increase_by", "decrease_by"])
    more = [
        "is_counted",
        "area_name_ja",
        "prefecture_code",
        "prefecture_ja",
        "doc_id",
        "summary_ja",
        "has_unread_number",
    ]
    return rows.assign(
        target_type=is_change.map({True: "increase", False: "numeric"}).astype("string"),
        fact_status="stated", counts_in_rate=True, is_counted=True, doc_id=REPORT_FORM_JA,
    ).reindex(columns=[*TABLES["targets"].column_names, *more])  # fmt: skip


def every_target() -> pd.DataFrame:
    """Return the table `targets` with the targets that municipalities set in the form."""
    columns = TABLES["targets"].columns
    own = own_targets()[[column.name for column in columns]].astype({one.name: one.dtype for one in columns})
    targets = dataset.read_table("targets")
    return pd.concat([targets, own], ignore_index=True) if len(own) else targets


def roads_as_stages() -> pd.DataFrame:
    """Return the roads that municipalities report as rows of `programme_stages`; none where the store is out of reach."""
    try:
        rows = reported_roads()
    except DatasetError:
        rows = pd.DataFrame(columns=["area_code", "fiscal_year", "road", "received_at"])
    programme = rows["road"].map({"preparing": "transition_preparation"}).fillna("multilayered_support")
    table = TABLES["programme_stages"]
    return rows.assign(
        programme_code=programme, stage=rows["road"], evidence="reported", as_of=rows["received_at"].str[:10],
        source_title=f"実績報告（{REPORT_FORM_JA}）", fact_status="stated", seq=1,
    ).reindex(columns=table.column_names).astype({one.name: one.dtype for one in table.columns})  # fmt: skip


@kept_as_reported
def _said_of_roads() -> str:
    rows = roads_as_stages()[["area_code", "fiscal_year", "stage", "as_of"]]
    return str(hash(rows.to_csv())) if len(rows) else ""


def _roads_version() -> str:
    try:
        return f"{dataset.state_version()} {_said_of_roads()}"
    except DatasetError:
        return dataset.state_version()


kept_with_roads = kept_per_version(_roads_version)


def report_findings(submission_id: str | None = None) -> pd.DataFrame:
    """Return what the checks found in the reports, or in one."""
    return _placed(_store().report_findings(submission_id), None)


def editions() -> pd.DataFrame:
    """Return the frozen editions, the latest first."""
    return pd.DataFrame(_store().editions())


def audit_log() -> pd.DataFrame:
    """Return who wrote what into the store, the latest first."""
    return pd.DataFrame(_store().audit_log())


@kept_as_reported
def ratings() -> pd.DataFrame:
    """Return the rating of every target on the day of judgement; what was submitted later does not count.

    One row per target as `data.measures.attainment.rate_targets` returns it, with the names of the area.
    """
    results, on = reported_achievements(), today()
    if "received_at" in results:
        results = results[~(dates(results["received_at"]) > pd.Timestamp(on))]
    indicators, bands = dataset.read_table("indicators"), attainment_bands()
    return with_places(rate_targets(every_target(), results, submissions(), indicators, bands, on))


def _moment() -> str | None:
    """Return the moment until which what was recorded counts; None = now."""
    edition = in_force()
    return edition.frozen_at if edition else None


def _placed(rows: pd.DataFrame, prefecture_code: str | None) -> pd.DataFrame:
    return of_place(with_places(rows), None, prefecture_code)
