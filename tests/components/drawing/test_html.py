"""HTML from data is escaped, and every small figure says in words what it draws."""

from __future__ import annotations

import pytest

from components.drawing import html
from components.drawing.html import Cell, Standing
from components.drawing.model import Number, Share

EVIL = '<script>alert("x")</script>'


@pytest.mark.parametrize(
    "text",
    [
        html.number_tiles([Number(EVIL, EVIL, EVIL, EVIL)]),
        html.share_bars([Share(EVIL, 50, EVIL)]),
        html.standings([Standing(EVIL, EVIL, 1, 0, 1, 2, 3, 4, EVIL)]),
        html.function_row([Cell(EVIL, EVIL, True, EVIL)]),
        html.municipality_tiles([(EVIL, "both", f'"{EVIL}')]),
        html.badges([EVIL]), html.facts([(EVIL, EVIL)]), html.passage([(1, EVIL)]),
        html.paragraph(EVIL), html.heading(EVIL, EVIL), html.rows([EVIL], [[EVIL]]),
    ],
)  # fmt: skip
def test_nothing_from_data_becomes_markup(text):
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_an_unknown_whole_is_drawn_as_such_and_not_as_zero():
    text = html.share_bars([Share("住民", None, "分母は不明")])
    assert "km-unknown" in text
    assert "分母は不明" in text


@pytest.mark.parametrize(
    ("pct", "width"), [(0, "0.00"), (100, "100.00"), (130, "100.00"), (-1, "0.00"), (12.345, "12.35")]
)
def test_a_bar_stays_inside_its_frame(pct, width):
    assert f"width:{width}%" in html.share_bars([Share("a", pct, "b")])


def test_a_strip_without_a_range_is_empty():
    text = html.standings([Standing("面積", "5", 5.0, 5.0, None, 5.0, None, 5.0, "比べる値がない")])
    assert "km-strip-empty" in text


def test_a_value_outside_of_the_others_stays_on_the_strip():
    text = html.standings([Standing("面積", "9", 9.0, 0.0, 1.0, 2.0, 3.0, 4.0, "")])
    assert 'class="km-own" style="left:100.0%"' in text


def test_the_legend_counts_every_kind_of_municipality():
    text = html.municipality_tiles([("A", "both", "a"), ("B", "no_record", "b"), ("C", "no_record", "c")])
    assert "両方の事業 1" in text
    assert "計画書なし 2" in text
    assert "多機関の協働のみ" not in text


def test_a_table_without_lines_is_nothing():
    assert html.rows(["a"], []) == ""
