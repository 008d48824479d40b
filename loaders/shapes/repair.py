"""Make a gapless set of areas out of shapes that overlap, break or do not quite meet."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

EQUAL_AREA = "EPSG:6933"
# Slivers narrower than this between neighbours (degrees) are artefacts of a simplification.
GAP_WIDTH = 0.003

# Above so many points a file is thinned out before anything else: the full N03 of a prefecture has millions.
MANY_POINTS, THIN_TOLERANCE = 300_000, 0.0001

Shapes = np.ndarray[Any, np.dtype[Any]]


def mended(geometries: Shapes) -> list[shapely.MultiPolygon]:
    """Return valid faces: broken rings are taken apart along their own lines, stray lines and points dropped."""
    # linework, not "structure": that one fills enclaves
    return [polygons_of(geometry) for geometry in shapely.make_valid(geometries)]


def thinned(geometries: Shapes) -> Shapes:
    """Return valid shapes with no more points than any map needs, so that large files take little memory.

    Neighbours that share an edge keep sharing it; what did not meet before is closed later.
    """
    if shapely.get_num_coordinates(geometries).sum() < MANY_POINTS:
        return geometries
    return np.asarray(shapely.coverage_simplify(geometries, THIN_TOLERANCE))


def polygons_of(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """Return the faces of a geometry."""
    # The repair of a self-touching ring can leave a collection with stray lines: only faces are areas.
    parts = (part for member in shapely.get_parts(geometry) for part in shapely.get_parts(member))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def without_overlaps(geometries: Shapes, first: Shapes | None = None) -> list[shapely.MultiPolygon]:
    """Return the shapes without common ground: where two claim it, the smaller one keeps it.

    Args:
        first: Rank of each shape: a lower one keeps its ground whatever its size; all equal where not given.
    """
    result = list(geometries)
    areas = shapely.area(geometries)
    rank = np.zeros(len(result), dtype=int) if first is None else first
    left, right = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    for one, other in zip(left, right, strict=True):
        gives_way = (rank[one], areas[one], one) > (rank[other], areas[other], other)
        if gives_way and shapely.area(shapely.intersection(geometries[one], geometries[other])) > 0:
            result[one] = shapely.difference(result[one], geometries[other])
    return [polygons_of(geometry) for geometry in result]


def area_changes(before: gpd.GeoDataFrame, after: Shapes) -> Shapes:
    """Return by which share the area of each shape changed (0.01 = 1 %)."""
    area = before.to_crs(EQUAL_AREA).area
    changed = before.set_geometry(after, crs=before.crs).to_crs(EQUAL_AREA).area
    return np.asarray((changed - area).abs() / area)
