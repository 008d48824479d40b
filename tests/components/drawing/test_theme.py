"""Colours can be told apart from their ground, and groups without colour."""

from __future__ import annotations

import re

import pytest

from components.drawing import marks, theme
from data.folders import PROJECT
from data.schema import FRAMEWORKS

GROUPS = {
    "programmes": marks.PROGRAMME_GROUPS, "coverage": marks.COVERAGE_PARTS,
    "results": marks.RESULT_STATES, "severities": marks.SEVERITIES,
    "compared": dict(enumerate(marks.COMPARED)),
    **{code: {pillar: marks.PILLARS[pillar] for pillar in one.pillars} for code, one in FRAMEWORKS.items()},
}  # fmt: skip
# Groups with more than five words share colours; sign, pattern or letter tells them apart.
MANY = (marks.STAGES, marks.RATINGS, marks.REPORT_STATES)
MARKS = [mark for group in (*GROUPS.values(), *MANY) for mark in group.values()]


def contrast(colour: str, other: str) -> float:
    """Return the contrast ratio of two #RRGGBB colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_black_on_white_has_the_greatest_contrast():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_texts_reach_four_and_a_half_to_one(colours):
    for ground in (colours.background, colours.surface):
        assert min(contrast(text, ground) for text in (colours.text, colours.muted, colours.accent)) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_marks_reach_four_and_a_half_to_one_because_numbers_stand_on_them(mode):
    """A bar writes its number in the colour of the ground; a point or a line needs no more than 3:1."""
    ground = theme.palette(mode).background
    assert [m.label_ja for m in MARKS if contrast(m.colour(mode), ground) < 4.5] == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_marks_an_absence_reaches_three_to_one(mode):
    colours = theme.palette(mode)
    assert min(contrast(colours.missing, ground) for ground in (colours.background, colours.surface)) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_sequence_goes_from_faint_to_strong(mode):
    steps = [contrast(step, theme.palette(mode).background) for step in theme.palette(mode).sequence]
    assert steps == sorted(steps)
    assert steps[-1] >= 4.5


# What the style sheet writes on a ground of its own: selector { background: …; color: … }
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
SETTING = re.compile(
    r"(?<![\w-])(background|color):\s*(light-dark\([^)]*\)|#[0-9a-fA-F]{3,6}|var\(--km-(?!hatch)[a-z]+\))"
)
PAIR = re.compile(r"light-dark\((#\w+), (#\w+)\)")


def css_colours(value, variables):
    """Return a colour of the style sheet in light and dark as #RRGGBB."""
    if value.startswith("var("):
        value = variables[value[4:-1]]
    light, dark = PAIR.match(value).groups() if PAIR.match(value) else (value, value)
    return tuple(f"#{''.join(2 * c for c in one[1:])}" if len(one) == 4 else one for one in (light, dark))


def test_what_the_style_sheet_writes_on_its_own_ground_can_be_read():
    sheet = re.sub(r"/\*.*?\*/", "", (PROJECT / "static" / "monitor.css").read_text("utf-8"), flags=re.DOTALL)
    variables = dict(re.findall(r"(--km-[a-z]+): (light-dark\([^)]*\))", sheet))
    weak, seen = [], 0
    for selector, body in RULE.findall(sheet):
        found = dict(SETTING.findall(body))
        if len(found) == 2:
            seen += 1
            pairs = zip(*(css_colours(value, variables) for value in found.values()), strict=True)
            weak += [selector.strip() for pair in pairs if contrast(*pair) < 4.5]
    assert seen >= 12
    assert weak == []


@pytest.mark.parametrize("name", GROUPS)
def test_groups_differ_in_word_symbol_and_pattern_too(name):
    marks = list(GROUPS[name].values())
    for attribute in ("label_ja", "symbol", "pattern"):
        assert len({getattr(mark, attribute) for mark in marks}) == len(marks)


def test_pillars_of_two_frameworks_in_one_figure_do_not_look_alike():
    assert len({(mark.light, mark.pattern) for mark in marks.PILLARS.values()}) == len(marks.PILLARS)


@pytest.mark.parametrize("name", GROUPS)
def test_no_figure_needs_more_than_five_colours(name):
    assert len(GROUPS[name]) <= 5
