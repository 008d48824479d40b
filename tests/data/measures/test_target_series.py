"""A target over the years: the same aim in one series, part-year results apart, nothing hidden given away."""

import pandas as pd
import pytest

from data.measures.public_ratings import suppress_ratings
from data.measures.reported_years import target_series
from tests.data.attainment_rows import AFTER_DUE, BANDS, INDICATORS, form, frame, ratings, result, stated, target

LATER = {"target_id": "T2", "target_fy": 2020, "value": 12}
CASES = {"indicator_code": "resolved_cases", "unit": "件", "per": "year", "value": 20}
MID_YEAR = {"report_kind": "mid_year", "period_kind": "part_year", "period_end": "2019-09-30", "achievement_id": "M1"}
MID_FORM = form(report_kind="mid_year", submitted_at="2019-11-01", due_date="2019-11-30")
YEAR_FORM = form(report_kind="full_year")


def series(targets, results, forms=None):
    """Return fiscal_year, point, value and series_id of each point."""
    forms = [form()] if forms is None else forms
    public = suppress_ratings(ratings(targets, results, forms), INDICATORS, BANDS)
    achievements = pd.DataFrame(list(results) or [result()]).astype(object).head(len(results))
    return target_series(
        public, frame(list(targets), target()), achievements, frame(forms, form()), INDICATORS, AFTER_DUE
    )


def points(*args, **options):
    found = series(*args, **options)
    return [(row.fiscal_year, row.point, None if pd.isna(row.value) else row.value) for row in found.itertuples()]


def test_the_same_aim_of_two_years_is_one_series():
    found = series([target(), target(**LATER)], [result(8.0)])
    assert found["series_id"].tolist() == ["T1", "T1"]
    assert found["target_value"].tolist() == [10, 12]


@pytest.mark.parametrize("other", [{"label_ja": "サロン"}, {"pillar": "consultation"}, {"unit": "回"}])
def test_another_label_pillar_or_unit_is_another_series(other):
    assert series([target(), target(**LATER | other)], [])["series_id"].nunique() == 2


def test_two_targets_of_one_year_that_read_the_same_stay_two():
    found = series([target(), target("T9"), target(**LATER)], [])
    assert found.groupby("series_id").size().to_dict() == {"T1": 2, "T9": 1}


def test_an_unreported_year_has_no_value():
    found = series([target()], [], [form(state="not_submitted", submitted_at=None)])
    assert found["status"].tolist() == ["unreported"]
    assert found["value"].isna().all()


def test_a_reported_zero_is_a_value():
    assert points([target()], [result(0.0, result_state="zero")]) == [(2019, "year", 0.0)]


def test_the_mid_year_form_stands_beside_that_of_the_year():
    found = points([target()], [result(8.0), result(5.0, **MID_YEAR)], [YEAR_FORM, MID_FORM])
    assert found == [(2019, "part_year", 5.0), (2019, "year", 8.0)]


def test_where_only_the_mid_year_form_came_in_its_result_stands_once_and_the_year_is_unreported():
    forms = [YEAR_FORM | {"state": "not_submitted", "submitted_at": None}, MID_FORM]
    found = series([target()], [result(5.0, **MID_YEAR)], forms)
    assert found[["point", "value", "status"]].to_numpy().tolist() == [["part_year", 5.0, "unreported"]]


def test_a_result_of_another_year_in_a_document_stands_in_its_own_year():
    found = points([target()], [stated(7.0, target_id="T1", fiscal_year=2018, period_end=None)], [])
    assert found == [(2018, "other_year", 7.0), (2019, "year", None)]


def test_a_returned_form_gives_no_value():
    assert points([target()], [result(8.0)], [form(state="returned")]) == [(2019, "year", None)]


def test_small_counts_are_hidden_in_the_year_and_in_its_part():
    found = series([target(**CASES)], [result(4.0), result(3.0, **MID_YEAR)], [YEAR_FORM, MID_FORM])
    assert found["value"].isna().all()
    assert found["is_suppressed"].all()


def test_a_part_of_a_year_is_hidden_where_the_rest_would_be_a_small_count():
    found = points([target(**CASES)], [result(14.0), result(12.0, **MID_YEAR)], [YEAR_FORM, MID_FORM])
    assert found == [(2019, "part_year", None), (2019, "year", 14.0)]


def test_parts_and_duplicates_of_a_target_have_no_series():
    assert len(series([target(), target("T3", part_of="T1"), target("T4", duplicate_of="T1")], [])) == 1


def test_without_targets_there_is_no_series():
    assert series([], []).empty
