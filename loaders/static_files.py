"""Put the files that the browser loads by URL into `static/`: map libraries and boundaries.

Everything is made from pinned packages and committed data, so `static/vendor` and `static/geo` stay out of
git. Nothing is downloaded. A second run recognises its own work by hash and changes nothing.
"""

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import shapely

from data.map_shapes import STATIC_GEO, boundaries_in_force, committed_boundaries
from loaders.files import sha256_of
from loaders.shapes.codes import prefecture_of
from loaders.shapes.joining import NATION_TOLERANCE

DECIMALS, NATION_DECIMALS = 4, 3  # of a coordinate: about ten and a hundred metres, finer than the tolerances


def write_map_files(boundaries: gpd.GeoDataFrame, folder: Path) -> None:
    """Write `JP.geojson` and one finer `<prefecture_code>.geojson` per prefecture.

    Args:
        boundaries: code, name, geometry, and geometry_nation where it was simplified before.
        folder: Where the files go; it must exist. Each feature has the properties code and name.
    """
    for prefecture_code, prefecture in boundaries.groupby(boundaries["code"].map(prefecture_of)):
        _write(prefecture, folder / f"{prefecture_code}.geojson", DECIMALS)
    if "geometry_nation" in boundaries:
        coarse = boundaries["geometry_nation"].values
    else:
        # Simplified together, never one by one: neighbours keep sharing their edges.
        coarse = shapely.coverage_simplify(boundaries.geometry.values, NATION_TOLERANCE)
    _write(boundaries.assign(geometry=coarse), folder / "JP.geojson", NATION_DECIMALS)


def _write(boundaries: gpd.GeoDataFrame, path: Path, decimals: int) -> None:
    # Rounding moves equal points equally: edges stay shared.
    rounded = shapely.transform(boundaries.geometry.values, lambda points: points.round(decimals))
    rows = zip(boundaries["code"], boundaries["name"], shapely.to_geojson(rounded), strict=True)
    features = (
        f'{{"type":"Feature","properties":{_properties(code, name)},"geometry":{geometry}}}'
        for code, name, geometry in rows
    )
    collection = '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"
    path.write_text(collection, encoding="utf-8")


def _properties(code: str, name: str) -> str:
    return json.dumps({"code": code, "name": name}, ensure_ascii=False, separators=(",", ":"))


PROJECT = Path(__file__).resolve().parent.parent
STATIC = PROJECT / "static"
KEPT_VERSIONS = 6  # of imported boundaries: for servers with others, and for pages that are open

VENDOR_PACKAGE = "xstatic.pkg.leaflet"  # of the Python registry; brings the files of static/vendor/leaflet
# File in static/vendor → its SHA-256: exactly the released files, whatever the package index delivered.
VENDOR_SHA256 = {
    "leaflet/leaflet.js": "5819285cec137b229c94e1ee5ad73e8b6b84345a4367d60f75fe477fe0fb7b03",
    "leaflet/leaflet.css": "90b693d86392a4779c861b28cf307e7e59c3fb35328c4d8b95f58f814d38c722",
    "leaflet/images/layers.png": "1dbbe9d028e292f36fcba8f8b3a28d5e8932754fc2215b9ac69e4cdecf5107c6",
    "leaflet/images/layers-2x.png": "066daca850d8ffbef007af00b06eac0015728dee279c51f3cb6c716df7c42edf",
    "leaflet/images/marker-icon.png": "574c3a5cca85f4114085b6841596d62f00d7c892c7b03f28cbfa301deb1dc437",
    "leaflet/images/marker-icon-2x.png": "00179c4c1ee830d3a108412ae0d294f55776cfeb085c60129a39aa6fc4ae2528",
    "leaflet/images/marker-shadow.png": "264f5c640339f042dd729062cfc04c17f8ea0f29882b538e3848ed8f10edb4da",
}


def place_vendor_files(target: Path = STATIC / "vendor") -> list[str]:
    """Copy leaflet from its installed package and return the files that had to be copied.

    Raises:
        ValueError: If a package is missing or its file is not the released one.
    """
    copied = []
    for name, sha256 in VENDOR_SHA256.items():
        destination = target / name
        if destination.is_file() and sha256_of(destination) == sha256:
            continue
        source = _package_file(name)
        if sha256_of(source) != sha256:
            raise ValueError(f"{source.name} of {VENDOR_PACKAGE} is not the released file")
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, destination)
        copied.append(name)
    return copied


def place_boundaries(target: Path = STATIC_GEO) -> bool:
    """Write the boundaries in force as GeoJSON for the map; return whether that was necessary.

    They go into a folder named after their version, so that a browser notices a change by the address, and servers with
    other boundaries find theirs beside them.
    """
    boundaries = boundaries_in_force()
    folder = target / boundaries.version
    made_from = folder / "made-from.txt"
    wanted = f"{boundaries.version} {sha256_of(Path(__file__))}\n"
    if made_from.is_file() and made_from.read_text("ascii") == wanted:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    write_map_files(gpd.read_parquet(boundaries.file), folder)
    made_from.write_text(wanted, encoding="ascii")
    _forget_old(target)
    return True


def _forget_old(target: Path) -> None:
    """Remove the imported versions before the last few; the committed one is always there to go back to."""
    committed = committed_boundaries().version
    made = [path for path in target.glob("*/made-from.txt") if path.parent.name != committed]
    made.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in made[KEPT_VERSIONS:]:
        shutil.rmtree(path.parent, ignore_errors=True)


def _package_file(name: str) -> Path:
    spec = find_spec(VENDOR_PACKAGE)
    if spec is None or spec.origin is None:
        raise ValueError(f"package {VENDOR_PACKAGE} is not installed: run `make setup`")
    return Path(spec.origin).parent / "data" / name.removeprefix("leaflet/")


if __name__ == "__main__":
    place_vendor_files()
    place_boundaries()
