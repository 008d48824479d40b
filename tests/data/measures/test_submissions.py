"""Who has reported, and the reporting rate."""

from datetime import date

import pandas as pd

from data.measures.reported_years import reporting_rates, submissions_at
from tests.data.attainment_rows import form

ON = date(2020, 7, 1)


def rate(*forms, on=ON, by=()):
    return reporting_rates(pd.DataFrame(list(forms)), on, by)


def missing(area, **values):
    return form(area_code=area, state="not_submitted", submitted_at=None, **values)


def test_the_reporting_rate_is_submitted_of_due():
    row = rate(
        form(), missing("012068"), form(area_code="014524", state="returned"), form(area_code="1", state="confirmed")
    ).iloc[0]
    assert (row["due_count"], row["submitted_count"], row["late_count"], row["reporting_pct"]) == (4, 2, 2, 50)


def test_before_anything_is_due_there_is_no_rate_but_a_count_of_what_came_in():
    row = rate(form(), missing("012068"), on=date(2020, 5, 31)).iloc[0]
    assert (row["asked_count"], row["received_count"], row["due_count"]) == (2, 1, 0)
    assert pd.isna(row["reporting_pct"])


def test_a_form_after_the_due_date_counts_as_submitted_and_as_late():
    row = rate(form(submitted_at="2020-06-02")).iloc[0]
    assert (row["reporting_pct"], row["submitted_late_count"]) == (100, 1)


def test_the_highest_revision_that_had_come_in_is_in_force():
    first = form(revision=1, submitted_at="2020-05-20", state="returned")
    second = form(revision=2, submitted_at="2020-06-20")
    forms = pd.DataFrame([second, first])
    assert submissions_at(forms, ON).iloc[0]["state"] == "submitted"
    assert submissions_at(forms, date(2020, 6, 1)).iloc[0]["state"] == "returned"


def test_years_kinds_and_groups_are_told_apart():
    rates = rate(
        form(prefecture_code="03"), form(fiscal_year=2020, prefecture_code="03"),
        form(report_kind="mid_year", prefecture_code="03"), missing("012068", prefecture_code="01"),
        by=["prefecture_code"],
    )  # fmt: skip
    assert list(rates["reporting_pct"]) == [0, 100, 100, 100]


def test_days_late_are_counted_from_the_due_date_and_only_for_who_is_late():
    forms = pd.DataFrame([form(), missing("012068"), form(area_code="014524", state="returned")])
    found = submissions_at(forms, ON).set_index("area_code")["days_late"]
    assert found.loc[["012068", "014524"]].tolist() == [31, 31]
    assert found.isna().sum() == 1
