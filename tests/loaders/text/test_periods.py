"""Fiscal years, dates and ranges on the whole clause."""

import pytest

from loaders.text.era_dates import periods_in


@pytest.mark.parametrize(
    ("clause", "years"),
    [
        ("令和7年度までに第2層", [2025]),
        ("2025年度までに10か所、2030年までに20か所", [2025, 2030]),
        ("R1目標", [2019]),
        ("平成29・30年度に", [2017, 2018]),
        ("H30~R2年度", [2020]),
        ("本年度中に", [2019]),
        ("来年度", [2020]),
        ("前年度比2割", []),
        ("第3期の計画", []),
        ("3年目", []),
        ("1/2の地区", []),
    ],
)
def test_years_are_read_with_and_without_an_era(clause, years):
    assert [period.fiscal_year for period in periods_in(clause, 2019)] == years


@pytest.mark.parametrize(("year", "expected"), [(2019, 2019), (2021, 2019), (2023, 2019)])
def test_a_bare_year_is_read_in_the_nearest_era(year, expected):
    assert periods_in("31年度に", year)[0].fiscal_year == expected
    assert periods_in("7年度までに", year)[0].fiscal_year == 2025


@pytest.mark.parametrize(
    ("clause", "first", "last"),
    [
        ("平成31年4月~令和元年9月", "2019-04-01", "2019-09-30"),
        ("(2018.4-2019.3)", "2018-04-01", "2019-03-31"),
        ("平成30年4月から平成31年2月末まで", "2018-04-01", "2019-02-28"),
    ],
)
def test_a_range_ends_on_the_last_day_of_its_month(clause, first, last):
    period = periods_in(clause, 2019)[0]
    assert (period.first_day, period.last_day, period.is_range) == (first, last, True)


def test_a_day_without_a_year_falls_into_the_year_of_the_document():
    assert periods_in("10月15日現在", 2019)[0].first_day == "2019-10-15"
    assert periods_in("2月末まで", 2019)[0].last_day == "2020-02-29"
    assert periods_in("10月15日現在", None) == []


def test_an_impossible_day_is_no_period():
    assert periods_in("令和元年13月1日", 2019) == []
