"""One table says how a mark looks on screen, paper, slides and in workbooks: no writer meets a sign that it cannot draw."""

from __future__ import annotations

import json
import re

import pytest
from matplotlib.lines import Line2D
from pptx.enum.chart import XL_MARKER_STYLE
from pptx.enum.dml import MSO_PATTERN

from components.drawing import marks
from components.drawing.marks import PATTERNS, PROGRAMME_GROUPS, SYMBOLS, Mark
from data.folders import PROJECT

GROUPS = (
    PROGRAMME_GROUPS, marks.PILLARS, marks.COVERAGE_PARTS, marks.STAGES, marks.RESULT_STATES, marks.RATINGS, marks.SEVERITIES,
)  # fmt: skip


def test_every_pattern_of_a_group_stands_in_the_table():
    assert {mark.pattern for group in GROUPS for mark in group.values()} <= set(PATTERNS)


def test_every_symbol_of_the_scatter_stands_in_the_table():
    assert {mark.symbol.removesuffix("-open") for mark in PROGRAMME_GROUPS.values()} <= set(SYMBOLS)


def test_patterns_differ_on_paper_and_those_of_slides_have_names_that_office_knows():
    assert len({pattern.hatch for pattern in PATTERNS.values()}) == len(PATTERNS)
    named = [pattern.office for pattern in PATTERNS.values() if pattern.office]
    assert len(set(named)) == len(named) == 7
    assert all(name.upper() in MSO_PATTERN.__members__ for name in named)


def test_symbols_have_names_that_paper_and_office_know():
    assert all(symbol.paper in Line2D.markers for symbol in SYMBOLS.values())
    assert all(symbol.office.upper() in XL_MARKER_STYLE.__members__ for symbol in SYMBOLS.values())


@pytest.mark.parametrize("pattern", filter(None, PATTERNS))
def test_the_patterns_of_the_legend_are_those_that_the_map_draws(pattern):
    script = (PROJECT / "static" / "municipal_map.js").read_text("utf-8")
    drawn = re.search(r"PATTERN_PATHS = \{(.*?)\};", script, re.DOTALL)
    assert f"{json.dumps(pattern)}:" in drawn[1]
    assert "{ink}" in PATTERNS[pattern].css


def test_a_hollow_mark_keeps_its_shape():
    hollow = Mark("報告値", "#000000", "#FFFFFF", "diamond-open", "")
    assert (hollow.is_hollow, hollow.shape) == (True, SYMBOLS["diamond"])
