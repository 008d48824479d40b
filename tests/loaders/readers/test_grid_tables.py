"""Tables whose columns are years, quarters or weekdays."""

import re

import pytest

from loaders.readers.text_tables import read_grid, unbroken

QUARTER = re.compile(r"第[1-4]四半期")
LINES = ("", "\t第１四半期\t第 2 四半期", "研修\t灯り\t", "\t\t縁側", "訪問\t坂道", "", "灯り\t縁側")


@pytest.fixture
def grid():
    return read_grid(LINES, QUARTER)


def test_a_table_is_found_by_its_headings_in_either_width(grid):
    assert grid.header_line == 2
    assert [cell.heading for row in grid.rows for cell in row.cells] == ["第1四半期", "第2四半期", "第1四半期"]


def test_a_row_without_a_label_has_the_label_above(grid):
    assert [(row.line, row.label, row.has_label) for row in grid.rows] == [
        (3, "研修", True),
        (4, "研修", False),
        (5, "訪問", True),
    ]


def test_a_row_with_fewer_cells_than_the_heading_is_incomplete(grid):
    assert [row.is_complete for row in grid.rows] == [True, True, False]


def test_a_table_ends_with_the_first_line_that_is_no_row(grid):
    assert grid.last_line == 5


def test_there_is_no_table_where_one_heading_is_another():
    assert read_grid(("\t第1四半期\t冬",), QUARTER) is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("第1回事業 実施に向けた会", "第1回事業実施に向けた会"),
        ("みんなの 縁側 ひらき", "みんなの縁側ひらき"),
        ("学習の場 小学3～4年生", "学習の場 小学3～4年生"),
        ("AKARI ROOM (アカリ)", "AKARI ROOM (アカリ)"),
        (" 灯り ", "灯り"),
    ],
)
def test_blanks_of_line_breaks_vanish_between_japanese_words(cell, text):
    assert unbroken(cell) == text


def test_a_table_goes_on_behind_a_page_break_with_a_row_of_as_many_cells():
    lines = ("\t第1四半期\t第2四半期", "研修\t灯り\t", "", "", "訪問\t坂道\t縁側", "", "灯り\t縁側")
    assert [row.line for row in read_grid(lines, QUARTER).rows] == [2, 5]
