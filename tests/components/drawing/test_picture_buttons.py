"""The buttons that save a figure as a picture, and the colours that a picture has on paper."""

from __future__ import annotations

import dataclasses
import re

import pytest

from components.drawing import html, marks, theme
from data.folders import PROJECT

MAKER = PROJECT / "static" / "figure_picture.js"
GROUPS = (
    marks.PROGRAMME_GROUPS, marks.PILLARS, marks.COVERAGE_PARTS, marks.STAGES, marks.RESULT_STATES, marks.SEVERITIES,
)  # fmt: skip


def on_paper():
    """Return the table of the script: colour of the dark screen → colour on paper."""
    table = re.search(r"const ON_PAPER = \{(.*?)\};", MAKER.read_text("utf-8"), re.DOTALL).group(1)
    return dict(re.findall(r'"(#[0-9a-f]{6})": "(#[0-9a-f]{6})"', table))


def of_theme():
    """Return the same pairs from the theme."""
    pairs = set()
    for field in dataclasses.fields(theme.Palette):
        dark, light = getattr(theme.DARK, field.name), getattr(theme.LIGHT, field.name)
        pairs |= {(dark, light)} if isinstance(dark, str) else set(zip(dark, light, strict=True))
    pairs |= {(mark.dark, mark.light) for group in GROUPS for mark in group.values()}
    return {(dark.lower(), light.lower()) for dark, light in pairs}


def test_every_colour_of_the_dark_screen_has_its_colour_on_paper():
    assert set(on_paper().items()) == of_theme()


def test_a_dark_colour_has_one_colour_on_paper_which_is_not_changed_again():
    pairs = of_theme()
    assert len({dark for dark, _ in pairs}) == len(pairs)
    assert {dark for dark, _ in pairs} & {light for _, light in pairs} == set()


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_button_is_a_real_button_with_a_japanese_explanation(ending):
    found = re.search(
        rf'<button type="button" [^>]*data-format="{ending}"[^>]*title="([^"]+)"[^>]*><span>{ending.upper()}</span></button>',
        html.picture_buttons("kyosei_targets_01_1a2b3c"),
    )
    assert "この図を" in found.group(1)
    assert 'data-file="kyosei_targets_01_1a2b3c"' in found.group(0)


def test_a_file_name_cannot_leave_its_attribute():
    assert "<b>" not in html.picture_buttons('"><b>')


def test_an_address_changes_with_the_file_and_with_the_files_that_it_loads(tmp_path, monkeypatch):
    monkeypatch.setattr(html, "PROJECT", tmp_path)
    (tmp_path / "static").mkdir()
    addresses = set()
    for one, two in [("a", "b"), ("x", "b"), ("x", "y")]:
        (tmp_path / "static" / "one.js").write_text(one)
        (tmp_path / "static" / "two.js").write_text(two)
        addresses.add(html.address_of.__wrapped__("one.js", "two.js"))
    assert len(addresses) == 3
    assert all(re.fullmatch(r"app/static/one\.js\?v=[0-9a-f]{8}", address) for address in addresses)
