"""What a row of a published table is about: today's municipality, a ward, a subtotal, or an area that is no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from loaders.reference_areas import check_digit
from loaders.text.normalise import folded

Level = Literal["nation", "prefecture", "municipality", "ward", "subtotal", "former", "unknown"]
NATION = "00000"
# 「01100_札幌市」
REGION = re.compile(r"(?P<code>\d{5})_(?P<name>.+)")
# 市などの別（地域識別コード） of e-Stat: a nation or prefecture, b total of all cities or of all towns, 0 ward, 1 designated
# city (also 特別区部, the total of the special wards), 2 city, 3 town or village, 9 municipality as it was in 2000.
SUBTOTAL, FORMER, WARD = "b", "9", "0"
SPECIAL_WARDS_JA = "特別区部"


@dataclass(frozen=True)
class Region:
    """One area of a table."""

    level: Level  # What the row is about
    area_code: str  # Six digits with a check digit; that of an area that the registry does not know is computed
    written_ja: str  # The name as written
    parent_code: str = ""  # Of a ward, its city
    remark_ja: str = ""  # What a reader has to know, such as another name in the registry; "" where nothing
    # Whether the row was a whole municipality at the day of the table, also one that is no more: those of a
    # prefecture add up to it
    in_total: bool = False


class Registry:
    """The areas of the registry at a day, to which the rows of a table of that day are resolved.

    Args:
        areas: Rows of the table `areas`, texts, empty where missing.
    """

    def __init__(self, areas: Iterable[Mapping[str, str]], aliases: Iterable[Mapping[str, str]], on: str) -> None:
        self._on = on
        self._by_code = {area["area_code"][:5]: area for area in areas}
        self._cities = [area for area in self._by_code.values() if area["kind"] == "designated_city"]
        self._aliases = {(row["area_code"], folded(row["alias"])) for row in aliases}

    @property
    def municipalities(self) -> dict[str, str]:
        """Return name by area_code of the municipalities that exist today."""
        areas = self._by_code.values()
        return {a["area_code"]: a["name_ja"] for a in areas if a["level"] == "municipality" and not a["valid_to"]}

    def region(self, written: str, kind: str) -> Region | None:
        """Return what a row is about, from 「01100_札幌市」 and its kind; None where no area is written there."""
        match = REGION.fullmatch(written)
        if match is None:
            return None
        five, name = match["code"], folded(match["name"])
        code = five + check_digit(five)
        if five == NATION:
            return Region("nation", code, name)
        if kind == FORMER:
            return Region("former", code, name)
        if kind == SUBTOTAL or name == SPECIAL_WARDS_JA:
            return Region("subtotal", code, name)
        area = self._by_code.get(five)
        return self._known(area, code, name) if area else self._unlisted(five, code, name, kind)

    def _known(self, area: Mapping[str, str], code: str, name: str) -> Region:
        official, level = area["name_ja"], area["level"]
        if area["valid_to"]:
            remark = f"{official}は{area['valid_to']}に廃止された。今の市区町村の値には使わない"
            return Region("former", code, name, remark_ja=remark, in_total=True)
        if area["valid_from"] > self._on:
            remark = f"{official}は{area['valid_from']}に始まった団体で、表の値はその前の団体のもの。使わない"
            return Region("former", code, name, remark_ja=remark, in_total=True)
        if name == folded(official):
            return Region("prefecture" if level == "prefecture" else "municipality", code, name, in_total=True)
        if (code, name) in self._aliases:
            remark = f"「{name}」は今の{official}（別表記の一覧による）として取り込んだ"
            return Region("municipality", code, name, remark_ja=remark, in_total=True)
        remark = f"コード {code} は団体一覧では{official}だが、表では「{name}」である。この行は使わない"
        return Region("unknown", code, name, remark_ja=remark, in_total=True)

    def _unlisted(self, five: str, code: str, name: str, kind: str) -> Region:
        city = next(
            (c for c in self._cities if c["prefecture_code"] == five[:2] and name.startswith(folded(c["name_ja"]))), None
        )  # fmt: skip
        if kind == WARD and city is not None:
            return Region("ward", code, name, parent_code=city["area_code"])
        remark = f"コード {code}「{name}」は団体一覧にない（廃止されたか、一覧より新しい団体）。この行は使わない"
        return Region("unknown", code, name, remark_ja=remark, in_total=True)
