"""見本県 and its municipalities: invented names, codes outside the official range, and simple shapes for the map."""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random

PREFECTURE_CODE = "99"  # the official codes end at 47
ROWS, COLUMNS = 3, 4
SOUTH, WEST, STEP = 30.2, 143.0, 0.3  # open sea, far from every real municipality
CHECK_WEIGHTS = (6, 5, 4, 3, 2)


@dataclass(frozen=True)
class Town:
    """A municipality of 見本県."""

    number: int  # Last three digits of its code, without the check digit
    name_ja: str
    name_kana: str
    kind: str
    size: int  # Population (persons)
    aging_pct: float  # Share of residents aged 65 and over
    strength: float  # How far its results usually reach: 1 = exactly its targets

    @property
    def area_code(self) -> str:
        """Six digits, with a valid check digit."""
        return area_code(self.number)


TOWNS = (
    Town(201, "見本市", "みほんし", "city", 182_400, 27.4, 1.04),
    Town(202, "例示市", "れいじし", "city", 96_300, 29.8, 0.98),
    Town(203, "仮置市", "かりおきし", "city", 61_800, 31.5, 0.88),
    Town(301, "試作町", "しさくちょう", "town", 24_600, 33.1, 1.08),
    Town(302, "練習町", "れんしゅうちょう", "town", 18_900, 34.7, 0.92),
    Town(303, "手本町", "てほんちょう", "town", 15_200, 35.9, 1.15),
    Town(304, "雛形町", "ひながたちょう", "town", 11_700, 37.2, 0.75),
    Town(305, "模型町", "もけいちょう", "town", 8_400, 39.6, 0.97),
    Town(306, "下書町", "したがきちょう", "town", 6_900, 41.3, 0.62),
    Town(401, "素案村", "そあんむら", "village", 3_800, 43.8, 1.01),
    Town(402, "図解村", "ずかいむら", "village", 2_600, 45.5, 0.84),
    Town(403, "余白村", "よはくむら", "village", 1_300, 49.2, 0.95),
)


def area_code(number: int) -> str:
    """Return a code of 見本県 with its check digit, as the official codes have one."""
    digits = f"{PREFECTURE_CODE}{number:03}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, CHECK_WEIGHTS, strict=True)) % 11
    return f"{digits}{(11 - rest) % 10}"


def areas() -> list[dict[str, object]]:
    """Return the rows of the table `areas`: the prefecture and its municipalities."""
    prefecture: dict[str, object] = {"area_code": area_code(0), "level": "prefecture", "name_ja": "見本県", "name_kana": "みほんけん",
                  "prefecture_code": PREFECTURE_CODE, "kind": "prefecture"}  # fmt: skip
    rows = [prefecture]
    for town, ring in zip(TOWNS, rings(), strict=True):
        corners = ring[:-1]
        rows.append(
            {"area_code": town.area_code, "level": "municipality", "name_ja": town.name_ja, "name_kana": town.name_kana,
             "prefecture_code": PREFECTURE_CODE, "kind": town.kind,
             "latitude": round(sum(point[1] for point in corners) / len(corners), 4),
             "longitude": round(sum(point[0] for point in corners) / len(corners), 4)}
        )  # fmt: skip
    return rows


def boundaries() -> str:
    """Return the shapes of the municipalities as the GeoJSON file that the map loads."""
    features = [
        {"type": "Feature", "properties": {"code": town.area_code, "name": town.name_ja},
         "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for town, ring in zip(TOWNS, rings(), strict=True)
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n"


def rings() -> list[list[list[float]]]:
    """Return the outline of each municipality: quarters of an uneven grid, so that neighbours share their edges."""
    chance = Random("見本県の境界")

    def corner(row: int, column: int) -> list[float]:
        shift = [chance.uniform(-0.3, 0.3) * STEP for _ in range(2)]
        return [round(WEST + column * STEP + shift[0], 4), round(SOUTH + row * STEP + shift[1], 4)]

    grid = [[corner(row, column) for column in range(COLUMNS + 1)] for row in range(ROWS + 1)]
    return [
        [grid[r][c], grid[r][c + 1], grid[r + 1][c + 1], grid[r + 1][c], grid[r][c]]
        for r in range(ROWS)
        for c in range(COLUMNS)
    ]
