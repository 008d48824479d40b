"""The municipalities of the scatter: kept with fewer columns, and shown as if with all."""

import pandas as pd
import pytest

from components.figures import aging
from components.views import sources
from data import answers


@pytest.mark.parametrize("code", aging.COVERAGES)
def test_points_kept_with_fewer_columns_are_shown_with_their_sources_as_if_with_all(code):
    coverage, towns = aging.COVERAGES[code], answers.municipalities()
    placed = sources._as_declared(None, coverage, "")
    assert placed.points.shape[1] < towns.shape[1] / 2
    shown, whole = aging.table(placed.points, coverage), aging.table(aging.points(towns, coverage), coverage)
    assert {"文書", "行（始め）"} <= set(whole)
    pd.testing.assert_frame_equal(shown, whole)
    facts, all_facts = (aging._facts(rows, ()) for rows in (placed.points, aging.points(towns, coverage)))
    assert {**facts, "first": []} == {**all_facts, "first": []}
