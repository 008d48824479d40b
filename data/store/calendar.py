"""Until when each municipality is asked to report."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd
from sqlalchemy import insert

from data.errors import InvalidReportError
from data.store.archive import records
from data.store.entries import enter
from data.store.frames import recorded
from data.store.moments import Moment
from data.store.rows import checked_rows, refuse_unknown_municipalities
from data.store.sessions import reading, writing
from data.store.tables import LIVE

KEY = ["area_code", "fiscal_year", "report_kind"]


def report_calendar(as_of: Moment | None = None) -> pd.DataFrame:
    """Return the due date in force of each municipality, year and kind of report, as the store knew it at a moment.

    Returns:
        Rows of `report_calendar`, the last revision of each; due_date is missing where no report is asked any more.
    """
    with reading() as connection:
        rows = recorded(connection, "report_calendar", as_of)
    return rows.drop_duplicates(KEY, keep="last", ignore_index=True)


def set_calendar(
    area_codes: Collection[str], fiscal_year: int, report_kind: str, due_date: date | str | None, *, set_by: str
) -> int:
    """Ask municipalities for a report until a day; None asks them no longer.

    Returns:
        How many due dates changed; one that was already set stays as it is.

    Raises:
        InvalidReportError: A value breaks the declaration of `report_calendar`.
    """
    due = due_date.isoformat() if isinstance(due_date, date) else due_date
    if due is not None and len(due) != len("2026-05-31"):
        raise InvalidReportError([f"期限「{due}」を日付（YYYY-MM-DD）として読めません。"])
    refuse_unknown_municipalities(area_codes)
    with writing() as connection:
        there = recorded(connection, "report_calendar", None).drop_duplicates(KEY, keep="last")
        there = there[(there["fiscal_year"] == fiscal_year) & (there["report_kind"] == report_kind)]
        known = {str(row["area_code"]): row for row in records(there)}
        rows = [
            {"area_code": code, "fiscal_year": fiscal_year, "report_kind": report_kind, "due_date": due,
             "revision": 1 + int(str(known.get(code, {}).get("revision", 0))), "set_by": set_by}
            for code in sorted(set(area_codes))
            if code not in known or known[code]["due_date"] != due
        ]  # fmt: skip
        if not rows:
            return 0
        detail = f"{len(rows):,}市町村の期限を{due or 'なし'}に設定"
        moment = enter(connection, "set_calendar", set_by, f"{fiscal_year}-{report_kind}", detail)
        entries = checked_rows("report_calendar", [{**row, "recorded_at": moment} for row in rows])
        connection.execute(insert(LIVE.tables["report_calendar"]), entries)
        return len(rows)
