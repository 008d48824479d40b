"""Which municipalities a report speaks of, and with which coverage. Pure."""

from __future__ import annotations

import pandas as pd

from components.figures.aging import COVERAGES
from components.figures.reported_areas import is_reported, with_reported
from data.pack_facts import PackFacts

COVERAGE = COVERAGES["consultation"]


def own(facts: PackFacts) -> pd.DataFrame:
    """Return the municipality that the report is about, or all of the prefecture."""
    if facts.area_code is None:
        return facts.towns
    return facts.towns[facts.towns["area_code"] == facts.area_code]


def with_coverage(facts: PackFacts) -> pd.DataFrame:
    """Return the municipalities of the prefecture with the coverage that the scatter shows: reported before declared."""
    if facts.reported and is_reported(facts.reported.coverage, COVERAGE):
        return with_reported(facts.towns, facts.reported.coverage, COVERAGE)
    return facts.towns
