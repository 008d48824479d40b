"""The files that the map loads: complete, small, and neighbours still touch."""

import json
from collections import Counter
from itertools import pairwise

import geopandas as gpd
import pytest

import loaders.static_files as geojson
from loaders import boundaries, reference_areas
from loaders.shapes.codes import NORTHERN_TERRITORIES


@pytest.fixture(scope="module")
def committed():
    return gpd.read_parquet(boundaries.BOUNDARIES)


@pytest.fixture(scope="module")
def map_files(committed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("geo")
    geojson.write_map_files(committed, folder)
    return folder


def rings_of(geometry):
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


def features_of(path):
    return json.loads(path.read_text("utf-8"))["features"]


def test_nation_file_holds_all_areas_with_code_and_name(map_files, committed):
    features = features_of(map_files / "JP.geojson")
    properties = [feature["properties"] for feature in features]
    assert properties == committed[["code", "name"]].to_dict("records")


def test_neighbours_on_the_map_share_their_edges(map_files):
    edges = Counter(
        frozenset(edge)
        for feature in features_of(map_files / "JP.geojson")
        for ring in rings_of(feature["geometry"])
        for edge in pairwise(map(tuple, ring))
    )
    shared = sum(count == 2 for count in edges.values()) / len(edges)
    # Two thirds are borders, one third is coast; simplified one by one, only a fifth would remain shared.
    assert shared > 0.6


@pytest.mark.parametrize("prefecture_code", ["01", "13", "47"])
def test_prefecture_file_holds_its_municipalities_only(map_files, prefecture_code):
    codes = {f["properties"]["code"] for f in features_of(map_files / f"{prefecture_code}.geojson")}
    municipalities = (a["area_code"] for a in reference_areas.read() if a["level"] == "municipality")
    expected = {code for code in municipalities if code.startswith(prefecture_code)}
    assert codes - {NORTHERN_TERRITORIES[0]} == expected
    assert (NORTHERN_TERRITORIES[0] in codes) == (prefecture_code == "01")


def test_there_is_one_file_per_prefecture_and_one_for_the_nation(map_files):
    assert sorted(path.stem for path in map_files.iterdir()) == [f"{n:02}" for n in range(1, 48)] + ["JP"]


def test_nation_file_stays_small_enough_for_an_office_network(map_files):
    assert (map_files / "JP.geojson").stat().st_size < 900_000
