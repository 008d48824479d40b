"""Fiscal years in words."""

import pytest

from data.words import fiscal_year_ja


@pytest.mark.parametrize(
    ("fiscal_year", "words"),
    [
        (2018, "平成30年度（2018年度）"),
        (2019, "令和元年度（2019年度）"),
        (2021, "令和3年度（2021年度）"),
        (1989, "平成元年度（1989年度）"),
        (1988, "昭和63年度（1988年度）"),
    ],
)
def test_a_fiscal_year_is_named_in_both_calendars(fiscal_year, words):
    assert fiscal_year_ja(fiscal_year) == words
