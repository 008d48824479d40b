"""Decisions about reports, and corrections of values: further rows, never changed ones."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import func, insert, select

from data.errors import InvalidReportError, UnknownRecordError
from data.schema import label_of
from data.store.entries import enter
from data.store.frames import SUBMISSIONS, recorded
from data.store.moments import Moment
from data.store.rows import checked_rows
from data.store.sessions import reading, writing
from data.store.tables import LIVE

REPORT_DECISIONS = LIVE.tables["report_decisions"]
CORRECTIONS = LIVE.tables["corrections"]


def decide_report(submission_id: str, state: str, *, decided_by: str, reason_ja: str | None = None) -> None:
    """Confirm a report, return it to the municipality, or take such a decision back.

    Args:
        state: `confirmed`, `returned` (needs a reason) or `submitted`.

    Raises:
        UnknownRecordError: There is no such submission.
        InvalidReportError: The state is unknown, or a report is returned without a reason.
    """
    if state == "returned" and not (reason_ja or "").strip():
        raise InvalidReportError(["差戻しには理由が必要です。"])
    with writing() as connection:
        of_submission = SUBMISSIONS.c.submission_id == submission_id
        if connection.execute(select(SUBMISSIONS.c.submission_id).where(of_submission)).first() is None:
            raise UnknownRecordError("受付番号", submission_id)
        last = select(func.max(REPORT_DECISIONS.c.seq)).where(REPORT_DECISIONS.c.submission_id == submission_id)
        row = {"submission_id": submission_id, "seq": (connection.execute(last).scalar() or 0) + 1, "state": state,
               "reason_ja": reason_ja, "decided_by": decided_by, "recorded_at": "-"}  # fmt: skip
        decision = checked_rows("report_decisions", [row])[0]
        detail = label_of("report_decisions", "state", state) + (f"。{reason_ja}" if reason_ja else "")
        moment = enter(connection, "decide_report", decided_by, submission_id, detail)
        connection.execute(insert(REPORT_DECISIONS).values({**decision, "recorded_at": moment}))


def record_correction(
    table_name: str,
    row_key: str,
    column_name: str,
    *,
    old_value: str | None,
    new_value: str | None,
    reason_ja: str,
    corrected_by: str,
) -> None:
    """Record who corrected which value, and why.

    Raises:
        InvalidReportError: A part is missing.
    """
    row = {"table_name": table_name, "row_key": row_key, "column_name": column_name, "old_value": old_value,
           "new_value": new_value, "reason_ja": reason_ja, "corrected_by": corrected_by}  # fmt: skip
    correction = checked_rows("corrections", [{**row, "correction_id": 1, "recorded_at": "-"}])[0]
    with writing() as connection:
        number = (connection.execute(select(func.max(CORRECTIONS.c.correction_id))).scalar() or 0) + 1
        detail = f"{old_value or 'なし'} → {new_value or 'なし'}。{reason_ja}"
        subject = f"{table_name} {row_key} {column_name}"
        moment = enter(connection, "record_correction", corrected_by, subject, detail)
        values = {**correction, "correction_id": number, "recorded_at": moment}
        connection.execute(insert(CORRECTIONS).values(values))


def corrections(as_of: Moment | None = None) -> pd.DataFrame:
    """Return the corrections in the order in which they were recorded."""
    with reading() as connection:
        return recorded(connection, "corrections", as_of)
