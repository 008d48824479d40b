"""The municipal boundaries: those that are committed, derived, and those that are imported.

The committed ones are one compact file, `data/boundaries/municipalities.parquet`. `python -m loaders boundaries` derives it again
from the package `reversejp` (a build-time tool), which embeds the areas of the Japan Meteorological Agency (気象庁) for its
warnings. They are simplified for the web: good for a map, not for measuring areas.

Official boundaries are imported all or nothing: read, matched with the registry, repaired, joined with those that stay; the new
file stands beside the old one until a manifest names it.
"""

import io
import json
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from data.map_shapes import COMMITTED_CREDIT_JA, MANIFEST, STATIC_GEO, boundaries_in_force, shapes_folder, version_of
from loaders import apart
from loaders.errors import refusal, refused_if_unforeseen
from loaders.files import moment_now, sha256_of, write_whole
from loaders.shapes.codes import NORTHERN_TERRITORIES, prefecture_count, registry
from loaders.shapes.joining import (
    GAP_WIDTH,
    LARGEST_CHANGE,
    Matched,
    area_changes,
    cleaned,
    joined,
    matched,
    mended,
    without_overlaps,
)
from loaders.shapes.reading import ShapesFile, read_shapes
from loaders.static_files import place_boundaries

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


Progress = Callable[[str, float], object]


@dataclass(frozen=True)
class BoundaryImport:
    """What an import did."""

    sentences_ja: tuple[str, ...]  # What was taken, what did not meet and what was done, one sentence each
    is_new: bool = True  # False where the very same file was in force already


def import_boundaries(
    path: Path, *, by: str = "", name: str | None = None, progress: Progress | None = None, geo: Path = STATIC_GEO
) -> BoundaryImport:
    """Replace the boundaries of the prefectures that a file holds.

    Args:
        name: The file's name as the reader knows it; that of the path unless given.
        progress: Called with what is being done, and the share done (0–1).

    Raises:
        LoaderError: The file cannot be taken in; everything is as before.
        DatasetError: What was imported before is damaged.
    """
    name, tell = name or path.name, progress or (lambda _step, _share: None)
    tell(f"{name} を読み取り中", 0.02)
    shapes = apart.read_file(partial(read_shapes, path.resolve(), name), name, seconds=60, megabytes=2_000)
    sha256, before = sha256_of(path), boundaries_in_force()
    if before.sources and before.sources[-1]["sha256"] == sha256:
        place_boundaries(geo)
        tell("変更なし", 1.0)
        return BoundaryImport(("同じファイルを取り込み済みです。何も変えていません。",), is_new=False)
    with refused_if_unforeseen(name):
        found, findings, whole = _fitted(shapes, gpd.read_parquet(before.file), name, tell)
    tell("地図のファイルを書き出し中", 0.85)
    source = {
        "file_name": name, "sha256": sha256, "title_ja": shapes.title_ja, "credit_ja": shapes.credit_ja,
        "as_of_date": shapes.as_of_date, "imported_at": moment_now(),
        "imported_by": by, "prefecture_codes": list(found.prefecture_codes), "findings": findings,
    }  # fmt: skip
    still_shown = (
        {**one, "prefecture_codes": [code for code in one["prefecture_codes"] if code not in found.prefecture_codes]}
        for one in before.sources
    )
    _publish(whole, [*(one for one in still_shown if one["prefecture_codes"]), source])
    place_boundaries(geo)
    tell("取り込みました", 1.0)
    taken = int((~found.frame["is_kept"]).sum())
    return BoundaryImport((_sentence(shapes, found, taken), *findings))


def _fitted(
    shapes: ShapesFile, base: gpd.GeoDataFrame, name: str, tell: Progress
) -> tuple[Matched, list[str], gpd.GeoDataFrame]:
    """Return the shapes by municipality, what was found, and all of Japan with them."""
    tell("団体コードを照合中", 0.2)
    found = matched(shapes.frame, base, name)
    tell("図形を修復し、簡略化中", 0.35)
    findings = [*shapes.notes, *found.findings]
    areas = cleaned(found.frame, findings)
    tell("ほかの都道府県とつなげています", 0.6)
    whole = joined(areas, base)
    is_gone = shapely.is_empty(whole.geometry.values)
    if is_gone.any() or not shapely.coverage_is_valid(whole.geometry.values):
        lost = "、".join(whole.loc[is_gone, "name"].head(5))
        raise refusal("boundaries.lost" if lost else "boundaries.gaps", name, names=lost)
    return found, findings, whole


def remove_boundaries(geo: Path = STATIC_GEO) -> bool:
    """Go back to the committed boundaries; return whether others were in force."""
    manifest = shapes_folder() / MANIFEST
    was_there = manifest.is_file()
    manifest.unlink(missing_ok=True)
    _forget_all_but(None)
    place_boundaries(geo)
    return was_there


def _sentence(shapes: ShapesFile, found: Matched, taken: int) -> str:
    when = f"（{shapes.as_of_date}現在）" if shapes.as_of_date else "（時点の記載なし）"
    number = len(found.prefecture_codes)
    if number == prefecture_count():
        return f"{shapes.title_ja}{when}を取り込みました。全国の{taken:,}区域が新しい形になりました。"
    return (
        f"{shapes.title_ja}{when}を取り込みました。{number}都道府県の{taken:,}区域が新しい形になりました。"
        "ほかの都道府県はこれまでの形のままで、県境の細かさは両側で異なることがあります。"
    )


def _publish(whole: gpd.GeoDataFrame, sources: Sequence[Mapping[str, Any]]) -> None:
    """Write the boundaries aside, then let the manifest name them."""
    buffer = io.BytesIO()
    whole.to_parquet(buffer, compression="zstd", index=False)
    content, folder = buffer.getvalue(), shapes_folder()
    version = version_of(content)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / f"{version}.parquet", content)
    covered = {code for source in sources for code in source["prefecture_codes"]}
    owed = {str(source["credit_ja"]): "" for source in sources}
    if len(covered) < prefecture_count():
        owed[COMMITTED_CREDIT_JA] = ""
    manifest = {"version": version, "credit_ja": " / ".join(owed), "sources": list(sources)}
    write_whole(folder / MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode())
    _forget_all_but(version)


def _forget_all_but(version: str | None) -> None:
    for path in shapes_folder().glob("*.parquet"):
        if path.stem != version:
            path.unlink(missing_ok=True)
