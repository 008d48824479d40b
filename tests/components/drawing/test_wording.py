"""Numbers, counts, names and dates in words: exact for none, one, all, ties and missing values."""

from __future__ import annotations

import doctest
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.drawing import wording


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(wording).failed == 0


@pytest.mark.parametrize("value", [None, "", math.nan, pd.NA, pd.NaT])
def test_every_kind_of_missing_value_is_a_dash(value):
    assert wording.number(value) == wording.percent(value) == wording.with_unit(value, "人") == "―"


@pytest.mark.parametrize(
    ("value", "text"), [(0.5, "1"), (1.5, "2"), (2.5, "3"), (-0.4, "0"), (1234567, "1,234,567"), (1.005, "1")]
)
def test_numbers_are_rounded_half_up(value, text):
    assert wording.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0.0%"), (100, "100.0%"), (99.98, "99.9%"), (0.02, "0.1%未満"), (33.25, "33.3%"), (1.0585, "1.1%")],
)
def test_a_percentage_is_never_rounded_to_none_or_all(value, text):
    assert wording.percent(value) == text


@given(st.floats(min_value=0, max_value=100))
def test_only_exact_zero_and_hundred_are_written_as_such(value):
    text = wording.percent(value)
    assert (text == "0.0%") == (value == 0)
    assert (text == "100.0%") == (value == 100)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 35, "35市町村のうち0（0.0%）"), (7, 35, "35市町村のうち7（20.0%）"), (35, 35, "35市町村のすべて"),
     (1, 1, "1市町村"), (0, 1, "1市町村のうち0（0.0%）"), (0, 0, "0市町村")],
)  # fmt: skip
def test_a_share_is_exact_for_none_one_and_all(part, whole, text):
    assert wording.share(part, whole) == text


def test_names_above_the_limit_are_counted():
    assert wording.names(["A"]) == "A"
    assert wording.names(["A", "B", "C"]) == "A、B、C"
    assert wording.names(["A", "B", "C", "D"]) == "A、B、Cほか1市町村"


def test_names_that_share_a_place_are_all_named_or_counted():
    assert wording.tied_names(["茨城県"]) == "茨城県"
    assert wording.tied_names(["茨城県", "東京都"]) == "茨城県と東京都"
    assert wording.tied_names(["A", "B", "C", "D"]) == "A・Bほか2"


@pytest.mark.parametrize(
    ("iso", "text"),
    [("2019-04-30", "平成31年4月30日"), ("2019-05-01", "令和元年5月1日"), ("2018-10", "平成30年10月"), ("2020", "2020年"),
     ("1989-01-07", "昭和64年1月7日"), (None, "―")],
)  # fmt: skip
def test_dates_stand_in_the_japanese_calendar(iso, text):
    assert wording.era_date(iso) == text


@pytest.mark.parametrize(
    ("year", "text"),
    [(2018, "平成30年度（2018年度）"), (2019, "令和元年度（2019年度）"), (2021, "令和3年度（2021年度）"), (None, "―")],
)
def test_fiscal_years_stand_in_both_calendars(year, text):
    assert wording.fiscal_year(year) == text


@pytest.mark.parametrize(
    ("arguments", "text"),
    [((2, 3, "range", "名", "year"), "年2～3名"), ((10, None, "increase_by", "%", None), "10%増"),
     ((5, None, "ge", "か所", "total"), "5か所以上"), ((30, None, "approx", "人", "month"), "月約30人"),
     ((None, None, "eq", "人", None), "―"), ((1.5, pd.NA, "eq", pd.NA, pd.NA), "1.5")],
)  # fmt: skip
def test_a_target_is_read_as_it_is_meant(arguments, text):
    assert wording.quantity(*arguments) == text


def test_a_place_in_a_document_names_document_and_lines():
    assert wording.place("001", 35, 38) == "文書001 35～38行目"
    assert wording.place("001", 35, 35) == wording.place("001", 35) == "文書001 35行目"
    assert wording.place(pd.NA, 35) == wording.place("001", pd.NA) == "―"


def test_the_as_of_line_names_the_fiscal_years_of_the_documents():
    documents = pd.DataFrame(
        {
            "doc_type": ["programme_plans", "programme_plans", "good_practices"],
            "fiscal_year": pd.array([2019, 2020, None], "Int64"),
        }
    )
    assert wording.as_of(documents) == "令和元年度（2019年度）～令和2年度（2020年度）"
    assert wording.as_of(documents.head(1)) == "令和元年度（2019年度）"
    assert wording.as_of(documents, "good_practices") == "年度の記載なし"


def test_the_source_line_names_kind_and_number_of_the_documents():
    documents = pd.DataFrame({"doc_id": ["000", "001"], "doc_type": ["good_practices", "programme_plans"]})
    assert wording.sources(documents) == "事業実施計画書（文書001）"
    assert wording.sources(documents, None) == "読み込んだ文書（文書000・文書001）"
    assert wording.sources(documents.head(0)) == "―"
