"""C1 and C2 as reported: only forms in force, the year before the half-year, capped at 100 %, missing stays missing."""

from datetime import date

import pandas as pd

from data.measures.reported_years import reported_coverage

ON = date(2026, 7, 1)


def area(year=2024, revision=1, pillar="consultation", **more):
    return {"area_code": "012068", "fiscal_year": year, "report_kind": "full_year", "revision": revision,
            "pillar": pillar, "unit_kind": "小学校区", "units_covered": 3, "units_total": 4,
            "covered_population": 700, "population": 1000, "as_of_date": f"{year + 1}-03-31"} | more  # fmt: skip


def form(year=2024, revision=1, **more):
    return {"area_code": "012068", "fiscal_year": year, "report_kind": "full_year", "revision": revision,
            "state": "submitted", "due_date": None, "submitted_at": f"{year + 1}-05-20"} | more  # fmt: skip


def rows(areas, forms):
    found = reported_coverage(pd.DataFrame(areas), pd.DataFrame(forms), ON)
    return found.to_dict("records")


def test_c1_and_c2_come_with_counts_and_date():
    (row,) = rows([area()], [form()])
    assert (row["coverage_pct"], row["numerator"], row["denominator"]) == (70, 700, 1000)
    assert (row["unit_coverage_pct"], row["as_of_date"], row["state"]) == (75, "2025-03-31", "submitted")


def test_the_latest_year_of_each_pillar_is_marked():
    found = rows([area(2023), area(2024), area(2023, pillar="community")], [form(2023), form(2024)])
    assert [(row["pillar"], row["fiscal_year"]) for row in found if row["is_latest"]] == [
        ("community", 2023),
        ("consultation", 2024),
    ]


def test_only_the_revision_in_force_counts():
    areas = [area(revision=1), area(revision=2, covered_population=900)]
    assert [row["coverage_pct"] for row in rows(areas, [form(), form(revision=2)])] == [90]


def test_a_returned_form_does_not_count():
    assert rows([area()], [form(state="returned")]) == []


def test_the_form_of_the_year_takes_the_place_of_the_mid_year_one():
    mid = {"report_kind": "mid_year", "covered_population": 100}
    found = rows([area(**mid), area()], [form(report_kind="mid_year"), form()])
    assert [row["coverage_pct"] for row in found] == [70]
    assert [row["coverage_pct"] for row in rows([area(**mid)], [form(report_kind="mid_year")])] == [10]


def test_more_residents_covered_than_there_are_is_capped_and_marked():
    (row,) = rows([area(covered_population=1100)], [form()])
    assert (row["coverage_pct"], row["is_capped"]) == (100, True)


def test_a_missing_number_gives_no_percentage_and_never_zero():
    (row,) = rows([area(covered_population=None, units_total=0)], [form()])
    assert pd.isna(row["coverage_pct"])
    assert pd.isna(row["unit_coverage_pct"])
