"""Derive the registry of areas, `data/reference/areas.csv`, from the package `japancode`.

The registry is committed; this module is run again only when municipalities change:
`python -m loaders boundaries` (a build-time tool of requirements-dev.txt supplies the raw data).
"""

import json
from collections import Counter
from importlib.resources import files
from pathlib import Path

from data.schema import TABLES
from loaders.files import csv_of, read_csv, write_whole

AREAS_CSV = Path(__file__).resolve().parent.parent / "data" / "reference" / "areas.csv"
MUNICIPALITY_COUNT = 1741
PREFECTURE_COUNT = 47

COLUMNS = TABLES["areas"].column_names
KIND_BY_LAST_CHARACTER = {"市": "city", "区": "special_ward", "町": "town", "村": "village"}
CHECK_DIGIT_WEIGHTS = (6, 5, 4, 3, 2)

Area = dict[str, str]


def check_digit(jis_code: str) -> str:
    """Return the sixth digit of a local government code (全国地方公共団体コード).

    Raises:
        ValueError: If it does not consist of five ASCII digits.

    Source: 総務省「全国地方公共団体コード」, 検査数字: last digit of 11 − (digits × 6, 5, 4, 3, 2) mod 11.
    """
    if len(jis_code) != 5 or not (jis_code.isascii() and jis_code.isdigit()):
        raise ValueError(f"expected five digits, found {jis_code!r}")
    weighted = sum(int(digit) * weight for digit, weight in zip(jis_code, CHECK_DIGIT_WEIGHTS, strict=True))
    return str(11 - weighted % 11)[-1]


def is_area_code(code: str) -> bool:
    """Return whether the text has six digits of which the last is the right check digit."""
    return len(code) == 6 and code.isascii() and code.isdigit() and check_digit(code[:5]) == code[5]


def derive() -> list[Area]:
    """Return all prefectures and municipalities of Japan in the columns of `areas`, sorted by area_code, as texts.

    Coordinates are those of the office in degrees (WGS 84), empty for prefectures, for which the source has none. Every
    area is valid today. Wards of designated cities (name "札幌市 中央区") are left out. Source: package japancode (MIT).

    Raises:
        ValueError: The source does not hold 47 prefectures and 1,741 municipalities with valid codes.
    """
    entries = _read_json("municipalities.json")
    # A special ward of Tokyo has no city before it; only a designated city is divided into wards.
    designated = {entry["city"].split()[0] for entry in entries if " " in entry["city"]}
    municipalities = [_municipality(entry, designated) for entry in entries if " " not in entry["city"]]
    prefectures = [_prefecture(entry) for entry in _read_json("prefectures.json")]
    areas = sorted(prefectures + municipalities, key=lambda area: area["area_code"])
    _verify(areas)
    return areas


def write(areas: list[Area], path: Path = AREAS_CSV) -> None:
    """Write the registry as UTF-8 CSV with LF line ends."""
    write_whole(path, csv_of(COLUMNS, areas))


def read(path: Path = AREAS_CSV) -> list[Area]:
    """Return the rows of the committed registry as texts."""
    return read_csv(path)


def _read_json(name: str) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = json.loads((files("japancode") / "data" / name).read_text("utf-8"))
    return entries


def _municipality(entry: dict[str, str], designated: set[str]) -> Area:
    name, code = entry["city"], entry["lgcode"].zfill(6)
    kind = "designated_city" if name in designated else KIND_BY_LAST_CHARACTER[name[-1]]
    latitude, longitude = (f"{float(entry[axis]):.5f}" for axis in ("lat", "lng"))  # about one metre
    return {"area_code": code, "level": "municipality", "name_ja": name, "name_kana": entry["citykana"],
            "prefecture_code": code[:2], "kind": kind, "latitude": latitude, "longitude": longitude,
            "valid_from": "", "valid_to": ""}  # fmt: skip


def _prefecture(entry: dict[str, str]) -> Area:
    code = entry["lgcode"].zfill(6)
    known = {"area_code": code, "level": "prefecture", "name_ja": entry["pref"], "name_kana": entry["prefkana"],
             "prefecture_code": code[:2], "kind": "prefecture"}  # fmt: skip
    return dict.fromkeys(COLUMNS, "") | known


def _verify(areas: list[Area]) -> None:
    codes = Counter(area["area_code"] for area in areas)
    broken = sorted(code for code, count in codes.items() if count > 1 or not is_area_code(code))
    if broken:
        raise ValueError(f"areas with a wrong check digit or listed twice: {', '.join(broken)}")
    levels = Counter(area["level"] for area in areas)
    if levels != {"municipality": MUNICIPALITY_COUNT, "prefecture": PREFECTURE_COUNT}:
        raise ValueError(f"expected 1,741 municipalities and 47 prefectures, found {dict(levels)}")
