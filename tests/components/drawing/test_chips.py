"""Chips, heat tables and the results of targets over the years: escaped, and told apart without colour."""

from __future__ import annotations

import pytest

from components.drawing import grids, html
from components.drawing.grids import Chip, YearBar

EVIL = '<script>alert("x")</script>'


@pytest.mark.parametrize(
    "text",
    [
        grids.chips({"S": 1}, {"S": EVIL}),
        grids.chip_key({"D": EVIL}),
        grids.chip_heat([EVIL], [(EVIL, f'"{EVIL}', EVIL, [])]),
        grids.small_bars(EVIL, [YearBar(EVIL, 1.0, EVIL, 2.0, EVIL)]),
        grids.rated_targets([EVIL], [(EVIL, EVIL, "", [(EVIL, Chip("S", EVIL), [EVIL], EVIL, EVIL)])]),
    ],
)
def test_nothing_from_data_becomes_markup(text):
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert 'alert("' not in text


def test_finished_chips_and_charts_stay_markup_in_a_table():
    chip = grids.chips({"A": 2}, {"A": "達成"})
    assert chip in grids.chip_heat(["町"], [("甲", "", "", [chip])])
    chart = grids.small_bars("目標", [YearBar("令和5", 1.0, "1件")])
    assert chart in grids.rated_targets(["目標"], [("甲", "", chart, [("令和5", Chip("A", "達成"), [], "", "")])])


def test_an_empty_cell_says_that_there_is_no_target():
    assert "<td><small>目標なし</small></td>" in grids.chip_heat(["町"], [("甲", "", "", [""])])


def test_what_is_drawn_can_be_put_beside_other_html():
    """A text of jinja's own kind would escape what is added to it."""
    assert type(html.paragraph("甲")) is str
    assert html.paragraph("甲") + "<b>" == '<p class="">甲</p><b>'
