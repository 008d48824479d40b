"""Files of boundaries in every form, made from the committed shapes of 栃木県 under the names of N03."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest

from data import map_shapes
from loaders import boundaries
from loaders.boundaries import BoundaryImport, import_boundaries

Import = Callable[..., BoundaryImport]
NEARBY = ["07", "08", "09", "10", "11", "13", "39"]  # 栃木県, its neighbours, 東京都 with its islands, and one far away


@pytest.fixture(scope="session")
def committed() -> gpd.GeoDataFrame:
    return gpd.read_parquet(boundaries.BOUNDARIES)


@pytest.fixture(scope="session")
def nearby(committed: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The municipalities of a few prefectures: to import into all Japan takes four times as long."""
    return committed[committed["code"].str[:2].isin(NEARBY)]


@pytest.fixture
def tochigi(committed: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The municipalities of 栃木県 with the columns of N03."""
    rows = committed[committed["code"].str.startswith("09")]
    return gpd.GeoDataFrame(
        {"N03_001": "栃木県", "N03_003": None, "N03_004": rows["name"].array, "N03_007": rows["code"].str[:5].array},
        geometry=rows.geometry.to_numpy(),
        crs="EPSG:6668",
    )


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> dict[bytes, tuple[Path, BoundaryImport]]:
    """What was imported first by a test before: the file, the folders as they were then, and what was said."""
    return {}


@pytest.fixture
def take_in(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    taken: dict[bytes, tuple[Path, BoundaryImport]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Import:
    """Import a file into folders of the test's own; the same file as a first import is taken in once for all tests."""
    monkeypatch.setenv("MONITOR_IMPORTED", str(tmp_path / "imported"))
    folders = ("imported", "geo")

    def run(path: Path, **more: object) -> BoundaryImport:
        is_first = not any((tmp_path / name).exists() for name in folders)
        if more or not is_first:
            return import_boundaries(path, geo=tmp_path / "geo", **more)
        key = map_shapes.COMMITTED.name.encode() + path.name.encode() + path.read_bytes()
        if key not in taken:
            result, kept = import_boundaries(path, by="担当", geo=tmp_path / "geo"), tmp_path_factory.mktemp("taken")
            for name in folders:
                shutil.copytree(tmp_path / name, kept / name)
            taken[key] = kept, result
        else:
            kept, result = taken[key]
            for name in folders:
                shutil.copytree(kept / name, tmp_path / name)
        return result

    return run


@pytest.fixture
def take_in_nearby(
    take_in: Import, nearby: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Import:
    """Import as `take_in` does, where the map that comes with the program holds those few prefectures only."""
    nearby.to_parquet(tmp_path / "nearby.parquet", compression="zstd", index=False)
    monkeypatch.setattr(map_shapes, "COMMITTED", tmp_path / "nearby.parquet")
    return take_in


@pytest.fixture
def in_force(take_in: Import) -> Callable[[], gpd.GeoDataFrame]:
    """Read the boundaries in force of the test's own folder."""
    return lambda: gpd.read_parquet(map_shapes.boundaries_in_force().file)
