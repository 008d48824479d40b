"""Quartiles with the number of values and ties stated."""

import pandas as pd

from data.measures.comparisons import quartile_positions, quartiles


def values(*numbers):
    return pd.DataFrame(
        {"record_id": [f"r{i}" for i in range(len(numbers))], "indicator_code": "population", "value": list(numbers)}
    ).astype({"value": "Float64"})


def test_quartiles_state_how_many_values_and_ties_they_rest_on():
    row = quartiles(values(1, 2, 2, 3, 4, None)).iloc[0]
    assert (row["n"], row["tied_count"]) == (5, 2)
    assert (row["minimum"], row["q1"], row["median"], row["q3"], row["maximum"]) == (1, 2, 2, 3, 4)


def test_fewer_than_four_values_have_a_median_but_no_quartiles():
    row = quartiles(values(1, 2, 6)).iloc[0]
    assert row["median"] == 2
    assert pd.isna(row["q1"])
    assert pd.isna(row["q3"])
    assert quartile_positions(values(1, 2, 6))["quartile"].isna().all()


def test_the_lowest_value_is_in_the_first_and_the_highest_in_the_fourth_quarter():
    positions = quartile_positions(values(10, 20, 30, 40)).set_index("record_id")["quartile"]
    assert list(positions) == [1, 2, 3, 4]


def test_equal_values_share_their_quarter_and_say_so():
    positions = quartile_positions(values(5, 5, 5, 5, 9))
    assert list(positions["quartile"]) == [1, 1, 1, 1, 4]
    assert list(positions["same_count"]) == [3, 3, 3, 3, 0]


def test_a_missing_value_has_no_position():
    assert set(quartile_positions(values(1, None, 3))["record_id"]) == {"r0", "r2"}
