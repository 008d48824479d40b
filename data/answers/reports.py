"""What municipalities reported, and how it stands against their targets: of now, of a moment, or of a frozen edition.

The database is loaded when one of these is first asked, not before: pages about documents work without it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from types import ModuleType

import pandas as pd

from data import dataset
from data.answers.caching import kept_per_version
from data.answers.facts import of_place, with_places
from data.answers.frozen import in_force
from data.measures.attainment import rate_targets
from data.measures.frames import dates

JAPAN = timezone(timedelta(hours=9))


def _live() -> ModuleType:
    """Return the live tables, loading the database on first use."""
    from data import store

    return store


def _state() -> str:
    edition = in_force()
    return f"{dataset.dataset_version()} {_live().last_moment()} {edition.name if edition else ''}"


kept_as_reported = kept_per_version(_state)


def report_state() -> str:
    """Return what all answers about reports depend on: it changes with the data, with every entry, and with the day."""
    return f"{_state()} {datetime.now(JAPAN).date()}"


@kept_as_reported
def submissions(
    prefecture_code: str | None = None, as_of: str | None = None, edition: str | None = None
) -> pd.DataFrame:
    """Return every revision submitted, and a row for each municipality that is asked and has sent nothing.

    Args:
        as_of: What was known at this moment (ISO text; a day means its end in Japan), None means now.

    Returns:
        The columns of `report_submissions` with submitted_at, state, reason_ja, decided_by, due_date and the names of
        the area.

    Raises:
        StoreUnavailableError: The store cannot be reached.
        UnknownEditionError: No edition has this name.
    """
    return _placed(_live().submissions(_moment(as_of, edition)), prefecture_code)


@kept_as_reported
def report_calendar(prefecture_code: str | None = None, as_of: str | None = None) -> pd.DataFrame:
    """Return the due date in force of each municipality, year and kind of report."""
    return _placed(_live().report_calendar(as_of), prefecture_code)


def reported_achievements(
    prefecture_code: str | None = None, as_of: str | None = None, edition: str | None = None
) -> pd.DataFrame:
    """Return the results that documents state and those that were reported, told apart by `evidence`.

    Returns:
        The columns of `achievements` and those of `reported_achievements`; a column that one kind lacks is empty.
    """
    moment = _moment(as_of, edition)
    results = [_table("achievements", edition), _live().reported_achievements(moment)]
    return _placed(pd.concat([rows for rows in results if len(rows)] or results, ignore_index=True), prefecture_code)


def reported_areas(
    prefecture_code: str | None = None, as_of: str | None = None, edition: str | None = None
) -> pd.DataFrame:
    """Return the reported service areas and populations of every revision."""
    return _placed(_live().reported_areas(_moment(as_of, edition)), prefecture_code)


def report_findings(submission_id: str | None = None) -> pd.DataFrame:
    """Return what the checks found in the reports, or in one."""
    return _placed(_live().report_findings(submission_id), None)


def editions() -> pd.DataFrame:
    """Return the frozen editions, the latest first."""
    found: pd.DataFrame = _live().editions()
    return found


def audit_log() -> pd.DataFrame:
    """Return who wrote what into the store, the latest first."""
    found: pd.DataFrame = _live().audit_log()
    return found


def attainment_bands() -> pd.DataFrame:
    """Return the bands of attainment from best to worst."""
    return dataset.read_table("attainment_bands").sort_values("sort", ignore_index=True)


def ratings(
    fiscal_year: int | None = None,
    on: date | None = None,
    edition: str | None = None,
    prefecture_code: str | None = None,
) -> pd.DataFrame:
    """Return the rating of every target: `data.measures.attainment.rate_targets` on what is known.

    Args:
        fiscal_year: Targets of this year, or None for all years.
        on: The day of judgement: what was submitted later does not count. Today in Japan, or the day on which the
            edition was frozen, unless given.
        edition: The name of a frozen edition: its dataset and what was recorded until then, or None for now.

    Returns:
        One row per target as `rate_targets` returns it, with the names of the area.
    """
    if on is None:
        frozen = _moment(None, edition)
        on = date.fromisoformat(frozen[:10]) if frozen else datetime.now(JAPAN).date()
    rows = _ratings(on, edition)
    rows = rows if fiscal_year is None else rows[rows["target_fy"] == fiscal_year]
    return of_place(rows, None, prefecture_code)


@kept_as_reported
def _ratings(on: date, edition: str | None) -> pd.DataFrame:
    results = reported_achievements(edition=edition)
    if "received_at" in results:
        results = results[~(dates(results["received_at"]) > pd.Timestamp(on))]
    targets, indicators, bands = (_table(name, edition) for name in ("targets", "indicators", "attainment_bands"))
    forms = submissions(edition=edition)
    return with_places(rate_targets(targets, results, forms, indicators, bands, on))


def _table(name: str, edition: str | None) -> pd.DataFrame:
    """Return a committed table, of now or of an edition."""
    if edition is None:
        return dataset.read_table(name)
    table: pd.DataFrame = _live().edition_table(_live().edition_named(edition), name)
    return table


def _moment(as_of: str | None, edition: str | None) -> str | None:
    if edition is not None:
        return str(_live().edition_named(edition).frozen_at)
    frozen = in_force()
    return frozen.frozen_at if as_of is None and frozen else as_of


def _placed(rows: pd.DataFrame, prefecture_code: str | None) -> pd.DataFrame:
    return of_place(with_places(rows), None, prefecture_code)
