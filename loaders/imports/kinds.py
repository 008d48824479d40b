"""The kinds of files that can be imported: what each is, where it is published, and what it is used for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from loaders.imports.sheets import MAX_FILE_BYTES


@dataclass(frozen=True)
class Kind:
    """A kind of file that can be imported."""

    code: str  # Its name on the command line
    name_ja: str  # Its name in messages
    published_ja: str  # Where it is published, and which file to take
    use_ja: str  # What it is used for
    endings: tuple[str, ...] = ("xlsx", "xlsm", "csv", "txt")  # File name endings that an upload may have
    # Largest upload, not above `server.maxUploadSize`; what is larger goes by command
    most_megabytes: int = MAX_FILE_BYTES // 1_000_000
    named: tuple[str, ...] = ("xls", "ods")  # Endings that are taken up only to say how the file can be saved anew


CENSUS = Kind(
    "census",
    "国勢調査",
    "e-Stat（政府統計の総合窓口 https://www.e-stat.go.jp/）→ 国勢調査 → 令和2年国勢調査 → 主な結果 → "
    "「都道府県・市区町村別の主な結果」の Excel",
    "全市区町村の人口・高齢化率・世帯数・面積（類似自治体、散布図、地図、住民に対する割合）",
)
REGISTER = Kind(
    "resident_register",
    "住民基本台帳",
    "e-Stat → 住民基本台帳に基づく人口、人口動態及び世帯数調査 →「【総計】市区町村別年齢階級別人口」の Excel",
    "新しい年の人口と高齢化率（カルテで、国勢調査・計画書と並べて）",
)
STAGES = Kind(
    "stages",
    "段階の一覧・支出先の一覧",
    "都道府県や社会福祉協議会の「市町村・実施状況・開始年度」の表（Excel・CSV）、RS システム（https://rssystem.go.jp/）の"
    "「5-1 支出先_支出情報」の CSV、当システムの段階の一覧。いくつでも取り込めます",
    "市町村の段階（地図・カルテ・ロードマップ）の出典。すでにある出典と並べ、食い違いはデータの課題に出ます",
)
BOUNDARIES = Kind(
    "boundaries",
    "市区町村の境界",
    "国土数値情報ダウンロードサイト（https://nlftp.mlit.go.jp/ksj/）→ 行政区域（N03）→ 都道府県ごとの zip。"
    "デジタル庁の市区町村境界（TopoJSON）も使えます",
    "地図の形（取り込まなければ、気象庁の区域から作った境界）",
    ("zip", "json", "geojson", "topojson", "xml", "gml"),
    50,
    named=(),
)
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in (CENSUS, REGISTER, BOUNDARIES, STAGES)}
