"""Towns with a plan that lie close to one that has none. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

_EARTH_KM = 6371.0


def nearest_with_record(towns: pd.DataFrame, town: Mapping[Any, Any], most: int = 3) -> pd.DataFrame:
    """Return the nearest municipalities with a record and their distance.

    Args:
        town: The municipality to start from; without a position the answer is empty.

    Returns:
        Rows of `towns` with distance_km (great circle between the offices), nearest first.
    """
    others = towns[towns["has_record"] & (towns["area_code"] != town["area_code"]) & towns["latitude"].notna()]
    here = np.radians([float(town["latitude"]), float(town["longitude"])])
    if np.isnan(here).any():
        nowhere: pd.DataFrame = others.assign(distance_km=np.nan).head(0)
        return nowhere
    latitude, longitude = (np.radians(others["latitude"].to_numpy()), np.radians(others["longitude"].to_numpy()))
    half = (
        np.sin((latitude - here[0]) / 2) ** 2
        + np.cos(here[0]) * np.cos(latitude) * np.sin((longitude - here[1]) / 2) ** 2
    )
    distance = pd.Series(2 * _EARTH_KM * np.arcsin(np.sqrt(half)), index=others.index)
    nearest: pd.DataFrame = others.assign(distance_km=distance).nsmallest(most, "distance_km")
    return nearest
