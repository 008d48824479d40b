"""What must hold for every target and result, whatever the numbers are."""

import itertools
from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from data.measures.attainment import counted_once
from data.measures.public_ratings import attainment_shares
from tests.data.attainment_rows import form, ratings, result, target

ORDER = ["X", "D", "C", "B", "A", "S"]
DIRECTIONS = {"higher": ("bases", 1), "lower": ("waiting_cases", -1)}
# Rating one target takes as long as rating a hundred: an example is a list of cases, which are rated together.
TOGETHER = settings(deadline=None, max_examples=4)

amounts = st.integers(1, 500)
baselines = st.none() | st.integers(0, 500)
results = st.lists(st.integers(0, 1000), min_size=2, max_size=12)


def cases(*parts):
    """Return lists of cases, each with these parts."""
    return st.lists(st.tuples(*parts), min_size=10, max_size=15)


def many(aims, actuals, **arguments):
    """Return the ratings of several targets, each with its own result (None = no result at all)."""
    targets = [target(f"T{n:05}", **aim) for n, aim in enumerate(aims)]
    results = [
        result(actual, f"A{n:05}", target_id=f"T{n:05}", area_code=targets[n]["area_code"])
        for n, actual in enumerate(actuals)
        if actual is not None
    ]
    return ratings(targets, results, **arguments)


def each_of(aims_and_actuals):
    """Return the ratings of each case: one aim, with its results one after the other."""
    aims = [{**aim, "label_ja": str(n)} for n, (aim, actuals) in enumerate(aims_and_actuals) for _ in actuals]
    rated = many(aims, [actual for _, actuals in aims_and_actuals for actual in actuals])
    return [rows for _, rows in rated.groupby("label_ja", sort=False)]


def places(rows):
    """Return how good the bands are, 0 to 5."""
    return [ORDER.index(band) for band in rows["band"]]


@TOGETHER
@given(
    cases(
        amounts, baselines, results, st.sampled_from(list(DIRECTIONS)), st.sampled_from(["eq", "ge", "approx", "range"])
    )
)
def test_a_better_result_never_has_a_lower_rate_or_band(drawn):
    rising = []
    for value, baseline, actuals, direction, comparator in drawn:
        code, sign = DIRECTIONS[direction]
        aim = {"value": value, "comparator": comparator, "baseline_value": baseline, "indicator_code": code}
        rising.append((aim, sorted(actuals, reverse=sign < 0)))
    for rows in each_of(rising):
        assert places(rows) == sorted(places(rows))
        assert rows["attainment_pct"].dropna().is_monotonic_increasing


@TOGETHER
@given(cases(amounts, st.integers(0, 500), results))
def test_a_change_is_better_in_its_own_direction(drawn):
    rising = []
    for value, baseline, actuals in drawn:
        aim = {"target_type": "increase", "value": value, "baseline_value": baseline}
        rising.append(({**aim, "comparator": "increase_by"}, sorted(actuals)))
        rising.append(({**aim, "comparator": "decrease_by"}, sorted(actuals, reverse=True)))
    for rows in each_of(rising):
        assert rows["attainment_pct"].is_monotonic_increasing
        assert places(rows) == sorted(places(rows))


@TOGETHER
@given(
    cases(
        st.lists(
            st.sampled_from(["numeric", "increase", "all_units", "institution", "qualitative"]), min_size=1, max_size=8
        ),
        st.integers(0, 500), baselines, st.sampled_from(["not_submitted", "returned", "submitted"]),
    )
)  # fmt: skip
def test_what_was_not_reported_never_has_a_band_a_rate_or_a_number(drawn):
    aims, actuals, forms = [], [], []
    for number, (kinds, value, baseline, state) in enumerate(drawn):
        area = {"area_code": str(number)}
        forms.append(form(state=state, **area))
        aims += [{"target_type": kind, "value": value, "baseline_value": baseline, **area} for kind in kinds]
        # A form that was refused still holds numbers; a form that came in blank holds none.
        actuals += [None if state == "submitted" else 5] * len(kinds)
    rated = many(aims, actuals, forms=forms)
    assert set(rated["state"]) == {"unreported"}
    assert rated[["band", "attainment_pct", "pace", "is_attained"]].isna().all(axis=None)
    assert rated["actual_value"].isna().all()


ANSWERS = {"attained": (10, None), "missed": (0, None), "hard": (None, "unmeasurable"), "missing": (None, None)}


@TOGETHER
@given(cases(st.lists(st.sampled_from(["attained", "missed", "hard"]), max_size=6), st.integers(0, 3)))
def test_the_bounds_contain_every_completion_of_the_missing_reports(drawn):
    targets, results, years = [target("none", area_code="none", counts_in_rate=False)], [], {}
    for number, (reported, missing) in enumerate(drawn):
        completions = itertools.combinations_with_replacement(["attained", "missed", "hard"], missing)
        # One municipality for the incomplete year and one for every way to complete it.
        for place, completion in enumerate([["missing"] * missing, *completions]):
            area = f"{number}-{place}"
            years.setdefault(number, []).append(area)
            for n, answer in enumerate([*reported, *completion]):
                value, state = ANSWERS[answer]
                key = f"{area}-{n}"
                targets.append(target(key, area_code=area))
                results.append(result(value, key, target_id=key, area_code=area, result_state=state))
    rated = ratings(targets, results, forms=[form(area_code=area) for areas in years.values() for area in areas])
    shares = attainment_shares(rated, ["area_code"]).set_index("area_code")
    for number, (reported, missing) in enumerate(drawn):
        if not reported and not missing:
            continue
        bounds, full = shares.loc[years[number][0]], shares.loc[years[number][1:]]
        assert bounds["unreported_count"] == missing
        assert (full["unreported_count"] == 0).all()
        known = full["attained_pct"].dropna()
        assert ((bounds["lowest_pct"] <= known) & (known <= bounds["highest_pct"])).all()


def test_every_aim_counts_once_wherever_targets_are_counted():
    aims = [
        ({}, True), ({"part_of": "T1"}, False), ({"duplicate_of": "T1"}, False),
        ({"counts_in_rate": False}, False),  # a factor of a product whose total is not written
        ({"counts_in_rate": False, "period_years": 3}, True),  # a total over three years
        ({"counts_in_rate": False, "target_type": "institution"}, True),
    ]  # fmt: skip
    rows = pd.DataFrame([target(**{"period_years": None} | values) for values, _ in aims])
    assert counted_once(rows).tolist() == [counts for _, counts in aims]
    assert counted_once(rows.drop(columns="period_years")).tolist() == [True, False, False, False, False, True]


def test_factors_and_duplicates_do_not_count_and_other_sorts_are_counted_apart():
    aims = [
        {}, {"part_of": "T000"}, {"duplicate_of": "T000"}, {"indicator_code": "new_consultations", "unit": "件"},
        {"target_type": "institution", "counts_in_rate": False},
    ]  # fmt: skip
    rated = many(aims, [10, 10, 10, 10, None])
    row = attainment_shares(rated, ["target_fy", "pillar"]).iloc[0]
    assert row[["target_count", "attained_count", "rateable_count", "unreported_count"]].tolist() == [3, 1, 1, 0]
    assert row[["qualitative_count", "against_plan_count", "attained_pct"]].tolist() == [1, 1, 100]


def test_the_share_stands_beside_what_it_leaves_out():
    rated = many([{}] * 4, [10, 5, None, None], forms=[form()], on=date(2020, 7, 1))
    row = attainment_shares(rated, ["area_code"]).iloc[0]
    assert row[["attained_pct", "lowest_pct", "highest_pct", "due_count"]].tolist() == [50, 25, 75, 4]


def test_without_anything_due_there_is_no_share_and_no_bound():
    rated = many([{}], [None], on=date(2019, 7, 1))
    row = attainment_shares(rated, ["area_code"]).iloc[0]
    assert row[["attained_pct", "lowest_pct", "highest_pct"]].isna().all()
    assert row["before_due_count"] == 1
