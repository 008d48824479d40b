"""Derive the municipal boundaries, `data/boundaries/municipalities.parquet`.

The boundaries are committed as one compact file. `python -m loaders boundaries` derives it again from the
package `reversejp` (a build-time tool), which embeds the areas of the Japan Meteorological Agency (気象庁)
for its warnings. They are simplified for the web: good for a map, not for measuring areas.
"""

import io
import json
import struct
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from loaders.shapes.codes import NORTHERN_TERRITORIES, registry
from loaders.shapes.joining import GAP_WIDTH, LARGEST_CHANGE, area_changes, mended, without_overlaps

BOUNDARIES = Path(__file__).resolve().parent.parent / "data" / "boundaries" / "municipalities.parquet"

# In degrees (0.01 is about one kilometre): the root of the area that a simplified corner may cut.
TOLERANCE = 0.003

# The source splits two designated cities into wards: first and last ward → city.
WARDS_OF_CITY = {"26100": ("26101", "26111"), "34100": ("34101", "34108")}

END_OF_ZIP = b"PK\x05\x06"


def derive() -> gpd.GeoDataFrame:
    """Return one gapless set of municipal boundaries: 1,741 municipalities and 北方領土, simplified by TOLERANCE.

    Columns: code (6-digit area_code, or "hoppo" for 北方領土), name (official name), geometry (degrees, WGS 84), sorted by
    code. Neighbours share their edges. Source: package reversejp (MIT), data of 気象庁; see docs/decisions.md.

    Raises:
        ValueError: A municipality is missing or unknown, areas overlap or leave gaps, or the repair changed an area by
            more than 2 %.
    """
    raw = gpd.GeoDataFrame.from_features(_read_source_features(), crs="EPSG:4326")
    raw["geometry"] = mended(raw.geometry.values)
    raw["code"] = raw["code"].map(_municipality_code)
    dissolved = raw.dissolve("code").reset_index()[["code", "geometry"]]

    repaired = shapely.coverage_clean(without_overlaps(dissolved.geometry.values), gap_width=GAP_WIDTH)
    _verify_areas_kept(dissolved, repaired)
    boundaries = _with_registry_names(dissolved.set_geometry(repaired, crs="EPSG:4326"))
    boundaries["geometry"] = shapely.coverage_simplify(boundaries.geometry.values, TOLERANCE)
    if not shapely.coverage_is_valid(boundaries.geometry.values):
        raise ValueError("the boundaries overlap or leave gaps after the repair")
    return boundaries


def write(boundaries: gpd.GeoDataFrame, path: Path = BOUNDARIES) -> None:
    """Write the boundaries as one compact GeoParquet file."""
    boundaries.to_parquet(path, compression="zstd", index=False)


def _read_source_features() -> list[dict[str, Any]]:
    # The wheel keeps its data as zip archives inside the compiled extension: landslides_0.json … _9.json.
    spec = find_spec("reversejp.reversejp")
    if spec is None or spec.origin is None:
        raise ValueError("package reversejp is not installed: see requirements-dev.txt")
    features = [
        feature
        for archive in _embedded_archives(Path(spec.origin).read_bytes())
        for name in archive.namelist()
        if name.startswith("landslides_")
        for feature in json.loads(archive.read(name))["features"]
    ]
    if not features:
        raise ValueError("package reversejp no longer embeds landslides_*.json")
    return features


def _embedded_archives(binary: bytes) -> Iterator[zipfile.ZipFile]:
    position = binary.find(END_OF_ZIP)
    while position >= 0:
        # End record: 12 bytes of header, then size and offset of the directory and the length of a comment.
        size, offset, comment_length = struct.unpack("<IIH", binary[position + 12 : position + 22])
        start = position - size - offset
        if start >= 0 and binary[start : start + 2] == b"PK":
            yield zipfile.ZipFile(io.BytesIO(binary[start : position + 22 + comment_length]))
        position = binary.find(END_OF_ZIP, position + 4)


def _municipality_code(source_code: str) -> str:
    jis_code = source_code[:5]
    for city, (first_ward, last_ward) in WARDS_OF_CITY.items():
        if first_ward <= jis_code <= last_ward:
            return city
    return jis_code


def _verify_areas_kept(before: gpd.GeoDataFrame, repaired: np.ndarray) -> None:
    change = area_changes(before, repaired)
    if change.max() >= LARGEST_CHANGE:
        raise ValueError(f"the repair changed {before['code'].iloc[change.argmax()]} by {change.max():.1%}")


def _with_registry_names(boundaries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    known = {**registry(), NORTHERN_TERRITORIES[0]: NORTHERN_TERRITORIES}
    unmatched = set(known).symmetric_difference(boundaries["code"])
    if unmatched:
        raise ValueError(f"areas in only one of registry and boundaries: {', '.join(sorted(unmatched))}")
    named = boundaries.assign(
        name=[known[code][1] for code in boundaries["code"]], code=[known[code][0] for code in boundaries["code"]]
    )
    return named[["code", "name", "geometry"]].sort_values("code", ignore_index=True)
