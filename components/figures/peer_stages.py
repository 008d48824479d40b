"""The stages of similar municipalities by year, and counted from the year in which each began. Pure."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from components.drawing import grids, tables, wording
from components.drawing.grids import LadderRow, Rung
from components.drawing.marks import STAGES
from components.drawing.model import Basis, Figure
from components.figures import stages

NO_CAUSE_JA = "同じ年目の段階を並べたもので、ある取組がほかの結果を生んだことを示すものではありません。"
_HEADINGS = {
    "prefecture_ja": "都道府県",
    "name_ja": "市町村",
    "area_code": "団体コード",
    "fiscal_year_ja": "年度",
    "year_from_start": "開始からの年数（0＝最初の年度）",
    "furthest_ja": "段階",
    "conflict_ja": "食い違い",
}


def by_year(rungs: pd.DataFrame, statements: pd.DataFrame, basis: Basis, address: Callable[[str], str]) -> Figure:
    """Return the stages of the municipalities by fiscal year, in the order of the frame."""
    years = sorted(int(year) for year in rungs["fiscal_year"].unique())
    known = set(rungs.loc[rungs["furthest_stage"] != "unknown", "area_code"])
    total = rungs["area_code"].nunique()
    columns = [stages.short_year(year) for year in years]
    return Figure(
        name="peer_ladder",
        title="並べて見る：年度ごとの段階",
        reading=f"並べた{wording.share(len(known), total)}で、いずれかの年度の段階が分かります。"
        if known
        else f"並べた{wording.count(total, '市町村')}の段階は、どの年度も手元の資料からは分かりません。",
        unit="段階（複数の事業があるときは最も進んだもの）",
        n=len(known),
        missing=total - len(known),
        missing_ja="どの年度も情報なし",
        as_of=basis.as_of,
        source=basis.source,
        notes=(f"斜線は情報なしです。{stages.UNKNOWN_JA}",),
        table=lambda: stages.stage_table(statements),
        drawing=lambda _: stages.legend() + _ladder(rungs, "fiscal_year", years, columns, address),
    )


def from_start(rungs: pd.DataFrame, asked: int, basis: Basis, address: Callable[[str], str]) -> Figure:
    """Return the stages counted from the first year in which 重層的支援体制整備事業 is known.

    Args:
        asked: Number of municipalities, also those whose first year is not known.
    """
    began = rungs["area_code"].nunique()
    years = sorted({int(year) for year in rungs["year_from_start"]})
    columns = ["開始年度" if not year else f"{abs(year)}年{'後' if year > 0 else '前'}" for year in years]
    named = rungs.assign(
        name_ja=[_with_first_year(*pair) for pair in zip(rungs["name_ja"], rungs["first_fy"], strict=True)]
    )
    return Figure(
        name="peer_starts",
        title="重層的支援体制整備事業の開始年度をそろえた段階",
        reading=_sentence(rungs, asked),
        unit="段階（開始年度を0年目とする）",
        n=began,
        missing=asked - began,
        missing_ja="開始年度が分からない市町村",
        as_of=basis.as_of,
        source=basis.source,
        notes=(
            "開始年度は、手元の資料で実施（予定を含む）が分かる最初の年度です。実際の開始はそれより前のことがあります。",
            NO_CAUSE_JA,
        ),
        table=lambda: _table(rungs),
        drawing=(lambda _: stages.legend() + _ladder(named, "year_from_start", years, columns, address))
        if began
        else None,
    )


def _ladder(
    rungs: pd.DataFrame, column: str, places: list[int], headings: list[str], address: Callable[[str], str]
) -> str:
    unknown, outside = Rung("unknown", STAGES["unknown"].label_ja), Rung("", "", "手元の資料の年度の外")
    rows = []
    for code, years in rungs.groupby("area_code", sort=False):
        by_place = {int(row[column]): row for row in years.to_dict("records")}
        cells = tuple(
            outside if place not in by_place
            else unknown if by_place[place]["furthest_stage"] == "unknown"
            else stages.furthest(by_place[place])
            for place in places
        )  # fmt: skip
        rows.append(LadderRow(str(years["name_ja"].iloc[0]), address(str(code)), cells))
    return grids.ladder("市町村", headings, rows)


def _with_first_year(name: object, year: object) -> str:
    return f"{name}（{int(str(year))}年度）"


def _table(rungs: pd.DataFrame) -> pd.DataFrame:
    return tables.readable(
        rungs.assign(fiscal_year_ja=rungs["fiscal_year"].map(wording.fiscal_year)), _HEADINGS, sources=False
    )


def _sentence(rungs: pd.DataFrame, asked: int) -> str:
    towns = rungs.drop_duplicates("area_code")
    if towns.empty:
        return f"並べた{wording.count(asked, '市町村')}の開始年度は、手元の資料からは分かりません。"
    first = towns[towns["first_fy"] == towns["first_fy"].min()]
    names = wording.tied_names([str(name) for name in first["name_ja"]])
    year = wording.fiscal_year(first["first_fy"].iloc[0])
    known = f"開始年度が分かるのは、並べた{wording.share(len(towns), asked)}です。"
    return f"{known}最も早いのは{names}（{year}）です。"
