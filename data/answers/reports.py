"""Reports of municipalities and the ratings of their targets: as of now, or of the edition in force.

The database is loaded when one of these is first asked, not before: pages about documents work without it.
"""

from datetime import date, datetime, timedelta, timezone
from functools import partial
from types import ModuleType

import pandas as pd

from data import dataset
from data.answers.facts import PLACE, attainment_bands, in_force, kept, kept_per_version, of_place, with_places
from data.answers.places import Changes, KeptByPlace, Key
from data.errors import DatasetError
from data.measures.attainment import rate_targets
from data.measures.reported_years import rows_in_force
from data.measures.values import dates
from data.schema import TABLES
from data.words import REPORT_FORM_JA

NO_YEAR = 0  # stands for the targets that are of no fiscal year
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

_changes = Changes()


def sources_state(prefecture_code: str | None = None) -> str:
    """Return what answers depend on that use reports beside documents: the data alone while there is no store."""
    try:
        return f"{dataset.state_version()} {_state_of((prefecture_code, None))}"
    except DatasetError:
        return dataset.state_version()


def _state_of(key: Key) -> str:
    """Return what answers about a prefecture and a year depend on."""
    edition, (code, year), store = in_force(), key, _store()
    changed = edition.name if edition else _changes.of(store.last_moment(), (code, year or None), store.entries_from)
    return f"{dataset.dataset_version()} {changed} {today()}"


kept_by_place = partial(KeptByPlace, _state_of)
kept_by_place_with_documents = partial(KeptByPlace, lambda key: sources_state(key[0]))


@kept_by_place
def submissions(place: str, fiscal_year: int | None) -> pd.DataFrame:
    """Return every revision submitted, and a row for each municipality that is asked and has sent nothing.

    The columns of `report_submissions` with submitted_at, state, reason_ja, decided_by, due_date and the names of the
    area.
    """
    return with_places(_store().submissions(_moment(), place, fiscal_year))


@kept_by_place
def report_calendar(place: str, fiscal_year: int | None) -> pd.DataFrame:
    """Return the due date in force of each municipality, year and kind of report."""
    return with_places(_store().report_calendar(_moment(), place, fiscal_year))


def reported_achievements(place: str = "", fiscal_year: int | None = None) -> pd.DataFrame:
    """Return the results that documents state and those that were reported, told apart by `evidence`.

    The columns of `achievements` and those of `reported_achievements`; a column that one kind lacks is empty.

    Args:
        place: The beginning of the area codes.
        fiscal_year: Of the reports; documents may state results of other years.
    """
    stated = dataset.read_table("achievements")
    results = [
        stated[stated["area_code"].str.startswith(place)] if place else stated,
        _store().reported_achievements(_moment(), place, fiscal_year),
    ]
    return with_places(pd.concat([rows for rows in results if len(rows)] or results, ignore_index=True))


def reported_areas(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the reported service areas and populations of every revision."""
    return with_places(_store().reported_areas(_moment(), prefecture_code or ""))


def _in_force(name: str) -> KeptByPlace:
    """Return the question for the rows of a live table in the reports that count today, with form_state."""

    @kept_by_place
    def rows_of(place: str, fiscal_year: int | None) -> pd.DataFrame:
        forms = _submissions_at(place, fiscal_year)
        rows = rows_in_force(_store().reported(name, _moment(), place, fiscal_year), forms, today())
        return with_places(rows.sort_values(["area_code", "fiscal_year"], kind="stable", ignore_index=True))

    return rows_of


def _submissions_at(place: str, fiscal_year: int | None) -> pd.DataFrame:
    """Return the submissions of a place by the beginning of its codes."""
    rows = submissions(place[:2] or None, fiscal_year)
    return rows[rows["area_code"].str.startswith(place)] if len(place) > 2 else rows


# What edition 2 of the form says, by area and year; all take prefecture_code and fiscal_year.
reported_roads = _in_force("report_roads")
reported_services = _in_force("report_services")
reported_counts = _in_force("report_counts")  # 0 is a reported zero; what was not reported has no row
reported_process = _in_force("report_process")
_stated_targets = _in_force("reported_targets")


def reported_own_targets(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the targets that municipalities set in the form, each as its latest report in force states it.

    The columns of `reported_targets` and those of the submission; a target that was withdrawn is there, marked.
    """
    return _stated_targets(prefecture_code).drop_duplicates("target_id", keep="last", ignore_index=True)


def own_targets(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the targets that municipalities set in the form and did not give up, in the columns of `targets`.

    doc_id says where they come from, 報告様式; a target that was given up in its own year is there, to be told so.
    """
    return of_place(_own_targets(prefecture_code), area_code, None)


@kept_by_place
def _own_targets(place: str, _year: int | None) -> pd.DataFrame:
    rows = reported_own_targets(place[:2] or None)
    gone = rows["withdrawn"].fillna(False) & (rows["fiscal_year"] < rows["target_fy"])
    rows = rows[~gone].reset_index(drop=True)
    is_change = rows["comparator"].isin(["increase_by", "decrease_by"])
    more = ["is_counted", *PLACE, "doc_id", "summary_ja", "has_unread_number"]
    return rows.assign(
        target_type=is_change.map({True: "increase", False: "numeric"}).astype("string"),
        fact_status="stated", counts_in_rate=True, is_counted=True, doc_id=REPORT_FORM_JA,
    ).reindex(columns=[*TABLES["targets"].column_names, *more])  # fmt: skip


def every_target(place: str = "") -> pd.DataFrame:
    """Return the table `targets` with those that municipalities set in the form; `place` begins their area codes."""
    columns = TABLES["targets"].columns
    own = own_targets(prefecture_code=place[:2] or None)
    own = own[[column.name for column in columns]].astype({one.name: one.dtype for one in columns})
    targets = _planned_targets(place[:2])
    rows = pd.concat([targets, own], ignore_index=True) if len(own) else targets
    return rows[rows["area_code"].str.startswith(place)] if len(place) > 2 else rows


@kept
def _planned_targets(prefecture_code: str) -> pd.DataFrame:
    rows = dataset.read_table("targets")
    return rows[rows["area_code"].str.startswith(prefecture_code)].reset_index(drop=True) if prefecture_code else rows


def _state_of_ratings(key: Key) -> str:
    """Return what ratings of a prefecture and a year depend on: also the aims for it that reports of other years set."""
    aims = dataset.seen_once(("aims", key[0], in_force()), partial(_aims, key[0]))
    return f"{_state_of(key)} {aims.get(key[1] or NO_YEAR, '')}"


def _aims(prefecture_code: str | None) -> dict[int, int]:
    """Return for each year a number that changes with the aims that reports set for it; NO_YEAR stands for all of them."""
    rows = _own_targets(prefecture_code)
    hashes = pd.util.hash_pandas_object(rows, index=False) if len(rows) else pd.Series([], dtype="uint64")
    of_years = hashes.groupby(rows["target_fy"]).sum().items()
    return {NO_YEAR: int(hashes.sum()), **{int(str(year)): int(number) for year, number in of_years}}


def _has_targets(key: Key) -> bool:
    """Return whether a prefecture has targets of a year."""
    code, year = key
    own = _own_targets(code)["target_fy"]
    return year is None or key in _planned_years() or bool((own.fillna(NO_YEAR) == year).any())


@kept
def _planned_years() -> set[Key]:
    rows = dataset.read_table("targets")
    return set(zip(rows["area_code"].str[:2], map(int, rows["target_fy"].fillna(NO_YEAR)), strict=True))


kept_by_place_with_aims = partial(KeptByPlace, _state_of_ratings, has_rows=_has_targets)


def roads_as_stages(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the roads that municipalities report as rows of `programme_stages`; none where the store is out of reach."""
    try:
        rows = reported_roads(prefecture_code)
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
    return with_places(_store().report_findings(submission_id))


def editions() -> pd.DataFrame:
    """Return the frozen editions, the latest first."""
    return pd.DataFrame(_store().editions())


def audit_log() -> pd.DataFrame:
    """Return who wrote what into the store, the latest first."""
    return pd.DataFrame(_store().audit_log())


def ratings(place: str = "", fiscal_year: int | None = None) -> pd.DataFrame:
    """Return the rating of every target on the day of judgement; what was submitted later does not count.

    One row per target as `data.measures.attainment.rate_targets` returns it, with the names of the area.

    Args:
        place: The beginning of the area codes.
        fiscal_year: That of the targets, NO_YEAR for those without one; all unless given.
    """
    on = today()
    results = reported_achievements(place, fiscal_year or None)
    if "received_at" in results:
        results = results[~(dates(results["received_at"]) > pd.Timestamp(on))]
    targets = every_target(place)
    known = targets["target_id"]
    if fiscal_year == NO_YEAR:  # any result may be one of theirs, or of another target of the place
        targets = targets[targets["area_code"].isin(targets.loc[targets["target_fy"].isna(), "area_code"])]
    elif fiscal_year is not None:
        targets = targets[targets["target_fy"] == fiscal_year]
        # A result of a target of another year must not fit one of this year by its words.
        results = results[~(results["target_id"].isin(known) & ~results["target_id"].isin(targets["target_id"]))]
    forms, indicators = _submissions_at(place, fiscal_year or None), dataset.read_table("indicators")
    rows = rate_targets(targets, results, forms, indicators, attainment_bands(), on)
    return with_places(rows[rows["target_fy"].isna()] if fiscal_year == NO_YEAR else rows)


def _moment() -> str | None:
    """Return the moment until which what was recorded counts; None = now."""
    edition = in_force()
    return edition.frozen_at if edition else None
