"""Lines over variables: gaps where nothing is known, the group behind, the own municipality first and thickest."""

from __future__ import annotations

import pandas as pd

from components.drawing import charts
from components.drawing.marks import COMPARED


def lines(*positions):
    return pd.DataFrame(
        {"area_code": [code for code, _ in positions], "name_ja": [f"町{code}" for code, _ in positions],
         "variable_ja": "人口", "position": [place for _, place in positions], "value_ja": "1人"}
    )  # fmt: skip


def limits(low=-0.5, high=0.5):
    return pd.DataFrame(
        {"variable_ja": ["人口"], "position_q1": [low], "position_median": [0.0], "position_q3": [high]}
    )


def test_the_own_line_is_first_and_thickest():
    own, other = charts.parallel(lines(("1", 0.1), ("0", 0.2)), limits(), "全国", "light").data[2:]
    assert (own.name, other.name) == ("町1", "町0")
    assert own.line.width > other.line.width
    assert own.marker.symbol != other.marker.symbol
    assert own.line.dash != other.line.dash


def test_the_band_reaches_from_quartile_to_quartile():
    band, median = charts.parallel(lines(("1", 0.1)), limits(-0.5, 0.7), "全国", "light").data[:2]
    assert (band.base[0], band.base[0] + band.x[0]) == (-0.5, 0.7)
    assert list(median.x) == [0.0]


def test_a_group_without_quartiles_has_no_band():
    band = charts.parallel(lines(("1", 0.1)), limits(None, None), "全国", "dark").data[0]
    assert len(band.y) == 0


def test_an_unknown_value_is_a_gap_and_not_the_median():
    own = charts.parallel(lines(("1", None)), limits(), "全国", "light").data[2]
    assert pd.isna(own.x[0])
    assert own.connectgaps is False


def test_no_more_than_five_municipalities_are_drawn():
    many = lines(*((str(number), 0.1) for number in range(7)))
    assert len(charts.parallel(many, limits(), "全国", "light").data) == 2 + len(COMPARED) == 7
