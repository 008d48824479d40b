"""Dates and fiscal years in Japanese eras."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.text.era_dates import dates_in, first_date, fiscal_years_in, western_year


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("平成31年4月1日現在", "2019-04-01"),
        ("H31.4.1", "2019-04-01"),
        ("R1.10.1 現在", "2019-10-01"),
        ("令和元年9月末", "2019-09-30"),
        ("平成３０年２月末", "2018-02-28"),
        ("2019年10月", "2019-10-01"),
        ("R1/6現在", "2019-06-01"),
        ("保護率R元10.1", "2019-10-01"),
        ("(H31.4.1現在) 2,949人", "2019-04-01"),
    ],
)
def test_a_date_is_read_in_its_era(written, iso):
    assert first_date(written) == iso


@pytest.mark.parametrize("written", ["36.50 (km²)", "4.92 (%)", "13月", "平成31年13月1日", "1/3"])
def test_other_numbers_are_no_dates(written):
    assert first_date(written) is None


@given(st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2018, 12, 31)))
def test_every_day_of_heisei_is_read(day):
    assert first_date(f"平成{day.year - 1988}年{day.month}月{day.day}日") == day.isoformat()


def test_several_dates_come_in_reading_order():
    assert [d.iso for d in dates_in("平成31年4月～令和元年9月")] == ["2019-04-01", "2019-09-01"]


def test_positions_are_those_of_the_folded_text():
    date = dates_in("人口 H31.4.1 2,400")[0]
    assert (date.start, date.has_day) == (2, True)


@pytest.mark.parametrize("written", ["H31.4.1 24,164", "平成 31 年 4 月 1 日 24,164人", "R1.10.1　１,２００"])
def test_a_space_parts_a_date_from_the_number_behind_it(written):
    assert len(dates_in(written)) == 1
    assert first_date(written) in {"2019-04-01", "2019-10-01"}


def test_a_year_without_an_era_is_heisei():
    assert fiscal_years_in("31年度") == [2019]


def test_fiscal_years_are_named_by_their_april():
    assert fiscal_years_in("平成30年度と令和元年度、2022年度") == [2018, 2019, 2022]
    assert fiscal_years_in("平成31（令和元）年度、令和2（2020）年度、平成三十年度") == [2019, 2020, 2018]
    assert fiscal_years_in("段階の一覧（令和4年度）") == [2022]


def test_the_first_year_of_an_era_is_gannen():
    assert western_year("令和", "元") == 2019
