"""Which result belongs to which target, and which is only a candidate."""

import pandas as pd
import pytest

from data.measures.matching import match_results
from tests.data.attainment_rows import result, stated, target


def matched(targets, *results):
    pairs = match_results(pd.DataFrame(targets).astype(object), pd.DataFrame(list(results)).astype(object))
    return pairs.set_index(["achievement_id", "target_id"])


def only(target_row, result_row):
    pairs = matched([target_row], result_row)
    assert len(pairs) == 1
    return pairs.iloc[0]


def test_a_result_with_the_id_of_a_target_belongs_to_it():
    pair = only(target(), result(7))
    assert (pair["method"], pair["value"], pair["reason"]) == ("target_id", 7, "")


def test_without_an_id_area_pillar_indicator_unit_and_year_must_agree():
    assert only(target(), stated(7))["method"] == "same_key"


@pytest.mark.parametrize(
    ("aim", "given", "value"),
    [
        ({"unit": "名"}, {"unit": "人"}, 60),
        ({"unit": "箇所"}, {"unit": "か所"}, 60),
        ({"unit": "割"}, {"unit": "%"}, 6),
        ({"unit": "回", "per": "month"}, {"unit": "回"}, 5),
        ({"unit": "回"}, {"unit": "回", "per": "month"}, 720),
    ],
)
def test_a_unit_that_can_be_converted_is_converted_to_the_unit_of_the_target(aim, given, value):
    pair = only(target(**aim), stated(60, **given))
    assert (pair["method"], pair["value"], pair["unit"]) == ("converted", value, aim["unit"])


@pytest.mark.parametrize(
    ("aim", "given", "reason"),
    [
        ({}, {"unit": "団体"}, "unit"),
        ({}, {"unit": None}, "unit"),
        ({}, {"indicator_code": None}, "indicator"),
        ({"indicator_code": None}, {}, "indicator"),
        ({}, {"pillar": None}, "pillar"),
        ({}, {"fiscal_year": None, "period_end": None}, "year"),
        ({"per": "site"}, {}, "period"),
        ({"per": "month"}, {"period_kind": "unknown"}, "period"),
    ],
)
def test_what_fits_less_is_a_candidate_without_a_value(aim, given, reason):
    pair = only(target(**aim), stated(60, **given))
    assert (pair["method"], pair["reason"]) == ("candidate", reason)
    assert pd.isna(pair["value"])


@pytest.mark.parametrize(
    "other",
    [{"area_code": "012068"}, {"pillar": "consultation"}, {"indicator_code": "closure_rate"}, {"fiscal_year": 2018}],
)
def test_a_result_about_something_else_is_not_even_a_candidate(other):
    assert matched([target()], stated(7, **other)).empty


def test_a_result_in_a_document_matches_only_inside_its_own_statement():
    assert matched([target()], stated(7, statement_id="S2")).empty
    pair = only(target(), stated(7, statement_id="S2", target_id="T1"))
    assert (pair["method"], pair["reason"]) == ("candidate", "other_statement")


def test_a_result_of_another_year_is_for_the_trend_only():
    assert only(target(target_fy=2021), result(7))["method"] == "other_year"


def test_the_year_follows_from_the_end_of_the_period():
    assert only(target(), stated(7, fiscal_year=None, period_end="2020-03-31"))["method"] == "same_key"
    assert matched([target()], stated(7, fiscal_year=None, period_end="2020-04")).empty


def test_a_result_that_fits_two_targets_is_a_candidate_for_both():
    pairs = matched([target(), target("T2")], stated(7))
    assert list(pairs["reason"]) == ["several_targets", "several_targets"]


def test_two_results_for_one_target_at_one_time_are_candidates():
    pairs = matched([target()], stated(7), stated(9, achievement_id="A2"))
    assert list(pairs["reason"]) == ["several_results", "several_results"]


def test_a_factor_of_another_target_takes_no_result_without_its_id():
    assert list(matched([target(), target("T2", part_of="T1")], stated(7)).index) == [("A1", "T1")]


def test_a_reported_unit_that_differs_from_the_target_is_a_candidate():
    pair = only(target(), result(7, unit="件"))
    assert (pair["method"], pair["reason"]) == ("candidate", "unit")


@pytest.mark.parametrize("marks", [{"value_kind": "change"}, {"part_of": "A0"}, {"duplicate_of": "A0"}])
def test_a_change_a_part_of_a_rate_and_a_repetition_are_no_results_of_their_own(marks):
    assert matched([target()], stated(7, **marks)).empty
