"""Texts never need more room than computed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from components.packs.pdf import paper
from components.packs.slides import text_fit

LETTERS = st.text(st.sampled_from("釧路市支援カバー率（％）、。ABCmw0123456789.%-– ゎ鰺ヶ"), max_size=60)


@pytest.fixture(scope="module")
def font():
    return ImageFont.truetype(str(paper.font_file()), 100)


def test_a_full_width_character_is_as_wide_as_the_font_is_high():
    assert text_fit.ems("釧路市") == 3.0


def test_half_width_digits_are_narrower():
    assert text_fit.ems("2019") < 4 * 0.7


def test_an_empty_text_takes_one_line():
    assert text_fit.lines("", 12, 100) == 1


@pytest.mark.parametrize("text", ["一\n二\n三", "一\r二\r三", "一\r\n二\r\n三"])
def test_every_kind_of_line_break_counts(text):
    assert text_fit.lines(text, 12, 100) == 3


@given(LETTERS)
def test_a_real_japanese_font_needs_no_more_lines_than_computed(font, text):
    width = 120.0
    lines, room = 1, 0.0
    for mark in text:
        advance = font.getlength(mark) / 100 * 12
        if room + advance > width:
            lines, room = lines + 1, 0.0
        room += advance
    assert lines <= text_fit.lines(text, 12, width)


@given(LETTERS, st.integers(1, 12))
def test_a_shortened_text_fits_and_begins_like_the_whole(text, width):
    short = text_fit.shortened(text, width)
    assert text_fit.ems(short) <= width or len(short) == 1
    assert text.startswith(short.removesuffix("…"))


def test_the_largest_size_that_fits_is_chosen_and_the_smallest_where_none_does():
    assert text_fit.largest_size("短い", 400, 100, range(10, 20)) == 19
    assert text_fit.largest_size("長い文" * 200, 100, 20, range(10, 20)) == 10
