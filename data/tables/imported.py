"""National statistics that one installation imports: they stand beside the committed dataset and never in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from data.tables.fields import MISSING_REASONS, table
from data.tables.model import code, count, moment, number, text
from data.tables.quality import ISSUES

SOURCES = {"census": "国勢調査", "resident_register": "住民基本台帳"}


@dataclass(frozen=True)
class Statistic:
    """A number that official tables state for every area: its name, unit and meaning."""

    label_ja: str
    unit: str
    meaning_ja: str


STATISTICS: Mapping[str, Statistic] = MappingProxyType(
    {
    "population": Statistic("人口", "人", "総人口"),
        "population_65": Statistic("65歳以上人口", "人", "65歳以上の人口"),
        "population_under_15": Statistic("15歳未満人口", "人", "15歳未満の人口"),
    "aging_rate": Statistic("高齢化率", "%", "総人口に占める65歳以上の割合"),
        "under_15_rate": Statistic("15歳未満の割合", "%", "総人口に占める15歳未満の割合"),
    "population_change_rate": Statistic("人口増減率", "%", "前の調査（国勢調査では5年前）からの増減の割合"),
    "households": Statistic("世帯数", "世帯", "総世帯（一般世帯と施設等の世帯）の数"),
    "density": Statistic("人口密度", "人/km²", "面積1km²あたりの人口"),
        "area_km2": Statistic("面積", "km²", "表に参考として載る面積"),
    }
)  # fmt: skip

STATISTICS_SOURCES = table(
    "statistics_sources",
    "取り込んだ統計",
    "取り込んだ統計表。同じ種類の表をもう一度取り込むと入れ替わる。",
    ("source_code",),
    code("source_code", "種類", "統計の種類", SOURCES),
    text("title_ja", "題名", "表に書かれた題名"),
    text("publisher_ja", "公表者", "統計を公表した機関"),
    text("note_ja?", "注記", "値の読み方についての注記"),
    "as_of_date",
    text("file_name", "ファイル名", "取り込んだファイルの名前"),
    text("sha256", "SHA-256", "取り込んだファイルのハッシュ"),
    count("row_count", "行数", "地域の行の数", "行"),
    count("municipality_count", "市区町村", "値のある市区町村の数", "市区町村"),
    moment("imported_at", "取り込み日時", "取り込んだ日時"),
    text("imported_by", "取り込んだ人", "取り込みを行った人"),
)

AREA_STATISTICS = table(
    "area_statistics",
    "地域の統計",
    "統計表の値。一行が一つの地域の一つの値。政令指定都市の区は市と分けて置く。",
    ("source_code", "area_code", "indicator_code"),
    "source_code",
    text("area_code", "団体コード", "全国地方公共団体コード6桁（検査数字つき）"),
    code("level", "階層", "都道府県・市区町村・政令指定都市の区の別",
         {"prefecture": "都道府県", "municipality": "市区町村", "ward": "政令指定都市の区"}),
    code("indicator_code", "指標", "値の種類", {name: one.label_ja for name, one in STATISTICS.items()}),
    number("value?", "値", "表の値。空欄は値なし"),
    "unit",
    code("missing_reason?", "値のない理由", "「-」や空欄の別", MISSING_REASONS),
    "as_of_date",
    text("cell", "セル", "表の中の位置"),
)  # fmt: skip

IMPORT_FINDINGS = table(
    "import_findings",
    "取り込みの所見",
    "取り込みで使わなかった行、読み替えた団体、値のない行。",
    ("source_code", "seq"),
    "source_code",
    count("seq", "順番", "同じ取り込みの中の順番", minimum=1),
    code("severity", "重大さ", "所見の重さ", ISSUES.column("severity").allowed),
    text("place", "場所", "シートと行"),
    text("message_ja", "内容", "何があり、どう扱ったか"),
)

TABLES = (STATISTICS_SOURCES, AREA_STATISTICS, IMPORT_FINDINGS)
