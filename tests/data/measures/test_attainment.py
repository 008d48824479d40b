"""Every row of the table of attainment rates, the bands, the states in their order, and the reasons in words."""

import math
from datetime import date

import pandas as pd
import pytest

from data.measures.attainment_rates import bands_of, check_bands, rounded_rates
from tests.data.attainment_rows import AFTER_DUE, BANDS, form, rated_together, rating, result, stated, target

RATE = {"indicator_code": "closure_rate", "unit": "%"}
INCREASE = {"target_type": "increase", "comparator": "increase_by"}
LOWER = {"indicator_code": "waiting_cases", "comparator": "le", "unit": "件"}


RATES = [
    ("higher, exactly", {"value": 30}, 25, 83.3, "B"),
    ("higher, at least", {"value": 30, "comparator": "ge"}, 33, 110, "S"),
    ("about, reached from 95 %", {"value": 100, "comparator": "approx"}, 95, 95, "A"),
    ("about, just below 95 %", {"value": 1000, "comparator": "approx"}, 949, 94.9, "B"),
    ("lower with a baseline", {**LOWER, "value": 80, "baseline_value": 100}, 90, 50, "C"),
    ("lower with a baseline, exceeded", {**LOWER, "value": 80, "baseline_value": 100}, 70, 150, "S"),
    ("lower without a baseline, yes", {**LOWER, "value": 80}, 80, None, "A"),
    ("lower without a baseline, no", {**LOWER, "value": 80}, 81, None, "D"),
    ("increase", {**INCREASE, "value": 5, "baseline_value": 20}, 24, 80, "B"),
    ("increase by a share", {**INCREASE, "value": 10, "unit": "%", "baseline_value": 200}, 220, 100, "A"),
    ("decrease", {**INCREASE, "comparator": "decrease_by", "value": 4, "baseline_value": 20}, 18, 50, "C"),
    ("range, from its lower end", {"value": 2, "value_max": 3, "comparator": "range"}, 2, 100, "A"),
    ("range, at its upper end", {"value": 2, "value_max": 3, "comparator": "range"}, 3, 100, "A"),
    ("range, a little above", {"value": 20, "value_max": 30, "comparator": "range"}, 32, 106.7, "A"),
    ("range, far above", {"value": 20, "value_max": 30, "comparator": "range"}, 33, 110, "S"),
    ("range, below", {"value": 2, "value_max": 3, "comparator": "range"}, 1, 50, "C"),
    ("all units", {"target_type": "all_units", "value": 54}, 27, 50, "C"),
    ("a rate", {**RATE, "value": 70, "comparator": "ge"}, 31.6, 45.1, "D"),
    ("a target of 0, reached", {**LOWER, "value": 0}, 0, None, "A"),
    ("a target of 0, missed", {**LOWER, "value": 0, "baseline_value": 9}, 1, None, "D"),
]


@pytest.fixture(scope="module")
def rates():
    """The ratings of RATES by name."""
    pairs = []
    for _, aim, actual, *_ in RATES:
        unit = "か所" if aim.get("unit") == "%" and aim.get("target_type") == "increase" else None
        pairs.append((target(**aim), result(actual, unit=unit)))
    return dict(zip([name for name, *_ in RATES], rated_together(pairs), strict=True))


@pytest.mark.parametrize(("name", "percent", "band"), [(name, *wanted) for name, _, _, *wanted in RATES])
def test_the_rate_follows_the_type_and_the_direction_of_the_target(rates, name, percent, band):
    rated = rates[name]
    assert rated["band"] == band
    assert rated["attainment_pct"] == percent if percent is not None else math.isnan(rated["attainment_pct"])


def test_a_rate_also_says_the_difference_in_points():
    in_tenths = target(**RATE | {"unit": "割"}, value=7, comparator="approx")
    in_percent, rated = rated_together([(target(**RATE, value=70), result(31.6)), (in_tenths, result(60, unit="%"))])
    assert in_percent["difference_points"] == -38.4
    assert (rated["attainment_pct"], rated["difference_points"], rated["band"]) == (85.7, -10.0, "B")


def test_a_rate_may_be_reported_by_its_numerator_and_denominator():
    rated = rating(target(**RATE, value=70), result(numerator=12, denominator=38))
    assert (rated["attainment_pct"], rated["band"]) == (45.1, "D")


def test_all_units_without_a_total_are_done_or_not():
    every = target(target_type="all_units", value=None)
    assert rating(every, result(done="done"))["band"] == "A"
    assert rating(every, result(done="partly"))["band"] == "D"
    assert rating(every, result(30, denominator=40))["attainment_pct"] == 75
    assert rating(every, result(30))["state"] == "hard_to_rate"


def test_a_change_without_a_baseline_is_hard_to_rate():
    rated = rating(target(**INCREASE, value=5), result(24))
    assert (rated["state"], rated["band"]) == ("hard_to_rate", None)
    assert rated["reason_ja"] == "基準値がないため、変化を計算できません。"


def test_a_reported_change_in_percent_of_a_counted_indicator_is_the_change_itself():
    rated = rating(target(**INCREASE, value=10, unit="%"), result(12))
    assert (rated["attainment_pct"], rated["band"]) == (120, "S")


def test_a_target_without_a_number_gets_no_rate_and_no_band():
    kinds = ["institution", "activity", "qualitative", "label_only"]
    plain = [target(target_type=k, value=None, comparator=None, unit=None, counts_in_rate=False) for k in kinds]
    said = [{"grade": 3}, {"done": "partly"}, {"result_state": "reported"}, {"result_state": "unmeasurable"}]
    rated = rated_together([(aim, result(**one)) for one in said for aim in plain])
    states = ["qualitative", "qualitative", "unreported", "hard_to_rate"]
    assert [one["state"] for one in rated] == [state for state in states for _ in kinds]
    for one in rated[: len(kinds)]:
        assert (one["band"], one["grade"]) == (None, 3)
        assert math.isnan(one["attainment_pct"])


# 矢巾町, 15 October 2019
@pytest.mark.parametrize(
    ("aim", "actual", "percent", "pace"),
    [
        ({"indicator_code": "training_participants", "value": 30, "unit": "名"}, 25, 83.3, 1.54),
        ({"indicator_code": "new_consultations", "value": 60, "unit": "件"}, 17, 28.3, 0.52),
    ],
)
def test_the_pace_of_a_flow_over_a_part_of_the_year(aim, actual, percent, pace):
    so_far = result(actual, period_end="2019-10-15", period_kind="part_year")
    rated = rating(target(**aim), so_far, on=date(2019, 11, 1))
    assert (rated["attainment_pct"], rated["pace"], rated["state"]) == (percent, pace, "before_due")


def test_a_stock_has_no_pace():
    so_far = result(5, period_end="2019-10-15", period_kind="point_in_time")
    assert math.isnan(rating(target(), so_far, on=date(2019, 11, 1))["pace"])


def test_a_part_of_the_year_in_the_form_of_the_year_is_hard_to_rate():
    rated = rating(
        target(indicator_code="participants"), result(9, period_end="2019-10-15", period_kind="point_in_time")
    )
    assert (rated["state"], rated["attainment_pct"]) == ("hard_to_rate", 90)
    assert rated["reason_ja"].startswith("年度途中までの実績のため、通年の評価はできません。これまでの値: ")


def test_a_band_starts_at_its_limit():
    limits = {110: "S", 109.99: "A", 100: "A", 99.99: "B", 80: "B", 79.9: "C", 50: "C", 49.9: "D", 0: "D"}
    rated = rated_together([(target(value=100), result(percent)) for percent in limits])
    assert [one["band"] for one in rated] == list(limits.values())


def test_the_number_shown_never_reaches_a_limit_that_its_band_does_not():
    rated = rating(target(value=10_000), result(9_999))
    assert (rated["attainment_pct"], rated["band"]) == (99.9, "B")
    rates = rounded_rates(pd.Series([66.66, 83.35, 99.96, 100.0]), BANDS)
    assert list(rates) == [66.7, 83.4, 99.9, 100.0]


def test_worse_than_the_baseline_wins_over_the_bands_below_attained():
    aims = [
        ({"value": 10, "baseline_value": 9}, 8, "X"),
        ({**LOWER, "value": 80, "baseline_value": 100}, 101, "X"),
        ({**INCREASE, "value": 5, "baseline_value": 20}, 19, "X"),
        # The baseline lies above the target: attained, though less than before.
        ({"value": 10, "baseline_value": 12}, 11, "A"),
    ]
    rated = rated_together([(target(**aim), result(actual)) for aim, actual, _ in aims])
    assert [one["band"] for one in rated] == [band for *_, band in aims]


def test_a_level_with_a_baseline_also_shows_the_share_of_the_way():
    below, above = (target(value=9, baseline_value=baseline) for baseline in (7, 10))
    rated, no_way = rated_together([(below, result(8)), (above, result(8))])
    assert (rated["attainment_pct"], rated["band"], rated["way_pct"]) == (88.9, "B", 50)
    assert "基準値7か所から目標9か所まで50.0%進んだ。" in rated["reason_ja"]
    assert pd.isna(no_way["way_pct"])


def test_a_baseline_beyond_its_target_is_never_exceeded():
    higher, lower = target(value=10, baseline_value=13), target(**LOWER, value=80, baseline_value=70)
    rated, of_lower = rated_together([(higher, result(12)), (lower, result(60))])
    assert (rated["attainment_pct"], rated["band"]) == (120, "A")
    assert "基準値13か所がすでに目標より良いため" in rated["reason_ja"]
    assert of_lower["band"] == "A"


def test_the_limits_are_data():
    strict = BANDS.assign(minimum_pct=[120, 100, 90, 60, None, None])
    rates = pd.Series([115.0, 85.0])
    no = pd.Series([False, False])
    assert list(bands_of(rates, pd.Series([pd.NA, pd.NA], dtype="boolean"), no, no, check_bands(strict))) == ["A", "C"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"minimum_pct": [110, 120, 80, 50, None, None]},
         "attainment_bands: minimum_pct must fall from band to band and be empty in the last"),
        ({"band": ["S", "A", "B", "C", "D", "D"]},
         "attainment_bands: every band once, and one band X for worse than the baseline"),
        ({"is_attained": False}, "attainment_bands: the upper bands are attained, the lower ones are not"),
    ],
)  # fmt: skip
def test_a_table_of_bands_that_cannot_work_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        check_bands(BANDS.assign(**change))


def test_a_result_that_is_the_target_is_attained_without_noise_of_fractions():
    rated = rating(target(**RATE, value=0.7), result(0.7))
    assert (rated["attainment_pct"], rated["band"]) == (100, "A")


# --- states, in their order


def test_a_withdrawn_target_is_out_even_before_the_due_date():
    rated = rating(
        target(), result(result_state="withdrawn"), forms=[form(submitted_at="2019-05-01")], on=date(2019, 6, 1)
    )
    assert (rated["state"], rated["reason_ja"]) == ("not_applicable", "自治体が目標を取り下げたため、対象外です。")


def test_a_municipality_that_was_not_asked_is_out_and_not_unreported():
    assert rating(target(), forms=[])["state"] == "not_applicable"


def test_a_target_is_before_its_date_until_its_year_is_over():
    assert rating(target(), result(12, period_end="2019-12-01"), on=date(2020, 3, 31))["state"] == "before_due"
    early = [form(submitted_at="2020-04-01")]
    assert rating(target(), result(12), forms=early, on=date(2020, 4, 1))["band"] == "S"


def test_a_missing_report_is_before_its_date_on_the_due_day_and_unreported_the_day_after():
    missing = [form(state="not_submitted", submitted_at=None)]
    assert rating(target(), forms=missing, on=date(2020, 5, 31))["state"] == "before_due"
    rated = rating(target(), forms=missing, on=date(2020, 6, 1))
    assert (rated["state"], rated["band"], rated["status_ja"]) == ("unreported", None, "未報告")
    assert math.isnan(rated["attainment_pct"])
    assert rated["reason_ja"] == "提出期限を過ぎましたが、報告が提出されていません（0ではありません）。"


def test_blank_is_not_reported_and_zero_is():
    blank, said, written = rated_together(
        [(target(), result(None)), (target(), result(None, result_state="zero")), (target(), result(0))]
    )
    assert blank["state"] == "unreported"
    assert (said["actual_value"], said["attainment_pct"], said["band"]) == (0, 0, "D")
    assert written["band"] == "D"


def test_a_returned_form_does_not_count_until_it_comes_back():
    rated = rating(target(), result(10), forms=[form(state="returned")])
    assert rated["state"] == "unreported"
    assert rated["reason_ja"] == "報告は差戻し中で、まだ受け付けられていません（0ではありません）。"


def test_a_form_that_came_in_later_had_not_been_submitted():
    late = [form(submitted_at="2020-06-20")]
    assert rating(target(), result(10), forms=late, on=date(2020, 6, 10))["state"] == "unreported"
    assert rating(target(), result(10), forms=late, on=AFTER_DUE)["band"] == "A"


def test_a_later_revision_replaces_the_earlier_one_even_where_it_is_blank():
    first, second = result(10, "A1", revision=1), result(8, "A2", revision=2)
    assert rating(target(), first, second)["band"] == "B"
    assert rating(target(), first, second | {"value": None})["state"] == "unreported"


def test_neither_a_document_nor_the_mid_year_form_takes_the_place_of_a_report():
    missing = [form(state="not_submitted", submitted_at=None)]
    assert rating(target(), stated(10), forms=missing)["state"] == "unreported"
    half = result(10, period_kind="part_year", period_end="2019-09-30")
    assert rating(target(), half, forms=missing)["state"] == "unreported"


def test_a_document_rates_where_no_report_was_asked_for_but_not_by_a_part_of_the_year():
    assert rating(target(), stated(10), forms=[])["band"] == "A"
    early = stated(10, period_end="2019-10-15", period_kind="point_in_time", fiscal_year=None)
    assert rating(target(), early, forms=[])["state"] == "hard_to_rate"
    undated = stated(25, target_id="T1", period_end=None, period_kind="unknown", fiscal_year=None)
    rated = rating(target(indicator_code="participants"), undated, forms=[])
    assert rated["reason_ja"].startswith("実績の期間が分からないため、評価できません。")


def test_what_cannot_be_measured_or_is_in_doubt_is_hard_to_rate():
    doubtful = target(fact_status="quarantined")
    rated = rated_together([
        (target(), result(result_state="unmeasurable")), (target(), result(10, fact_status="quarantined")),
        (doubtful, result(10)),
    ])  # fmt: skip
    assert [one["state"] for one in rated] == ["hard_to_rate"] * 3
    assert math.isnan(rated[-1]["attainment_pct"])


def test_a_volume_without_direction_stands_against_its_plan_and_has_no_band():
    rated = rating(target(indicator_code="new_consultations", value=60, unit="件"), result(72))
    assert (rated["attainment_pct"], rated["state"], rated["band"]) == (120, "against_plan", None)
    assert rated["status_ja"] == "計画比のみ"
    assert not rated["counts_in_share"]


# --- reasons


REASONS = [
    ({"value": 30}, 25, "実績25か所 ÷ 目標30か所 × 100 ＝ 83.3%。80%以上100%未満のため「概ね達成」（B）です。"),
    ({"value": 1000, "comparator": "approx"}, 950,
     "実績950か所 ÷ 目標1,000か所 × 100 ＝ 95.0%。95%以上110%未満（「程度」の目標）のため「達成」（A）です。"),
    ({**LOWER, "value": 80, "baseline_value": 100}, 70,
     "（基準値100件 − 実績70件）÷（基準値100件 − 目標80件） × 100 ＝ 150.0%。110%以上のため「目標超過」（S）です。"),
    ({**LOWER, "value": 5}, 6, "実績6件は目標5件以下に達していないため「未達成」（D）です。達成率は計算しません。"),
    ({**INCREASE, "value": 5, "baseline_value": 20}, 22,
     "基準値からの増加2か所 ÷ 目標5か所 × 100 ＝ 40.0%。50%未満のため「未達成」（D）です。"),
    ({"value": 2, "value_max": 3, "comparator": "range"}, 3,
     "実績3か所は目標2か所から3か所の幅の中のため、達成率100.0%。100%以上110%未満のため「達成」（A）です。"),
    ({"value": 10, "baseline_value": 9}, 8,
     "実績8か所 ÷ 目標10か所 × 100 ＝ 80.0%。基準値9か所より悪いため、ほかの未達の段階に優先して「悪化」（X）です。"),
    ({**RATE, "value": 70}, 35,
     "実績35% ÷ 目標70% × 100 ＝ 50.0%（差-35.0ポイント）。50%以上80%未満のため「一部達成」（C）です。"),
]  # fmt: skip


def test_the_reason_prints_the_rule_with_its_numbers():
    rated = rated_together([(target(**aim), result(actual)) for aim, actual, _ in REASONS])
    assert [one["reason_ja"] for one in rated] == [reason for *_, reason in REASONS]


def test_the_reason_of_an_interim_value_says_the_pace():
    so_far = result(25, period_end="2019-10-15", period_kind="part_year")
    aim = target(indicator_code="training_participants", value=30, unit="名")
    assert rating(aim, so_far, on=date(2019, 11, 1))["reason_ja"] == (
        "目標年度の終わりまたは報告の提出期限（2020-05-31）の前です。これまでの値: 実績25名 ÷ 目標30名 × 100 ＝ 83.3%。"
        "年度の54.1%が過ぎた時点で、進み具合は1.54（1が計画どおり）です。"
    )
