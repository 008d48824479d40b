"""Colours can be told apart from their ground, and groups without colour."""

from __future__ import annotations

import pytest

from components import theme

GROUPS = {
    "programmes": theme.PROGRAMME_GROUPS, "pillars": theme.PILLARS, "coverage": theme.COVERAGE_PARTS,
    "results": theme.RESULT_STATES, "severities": theme.SEVERITIES,
}  # fmt: skip


def test_black_on_white_has_the_greatest_contrast():
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_texts_reach_four_and_a_half_to_one(colours):
    for ground in (colours.background, colours.surface):
        assert (
            min(theme.contrast(text, ground) for text in (colours.text, colours.muted, colours.accent)) >= 4.5
        )


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_groups_reach_three_to_one(name, mode):
    ground = theme.palette(mode).background
    assert min(theme.contrast(mark.colour(mode), ground) for mark in GROUPS[name].values()) >= 3


@pytest.mark.parametrize("name", GROUPS)
def test_groups_differ_in_word_symbol_and_pattern_too(name):
    marks = list(GROUPS[name].values())
    for attribute in ("label_ja", "symbol", "pattern"):
        assert len({getattr(mark, attribute) for mark in marks}) == len(marks)


@pytest.mark.parametrize("name", GROUPS)
def test_no_figure_needs_more_than_five_colours(name):
    assert len(GROUPS[name]) <= 5
