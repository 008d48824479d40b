"""Match the codes of a file with the registry: wards to their city, 北方領土 apart, what is known on one side only."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import geopandas as gpd
import pandas as pd

from loaders import reference_areas
from loaders.errors import refusal

# 北方領土 is drawn on the map, never counted.
NORTHERN_TERRITORIES = ("hoppo", "北方領土")
HOKKAIDO = "01"
NORTHERN_CODES = range(1_695, 1_701)  # 色丹村 to 蘂取村
USUAL_COLUMNS = ("N03_007", "lg_code", "lg_code_5", "code", "area_code", "JCODE")
ENOUGH = 0.5  # of the values of a column of codes; ground of no municipality has none


@lru_cache(maxsize=1)
def registry() -> Mapping[str, tuple[str, str]]:
    """Return five-digit code → six-digit code and name of every municipality."""
    rows = [area for area in reference_areas.read() if area["level"] == "municipality"]
    return {row["area_code"][:5]: (row["area_code"], row["name_ja"]) for row in rows}


@lru_cache(maxsize=1)
def _designated_cities() -> tuple[int, ...]:
    return tuple(
        sorted(int(row["area_code"][:5]) for row in reference_areas.read() if row["kind"] == "designated_city")
    )


def prefecture_count() -> int:
    """Return the number of prefectures of the registry."""
    return len({code[:2] for code in registry()})


def prefecture_of(code: str) -> str:
    """Return the prefecture of a municipality's code; 北方領土 belongs to 北海道."""
    return HOKKAIDO if code.startswith(NORTHERN_TERRITORIES[0][:5]) else code[:2]


def municipality_of(code: str) -> str:
    """Return the five-digit code of the municipality: that of the city for a ward, "hoppo" for 北方領土, else itself."""
    if code in registry():
        return code
    number = int(code)
    if number in NORTHERN_CODES:
        return NORTHERN_TERRITORIES[0]
    # Wards stand behind their city and before the next one: 札幌市 01100, its wards 01101–01110.
    cities = [city for city in _designated_cities() if city < number and city // 1_000 == number // 1_000]
    return f"{cities[-1]:05}" if cities and number % 1_000 < 200 else code


def five_digits(values: pd.Series[str]) -> pd.Series[str]:
    """Return codes of five digits, without the check digit; missing where there is no code."""
    text = values.astype("string").str.strip().str.removesuffix(".0").str.extract(r"^(\d{4,6})$")[0]
    return text.map(_five_digits, na_action="ignore").reset_index(drop=True)


def _five_digits(text: str) -> str:
    """Return the first five digits of a code that may have lost the zero in front, as numbers do."""
    with_zero = f"0{text}"
    lost_zero = len(text) == 4 or registry().get(with_zero[:5], ("",))[0] == with_zero
    return (with_zero if lost_zero else text)[:5]


def code_column(areas: gpd.GeoDataFrame, name: str) -> str:
    """Return the column that holds the codes of the municipalities.

    Raises:
        LoaderError: There is none.
    """
    columns = [str(column) for column in areas.columns if column != areas.geometry.name]
    shares = {column: _known_share(areas[column]) for column in columns}
    usual = [column for column in USUAL_COLUMNS if shares.get(column, 0) > 0]
    best = usual[0] if usual else max(shares, key=lambda column: shares[column], default="")
    if not best or shares[best] < ENOUGH:
        shown = "、".join(columns[:6]) or "なし"
        raise refusal("boundaries.no_codes", name, columns=shown)
    return best


def _known_share(values: pd.Series[str]) -> float:
    codes = five_digits(values)
    places = {*registry(), NORTHERN_TERRITORIES[0]}
    return sum(municipality_of(code) in places for code in codes.dropna()) / max(len(codes), 1)
