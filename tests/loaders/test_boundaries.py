"""The municipal boundaries: complete, without gaps or overlaps, under their official names."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from loaders import boundaries, reference_areas
from loaders.shapes import joining


@pytest.fixture(scope="module")
def committed():
    return gpd.read_parquet(boundaries.BOUNDARIES)


@pytest.fixture(scope="module")
def municipalities():
    return {a["area_code"]: a for a in reference_areas.read() if a["level"] == "municipality"}


def test_every_municipality_has_exactly_one_boundary_under_its_official_name(committed, municipalities):
    names = dict(zip(committed["code"], committed["name"], strict=True))
    assert len(names) == len(committed) == 1742
    assert names.pop("hoppo") == "北方領土"
    assert names == {code: area["name_ja"] for code, area in municipalities.items()}


def test_neighbours_share_their_edges_without_gap_or_overlap(committed):
    assert shapely.coverage_is_valid(committed.geometry.values)


def test_a_moved_boundary_point_is_noticed_by_the_coverage_check(committed):
    # 帯広市 lies inland: every edge is shared, so growing it must break the coverage.
    grown = committed.copy()
    is_obihiro = grown["code"] == "012076"
    grown.loc[is_obihiro, "geometry"] = shapely.buffer(grown[is_obihiro].geometry.values, 0.001)
    assert not shapely.coverage_is_valid(grown.geometry.values)


def test_offices_stand_inside_their_own_municipality(committed, municipalities):
    geometry = dict(zip(committed["code"], committed.geometry.values, strict=True))
    offices = {code: (float(a["longitude"]), float(a["latitude"])) for code, a in municipalities.items()}
    far_away = [
        municipalities[code]["name_ja"]
        for code, point in offices.items()
        if shapely.distance(geometry[code], shapely.Point(point)) > 0.01
    ]
    # 双葉町 is at the office of its evacuation in the source; three island towns govern from another's port.
    assert far_away == ["双葉町", "三島村", "十島村", "竹富町"]


def test_enclaves_are_not_swallowed_by_the_municipality_around_them(committed):
    # 刈羽村 is surrounded by 柏崎市 and was the first to vanish in a careless repair.
    kariwa = committed.loc[committed["code"] == "155047"].to_crs(joining.EQUAL_AREA)
    assert kariwa.area.item() / 1e6 == pytest.approx(26.3, rel=0.05)


def test_wards_of_designated_cities_are_joined_to_their_city(committed):
    assert {"261009", "341002"} <= set(committed["code"])
    assert boundaries._municipality_code("2610100") == "26100"
    assert boundaries._municipality_code("3410800") == "34100"
    assert boundaries._municipality_code("2620100") == "26201"


def test_the_smaller_municipality_keeps_ground_that_two_claim():
    large, small = shapely.box(0, 0, 3, 3), shapely.box(2, 1, 4, 2)
    result = joining.without_overlaps(np.array([large, small]))
    assert result[1].equals(small)
    assert result[0].equals(large.difference(small))


def test_a_repair_that_changes_an_area_too_much_is_refused(committed):
    repaired = committed.geometry.values.copy()
    repaired[0] = repaired[0].buffer(-0.01)
    with pytest.raises(ValueError, match=r"the repair changed 011002 by \d+\.\d%"):
        boundaries._verify_areas_kept(committed, repaired)


def test_an_area_missing_from_the_boundaries_is_named(committed):
    five_digits = committed.assign(code=committed["code"].str[:5])
    with pytest.raises(ValueError, match="areas in only one of registry and boundaries: 01100"):
        boundaries._with_registry_names(five_digits[five_digits["code"] != "01100"])


def test_committed_boundaries_are_what_the_source_package_gives(committed):
    derived = boundaries.derive()
    assert list(derived["code"]) == list(committed["code"])
    assert shapely.equals_exact(derived.geometry.values, committed.geometry.values, tolerance=1e-9).all()
