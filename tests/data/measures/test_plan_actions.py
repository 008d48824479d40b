"""Plan-action coverage (C5)."""

import pandas as pd

from data.measures.plans import COLUMNS, plan_action_coverage
from tests.data.plan_rows import links, measures, nodes


def covered(*action_numbers):
    return plan_action_coverage(nodes(*action_numbers), measures(), links()).iloc[0]


def test_a_number_that_no_measure_cites_is_known_from_the_higher_numbers():
    row = covered()
    assert (row["numerator"], row["denominator"], row["coverage_pct"]) == (3, 4, 75)
    assert (row["covered_numbers"], row["uncovered_numbers"]) == ((1, 2, 4), (3,))


def test_the_denominator_is_a_minimum_while_only_cited_targets_are_known():
    assert covered()["denominator_is_minimum"]


def test_the_denominator_is_exact_where_the_plan_lists_targets_that_no_measure_cites():
    row = covered(1, 2, 3, 4, 5)
    assert not row["denominator_is_minimum"]
    assert (row["numerator"], row["denominator"]) == (3, 5)


def test_a_chapter_with_a_page_but_without_action_targets_stays_out():
    assert covered()["outside_count"] == 1


def test_a_repeated_measure_covers_its_target_once():
    twice = pd.concat([links(), links().assign(measure_id="m1-again")])
    assert plan_action_coverage(nodes(), measures(), twice)["numerator"].iloc[0] == 3


def test_each_fiscal_year_has_its_own_coverage():
    years = measures().assign(fiscal_year=pd.array([2022, 2023, 2022, 2022], dtype="Int64"))
    rows = plan_action_coverage(nodes(), years, links()).set_index("fiscal_year")
    assert rows["numerator"].to_dict() == {2022: 2, 2023: 1}


def test_a_plan_without_action_targets_has_no_row():
    rows = plan_action_coverage(nodes().head(3), measures(), links())
    assert rows.empty
    assert list(rows.columns) == list(COLUMNS)
