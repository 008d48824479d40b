"""Bring the shapes of a file to the municipalities of the registry, and join them with those of the other prefectures.

Shapes that overlap, break or do not quite meet are mended on the way, so that the areas have no gaps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from loaders.errors import refusal
from loaders.shapes.codes import municipality_of, prefecture_of

# In degrees: the root of the area that a simplified corner may cut (0.01 is about one kilometre).
FINE_TOLERANCE, NATION_TOLERANCE = 0.001, 0.015
LARGEST_CHANGE = 0.02
LARGEST_DIFFERENCE = 0.25  # of areas in two sources: what cannot be the same municipality, such as its built-up part
FEW = 3  # municipalities, which together tell a shift
LARGEST_OFFSET = 200  # metres: the old and the new geodetic system are 450 apart
NAMED = 8  # of many municipalities only so many are named

EQUAL_AREA = "EPSG:6933"
# Slivers narrower than this between neighbours (degrees) are artefacts of a simplification.
GAP_WIDTH = 0.003

# Above so many points a file is thinned out before anything else: the full N03 of a prefecture has millions.
MANY_POINTS, THIN_TOLERANCE = 300_000, 0.0001

Shapes = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Matched:
    """The shapes of a file by municipality."""

    # code (six digits, or that of 北方領土), name, geometry: every municipality of the prefectures that the file
    # covers, also those that it does not hold
    frame: gpd.GeoDataFrame
    prefecture_codes: tuple[str, ...]  # The prefectures that it covers
    findings: tuple[str, ...]  # What did not meet and what was done, in sentences


def matched(shapes: gpd.GeoDataFrame, base: gpd.GeoDataFrame, name: str) -> Matched:
    """Return the shapes of a file by municipality of the registry.

    Wards are dissolved into their city. A code that the registry does not know, such as that of a municipality merged
    since, joins the municipality on whose ground most of it lies; a municipality that the file does not hold keeps the
    shape in force.

    Args:
        shapes: code (five digits, may be missing), name_ja, geometry in degrees.
        base: The boundaries in force: code, name, geometry.

    Raises:
        LoaderError: The shapes lie elsewhere than the municipalities of their codes.
    """
    findings: list[str] = []
    coded = shapes[shapes["code"].notna()]
    if without := len(shapes) - len(coded):
        findings.append(f"団体コードのない区域（所属未定地など）{without:,}か所は使いません。")
    coded = coded.assign(
        code=coded["code"].map(municipality_of), geometry=thinned(np.array(mended(coded.geometry.values)))
    ).dissolve("code", aggfunc={"name_ja": "first"})
    current = base.set_index(base["code"].str[:5])
    known = coded[coded.index.isin(current.index)]
    _refuse_misplaced(known, current, name, findings)
    prefectures = tuple(sorted({prefecture_of(code) for code in known.index}))
    ours = current[[prefecture_of(code) in prefectures for code in current.index]]
    pieces = dict(zip(known.index, known.geometry, strict=True))
    _join_unknown(coded[~coded.index.isin(current.index)], ours, pieces, findings)
    missing = _keep_missing(ours, pieces, findings)
    frame = ours.assign(geometry=[pieces[code] for code in ours.index], is_kept=ours.index.isin(missing))
    _refuse_other_sizes(frame[~frame["is_kept"]], current, name, findings)
    return Matched(frame.reset_index(drop=True), prefectures, tuple(findings))


def cleaned(areas: gpd.GeoDataFrame, findings: list[str]) -> gpd.GeoDataFrame:
    """Return the areas without overlaps and slivers, simplified so that neighbours keep their common edges.

    Args:
        areas: `Matched.frame`; a municipality that was kept takes its ground from those of the file.
        findings: Gets a sentence about areas that the repair changed by more than 2 %.
    """
    apart = without_overlaps(areas.geometry.values, np.where(areas["is_kept"], 0, 1))
    whole = shapely.coverage_clean(apart, gap_width=FINE_TOLERANCE)
    changed = areas.loc[area_changes(areas, whole) > LARGEST_CHANGE, "name"].tolist()
    if changed:
        findings.append(
            f"重なりや破れを直したため、面積が2%を超えて変わったのは{_named(changed)}です。地図で形を確かめてください。"
        )
    return areas.drop(columns="is_kept").set_geometry(shapely.coverage_simplify(whole, FINE_TOLERANCE), crs=areas.crs)


def joined(new: gpd.GeoDataFrame, base: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return all of Japan: the new shapes, and those in force for the other prefectures.

    Where they claim the same ground the new shapes keep it, and slivers between them are closed; so neighbours share
    their edges across the border of a prefecture, too.

    Returns:
        code, name, geometry and geometry_nation (simplified for the map of all Japan), sorted by code.
    """
    rest = base[~base["code"].isin(new["code"])]
    rest = rest.assign(geometry=_left_by(rest.geometry.values, new.geometry.values))
    parts = [frame[["code", "name", "geometry"]] for frame in (new, rest) if len(frame)]
    whole = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=new.crs)
    # All of Japan at once: a part alone would not meet the rest exactly.
    shapes = shapely.coverage_clean(whole.geometry.values, gap_width=GAP_WIDTH)
    nation = gpd.GeoSeries(shapely.coverage_simplify(shapes, NATION_TOLERANCE), crs=new.crs)
    return whole.assign(geometry=shapes, geometry_nation=nation).sort_values("code", ignore_index=True)


def _refuse_misplaced(known: gpd.GeoDataFrame, current: gpd.GeoDataFrame, name: str, findings: list[str]) -> None:
    """Stop where codes and coordinates do not belong together; name single municipalities that lie elsewhere."""
    if known.empty:
        raise refusal("boundaries.unknown_codes", name)
    there = current.loc[known.index]
    shared = shapely.area(shapely.intersection(known.geometry.values, shapely.make_valid(there.geometry.values)))
    is_elsewhere = shared < 0.5 * np.minimum(shapely.area(known.geometry.values), shapely.area(there.geometry.values))
    elsewhere = there.loc[is_elsewhere, "name"].tolist()
    if len(elsewhere) > 0.2 * len(known):
        counts = {"known": f"{len(known):,}", "count": f"{len(elsewhere):,}"}
        raise refusal("boundaries.elsewhere", name, names=_named(elsewhere), **counts)
    if elsewhere:
        findings.append(
            f"位置が登録されているものと大きく違うのは{_named(elsewhere)}です。地図で形を確かめてください。"
        )


def _refuse_other_sizes(taken: gpd.GeoDataFrame, current: gpd.GeoDataFrame, name: str, findings: list[str]) -> None:
    """Stop where the areas are no whole municipalities; name single ones, and a shift of all of them."""
    there = current.loc[taken.index]
    new, old = taken.to_crs(EQUAL_AREA), there.to_crs(EQUAL_AREA)
    ratio = new.area / old.area
    others = there.loc[(ratio - 1).abs() > LARGEST_DIFFERENCE, "name"].tolist()
    if len(others) > 0.2 * len(taken):
        counts = {"known": f"{len(taken):,}", "count": f"{len(others):,}"}
        raise refusal("boundaries.other_sizes", name, names=_named(others), **counts)
    if others:
        findings.append(f"広さが登録されているものと大きく違うのは{_named(others)}です。地図で形を確かめてください。")
    moved = [(new.centroid.x - old.centroid.x).median(), (new.centroid.y - old.centroid.y).median()]
    if len(taken) >= FEW and (metres := np.hypot(*moved)) > LARGEST_OFFSET:
        findings.append(
            f"位置が全体に約{metres:,.0f}mずれています。座標系の記載が中身（日本測地系か世界測地系か）と合っているか、"
            "ファイルの作成元に確かめてください。"
        )


def _join_unknown(
    unknown: gpd.GeoDataFrame, ours: gpd.GeoDataFrame, pieces: dict[str, shapely.Geometry], findings: list[str]
) -> None:
    """Join areas of codes that the registry does not know to the municipality on whose ground most of them lies."""
    for code, row in unknown.iterrows():
        label = f"コード {code}（{row['name_ja'] or '名称なし'}）"
        shared = shapely.area(shapely.intersection(ours.geometry.values, row.geometry)) if len(ours) else []
        if not len(shared) or max(shared) < 0.5 * shapely.area(row.geometry):
            findings.append(f"{label}は登録されている一覧になく、重なる市区町村も定まらないため、使いません。")
            continue
        home = ours.iloc[int(np.argmax(shared))]
        key = str(home["code"])[:5]
        pieces[key] = shapely.union_all([pieces[key], row.geometry]) if key in pieces else row.geometry
        findings.append(
            f"{label}は登録されている一覧にありません。面積の{100 * max(shared) / shapely.area(row.geometry):.0f}%が重なる{home['name']}に含めました。"
        )


def _keep_missing(ours: gpd.GeoDataFrame, pieces: dict[str, shapely.Geometry], findings: list[str]) -> Sequence[str]:
    """Take over the shapes in force of municipalities that the file does not hold; return their codes."""
    missing = [code for code in ours.index if code not in pieces]
    for code in missing:
        pieces[code] = ours.at[code, "geometry"]
    if missing:
        names = ours.loc[missing, "name"].tolist()
        findings.append(
            f"ファイルにないのは{_named(names)}です。これまでの形を残し、重なる部分はこれらのものとしました。"
        )
    return missing


def _named(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return "、".join(names[:NAMED]) + (f"ほか{more:,}" if more > 0 else "")


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


def _left_by(geometries: Shapes, taken: Shapes) -> Shapes:
    """Return what other shapes leave of these; neither have common ground among themselves."""
    left = np.array(geometries)
    ones, others = shapely.STRtree(taken).query(left, predicate="intersects")
    is_common = shapely.area(shapely.intersection(left[ones], np.array(taken)[others])) > 0
    for one, other in zip(ones[is_common], others[is_common], strict=True):
        left[one] = polygons_of(shapely.difference(left[one], taken[other]))
    return left


def area_changes(before: gpd.GeoDataFrame, after: Shapes) -> Shapes:
    """Return by which share the area of each shape changed (0.01 = 1 %)."""
    area = before.to_crs(EQUAL_AREA).area
    changed = before.set_geometry(after, crs=before.crs).to_crs(EQUAL_AREA).area
    return np.asarray((changed - area).abs() / area)
