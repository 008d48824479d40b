"""高齢化率 of two sources side by side: the difference that a reader would compute, and what it leads to."""

import pandas as pd
import pytest

from data.measures.reconciliation import MOST_POINTS, RULE_ID, aging_issues, compare_aging


def stated(*values):
    """Return profile values: record, area, value, day."""
    rows = [
        {"record_id": record, "area_code": area, "indicator_code": "aging_rate", "value": value, "as_of_date": day, "line_start": 13}
        for record, area, value, day in values
    ]  # fmt: skip
    names = ["record_id", "area_code", "indicator_code", "value", "as_of_date", "line_start"]
    return pd.DataFrame(rows, columns=names)


def census(**rates):
    return pd.DataFrame(
        {"area_code": [code.removeprefix("a") for code in rates], "census_aging_rate_pct": list(rates.values()),
         "census_date": "2020-10-01"}
    )  # fmt: skip


def test_both_values_stand_side_by_side_with_their_dates():
    both = compare_aging(stated(("r1", "012068", 33.2, "2019-03-31")), census(a012068=34.3676))
    row = both.iloc[0]
    assert (row["aging_rate_pct"], row["document_date"]) == (33.2, "2019-03-31")
    assert (row["census_aging_rate_pct"], row["census_date"]) == (34.3676, "2020-10-01")
    assert row["difference_points"] == pytest.approx(-1.2)


def test_the_difference_is_that_of_the_printed_values():
    # 42.95 − 45.9292 is −2.98, but a reader of 43.0 and 45.9 counts 2.9.
    row = compare_aging(stated(("r", "a", 42.95, None)), census(aa=45.9292)).iloc[0]
    assert row["difference_points"] == pytest.approx(-2.9)


def test_a_municipality_with_one_value_has_no_difference():
    both = compare_aging(stated(("r", "a", 30.0, None)), census(ab=40.0))
    assert list(both["area_code"]) == ["a", "b"]
    assert both["difference_points"].isna().all()


def test_of_several_records_the_last_counts():
    both = compare_aging(stated(("r1", "a", 30.0, None), ("r2", "a", 31.0, None)), census())
    assert list(both["aging_rate_pct"]) == [31.0]


@pytest.mark.parametrize(("value", "doubtful"), [(37.0, False), (36.9, True), (43.0, False), (43.1, True)])
def test_more_than_three_points_are_an_issue_and_three_are_not(value, doubtful):
    assert MOST_POINTS == 3
    found = aging_issues(compare_aging(stated(("r", "a", value, None)), census(aa=40.0)))
    assert len(found) == doubtful


def test_the_issue_names_both_values_with_their_dates():
    found = aging_issues(compare_aging(stated(("001-L1", "a", 35.2, "2019-03-31")), census(aa=38.8643)))
    assert found.to_dict("records") == [
        {
            "issue_id": f"{RULE_ID}-001-L1", "rule_id": RULE_ID, "severity": "warning", "record_id": "001-L1",
            "table": "profile_values", "row_key": "001-L1,aging_rate", "column": "value", "line_start": 13,
            "message_ja": "高齢化率が、計画書（35.2%、2019-03-31時点）と国勢調査（38.9%、2020-10-01時点）で3.7ポイント違う。"
            "時点か、もとにした人口（住民基本台帳など）の違いを確かめてください",
            "suggested_value": None, "status": "open",
        }
    ]  # fmt: skip
