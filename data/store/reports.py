"""Reports as the store knew them at a moment, and contacts and mails that remind of them: frames.

Those of reports take a moment (None = now), the beginning of the area codes (two digits for a prefecture) and a fiscal year.
The reports of the practice prefecture are written here, too, all at once; a mail of each step is sent once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import func, insert, select

from data import dataset
from data.errors import MixedStoreError
from data.schema import LIVE_TABLES, label_of
from data.store.rows import LIVE, SUBMISSIONS, Moment, last_by_area, recorded, refuse_unknown_municipalities
from data.store.sessions import AUDIT_LOG, enter, reading, writing
from data.validation import Row, checked_rows

CALENDAR_KEY = ["area_code", "fiscal_year", "report_kind"]
OF_SUBMISSION = [
    "submission_id", "area_code", "fiscal_year", "report_kind", "revision", "received_at", "recorded_at",
]  # fmt: skip


def submissions(as_of: Moment | None = None, place: str = "", fiscal_year: int | None = None) -> pd.DataFrame:
    """Return every revision that was submitted, and a row for each municipality that is asked and has sent nothing.

    The columns of `report_submissions` with submitted_at (= received_at), state (`not_submitted`, `submitted`,
    `returned`, `confirmed`), reason_ja and decided_by of the last decision, and due_date (missing where no report is
    asked), sorted by area, year, kind and revision.
    """
    with reading() as connection:
        rows = recorded(connection, "report_submissions", as_of, place, fiscal_year)
        decisions = recorded(connection, "report_decisions", as_of, place, fiscal_year)
        calendar = recorded(connection, "report_calendar", as_of, place, fiscal_year)
    last = decisions.drop_duplicates("submission_id", keep="last")
    rows = rows.merge(last[["submission_id", "state", "reason_ja", "decided_by"]], "left", "submission_id")
    asked = calendar.drop_duplicates(CALENDAR_KEY, keep="last")[[*CALENDAR_KEY, "due_date"]]
    rows = rows.assign(state=rows["state"].fillna("submitted")).merge(asked, "left", CALENDAR_KEY)
    sent = pd.MultiIndex.from_frame(rows[CALENDAR_KEY])
    missing = asked[asked["due_date"].notna() & ~pd.MultiIndex.from_frame(asked[CALENDAR_KEY]).isin(sent)]
    missing = missing.assign(state="not_submitted").reindex(columns=rows.columns).astype(rows.dtypes.to_dict())
    # An empty side has object types of its own: only what has rows is put together.
    parts = [part for part in (rows, missing) if len(part)]
    whole = pd.concat(parts, ignore_index=True) if parts else rows
    return whole.assign(submitted_at=whole["received_at"]).sort_values([*CALENDAR_KEY, "revision"], ignore_index=True)


def files_in_force() -> dict[str, tuple[str, int, str]]:
    """Return area, year and kind of the forms whose newest revision is a file, by the hashes of these files."""
    columns = [SUBMISSIONS.c[name] for name in (*CALENDAR_KEY, "file_sha256")]
    with reading() as connection:
        rows = connection.execute(select(*columns).order_by(SUBMISSIONS.c.revision))
        newest: dict[tuple[str, int, str], str] = {(row[0], row[1], row[2]): row[3] for row in rows}
    return {sha256: key for key, sha256 in newest.items()}


def report_calendar(as_of: Moment | None = None, place: str = "", fiscal_year: int | None = None) -> pd.DataFrame:
    """Return the due date in force of each municipality, year and kind of report, as the store knew it at a moment.

    Rows of `report_calendar`, the last revision of each; due_date is missing where no report is asked any more.
    """
    with reading() as connection:
        rows = recorded(connection, "report_calendar", as_of, place, fiscal_year)
    return rows.drop_duplicates(CALENDAR_KEY, keep="last", ignore_index=True)


def report_decisions() -> pd.DataFrame:
    """Return every decision about a report, with area, year, kind and revision of the submission."""
    return reported("report_decisions").rename(columns={"recorded_at_x": "recorded_at"})


def reported_achievements(as_of: Moment | None = None, place: str = "", fiscal_year: int | None = None) -> pd.DataFrame:
    """Return the reported results of every revision, in the columns of `achievements` and those of the form.

    The columns of `reported_achievements` with report_kind, revision, received_at and recorded_at of the submission,
    evidence (`report`) and fact_status (`stated`).
    """
    rows = reported("reported_achievements", as_of, place, fiscal_year)
    constants = pd.DataFrame({"evidence": "report", "fact_status": "stated"}, index=rows.index, dtype="string")
    return pd.concat([rows, constants], axis=1)


def reported_areas(as_of: Moment | None = None, place: str = "", fiscal_year: int | None = None) -> pd.DataFrame:
    """Return the reported service areas of every revision, with area, year, kind and revision of the submission."""
    return reported("report_areas", as_of, place, fiscal_year)


def report_findings(submission_id: str | None = None, as_of: Moment | None = None) -> pd.DataFrame:
    """Return the findings about every revision, or about one submission."""
    rows = reported("report_findings", as_of, (submission_id or "")[:6])
    return rows if submission_id is None else rows[rows["submission_id"] == submission_id].reset_index(drop=True)


def reported(name: str, as_of: Moment | None = None, place: str = "", fiscal_year: int | None = None) -> pd.DataFrame:
    """Return what every revision says in a table below `report_submissions`, with its area, year, kind and revision."""
    with reading() as connection:
        rows = recorded(connection, name, as_of, place, fiscal_year)
        forms = recorded(connection, "report_submissions", as_of, place, fiscal_year)[OF_SUBMISSION]
    new = ["submission_id", *(column for column in OF_SUBMISSION if column not in rows)]
    return rows.merge(forms[new], "left", "submission_id")


def record_in_bulk(batches: Iterable[Mapping[str, Sequence[Row]]], *, recorded_by: str) -> dict[str, int]:
    """Write invented rows into an empty store without the checks of a form; return the number of rows of each table.

    All or nothing; a store with reports stays as it is.

    Args:
        batches: Rows by table, without recorded_at; each form gets its entry in the log.

    Raises:
        MixedStoreError: The dataset is real.
    """
    if not dataset.dataset_snapshot().is_practice:
        raise MixedStoreError(is_practice=False)
    written: Counter[str] = Counter()
    with writing() as connection:
        if connection.execute(select(func.count()).select_from(SUBMISSIONS)).scalar():
            return {}
        moment = enter(connection, "restore", recorded_by, "bulk")
        following = 1 + (connection.execute(select(func.max(AUDIT_LOG.c.entry_id))).scalar() or 0)
        for batch in batches:
            forms = [str(row["submission_id"]) for row in batch["report_submissions"]]
            entries = [{"entry_id": following + n, "actor": recorded_by, "action": "accept_report", "subject": form}
                       for n, form in enumerate(forms)]  # fmt: skip
            following += len(entries)
            for name, rows in {**batch, "audit_log": entries}.items():
                table = LIVE.tables[name]
                columns = [column.name for column in table.columns]
                plain = [{column: row.get(column) for column in columns} for row in rows]
                if "recorded_at" in columns:
                    plain = [{**row, "recorded_at": moment} for row in plain]
                if plain:
                    connection.execute(insert(table), plain)
                written[name] += len(plain)
        connection.exec_driver_sql("ANALYZE")  # so that the database knows which index is worth it
    return dict(written)


MAILS = LIVE.tables["report_mails"]
MAIL_KEY = [name for name in LIVE_TABLES["report_mails"].key if name != "seq"]  # a step
# State → what the last row of the same step may say before it; None = there is none.
_AFTER: Mapping[str, tuple[str | None, ...]] = {
    "sending": (None, "failed"), "by_hand": (None, "failed", "sending"), "sent": ("sending",), "failed": ("sending",),
}  # fmt: skip


def contacts() -> pd.DataFrame:
    """Return the contact in force of each municipality: rows of `contacts`."""
    with reading() as connection:
        return recorded(connection, "contacts", None).drop_duplicates("area_code", keep="last", ignore_index=True)


def set_contacts(rows: Sequence[Row], *, set_by: str) -> int:
    """Record contacts (area_code, name_ja, email); return how many changed. Those of other municipalities stay.

    Raises:
        InvalidReportError: A value breaks the declaration of `contacts`, or a municipality is unknown.
    """
    constants = {"revision": 1, "set_by": set_by, "recorded_at": "-"}
    given = checked_rows("contacts", [{**row, **constants} for row in rows])
    refuse_unknown_municipalities([row["area_code"] for row in given])
    with writing() as connection:
        known = last_by_area(recorded(connection, "contacts"))
        new = [
            {**row, "revision": 1 + int(known.get(row["area_code"], {}).get("revision", 0))}
            for row in given
            if any(row[name] != known.get(row["area_code"], {}).get(name) for name in ("name_ja", "email"))
        ]
        if new:
            moment = enter(connection, "import_contacts", set_by, "contacts", f"{len(new):,}市町村の連絡先")
            connection.execute(insert(LIVE.tables["contacts"]), [{**row, "recorded_at": moment} for row in new])
        return len(new)


def report_mails() -> pd.DataFrame:
    """Return the state of every mail: the last row of each step of `report_mails`."""
    with reading() as connection:
        return recorded(connection, "report_mails", None).drop_duplicates(MAIL_KEY, keep="last", ignore_index=True)


def record_mails(rows: Sequence[Row], state: str, *, sent_by: str, reason_ja: str | None = None) -> list[Row]:
    """Record the state of mails in one transaction, and return those of which it was recorded.

    A mail is left out where its step is not open for this state: one that was sent, or is being sent by somebody else,
    is not claimed (`sending`) again. So a crash between the two records sends no mail twice.

    Args:
        rows: The columns of MAIL_KEY and email.

    Raises:
        InvalidReportError: A value breaks the declaration of `report_mails`.
    """
    with writing() as connection:
        of_towns = MAILS.c.area_code.in_({row["area_code"] for row in rows})
        known: dict[tuple[object, ...], Mapping[Any, Any]] = {
            tuple(row[name] for name in MAIL_KEY): row
            for row in connection.execute(select(MAILS).where(of_towns).order_by(MAILS.c.seq)).mappings()
        }
        new: list[dict[str, object]] = []
        taken: list[Row] = []
        for row in rows:
            before = known.get(tuple(row[name] for name in MAIL_KEY), {})
            if before.get("state") in _AFTER[state]:
                own = {name: row.get(name) for name in (*MAIL_KEY, "email")}
                more = {"state": state, "seq": 1 + before.get("seq", 0), "reason_ja": reason_ja, "sent_by": sent_by}
                new.append({**own, **more, "recorded_at": "-"})
                taken.append(row)
        if new:
            checked = checked_rows("report_mails", new)
            first = "-".join(str(new[0][name]) for name in MAIL_KEY if name != "due_date")
            detail = f"{label_of('report_mails', 'state', state)} {len(new):,}件"
            moment = enter(connection, "send_mail", sent_by, first, f"{detail}。{reason_ja}" if reason_ja else detail)
            connection.execute(insert(MAILS), [{**row, "recorded_at": moment} for row in checked])
        return taken
