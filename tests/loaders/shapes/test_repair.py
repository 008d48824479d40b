"""Broken, overlapping and very detailed shapes become areas that share their edges."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from loaders.shapes import joining
from loaders.shapes.joining import mended, polygons_of, thinned, without_overlaps


def test_a_ring_that_crosses_itself_becomes_two_faces():
    bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    (faces,) = mended(np.array([bow]))
    assert faces.is_valid
    assert shapely.area(faces) == pytest.approx(2)


def test_stray_lines_and_points_are_no_areas():
    strays = shapely.GeometryCollection(
        [shapely.box(0, 0, 1, 1), shapely.LineString([(2, 2), (3, 3)]), shapely.Point(5, 5)]
    )
    assert polygons_of(strays) == shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])


def test_a_first_shape_keeps_its_ground_whatever_its_size():
    large, small = shapely.box(0, 0, 3, 3), shapely.box(2, 1, 4, 2)
    kept, cut = without_overlaps(np.array([large, small]), np.array([0, 1]))
    assert kept.equals(large)
    assert cut.equals(small.difference(large))


def test_a_very_detailed_file_is_thinned_out_and_neighbours_still_share_their_edges():
    north = np.linspace(35, 36, joining.MANY_POINTS)
    coast = np.column_stack([139.5 + 0.01 * np.sin(200 * north), north])
    west = shapely.Polygon([(139, 35), *coast, (139, 36)])
    east = shapely.Polygon([(140, 36), *coast[::-1], (140, 35)])
    thin = thinned(np.array([west, east]))
    assert shapely.get_num_coordinates(thin).sum() < 0.05 * joining.MANY_POINTS
    assert shapely.coverage_is_valid(thin)
    assert shapely.area(thin) == pytest.approx(shapely.area([west, east]), rel=0.001)


def test_a_file_of_usual_detail_is_left_as_it_is(tochigi):
    shapes = tochigi.geometry.to_numpy()
    assert thinned(shapes) is shapes
