"""Read the GML of 国土数値情報 (JPGIS): areas whose rings are curves elsewhere in the file, latitude first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import shapely

HREF = "{http://www.w3.org/1999/xlink}href"
ID = "{http://www.opengis.net/gml/3.2}id"
CODES = ("administrativeAreaCode", "aac")
NAMES = ("cityName", "cn2")
BOUNDS = ("bounds", "are")


def is_ksj(path: Path) -> bool:
    """Return whether a file is such a GML, from its start."""
    with path.open("rb") as file:
        return b"nlftp.mlit.go.jp/ksj/" in file.read(4096)


def read_ksj(path: Path) -> gpd.GeoDataFrame:
    """Return N03_007 (code, missing where there is none), N03_004 (name) and geometry of every area; JGD2011.

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
            curves[element.get(ID, "")] = _positions(element)
            element.clear()
        elif name == "Surface":
            surfaces[element.get(ID, "")] = _polygon(element, curves)
            element.clear()
        elif any(_local(child) in BOUNDS for child in element):
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
        if HREF in part.attrib:
            yield part.attrib[HREF].lstrip("#").removeprefix("_")


def _row(element: ElementTree.Element) -> dict[str, Any]:
    texts = {_local(child): (child.text or "").strip() for child in element}
    (surface,) = [href for child in element if _local(child) in BOUNDS for href in _references(child)]
    code = next((texts[name] for name in CODES if texts.get(name)), None)
    return {"N03_007": code, "N03_004": next((texts[n] for n in NAMES if texts.get(n)), ""), "surface": surface}


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
