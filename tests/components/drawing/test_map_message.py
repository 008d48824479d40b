"""What is sent to the map at a change of indicator: every value arrives, and it stays small."""

from __future__ import annotations

import functools
import json
import math
import random
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.drawing import maps
from components.drawing.maps import DIGITS, EXCEPT, code_steps, coded, message, packed
from components.figures.layers import LAYERS

TOWNS = pd.DataFrame(
    {
        "area_code": ["032026", "032018", "032034", "131156"],
        "has_record": [True, True, False, True],
        "programme_group": ["both", "multi_agency", "no_record", "community_capacity"],
        "coverage_consultation_pct": [100.0, None, None, 2.84],
    }
)
ALL_SCALES = {name: layer.scale for name, layer in LAYERS.items() if name != "stage"}


def codes_of(steps):
    codes = [0]
    for step in re.findall(r"\(\w+\)|\+\w|\w", steps):
        size = int(re.sub(r"[(+)]", "", step), 36)
        for _ in range(size if step.startswith("+") else 1):
            codes.append(codes[-1] + (1 if step.startswith("+") else size))
    return codes[1:]


def unpacked(listed, width=1, on_the_map=()):
    """Return five-digit code → number, as static/municipal_map.js reads a list."""
    if listed["codes"].startswith(EXCEPT):
        codes = sorted({int(code[:5]) for code in on_the_map} - set(codes_of(listed["codes"][1:])))
    else:
        codes = codes_of(listed["codes"])
    numbers = [
        functools.reduce(lambda total, digit: total * len(DIGITS) + DIGITS.index(digit), text, 0)
        for text in re.findall(f".{{{width}}}", listed["marks"])
    ]
    return dict(zip(codes, numbers, strict=True))


def test_every_municipality_is_keyed_by_its_code_whatever_the_order_of_the_rows():
    sent = message(TOWNS, LAYERS["consultation"].scale, "light")
    assert sent == message(TOWNS.iloc[::-1], LAYERS["consultation"].scale, "light")
    assert unpacked(sent["numbered"], 2) == {3202: 1000, 13115: 28}
    assert sent["unit"] == "%"


def test_not_computable_and_no_record_have_classes_of_their_own_with_a_pattern_and_a_word():
    sent = message(TOWNS, LAYERS["consultation"].scale, "light")
    told = {**unpacked(sent["classed"]), "rest": sent["rest"]}
    assert {sent["words"][number] for number in told.values()} == {"算出不可", "情報なし（計画書なし）"}
    assert [pattern for _, pattern, _ in sent["styles"]] == ["", "", "", "", "", ".", "/"]


def test_what_most_municipalities_without_a_number_are_is_sent_once():
    many = pd.concat([TOWNS, TOWNS.iloc[[2]].assign(area_code="032051")])
    sent = message(many, LAYERS["consultation"].scale, "light")
    assert sent["words"][sent["rest"]] == "情報なし（計画書なし）"
    assert unpacked(sent["classed"]) == {3201: 5}
    assert unpacked(sent["plans"]) == {3202: 0, 3201: 2, 13115: 1}


def test_a_town_without_a_plan_keeps_its_value_of_the_census():
    towns = TOWNS.assign(census_aging_rate_pct=[33.3, None, 41.25, 20.0])
    sent = message(towns, LAYERS["census_aging"].scale, "light")
    assert unpacked(sent["numbered"], 2, TOWNS["area_code"]) == {3202: 333, 3203: 412, 13115: 200}
    assert sent["words"][sent["rest"]] == "国勢調査に値なし"
    assert sent["groups"][-1] == "計画書なし"


@pytest.mark.parametrize(
    ("people", "shown"),
    [(0, 0), (169, 169), (999, 999), (1_973, 1_970), (49_999, 49_900), (168_730, 168_000), (3_777_491, 3_770_000)],
)
def test_a_large_number_is_told_by_its_first_three_digits_and_never_crosses_an_edge(people, shown):
    (code,) = coded(pd.Series([float(people)]), LAYERS["population"].scale)
    assert code % 1_000 * 10 ** (code // 1_000) == shown
    assert code < len(DIGITS) ** 2


def test_the_number_of_cases_travels_beside_the_share():
    towns = TOWNS.assign(attained_pct=[80.0, None, None, 50.0], rateable_count=[10, 0, 0, 2], no_share="unreported")
    sent = message(towns, LAYERS["attained"].scale, "light")
    assert sent["counter"] == "評価できた目標"
    assert (sent["counts"], sent["countWidth"]) == ("a2", 1)
    assert sent["words"][sent["rest"]] == "未報告"


def test_where_nearly_all_have_a_number_only_the_codes_of_the_others_are_sent():
    codes = [f"0320{number}0" for number in range(9)]
    towns = pd.DataFrame({"area_code": codes, "has_record": True, "programme_group": "both"})
    towns["aging_rate_pct"] = [30.0, None, *[40.0] * 7]
    sent = message(towns, LAYERS["aging"].scale, "light")
    assert sent["numbered"]["codes"] == EXCEPT + code_steps(pd.Series(["032010"]))
    assert sent["plans"] == {"codes": EXCEPT, "marks": "0" * 9}
    assert list(unpacked(sent["numbered"], 2, codes)) == [3200, *range(3202, 3209)]


def test_a_town_without_a_plan_but_with_a_stage_is_told():
    towns = TOWNS.assign(stage=["unknown", "unknown", "implementing", "unknown"])
    sent = message(towns, LAYERS["stage"].scale, "light")
    assert unpacked(sent["classed"]) == {3203: 0}
    assert sent["words"][sent["rest"]] == "情報なし"


def test_no_geometry_is_sent():
    assert "coordinates" not in json.dumps(message(TOWNS, LAYERS["consultation"].scale, "light"))


def test_a_number_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="5 to 5184 do not fit into 2 characters"):
        packed(pd.Series([5, 5_184]), 2)


@given(st.sets(st.integers(1_000, 47_999), min_size=1, max_size=300))
def test_any_set_of_codes_comes_back(codes):
    area_codes = pd.Series(sorted(f"{code:05}0" for code in codes))
    listed = {"codes": code_steps(area_codes), "marks": "0" * len(codes)}
    assert sorted(unpacked(listed)) == sorted(codes)


def test_no_digit_needs_escaping_in_json_html_or_a_script():
    assert len(set(DIGITS)) == len(DIGITS) == 72
    assert not set(DIGITS) & set("\"'\\<>&/` \n{}")


@pytest.mark.parametrize("name", ALL_SCALES)
def test_a_change_of_indicator_stays_small_even_with_a_value_for_every_municipality(name, areas):
    scale, chance = ALL_SCALES[name], random.Random(1)
    towns = pd.DataFrame({"area_code": areas, "has_record": True, "programme_group": "both"})
    limit = 3_777_491 if name == "census_population" else 15 if name == "coordinators" else 100
    towns[scale.column] = [chance.uniform(0, limit) for _ in areas]
    if name == "programme":
        towns[scale.column] = [chance.choice(["both", "multi_agency", "none"]) for _ in areas]
    if name == "report_state":
        towns[scale.column] = [chance.choice(["confirmed", "submitted", "not_submitted"]) for _ in areas]
    towns = towns.assign(no_share="unreported", no_report="unreported", rateable_count=7)
    sent = json.dumps(
        script_of(maps.colour_layer(maps.message(towns, scale, "light")))
        + script_of(maps.base_map(None, "0123456789ab", "気象庁ホームページの区域データを加工して作成"))
    )
    assert len(sent) < (10_500 if name == "attained" else 8_500)


@pytest.mark.parametrize("name", ["consultation", "census_aging"])
def test_each_number_is_in_the_class_of_the_legend(name, areas):
    scale, chance = ALL_SCALES[name], random.Random(2)
    towns = pd.DataFrame({"area_code": areas, "has_record": True, "programme_group": "both"})
    towns[scale.column] = [chance.choice([math.nan, *scale.edges, chance.uniform(0, 100)]) for _ in areas]
    sent = message(towns, scale, "light")
    numbers = unpacked(sent["numbered"], 2, areas)
    classes = dict(zip((int(code[:5]) for code in areas), scale.classify(towns), strict=True))
    for code, number in numbers.items():
        assert sum(number / 10 >= edge for edge in sent["edges"]) == classes[code]


@pytest.fixture
def areas(project_dir):
    registry = pd.read_csv(project_dir / "data" / "reference" / "areas.csv", dtype=str)
    return registry.loc[registry["level"] == "municipality", "area_code"].tolist()


def script_of(element):
    """Return the scripts of an element and its children, without folium's random names."""
    own = element._template.module.script(element) if hasattr(element._template.module, "script") else ""
    return re.sub(r"_[0-9a-f]{32}", "", own + "".join(script_of(child) for child in element._children.values()))
