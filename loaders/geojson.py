"""Write the boundaries as GeoJSON, the form that the map loads by URL."""

import json
from pathlib import Path

import geopandas as gpd
import shapely

from loaders.shapes.codes import prefecture_of
from loaders.shapes.joining import NATION_TOLERANCE

COORDINATE_DECIMALS = 4  # about ten metres, finer than any tolerance


def write_map_files(boundaries: gpd.GeoDataFrame, folder: Path) -> None:
    """Write `JP.geojson` and one finer `<prefecture_code>.geojson` per prefecture.

    Args:
        boundaries: code, name, geometry, and geometry_nation where it was simplified before.
        folder: Where the files go; it must exist. Each feature has the properties code and name.
    """
    for prefecture_code, prefecture in boundaries.groupby(boundaries["code"].map(prefecture_of)):
        _write(prefecture, folder / f"{prefecture_code}.geojson")
    if "geometry_nation" in boundaries:
        coarse = boundaries["geometry_nation"].values
    else:
        # Simplified together, never one by one: neighbours keep sharing their edges.
        coarse = shapely.coverage_simplify(boundaries.geometry.values, NATION_TOLERANCE)
    _write(boundaries.assign(geometry=coarse), folder / "JP.geojson")


def _write(boundaries: gpd.GeoDataFrame, path: Path) -> None:
    # Rounding moves equal points equally: edges stay shared.
    rounded = shapely.transform(boundaries.geometry.values, lambda points: points.round(COORDINATE_DECIMALS))
    rows = zip(boundaries["code"], boundaries["name"], shapely.to_geojson(rounded), strict=True)
    features = (
        f'{{"type":"Feature","properties":{_properties(code, name)},"geometry":{geometry}}}'
        for code, name, geometry in rows
    )
    collection = '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"
    path.write_text(collection, encoding="utf-8")


def _properties(code: str, name: str) -> str:
    return json.dumps({"code": code, "name": name}, ensure_ascii=False, separators=(",", ":"))
