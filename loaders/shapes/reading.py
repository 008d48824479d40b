"""Read a file of boundaries: shapes in degrees with the code of their municipality."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from loaders.errors import LoaderError, refusal
from loaders.shapes.codes import ShapeSet, code_column, five_digits, municipal_codes, opened

DEGREES = "EPSG:4326"
# West, south, east, north of all Japanese islands, with room.
JAPAN_BOUNDS = (120.0, 18.0, 156.0, 48.0)
N03_DATE = re.compile(r"N03-(?:\d\d_(?:\d\d_)?(?P<short>\d{6})|(?P<long>\d{8}))")
N03_CREDIT_JA = "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成"
AGENCY_CREDIT_JA = "デジタル庁の市区町村境界データを加工して作成"
# GML of 国土数値情報 (JPGIS): areas whose rings are curves elsewhere in the file, latitude first.
_KSJ_HREF = "{http://www.w3.org/1999/xlink}href"
_KSJ_ID = "{http://www.opengis.net/gml/3.2}id"
_KSJ_CODES = ("administrativeAreaCode", "aac")
_KSJ_NAMES = ("cityName", "cn2")
_KSJ_BOUNDS = ("bounds", "are")


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
    with opened(path, name) as kinds:
        chosen, others = _municipal_set(kinds, name)
        raw = _features(chosen.file, name)
    notes: list[str] = []
    if others:
        notes.append(f"市区町村の境界のある {chosen.name} を使いました。{'、'.join(others)} は使いません。")
    areas = raw[raw.geometry.notna() & raw.geom_type.isin(["Polygon", "MultiPolygon"])]
    if areas.empty:
        raise refusal("boundaries.no_areas", name)
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
    return ShapesFile(frame, title, credit, _as_of(name) or _as_of(chosen.name), tuple(notes))


def _municipal_set(kinds: Iterable[Sequence[ShapeSet]], name: str) -> tuple[ShapeSet, list[str]]:
    """Return the set that holds the municipalities, by its codes, and the names of the others of its kind.

    Published zips hold sets of prefectures and 振興局 beside it, and the same set in several kinds or encodings.
    """
    without: list[ShapeSet] = []
    for sets in kinds:
        if len(sets) == 1 and sets[0].is_only:
            return sets[0], []
        codes = {one: _codes_of(one, name) for one in sets}
        best = max(sets, key=lambda one: (len(codes[one]), _as_of(one.name)))
        others = [one for one in sets if one is not best]
        if any(codes[one] - codes[best] for one in others):
            raise _not_one(sets, name)
        if codes[best]:
            return best, [one.name for one in others]
        without += sets
    raise _not_one(without, name)


def _not_one(sets: Sequence[ShapeSet], name: str) -> LoaderError:
    names = ", ".join(one.name for one in sets[:3])
    return refusal("boundaries.several", name, count=len(sets), names=names)


def _codes_of(one: ShapeSet, name: str) -> set[str]:
    try:
        return municipal_codes(_features(one.file, name, read_geometry=False))
    except LoaderError:
        return set()  # a set that cannot be read is not the one


def _features(file: Path, name: str, *, read_geometry: bool = True) -> gpd.GeoDataFrame:
    """Return all features of the file's areas; nothing is fetched from elsewhere."""
    try:
        if file.suffix in (".gml", ".xml") and _is_ksj(file):
            return _read_ksj(file)
        options: Mapping[str, Any] = {"DOWNLOAD_SCHEMA": "NO"} if file.suffix in (".gml", ".xml") else {}
        if file.suffix == ".shp":
            if not all(file.with_suffix(part).exists() for part in (".shx", ".dbf")):
                raise refusal("unreadable.boundaries/part", name)
            options = {"encoding": _encoding_of(file.with_suffix(".dbf"))}  # whatever a .cpg says
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL warns of every broken ring; they are mended
            layers = pyogrio.list_layers(file)
            layer = next((row[0] for row in layers if "Polygon" in str(row[1])), layers[0][0])
            frame = pyogrio.read_dataframe(file, layer=layer, read_geometry=read_geometry, **options)
            return frame.rename(columns=lambda column: column.upper() if column.startswith("n03_") else column)
    except (DataSourceError, DataLayerError, ElementTree.ParseError, KeyError, ValueError, IndexError,
            UnicodeError, shapely.errors.ShapelyError) as error:  # fmt: skip
        is_other_text = isinstance(error, UnicodeDecodeError) and file.suffix != ".shp"
        raise refusal(f"unreadable.boundaries/{'encoding' if is_other_text else 'broken'}", name) from error


def _encoding_of(table: Path) -> str:
    """Return the encoding of the names beside a Shapefile, from the names."""
    try:
        content = table.read_bytes()
        content[int.from_bytes(content[8:10], "little") :].decode("utf-8")  # behind the heading
    except UnicodeDecodeError:
        return "cp932"
    return "utf-8"


def _in_degrees(areas: gpd.GeoDataFrame, name: str, notes: list[str]) -> gpd.GeoDataFrame:
    """Return the areas in longitude and latitude, whatever system the file declares."""
    if areas.crs is None:
        areas = areas.set_crs(DEGREES)
        notes.append("座標系の記載がないため、経度・緯度（世界測地系）として読みました。")
    elif areas.crs != DEGREES:
        if not areas.crs.equals("EPSG:6668") and not areas.crs.equals("EPSG:4612"):
            notes.append(f"座標系（{areas.crs.name}）を経度・緯度に直しました。")
        areas = areas.to_crs(DEGREES)
    west, south, east, north = bounds = areas.total_bounds
    if not _in_japan(west, south, east, north):
        fault = "boundaries.swapped" if _in_japan(south, west, north, east) else "boundaries.other_system"
        shown = {side: f"{value:,.2f}" for side, value in zip(("west", "south", "east", "north"), bounds, strict=True)}
        raise refusal(fault, name, **shown)
    return areas


def _in_japan(west: float, south: float, east: float, north: float) -> bool:
    first, lowest, last, highest = JAPAN_BOUNDS
    return first <= west <= east <= last and lowest <= south <= north <= highest


_NAME_COLUMNS = (
    "N03_004", "city_name", "CITY_NAME", "cityName", "CN2", "cn2", "name", "NAME", "SHICHOSON", "市区町村名",
)  # fmt: skip


def _names(areas: gpd.GeoDataFrame) -> pd.Series[str]:
    for column in _NAME_COLUMNS:
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


def _is_ksj(path: Path) -> bool:
    """Return whether a file is such a GML, from its start."""
    with path.open("rb") as file:
        return b"nlftp.mlit.go.jp/ksj/" in file.read(4096)


def _read_ksj(path: Path) -> gpd.GeoDataFrame:
    """Return N03_007 (code, missing where there is none), N03_004 (name) and geometry of every area of such a GML; JGD2011.

    Raises:
        ElementTree.ParseError: The file is not well formed.
        KeyError: An area or a ring points at something that the file does not hold.
        ValueError: A list of positions is not made of numbers in pairs.
    """
    curves: dict[str, np.ndarray[Any, Any]] = {}
    surfaces: dict[str, shapely.Polygon] = {}
    rows: list[dict[str, Any]] = []
    for _, element in ElementTree.iterparse(path):
        name = _local(element)
        if name == "Curve":
            curves[element.get(_KSJ_ID, "")] = _positions(element)
            element.clear()
        elif name == "Surface":
            surfaces[element.get(_KSJ_ID, "")] = _polygon(element, curves)
            element.clear()
        elif any(_local(child) in _KSJ_BOUNDS for child in element):
            rows.append(_row(element))
            element.clear()
    geometry = [surfaces[row.pop("surface")] for row in rows]
    return gpd.GeoDataFrame(rows, geometry=geometry, crs="EPSG:6668")


def _positions(element: ElementTree.Element) -> np.ndarray[Any, Any]:
    text = " ".join(part.text or "" for part in element.iter() if _local(part) == "posList")
    return np.array(text.split(), dtype=float).reshape(-1, 2)[:, ::-1]  # latitude, longitude → x, y


def _polygon(surface: ElementTree.Element, curves: dict[str, np.ndarray[Any, Any]]) -> shapely.Polygon:
    rings: dict[str, list[np.ndarray[Any, Any]]] = {"exterior": [], "interior": []}
    for part in surface.iter():
        if _local(part) in rings:
            members = [curves[href] for href in _references(part)]
            rings[_local(part)].append(np.concatenate(members))
    return shapely.Polygon(rings["exterior"][0], rings["interior"])


def _references(element: ElementTree.Element) -> Iterator[str]:
    for part in element.iter():
        if _KSJ_HREF in part.attrib:
            yield part.attrib[_KSJ_HREF].lstrip("#").removeprefix("_")


def _row(element: ElementTree.Element) -> dict[str, Any]:
    texts = {_local(child): (child.text or "").strip() for child in element}
    (surface,) = [href for child in element if _local(child) in _KSJ_BOUNDS for href in _references(child)]
    code = next((texts[name] for name in _KSJ_CODES if texts.get(name)), None)
    return {"N03_007": code, "N03_004": next((texts[n] for n in _KSJ_NAMES if texts.get(n)), ""), "surface": surface}


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
