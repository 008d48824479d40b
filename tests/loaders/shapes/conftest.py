"""Files of boundaries in every form, made from the committed shapes of 栃木県 under the names of N03."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest

from data import map_shapes
from loaders import boundaries
from loaders.boundaries import BoundaryImport, import_boundaries

Import = Callable[..., BoundaryImport]


@pytest.fixture(scope="session")
def committed() -> gpd.GeoDataFrame:
    return gpd.read_parquet(boundaries.BOUNDARIES)


@pytest.fixture
def tochigi(committed: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The municipalities of 栃木県 with the columns of N03."""
    rows = committed[committed["code"].str.startswith("09")]
    return gpd.GeoDataFrame(
        {"N03_001": "栃木県", "N03_003": None, "N03_004": rows["name"].array, "N03_007": rows["code"].str[:5].array},
        geometry=rows.geometry.to_numpy(),
        crs="EPSG:6668",
    )


@pytest.fixture
def take_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Import a file into a folder of the test's own."""
    monkeypatch.setenv("MONITOR_IMPORTED", str(tmp_path / "imported"))

    def run(path: Path, **more: object) -> BoundaryImport:
        return import_boundaries(path, geo=tmp_path / "geo", **more)

    return run


@pytest.fixture
def in_force(take_in: Import) -> Callable[[], gpd.GeoDataFrame]:
    """Read the boundaries in force of the test's own folder."""
    return lambda: gpd.read_parquet(map_shapes.boundaries_in_force().file)
