"""The one result of each target that is rated, and what its submission says about it."""

from __future__ import annotations

import pandas as pd

from data.measures.frames import dates, elapsed_share, fiscal_year_ends, holds, numbers, with_columns
from data.measures.matching import RATED_METHODS

FORM_COLUMNS = ["result_state", "numerator", "denominator", "grade", "done", "revision", "report_kind"]
KEPT = [
    "achievement_id", "evidence", "fiscal_year", "period_end", "period_kind", "fact_status", *FORM_COLUMNS,
]  # fmt: skip
EVIDENCE_ORDER = {"report": 0, "statistics": 1, "document": 2}
KIND_ORDER = {"full_year": 0, "mid_year": 1}
WITHOUT_VALUE = ("zero", "unmeasurable", "withdrawn")


def chosen_results(
    targets: pd.DataFrame, matches: pd.DataFrame, achievements: pd.DataFrame, submissions: pd.DataFrame
) -> pd.DataFrame:
    """Return the result that each target is rated by: reported before stated, whole year before part, latest revision.

    A blank row is no result (a reported 0 is one); rows of a form that is not in force do not count.

    Args:
        achievements: Table `achievements` with the columns of the form.

    Returns:
        One row per target_id that has a result: achievement_id, method, evidence, actual_value (unit of the target),
        actual_unit, the form's columns, result_quarantined, report_kind (`full_year`, `mid_year`), elapsed_share (of
        the target's year), period_known, covers_year.
    """
    rated = matches[matches["method"].isin(RATED_METHODS)]
    results = rated.merge(with_columns(achievements, KEPT)[KEPT], on="achievement_id")
    results = results.merge(targets[["target_id", "area_code", "target_fy"]], on="target_id")
    rows = _with_period(results.rename(columns={"value": "actual_value", "unit": "actual_unit"}))
    rows = _in_force(rows, submissions)
    revision = numbers(rows["revision"]).fillna(0)
    rows = rows.assign(
        revision=revision,
        evidence_order=rows["evidence"].map(EVIDENCE_ORDER),
        kind_order=rows["report_kind"].map(KIND_ORDER),
        end_order=-rows["elapsed_share"].fillna(0),
        revision_order=-revision,
    )
    # A later revision replaces the earlier one even where it leaves the row blank.
    rows = rows.sort_values(
        ["target_id", "evidence_order", "kind_order", "revision_order", "end_order", "achievement_id"]
    )
    newest = rows.groupby(["target_id", "evidence", "report_kind"])["revision"].transform("max")
    rows = rows[(rows["revision"] == newest) & ~_is_blank(rows)]
    chosen = rows.drop_duplicates("target_id").reset_index(drop=True)
    zero = holds(chosen["result_state"] == "zero") & chosen["actual_value"].isna()
    return chosen.assign(
        actual_value=chosen["actual_value"].mask(zero, 0.0),
        result_quarantined=holds(chosen["fact_status"] == "quarantined"),
    ).drop(
        columns=["area_code", "target_fy", "fact_status", "evidence_order", "kind_order", "end_order", "revision_order"]
    )


def _with_period(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with what is known about the period: a whole year needs no date."""
    years = rows["target_fy"].astype("Int64")
    ends, year_ends = dates(rows["period_end"]), fiscal_year_ends(years)
    covers_year = holds(rows["period_kind"] == "full_year") | holds(ends >= year_ends)
    derived = covers_year.map({True: "full_year", False: "mid_year"}).astype(object)
    # A report belongs to the form it came in: the form of the year unless it says otherwise.
    of_year = holds(rows["evidence"] != "document") & ~holds(rows["period_kind"] == "part_year")
    kind = rows["report_kind"].astype(object).fillna(derived.mask(of_year, "full_year"))
    undated = of_year & ends.isna()
    return rows.assign(
        report_kind=kind,
        covers_year=covers_year | undated,
        period_known=covers_year | undated | ends.notna(),
        elapsed_share=elapsed_share(ends, years).mask(covers_year, 1.0),
    )


def _in_force(rows: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without those of a form that is not submitted, was returned, was replaced, or came in later."""
    key = ["area_code", "fiscal_year", "report_kind"]
    forms = submissions[[*key, "is_submitted", "revision"]].rename(
        columns={"fiscal_year": "target_fy", "revision": "revision_in_force"}
    )
    forms = forms.assign(target_fy=forms["target_fy"].astype("Int64"))
    known = rows.assign(target_fy=rows["target_fy"].astype("Int64"))
    known = known.merge(forms, "left", ["area_code", "target_fy", "report_kind"])
    by_report = known["evidence"] == "report"
    refused = by_report & known["is_submitted"].notna() & ~holds(known["is_submitted"])
    # A resubmission speaks for the whole form: what it leaves out is blank, whatever an earlier revision said.
    own, in_force = numbers(known["revision"]), numbers(known["revision_in_force"])
    replaced = by_report & (in_force > 0) & (own > 0) & (own != in_force)
    return known[~holds(refused | replaced)].drop(columns=["is_submitted", "revision_in_force"])


def _is_blank(rows: pd.DataFrame) -> pd.Series:
    filled = rows[["actual_value", "numerator", "grade", "done"]].notna().any(axis=1)
    return ~(filled | holds(rows["result_state"].isin(WITHOUT_VALUE)))
