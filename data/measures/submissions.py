"""The state of reporting: the submission in force of each municipality, and the reporting rate 報告率.

Source: docs/data_dictionary.md, "報告率".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from data.measures.frames import dates, holds, with_columns

SUBMISSION_STATES = {"not_submitted": "未提出", "submitted": "提出済", "returned": "差戻し", "confirmed": "確定"}
IN_FORCE = ("submitted", "confirmed")
KEY = ["area_code", "fiscal_year", "report_kind"]


def submissions_at(submissions: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return the submission in force of each municipality, year and kind of report, as it stood on a day.

    Args:
        submissions: area_code, fiscal_year, state (a key of SUBMISSION_STATES), due_date, submitted_at (ISO texts);
            optional report_kind (`full_year`, the default, or `mid_year`) and revision.
        on: The day; a form that came in later had not been submitted.

    Returns:
        One row per area_code, fiscal_year and report_kind: state, due_date and submitted_at (dates), is_submitted
        (accepted for review or confirmed; a returned form is not), is_due (its due date has passed), is_late (due and
        not submitted), days_late (days since the due date where it is late, missing elsewhere), was_late (submitted
        after the due date). Further columns of the input stay.
    """
    frame = with_columns(submissions, ["report_kind", "revision", "submitted_at"])
    frame = frame.assign(
        report_kind=frame["report_kind"].astype(object).fillna("full_year"),
        revision=pd.to_numeric(frame["revision"]).fillna(0),
        due_date=dates(frame["due_date"]),
        submitted_at=dates(frame["submitted_at"]),
    )
    today = pd.Timestamp(on)
    future = frame["submitted_at"] > today
    frame = frame.assign(
        state=frame["state"].mask(future, "not_submitted"),
        submitted_at=frame["submitted_at"].mask(future),
        revision=frame["revision"].mask(future, -1),
    )
    frame = frame.sort_values([*KEY, "revision"]).drop_duplicates(KEY, keep="last", ignore_index=True)
    is_submitted = holds(frame["state"].isin(IN_FORCE))
    is_due = holds(frame["due_date"] < today)
    return frame.assign(
        is_submitted=is_submitted,
        is_due=is_due,
        is_late=is_due & ~is_submitted,
        days_late=(today - frame["due_date"]).dt.days.where(is_due & ~is_submitted).astype("Int64"),
        was_late=is_submitted & holds(frame["submitted_at"] > frame["due_date"]),
    )


def reporting_rates(submissions: pd.DataFrame, on: date, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return the reporting rate of each group: 100 × submitted / due, NaN before anything is due.

    Args:
        submissions: As `submissions_at` takes them, with the columns of `by`.
        by: Columns to group by besides fiscal_year and report_kind, for example prefecture_code.

    Returns:
        One row per fiscal_year, report_kind and group: asked_count, received_count (also before the due date),
        due_count, submitted_count (of the due), late_count (due and missing), submitted_late_count, reporting_pct.
    """
    states = submissions_at(submissions, on)
    marks = states.assign(
        asked_count=1,
        received_count=states["is_submitted"],
        due_count=states["is_due"],
        submitted_count=states["is_due"] & states["is_submitted"],
        late_count=states["is_late"],
        submitted_late_count=states["was_late"],
    )
    counts = [name for name in marks.columns if name.endswith("_count") and name not in by]
    groups = ["fiscal_year", "report_kind", *by]
    rates = marks.groupby(groups, as_index=False, dropna=False)[counts].sum()
    due = rates["due_count"].astype(float)
    return rates.assign(reporting_pct=(100 * rates["submitted_count"] / due.where(due > 0)).round(1))
