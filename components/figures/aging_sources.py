"""高齢化率 of the plans beside that of the census, with both dates. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.drawing import html, tables, wording
from components.drawing.model import Basis, Figure

SHOWN = 10
HEADINGS = {
    "prefecture_ja": "都道府県",
    "area_name_ja": "市町村",
    "area_code": "団体コード",
    "aging_rate_pct": "計画書の高齢化率（%）",
    "document_date": "計画書の値の時点",
    "fiscal_year": "計画書の年度",
    "census_aging_rate_pct": "国勢調査の高齢化率（%）",
    "census_date": "国勢調査の時点",
    "difference_points": "差（ポイント）",
}


def figure(rates: pd.DataFrame, most_points: float, basis: Basis) -> Figure:
    """Return the municipalities of the plans with both values, the largest difference first."""
    both = rates[rates["difference_points"].notna()]
    both = both.sort_values("difference_points", key=lambda points: -points.abs(), kind="stable", ignore_index=True)
    lines = [
        [str(row["area_name_ja"]), wording.percent(row["aging_rate_pct"]), document_when(row),
         wording.percent(row["census_aging_rate_pct"]), points_ja(row["difference_points"])]
        for row in both.head(SHOWN).to_dict("records")
    ]  # fmt: skip
    day = wording.era_date(rates["census_date"].dropna().iloc[0])
    headings = ["市町村", "計画書", "計画書の値の時点", f"国勢調査（{day}）", "差（計画書－国勢調査）"]
    left_out = f"差の大きい{SHOWN}市町村です。すべては「表で見る」にあります。" if len(both) > SHOWN else ""
    without = int((rates["aging_rate_pct"].notna() & rates["census_aging_rate_pct"].isna()).sum())
    return Figure(
        name="aging_sources",
        title="高齢化率：計画書と国勢調査",
        reading=_sentence(both, most_points, basis.place_ja),
        unit="%、差はポイント",
        n=len(both),
        missing=without,
        missing_ja="国勢調査に値のない市町村",
        as_of=f"計画書 {basis.as_of}、国勢調査 {day}現在",
        source=f"{basis.source}、国勢調査",
        notes=(
            f"差が{most_points:g}ポイントを超えるものは、データの課題（注意）になります。計画書の多くは住民基本台帳の"
            "人口により、国勢調査とは人口の数え方と時点が異なります。",
            *([left_out] if left_out else []),
        ),
        table=lambda: tables.readable(both, HEADINGS).round(1),
        drawing=lambda _: html.rows(headings, lines, widths=(20, 12, 32, 18, 18)),
    )


def points_ja(points: object) -> str:
    """Return a difference in points with its sign, or the mark for a missing one."""
    if wording.is_missing(points):
        return wording.MISSING
    number = round(float(str(points)), 1)
    return f"{'＋' if number > 0 else '－' if number < 0 else '±'}{abs(number):.1f}ポイント"


def document_when(row: Mapping[Any, Any]) -> str:
    """Return of which time a plan's value is: its own date, or the fiscal year of the plan; "" without a plan."""
    if wording.is_missing(row["aging_rate_pct"]):
        return ""
    if wording.is_missing(row["document_date"]):
        return f"{wording.fiscal_year(row['fiscal_year'])}の計画書"
    return wording.era_date(row["document_date"])


def _sentence(both: pd.DataFrame, most_points: float, place_ja: str) -> str:
    if both.empty:
        return f"{place_ja}には、計画書と国勢調査の両方に高齢化率のある市町村がありません。"
    apart = both[both["difference_points"].abs() > most_points]
    names = wording.names([str(name) for name in apart["area_name_ja"]])
    first = f"両方の値がある{wording.count(len(both), '市町村')}のうち、"
    if apart.empty:
        return first + f"差が{most_points:g}ポイントを超えるところはありません。"
    return first + f"差が{most_points:g}ポイントを超えるのは{wording.count(len(apart), '市町村')}です（{names}）。"
