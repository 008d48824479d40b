"""The map without a browser: what is sent to it, how large it is, and what comes back from a click."""

from __future__ import annotations

import json
import random
import re

import pandas as pd
import pytest

from components import maps
from components.map_scales import SCALES

TOWNS = pd.DataFrame(
    {
        "area_code": ["032026", "032018", "032034", "131156"],
        "has_record": [True, True, False, True],
        "programme_group": ["both", "multi_agency", "no_record", "community_capacity"],
        "coverage_consultation_pct": [100.0, None, None, 2.84],
    }
)


def painted(towns, scale="consultation"):
    """Return what the script in the browser gets, as an object."""
    layer = maps.colour_layer(towns, SCALES[scale], "light")
    call = next(iter(layer._children.values()))
    return json.loads(call.argument)


def test_every_municipality_is_keyed_by_its_code_whatever_the_order_of_the_rows():
    message = painted(TOWNS)
    assert message == painted(TOWNS.iloc[::-1])
    assert message["steps"] == "(2gx)1(7nd)"
    assert [int("2gx", 36), 1, int("7nd", 36)] == [3201, 1, 13115 - 3202]


def test_values_travel_in_their_last_decimal_and_missing_ones_not_at_all():
    message = painted(TOWNS)
    values = [int(text, 36) / 10 if text else None for text in message["values"].split(",")]
    assert values == [None, 100.0, 2.8]
    assert message["unit"] == "%"


def test_not_computable_and_no_record_have_classes_of_their_own_with_a_pattern_and_a_word():
    message = painted(TOWNS)
    kinds = [divmod(int(kind, 36), 5) for kind in message["kinds"]]
    assert kinds == [(5, 2), (4, 0), (0, 1)]
    assert [message["words"][5], message["words"][6]] == ["算出不可", "情報なし（計画書なし）"]
    patterns = [pattern for _, pattern, _ in message["styles"]]
    assert patterns == ["", "", "", "", "", ".", "/"]


def test_a_municipality_without_a_record_is_not_sent_and_takes_the_last_class():
    message = painted(TOWNS)
    assert len(message["kinds"]) == 3
    assert message["words"][-1] == message["groups"][-1] == "情報なし（計画書なし）"


def test_the_map_can_be_zoomed_but_not_without_end():
    script = script_of(maps.base_map(None))
    assert '"minZoom": 4' in script
    assert '"maxZoom": 13' in script


def test_no_geometry_is_sent():
    assert "coordinates" not in json.dumps(painted(TOWNS))


@pytest.mark.parametrize("scale", SCALES)
def test_a_change_of_indicator_stays_below_15_kilobytes_even_with_a_value_for_every_municipality(
    scale, areas
):
    chance = random.Random(1)
    towns = pd.DataFrame({"area_code": areas, "has_record": True, "programme_group": "both"})
    for column in {entry.column for entry in SCALES.values() if not entry.is_group}:
        towns[column] = [chance.uniform(0, 15 if column == "coordinators_per_10k" else 100) for _ in areas]
    sent = script_of(maps.colour_layer(towns, SCALES[scale], "light")) + script_of(maps.base_map(None))
    assert len(sent.encode()) < 13_000


def test_the_map_itself_depends_on_the_prefecture_only():
    assert script_of(maps.base_map("03")) == script_of(maps.base_map("03"))
    assert script_of(maps.base_map("03")) != script_of(maps.base_map(None))


@pytest.mark.parametrize(
    ("tooltip", "area_code"),
    [
        ("岩手県 宮古市対象人口カバー率: 100.0 %両方の事業 032026", "032026"),
        ("北方領土（集計の対象外）", None),
        ("", None),
        (None, None),
    ],
)
def test_a_click_is_read_from_the_tooltip(tooltip, area_code):
    assert maps.clicked_area_code(tooltip) == area_code


@pytest.fixture
def areas(project_dir):
    registry = pd.read_csv(project_dir / "data" / "reference" / "areas.csv", dtype=str)
    return registry.loc[registry["level"] == "municipality", "area_code"].tolist()


def script_of(element):
    """Return the scripts of an element and its children, without folium's random names."""
    own = element._template.module.script(element) if hasattr(element._template.module, "script") else ""
    return re.sub(
        r"_[0-9a-f]{32}", "", own + "".join(script_of(child) for child in element._children.values())
    )
