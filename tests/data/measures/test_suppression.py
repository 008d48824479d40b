"""Small case counts are hidden, and what is shown does not give them away."""

from itertools import product

from data.measures.public_ratings import attainment_shares, suppress_ratings
from tests.data.attainment_rows import BANDS, INDICATORS, form, ratings, result, target

CASES = {"indicator_code": "resolved_cases", "unit": "件"}


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


def test_what_is_shown_always_leaves_two_counts():
    aims, actuals = [], []
    for value, baseline, comparator, n in product(range(1, 13), [None, 2, 12], ["eq", "approx", "le"], range(1, 5)):
        code = "waiting_cases" if comparator == "le" else "resolved_cases"
        case = f"{comparator} {value} from {baseline}"
        aims.append(target(f"{case}: {n}", value=value, baseline_value=baseline, comparator=comparator,
                           indicator_code=code, unit="件", label_ja=case))  # fmt: skip
        actuals.append(result(n, f"{case}: {n}", target_id=f"{case}: {n}"))
    rows = public(aims, actuals)  # all at once: rating one row costs as much as rating all
    assert len(rows) == 12 * 3 * 3 * 4
    assert rows["is_suppressed"].all()
    counts = rows.groupby(["label_ja", "status"]).size()
    assert counts[counts < 2].to_dict() == {}


def test_a_hidden_band_is_not_given_away_by_the_share():
    rows = public([target(**CASES, value=4), target("T2")], [result(4), result(10, "A2", target_id="T2")])
    share = attainment_shares(rows, ["area_code"]).iloc[0]
    assert (share["attained_count"], share["rateable_count"]) == (1, 1)


def test_unreported_stays_unreported_in_public():
    rows = suppress_ratings(ratings([target(**CASES)], forms=[form(state="returned")]), INDICATORS, BANDS)
    assert rows.iloc[0]["state"] == "unreported"
