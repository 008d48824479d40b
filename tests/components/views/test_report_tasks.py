"""Due dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from components.views.report_tasks import day_of


@pytest.mark.parametrize(
    "text", ["2026-05-31", "２０２６／５／３１", "2026年5月31日", "令和8年5月31日", "令和８年５月３１日", "R8.5.31"]
)
def test_both_calendars_and_full_width_digits_are_read(text):
    assert day_of(text) == date(2026, 5, 31)


def test_the_first_year_of_an_era_is_read():
    assert day_of("令和元年5月1日") == date(2019, 5, 1)


@pytest.mark.parametrize("text", ["", "5月31日", "2026-02-30", "来年", "31/5/2026"])
def test_what_names_no_day_is_none(text):
    assert day_of(text) is None
