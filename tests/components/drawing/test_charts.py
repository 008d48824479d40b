"""Bars start at 0, keep their order and differ by pattern."""

from __future__ import annotations

import pandas as pd
import pytest

from components.drawing import charts
from components.drawing.marks import PROGRAMME_GROUPS
from components.drawing.model import Bars

COUNTS = pd.DataFrame({"both": [2, 0], "multi_agency": [1, 3], "none": [0, 0]}, index=["北海道", "青森県"])


@pytest.fixture
def figure():
    return charts.stacked_bars(Bars(COUNTS, PROGRAMME_GROUPS, "市町村"), "light")


def test_bars_hold_the_counts_in_their_order(figure):
    assert [(bar.name, list(bar.y), list(bar.x)) for bar in figure.data] == [
        ("両方の事業", ["北海道", "青森県"], [2, 0]),
        ("多機関の協働のみ", ["北海道", "青森県"], [1, 3]),
    ]


def test_a_group_without_a_count_has_no_place_in_the_legend(figure):
    assert "実施の記載なし" not in [bar.name for bar in figure.data]


def test_bars_begin_at_zero(figure):
    assert figure.layout.xaxis.rangemode == "tozero"


def test_small_counts_have_whole_numbers_at_the_axis(figure):
    assert figure.layout.xaxis.dtick == 1
    many = charts.stacked_bars(Bars(COUNTS * 10, PROGRAMME_GROUPS, "市町村"), "light")
    assert (many.layout.xaxis.dtick, many.layout.xaxis.nticks) == (None, 6)


def test_groups_can_be_told_apart_in_black_and_white(figure):
    assert len({bar.marker.pattern.shape for bar in figure.data}) == len(figure.data)


def test_a_zero_is_not_written_into_a_bar(figure):
    assert list(figure.data[0].text) == ["2", ""]


def test_every_bar_ends_with_its_total_and_a_bar_of_one_group_says_it_once(figure):
    assert [(note.y, note.x, note.text) for note in figure.layout.annotations] == [
        ("北海道", 3, "3"),
        ("青森県", 3, "3"),
    ]
    assert list(figure.data[1].text) == ["1", ""]


def test_nothing_is_fetched_and_no_button_speaks_english():
    assert charts.CONFIG["displayModeBar"] is False
    assert "topojsonURL" not in charts.CONFIG
