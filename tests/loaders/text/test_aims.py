"""The numbers of a target statement: aims, results, baselines, or none of these."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.text.aims import read_aims, read_results_in_prose


def aims(text, line=1):
    return read_aims([(line, text)])


def only(text):
    found = aims(text)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("相談件数 年間40件", "相談件数"),
        ("研修会の参加者数:200人", "研修会の参加者数"),
        ("サロンを2か所増やす", "サロン"),
        ("約30人の担い手を養成する", "担い手"),
        ("一人暮らし高齢者の見守り訪問 月2回以上", "一人暮らし高齢者の見守り訪問"),
        ("全行政区(39行政区)でのサロンの開設", "サロンの開設(全行政区)"),
    ],
)
def test_the_label_says_what_is_counted(written, label):
    assert only(written).label == label


@pytest.mark.parametrize(
    ("written", "comparator"),
    [
        ("サロン数 8か所", "eq"),
        ("研修 6回以上", "ge"),
        ("最低6回の研修", "ge"),
        ("40以上の団体", "ge"),
        ("苦情 5件以下", "le"),
        ("研修 10～15人", "range"),
        ("約30人の担い手を養成する", "approx"),
        ("研修 30人程度", "approx"),
        ("相談件数の増加(10%増)", "increase_by"),
        ("孤立する世帯 3件減", "decrease_by"),
    ],
)
def test_the_comparator_follows_the_words(written, comparator):
    assert only(written).comparator == comparator


@pytest.mark.parametrize(
    ("written", "per"),
    [
        ("相談件数 年間40件", "year"),
        ("相談件数 40件/年", "year"),
        ("相談件数 1月当たり15件", "month"),
        ("見守り訪問 月2回", "month"),
        ("参加者数 延べ120人", "total"),
        ("1地区あたり10人", "area"),
        ("サロン数 8か所", ""),
    ],
)
def test_the_period_follows_the_words(written, per):
    assert only(written).per == per


def test_a_count_of_months_is_no_month_rate():
    total = aims("声かけ 54 地区×1人×12か月 648人")[-1]
    assert (total.quantity.value, total.per) == (648, "")


def test_a_heading_tells_targets_from_results():
    found = aims("【目標】研修 6回 →【実績】研修 4回")
    assert [(a.role, a.quantity.value) for a in found] == [("target", 6), ("result", 4)]


def test_a_present_state_is_a_result_beside_the_target():
    found = aims("サロン数 現状 7か所 本年度中に9か所")
    assert [(a.role, a.quantity.value) for a in found] == [("result", 7), ("target", 9)]


def test_the_factors_of_a_product_are_marked():
    found = aims("参加者数 延べ120人(10人×6回×2地区)")
    assert [a.factor for a in found] == [False, True, True, True]


def test_the_last_years_result_taken_as_target_is_both():
    aim = only("平成30年度実績 相談件数120件をベースに令和元年度の目標数としていく。")
    assert (aim.from_result, aim.fiscal_year) == (True, 2018)


def test_all_units_are_marked():
    assert only("全行政区(39行政区)でのサロンの開設").all_units


def test_a_bracket_that_repeats_the_number_counts_once():
    assert only("登録20名(研修修了者20名と想定する)").quantity.value == 20


def test_seventeen_of_twenty_five_is_seventeen():
    assert only("体制を整えた市町村 17市町村/25市町村").quantity.value == 17


@pytest.mark.parametrize(
    "written",
    [
        "8050問題に取り組む",
        "106条の3に基づく",
        "3年目の取組",
        "①つながりをつくる",
        "height: 20px",
        "2年前から2つの自治会において",
    ],
)
def test_numbers_that_are_no_aims_are_left_out(written):
    assert aims(written) == []


def test_circled_numbers_part_the_aims():
    assert [(a.label, a.quantity.value) for a in aims("①訪問 20件 ②相談 30件")] == [("訪問", 20), ("相談", 30)]


def test_a_label_on_its_own_line_serves_the_number_below_it():
    assert [(a.label, a.line) for a in read_aims([(5, "相談件数"), (6, "30件")])] == [("相談件数", 6)]


@given(st.text(max_size=60))
def test_any_text_is_read_without_failing(text):
    assert all(len(aim.quote) <= 60 for aim in aims(text))


@pytest.mark.parametrize(
    ("written", "values"),
    [("H29:4回 H30:4回", [4, 4]), ("平成29年度実績73,000世帯", [73_000]), ("県内25市町の内、6市町が設置した。", [6])],
)
def test_prose_states_results_by_its_verb_or_a_year(written, values):
    assert [a.quantity.value for a in read_results_in_prose([(1, written)])] == values


@pytest.mark.parametrize("written", ["来年度は5回開催する予定", "住民約100人にアンケートを行った。", "15圏域の会議"])
def test_prose_about_plans_and_sizes_states_no_result(written):
    assert read_results_in_prose([(1, written)]) == []
