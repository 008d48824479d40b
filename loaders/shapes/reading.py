"""Read a file of boundaries: shapes in degrees with the code of their municipality."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from loaders.errors import LoaderError, UnreadableFileError
from loaders.shapes.codes import code_column, five_digits
from loaders.shapes.ksj_gml import is_ksj, read_ksj
from loaders.shapes.opening import KINDS_JA, opened

DEGREES = "EPSG:4326"
# West, south, east, north of all Japanese islands, with room.
JAPAN = (120.0, 18.0, 156.0, 48.0)
N03_DATE = re.compile(r"N03-(?:\d\d_(?:\d\d_)?(?P<short>\d{6})|(?P<long>\d{8}))")
N03_CREDIT_JA = "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成"
AGENCY_CREDIT_JA = "デジタル庁の市区町村境界データを加工して作成"


@dataclass(frozen=True)
class ShapesFile:
    """What a file of boundaries holds."""

    frame: gpd.GeoDataFrame  # code (five digits, missing for ground of no municipality), name_ja, geometry in degrees
    title_ja: str  # Which kind of file it is
    credit_ja: str  # Whom to credit
    as_of_date: str  # The day for which it holds (ISO), "" where neither name nor content says so
    notes: tuple[str, ...]  # What was assumed while reading


def read_shapes(path: Path, name: str) -> ShapesFile:
    """Return the shapes of a file.

    Raises:
        LoaderError: The file is too large, holds no areas, no codes, or coordinates of an unknown system.
    """
    with opened(path, name) as file:
        raw = _features(file, name)
    notes: list[str] = []
    areas = raw[raw.geometry.notna() & raw.geom_type.isin(["Polygon", "MultiPolygon"])]
    if areas.empty:
        raise LoaderError(
            name, "面の図形がない", "市区町村の区域（面）", "線や点ではなく、行政区域のファイルを選んでください"
        )
    areas = _in_degrees(areas, name, notes)
    column = code_column(areas, name)
    frame = gpd.GeoDataFrame(
        {"code": five_digits(areas[column]), "name_ja": _names(areas)}, geometry=areas.geometry.array, crs=DEGREES
    )
    is_n03, is_agency = "N03_007" in areas, "is_hoppo_city" in areas
    if is_agency:
        title, credit = "市区町村境界データ（TopoJSON）", AGENCY_CREDIT_JA
    elif is_n03:
        title, credit = "国土数値情報 行政区域データ（N03）", N03_CREDIT_JA
    else:
        title, credit = f"境界のファイル（{name}）", f"境界：{name} を加工して作成"
    return ShapesFile(frame, title, credit, _as_of(name), tuple(notes))


def _features(file: Path, name: str) -> gpd.GeoDataFrame:
    """Return all features of the file's areas; nothing is fetched from elsewhere."""
    try:
        if file.suffix in (".gml", ".xml") and is_ksj(file):
            return read_ksj(file)
        options: Mapping[str, Any] = {"DOWNLOAD_SCHEMA": "NO"} if file.suffix in (".gml", ".xml") else {}
        if file.suffix == ".shp" and not file.with_suffix(".cpg").exists():
            options = {"encoding": "cp932"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL warns of every broken ring; they are mended
            layers = pyogrio.list_layers(file)
            layer = next((row[0] for row in layers if "Polygon" in str(row[1])), layers[0][0])
            return pyogrio.read_dataframe(file, layer=layer, **options)
    except (DataSourceError, DataLayerError, ParseError, KeyError, ValueError, IndexError,
            UnicodeError, shapely.errors.ShapelyError) as error:  # fmt: skip
        raise UnreadableFileError(
            name, "境界として読めない（途中で切れているか、書き方が壊れている）", KINDS_JA,
            "ダウンロードし直してください",
        ) from error  # fmt: skip


def _in_degrees(areas: gpd.GeoDataFrame, name: str, notes: list[str]) -> gpd.GeoDataFrame:
    """Return the areas in longitude and latitude, whatever system the file declares."""
    if areas.crs is None:
        areas = areas.set_crs(DEGREES)
        notes.append("座標系の記載がないため、経度・緯度（世界測地系）として読みました。")
    elif areas.crs != DEGREES:
        if not areas.crs.equals("EPSG:6668") and not areas.crs.equals("EPSG:4612"):
            notes.append(f"座標系（{areas.crs.name}）を経度・緯度に直しました。")
        areas = areas.to_crs(DEGREES)
    bounds = areas.total_bounds
    west, south, east, north = JAPAN
    if not np.isfinite(bounds).all() or not (
        west <= bounds[0] <= bounds[2] <= east and south <= bounds[1] <= bounds[3] <= north
    ):
        raise _not_in_japan(bounds, name)
    return areas


def _not_in_japan(bounds: Any, name: str) -> LoaderError:
    x_low, y_low, x_high, y_high = bounds
    found = f"座標が日本の経度・緯度に入らない（東西 {x_low:,.2f}～{x_high:,.2f}、南北 {y_low:,.2f}～{y_high:,.2f}）"
    if JAPAN[1] <= x_low <= x_high <= JAPAN[3] and JAPAN[0] <= y_low <= y_high <= JAPAN[2]:
        remedy = "緯度と経度の順が逆です。経度・緯度の順で書き出し直してください"
    else:
        remedy = (
            "平面直角座標系などのファイルは、座標系を記したもの（.prj のある Shapefile など）か、"
            "経度・緯度（JGD2011）に変換したものを使ってください"
        )
    return LoaderError(name, found, "経度 120～156 度、緯度 18～48 度", remedy)


def _names(areas: gpd.GeoDataFrame) -> pd.Series[str]:
    """Return the names of the areas, for messages."""
    for column in ("N03_004", "city_name", "name", "NAME", "SHICHOSON"):
        if column in areas:
            return pd.Series(areas[column].fillna("").astype(str).to_numpy())
    return pd.Series("", index=range(len(areas)))


def _as_of(name: str) -> str:
    """Return the day in the name of a file of N03, such as N03-21_09_210101 or N03-20240101."""
    found = N03_DATE.search(name)
    if found is None:
        return ""
    digits = found["long"] or f"20{found['short']}"
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
