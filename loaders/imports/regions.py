"""What a row of a published table is about: today's municipality, a ward, a subtotal, or an area that is no more."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from loaders.lookups import Lookups
from loaders.reference_areas import check_digit
from loaders.text.area_names import DISTRICT, NOTE_MARK
from loaders.text.normalise import folded

Level = Literal["nation", "prefecture", "municipality", "ward", "subtotal", "former", "unknown"]
NATION = "00000"
# 「01100_札幌市」
REGION = re.compile(r"(?P<code>\d{5})_(?P<name>.+)")
# 市などの別（地域識別コード） of e-Stat: a nation or prefecture, b total of all cities or of all towns, 0 ward, 1 designated
# city (also 特別区部, the total of the special wards), 2 city, 3 town or village, 9 municipality as it was in 2000.
SUBTOTAL, FORMER, WARD = "b", "9", "0"
SPECIAL_WARDS_JA = "特別区部"
FIRST_CITY = 200  # 札幌市 01100, its wards 01101–01110, 函館市 01202
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Region:
    """One area of a table."""

    level: Level  # What the row is about
    # Six digits with a check digit; that of an area that the registry does not know is computed, "" where none stands
    area_code: str
    written_ja: str  # The name as written, without marks of notes
    parent_code: str = ""  # Of a ward, its city
    remark_ja: str = ""  # What a reader has to know, such as another name in the registry; "" where nothing
    # Whether the row was a whole municipality at the day of the table, also one that is no more: those of a
    # prefecture add up to it
    in_total: bool = False


class Registry:
    """The areas of the registry at a day, to which the rows of a table of that day are resolved.

    The code of a row decides; its name is held against it, so that a table whose rows have slipped is not believed.
    """

    def __init__(self, lookups: Lookups, on: str) -> None:
        areas = lookups.table("areas")
        self._on = on
        self._by_code = {area["area_code"][:5]: area for area in areas}
        self._official = {folded(area["name_ja"]) for area in areas}
        self._prefectures = {folded(a["name_ja"]): a["prefecture_code"] for a in areas if a["level"] == "prefecture"}
        self._cities = sorted(five for five, area in self._by_code.items() if area["kind"] == "designated_city")
        self._names = lookups.area_names
        self._merged = {row["former_name"] for row in lookups.table("area_changes") if row["kind"] == "merged"}

    @property
    def municipalities(self) -> dict[str, str]:
        """Return name by area_code of the municipalities that exist today."""
        areas = self._by_code.values()
        return {a["area_code"]: a["name_ja"] for a in areas if a["level"] == "municipality" and not a["valid_to"]}

    def is_known(self, five: str) -> bool:
        """Return whether an area of today has this code of five digits."""
        return five in self._by_code

    def region(self, five: str, written: str, kind: str = "", prefecture_ja: str = "") -> Region:
        """Return what a row is about.

        Args:
            five: Its code without the check digit; "" where it has none.
            kind: 市などの別 of the census.
            prefecture_ja: Its prefecture, for a row without a code whose name may be looked up.
        """
        whole = folded(written)[:_LONGEST_NAME]
        name = NOTE_MARK.sub("", whole) or whole
        region = self._region(five, DISTRICT.sub("", name), kind, prefecture_ja)
        if name == whole or region.level in ("nation", "subtotal"):
            return region
        mark = f"「{written}」の注の印を除いて読んだ"
        return replace(region, remark_ja="。".join(filter(None, (region.remark_ja, mark))))

    def _region(self, five: str, name: str, kind: str, prefecture_ja: str) -> Region:
        code = five + check_digit(five) if five else ""
        if five == NATION:
            return Region("nation", code, name)
        if kind == FORMER:
            return Region("former", code, name)
        if kind == SUBTOTAL or name == SPECIAL_WARDS_JA:
            return Region("subtotal", code, name)
        area = self._by_code.get(five)
        if area:
            return self._known(area, code, name)
        if city := self._city_of(five, name, kind):
            return Region("ward", code, name, parent_code=city["area_code"])
        return self._by_name(five[:2] or self._prefectures.get(folded(prefecture_ja), ""), code, name)

    def _known(self, area: Mapping[str, str], code: str, name: str) -> Region:
        official, level = area["name_ja"], area["level"]
        if area["valid_to"]:
            remark = f"{official}は{area['valid_to']}に廃止された。今の市区町村の値には使わない"
            return Region("former", code, name, remark_ja=remark, in_total=True)
        if area["valid_from"] > self._on:
            remark = f"{official}は{area['valid_from']}に始まった団体で、表の値はその前の団体のもの。使わない"
            return Region("former", code, name, remark_ja=remark, in_total=True)
        taken: Level = "prefecture" if level == "prefecture" else "municipality"
        if name == folded(official):
            return Region(taken, code, name, in_total=True)
        met = self._names.resolved(area["prefecture_code"], name)
        if met.area_code != code if met else name in self._official:
            remark = f"コード {code} は団体一覧では{official}だが、表では「{name}」である。この行は使わない"
            return Region("unknown", code, name, remark_ja=remark, in_total=True)
        if met and met.remark_ja:
            remark = met.remark_ja
        elif met and met.alias_reason != "glyph":
            remark = f"「{name}」は今の{official}（別表記の一覧による）として取り込んだ"
        else:
            remark = f"「{name}」は、団体コード {code} が合うため{official}として取り込んだ（表の名称の書き方が違う）"
        return Region(taken, code, name, remark_ja=remark, in_total=True)

    def _city_of(self, five: str, name: str, kind: str) -> Mapping[str, str] | None:
        """Return the designated city of a ward: wards stand behind their city and before the next one."""
        before = [city for city in self._cities if city < five and city[:2] == five[:2]]
        if not before or int(five[2:]) >= FIRST_CITY or not (kind == WARD or name.endswith("区")):
            return None
        city = self._by_code[before[-1]]
        return city if "市" not in name or name.startswith(folded(city["name_ja"])) else None

    def _by_name(self, prefecture_code: str, code: str, name: str) -> Region:
        """Return the area of a name whose code is not in force today, or missing."""
        met = self._names.resolved(prefecture_code, name)
        if met and code and met.alias_reason != "former":
            met = None  # 国後郡泊村 016969 is not 古宇郡泊村
        written = f"コード {code}「{name}」" if code else f"団体コードのない「{name}」"
        if met is None:
            remark = f"{written}は団体一覧にない（廃止されたか、一覧より新しい団体）。この行は使わない"
            return Region("unknown", code, name, remark_ja=remark, in_total=True)
        if met.alias_reason == "former" and name in self._merged:
            remark = f"{met.remark_ja.partition('。')[0]}。合併前の値なので、この行は使わない"
            return Region("former", code, name, remark_ja=remark, in_total=True)
        remark = met.remark_ja or f"{written}は、名称が合うため{met.name_ja}（{met.area_code}）として取り込んだ"
        return Region("municipality", met.area_code, name, remark_ja=remark, in_total=True)
