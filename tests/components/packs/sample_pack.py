"""An invented report that holds one of everything: each kind of chart, long names, smuggled formulas."""

from __future__ import annotations

import pandas as pd

from components.drawing.marks import PILLARS
from components.drawing.model import Bars, Figure, Number, Points, Share, Shares, Tiles
from components.drawing.scatter import quadrant_words
from components.packs.model import Definition, Listing, Origin, Pack, Question, Section, Source

SMUGGLED = ['=HYPERLINK("http://x.example","開く")', "+1+1", "-1-1", "@SUM(1)", "\t=1+1", "\r=1+1", "＝1+1"]
TOWNS = ["音威子府村", "鰺ヶ沢町", "つるぎ町", *SMUGGLED, "南会津町", "八戸市", "十和田市", "ひたちなか市"]


def scattered() -> pd.DataFrame:
    """Municipalities in all four quadrants, some of them on the whole area."""
    count = len(TOWNS)
    return pd.DataFrame(
        {
            "area_code": [f"{number:06d}" for number in range(count)],
            "name_ja": TOWNS,
            "prefecture_ja": "見本県",
            "aging_rate_pct": [25.0 + 1.3 * number for number in range(count)],
            "coverage_pct": [100.0 if number % 3 else 7.0 * number for number in range(count)],
            "is_whole": [bool(number % 3) for number in range(count)],
            "population": [None if number == 4 else 700 + 12_000 * number for number in range(count)],
            "programme_group": ["both", "community_capacity", "multi_agency"] * (count // 3) + ["none"] * (count % 3),
            "coverage_basis": ["declared"] * (count - 1) + ["reported"],
            "quadrant": "older_lower",
            "quadrant_ja": "高齢化が進む・一部が対象",
        }
    )


def counted() -> pd.DataFrame:
    """Counts by municipality and pillar."""
    return pd.DataFrame(
        {
            "community": range(1, len(TOWNS) + 1),
            "consultation": [number % 4 for number in range(len(TOWNS))],
            "multi_agency": [2] * len(TOWNS),
        },
        index=TOWNS,
    )


def figure(name: str, title: str, chart: object, table: pd.DataFrame) -> Figure:
    """A figure of the invented report."""
    return Figure(
        name=name, title=title, reading=f"{title}は、14市町村のうち3（21.4%）です。", unit="%（市町村ごと）", n=14,
        missing=2, as_of="令和元年度（2019年度）", source="計画書（文書001）", table=lambda: table, chart=chart,
        notes=("対象とされた区域の割合であり、届いた人の割合ではありません。",),
    )  # fmt: skip


def pack(**changes: object) -> Pack:
    """The invented report; keyword arguments replace its attributes."""
    points, counts = scattered(), counted()
    shares = Shares(
        (
            Share("地域づくり", 75.0, "4件のうち3件（75.0%）", 50.0, 83.3),
            Share("相談の受け止め", None, "評価できた目標はありません", 0.0, 100.0),
        )
    )
    tiles = Tiles(
        tuple(Number(f"大切な数字{number}", f"{number * 1234:,}", "市町村", "説明の文") for number in range(5))
    )
    figures = (
        figure("aging", "高齢化率と支援カバー率", Points(points, "高齢化率", "支援カバー率（相談の受け止め）", quadrant_words(points), "000002"), points),
        figure("targets", "目標の数", Bars(counts, PILLARS, "件"), counts.reset_index(names="市町村")),
        figure("attainment", "達成割合", shares, pd.DataFrame({"柱": ["ア", "イ"], "達成割合（%）": [75.0, None]})),
    )  # fmt: skip
    listing = Listing(
        "報告していない市町村", ("市町村", "期限", "目標（件）"),
        tuple((town, "令和2年4月30日", str(number)) for number, town in enumerate(TOWNS * 3)), (40, 40, 20), frozenset({"目標（件）"}),
    )  # fmt: skip
    values: dict[str, object] = {
        "prefecture_code": "99", "area_code": None, "place_ja": "見本県", "title_ja": "見本県の議会説明資料",
        "edition_ja": "いまのデータ", "as_of_ja": "令和元年度（2019年度）の文書による", "judged_ja": "令和2年5月1日に判定",
        "version": "1a2b3c4d", "made_on": "2020-05-01", "is_practice": False,
        "headline": figure("headline", "要点", tiles, pd.DataFrame({"項目": ["計画"], "値": [14]})),
        "messages": ("計画書があるのは14市町村です。", "未報告は3市町村です。"),
        "sections": (
            Section("aging", "高齢化率と支援カバー率", figures, ("散布図の右下を見ます。",), (Origin("14市町村", "文書001 1～9行目"),), (listing,)),
            Section("reports", "実績報告", (), ("報告はまだありません。",), (), (), "実績報告は求めていません。"),
        ),
        "definitions": (Definition("対象地域の人口割合（C1）", "%", "100×対象÷人口", "宣言された区域", "届いた人ではない"),),
        "sources": (Source("001", "見本の文書", "計画書", "令和元年度", tuple(f"{town} L{i}–{i + 9}" for i, town in enumerate(TOWNS * 2)), "ab" * 32),),
        "questions": (Question("=なぜ報告がないのか", "期限前だからです。", "未報告が1以上", "報告台帳"),),
        "credit_ja": "境界の出典",
    }  # fmt: skip
    return Pack(**(values | changes))  # type: ignore[arg-type]
