"""Small case counts are hidden, and what is shown does not give them away."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.measures.aggregation import attainment_shares
from data.measures.public_ratings import suppress_ratings
from data.measures.suppression import suppress_counts
from tests.data.attainment_rows import BANDS, INDICATORS, form, ratings, result, target

CASES = {"indicator_code": "resolved_cases", "unit": "件"}


def table(rows):
    return pd.DataFrame(rows, index=[f"r{n}" for n in range(len(rows))], columns=[f"c{n}" for n in range(len(rows[0]))])


def hidden(shown):
    return [(row, column) for row in shown.index for column in shown.columns if pd.isna(shown.loc[row, column])]


def test_numbers_from_1_to_4_are_hidden_and_0_and_5_are_not():
    shown = suppress_counts(table([[0, 5, 1, 2, 3, 4]]), row_totals=False, column_totals=False)
    assert hidden(shown) == [("r0", "c2"), ("r0", "c3"), ("r0", "c4"), ("r0", "c5")]


def test_a_single_small_number_takes_the_smallest_other_with_it():
    shown = suppress_counts(table([[3], [12], [7]]), row_totals=False)
    assert hidden(shown) == [("r0", "c0"), ("r2", "c0")]
    assert shown.loc["total", "c0"] == 22


def test_in_a_table_with_both_totals_four_numbers_hide_one():
    shown = suppress_counts(table([[3, 10, 20], [10, 30, 40], [50, 60, 70]]))
    assert hidden(shown) == [("r0", "c0"), ("r0", "c1"), ("r1", "c0"), ("r1", "c1")]


def test_a_small_total_is_hidden_too():
    shown = suppress_counts(table([[1, 0], [30, 40]]))
    assert pd.isna(shown.loc["r0", "total"])


def test_a_table_without_small_numbers_is_shown_whole():
    assert hidden(suppress_counts(table([[5, 0], [30, 40]]))) == []


@pytest.mark.parametrize("bad", [[[-1]], [[1.5]], [[None]]])
def test_counts_that_are_no_counts_are_refused(bad):
    with pytest.raises(ValueError, match=r"suppress_counts: counts must be whole numbers, none missing, none negative"):
        suppress_counts(table(bad))


def possible_tables(shown, shape, largest):
    """Return every table of whole numbers up to `largest` that agrees with what is shown (the attacker's view)."""
    cells = np.indices((largest + 1,) * (shape[0] * shape[1])).reshape(*shape, -1)
    fits = np.ones(cells.shape[-1], dtype=bool)
    for i, row in enumerate(shown.index):
        for j, column in enumerate(shown.columns):
            if pd.isna(shown.loc[row, column]):
                continue
            part = cells if row == "total" else cells[i : i + 1]
            part = part if column == "total" else part[:, j : j + 1]
            fits &= part.sum(axis=(0, 1)) == shown.loc[row, column]
    return cells[:, :, fits]


@settings(deadline=None, max_examples=60)
@given(
    rows=st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2),
    row_totals=st.booleans(), column_totals=st.booleans(),
)  # fmt: skip
def test_every_hidden_number_could_be_another_one_given_all_that_is_shown(rows, row_totals, column_totals):
    counts = table(rows)
    shown = suppress_counts(counts, row_totals=row_totals, column_totals=column_totals)
    possible = possible_tables(shown, counts.shape, 12)
    for row, column in hidden(shown):
        part = possible if row == "total" else possible[[list(counts.index).index(row)]]
        part = part if column == "total" else part[:, [list(counts.columns).index(column)]]
        values = part.sum(axis=(0, 1))
        # Also a reader who knows that no hidden count is 0 finds at least two.
        assert len(set(values[values > 0])) > 1 or (values > 0).sum() == 0


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_no_sum_of_shown_numbers_gives_a_hidden_one(data):
    width = data.draw(st.integers(1, 6))
    rows = data.draw(st.lists(st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=1, max_size=8))
    counts = table(rows)
    shown = suppress_counts(counts)
    small = (counts > 0) & (counts < 5)
    inner = shown.iloc[:-1, :-1]
    assert inner.isna()[small].fillna(True).all(axis=None)
    assert inner[inner.notna()].fillna(0).eq(counts.where(inner.notna(), 0)).all(axis=None)
    # The linear equations that a reader has: every shown number is a sum of cells.
    equations = []
    for i in range(len(shown)):
        for j in range(len(shown.columns)):
            if pd.notna(shown.iloc[i, j]):
                equation = np.zeros(counts.shape)
                equation[slice(None) if i == len(counts) else i, slice(None) if j == width else j] = 1
                equations.append(equation.ravel())
    known = np.array(equations) if equations else np.zeros((1, counts.size))
    rank = np.linalg.matrix_rank(known)
    for i, j in zip(*np.where(small.to_numpy()), strict=True):
        cell = np.zeros(counts.shape)
        cell[i, j] = 1
        assert np.linalg.matrix_rank(np.vstack([known, cell.ravel()])) > rank


# --- ratings


def public(rows, results):
    return suppress_ratings(ratings(rows, results), INDICATORS, BANDS)


def seen(aim, actual, **given):
    return public([target(**aim)], [result(actual, **given)]).iloc[0]


def test_a_small_case_count_is_hidden_with_its_rate_and_its_reason():
    row = seen({**CASES, "value": 60}, 3)
    assert row[["actual_value", "attainment_pct", "pace", "achievement_id"]].isna().all()
    assert (row["band"], row["is_suppressed"]) == ("D", True)
    assert row["reason_ja"] == "5未満の件数のため、実績と達成率を公表しません。"


def test_a_band_that_only_one_count_leads_to_is_hidden():
    row = seen({**CASES, "value": 4}, 4)
    assert (row["band"], row["state"], row["status_ja"]) == (None, "suppressed", "秘匿")
    assert row["reason_ja"] == "5未満の件数が段階から分かるため、実績・達成率・段階を公表しません。"
    assert seen({**CASES, "value": 4}, 3)["band"] == "C"


def test_places_5_and_0_and_the_headcount_of_a_training_are_shown():
    assert not seen({**CASES, "value": 60}, 5)["is_suppressed"]
    assert not seen({**CASES, "value": 60}, 0)["is_suppressed"]
    assert not seen({"indicator_code": "training_participants", "unit": "名"}, 3)["is_suppressed"]
    assert not seen({"unit": "か所"}, 3)["is_suppressed"]


def test_a_rate_of_small_counts_is_hidden():
    row = seen({"indicator_code": "closure_rate", "unit": "%", "value": 70}, None, numerator=1, denominator=3)
    assert row[["actual_value", "attainment_pct", "difference_points", "numerator", "denominator"]].isna().all()
    assert row["state"] == "suppressed"


@pytest.mark.parametrize("comparator", ["eq", "approx", "le"])
@pytest.mark.parametrize("baseline", [None, 2, 12])
@pytest.mark.parametrize("value", range(1, 13))
def test_what_is_shown_always_leaves_two_counts(value, baseline, comparator):
    code = "waiting_cases" if comparator == "le" else "resolved_cases"
    aims = [target(f"T{n}", value=value, baseline_value=baseline, comparator=comparator, indicator_code=code, unit="件")
            for n in range(1, 5)]  # fmt: skip
    rows = public(aims, [result(n, f"A{n}", target_id=f"T{n}") for n in range(1, 5)])
    assert rows["is_suppressed"].all()
    assert (rows.groupby("status").size() >= 2).all()


def test_a_hidden_band_is_not_given_away_by_the_share():
    rows = public([target(**CASES, value=4), target("T2")], [result(4), result(10, "A2", target_id="T2")])
    share = attainment_shares(rows, ["area_code"]).iloc[0]
    assert (share["attained_count"], share["rateable_count"]) == (1, 1)


def test_unreported_stays_unreported_in_public():
    rows = suppress_ratings(ratings([target(**CASES)], forms=[form(state="returned")]), INDICATORS, BANDS)
    assert rows.iloc[0]["state"] == "unreported"
