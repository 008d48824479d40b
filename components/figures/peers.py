"""The municipalities most similar to one, those near to it, and how their stages went. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from components.drawing import grids, tables, wording
from components.drawing.grids import LadderRow, Rung
from components.drawing.html import Peer, peer_list
from components.drawing.marks import STAGES
from components.drawing.model import Address, Basis, Figure, Row
from components.figures import stages
from components.figures.labels import TOWN, headings_of
from data import schema

HEADINGS = headings_of(
    "rank", "prefecture_ja", TOWN, "area_code", "distance", "variable_ja", "unit", "own_value", "peer_value",
    ("words_ja", "違い"), "share_pct", "step_ja", "source_ja", "as_of",
)  # fmt: skip
DISTANCE_JA = (
    "距離は、変数ごとの差を全国の市町村の四分位範囲を1として測り、重みをつけて平均したものです（0は同じ）。"
    "人口・人口密度・面積は比（対数）で比べます。"
)
UNKNOWN_JA = "値のない変数は、値のある市町村との差の中央値（少なくとも1）だけ離れているとみなします。"
_EARTH_KM = 6371.0
NO_CAUSE_JA = "同じ年目の段階を並べたもので、ある取組がほかの結果を生んだことを示すものではありません。"
STAGE_HEADINGS = headings_of(
    "prefecture_ja", TOWN, "area_code", "fiscal_year_ja", "year_from_start", "furthest_ja", "conflict_ja"
)


def nearest(
    town: Row,
    ranked: pd.DataFrame,
    asked: int,
    differences: pd.DataFrame,
    reasons: Mapping[str, str],
    basis: Basis,
    address: Address,
) -> Figure:
    """Return the nearest municipalities as a list with reasons."""
    drawn = ranked[ranked["area_code"].isin(differences["area_code"])]
    furthest = differences.sort_values("contribution").drop_duplicates("area_code", keep="last")
    most = {str(row["area_code"]): row for row in furthest.to_dict("records")}
    return basis.figure(
        "peers", title=f"{town['name_ja']}に似た市町村", reading=_sentence(town, drawn, reasons, asked), n=len(ranked),
        missing=asked - len(ranked), notes=(DISTANCE_JA, UNKNOWN_JA), table=lambda: table(drawn, differences, basis),
        drawing=(lambda _: peer_list(_peers(drawn, most, reasons, address))) if len(drawn) else None,
    )  # fmt: skip


def table(ranked: pd.DataFrame, differences: pd.DataFrame, basis: Basis) -> pd.DataFrame:
    """Return one row for each peer and variable, with the source and the time of the values."""
    places = ranked[["area_code", "rank", "name_ja", "prefecture_ja", "distance", "step_ja"]]
    rows = differences.rename(columns={"name_ja": "variable_ja"}).merge(places, on="area_code")
    rows = rows.assign(as_of=[time_of(source, basis) for source in rows["source_ja"]])
    rows = rows.sort_values(["rank", "area_code"], kind="stable")
    shown = tables.readable(rows, HEADINGS, sources=False)
    return shown.round({"距離": 3, "この町の値": 3, "相手の値": 3, "距離に占める割合（%）": 1})


def time_of(source_ja: object, basis: Basis) -> str:
    """Return the time of a value: that of the view where it comes from the view's source, else that of the plan."""
    return basis.as_of if source_ja == basis.source else "各計画書の時点"


def _peers(drawn: pd.DataFrame, most: Mapping[str, Row], reasons: Mapping[str, str], address: Address) -> list[Peer]:
    longest = max(float(drawn["distance"].max()), 1e-9)
    return [
        Peer(
            rank=f"{row['rank']}位", name=str(row["name_ja"]), address=address(str(row["area_code"])),
            beside=_beside(row), distance=f"距離 {wording.number(row['distance'], 2)}",
            width_pct=100 * float(row["distance"]) / longest, reason=reasons[str(row["area_code"])],
            furthest=_furthest(most[str(row["area_code"])]),
        )
        for row in drawn.to_dict("records")
    ]  # fmt: skip


def _beside(row: Row) -> str:
    kind = schema.label_of("areas", "kind", str(row["kind"]))
    step = "" if row["step_ja"] == "情報なし" else f"・{row['step_ja']}"
    return f"{row['prefecture_ja']}・{kind}{step}" + ("・計画書あり" if row["has_record"] else "")


def _furthest(row: Row) -> str:
    if wording.is_missing(row["share_pct"]):
        return "違いはありません"
    return f"最も違うのは{row['name_ja']}（距離の{wording.percent(row['share_pct'], 0)}）"


def _sentence(town: Row, drawn: pd.DataFrame, reasons: Mapping[str, str], asked: int) -> str:
    name = town["name_ja"]
    if not asked:
        return f"条件に合う市町村がないため、{name}と比べる相手がいません。条件をゆるめてください。"
    if drawn.empty:
        return f"{name}と値を比べられる市町村がありません。使う変数を変えるか、統計を取り込んでください。"
    first = drawn[drawn["rank"] == drawn["rank"].min()]
    if len(first) > 1:
        names = wording.names([str(other) for other in first["name_ja"]])
        return f"{name}に最も近いのは、同じ距離の{names}です。"
    only = first.iloc[0]
    return f"{name}に最も近いのは{only['name_ja']}（{only['prefecture_ja']}）です。{reasons[only['area_code']]}。"


def nearest_with_record(towns: pd.DataFrame, town: Row, most: int = 3) -> pd.DataFrame:
    """Return the nearest municipalities with a record and distance_km between the offices; none without a position."""
    others = towns[towns["has_record"] & (towns["area_code"] != town["area_code"]) & towns["latitude"].notna()]
    here = np.radians([float(town["latitude"]), float(town["longitude"])])
    if np.isnan(here).any():
        nowhere: pd.DataFrame = others.assign(distance_km=np.nan).head(0)
        return nowhere
    latitude, longitude = (np.radians(others["latitude"].to_numpy()), np.radians(others["longitude"].to_numpy()))
    half = (
        np.sin((latitude - here[0]) / 2) ** 2
        + np.cos(here[0]) * np.cos(latitude) * np.sin((longitude - here[1]) / 2) ** 2
    )
    distance = pd.Series(2 * _EARTH_KM * np.arcsin(np.sqrt(half)), index=others.index)
    nearest: pd.DataFrame = others.assign(distance_km=distance).nsmallest(most, "distance_km")
    return nearest


def stages_by_year(rungs: pd.DataFrame, statements: pd.DataFrame, basis: Basis, address: Address) -> Figure:
    """Return the stages of the municipalities by fiscal year, in the order of the frame."""
    years = sorted(int(year) for year in rungs["fiscal_year"].unique())
    known = set(rungs.loc[rungs["furthest_stage"] != "unknown", "area_code"])
    total = rungs["area_code"].nunique()
    columns = [stages.short_year(year) for year in years]
    return basis.figure(
        "peer_ladder",
        reading=f"並べた{wording.share(len(known), total)}で、いずれかの年度の段階が分かります。"
        if known
        else f"並べた{wording.count(total, '市町村')}の段階は、どの年度も手元の資料からは分かりません。",
        n=len(known), missing=total - len(known), notes=(f"斜線は情報なしです。{stages.UNKNOWN_JA}",),
        table=lambda: stages.stage_table(statements),
        drawing=lambda _: stages.legend() + _ladder(rungs, "fiscal_year", years, columns, address),
    )  # fmt: skip


def stages_from_start(rungs: pd.DataFrame, asked: int, basis: Basis, address: Address) -> Figure:
    """Return the stages counted from the first year in which 重層的支援体制整備事業 is known, of as many towns as `asked`."""
    began = rungs["area_code"].nunique()
    years = sorted({int(year) for year in rungs["year_from_start"]})
    columns = ["開始年度" if not year else f"{abs(year)}年{'後' if year > 0 else '前'}" for year in years]
    named = rungs.assign(
        name_ja=[_with_first_year(*pair) for pair in zip(rungs["name_ja"], rungs["first_fy"], strict=True)]
    )
    return basis.figure(
        "peer_starts", reading=_stage_sentence(rungs, asked), n=began, missing=asked - began,
        notes=(
            "開始年度は、手元の資料で実施（予定を含む）が分かる最初の年度です。実際の開始はそれより前のことがあります。",
            NO_CAUSE_JA,
        ),
        table=lambda: _stage_table(rungs),
        drawing=(lambda _: stages.legend() + _ladder(named, "year_from_start", years, columns, address))
        if began
        else None,
    )  # fmt: skip


def _ladder(rungs: pd.DataFrame, column: str, places: list[int], headings: list[str], address: Address) -> str:
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


def _stage_table(rungs: pd.DataFrame) -> pd.DataFrame:
    return tables.readable(
        rungs.assign(fiscal_year_ja=rungs["fiscal_year"].map(wording.fiscal_year)), STAGE_HEADINGS, sources=False
    )


def _stage_sentence(rungs: pd.DataFrame, asked: int) -> str:
    towns = rungs.drop_duplicates("area_code")
    if towns.empty:
        return f"並べた{wording.count(asked, '市町村')}の開始年度は、手元の資料からは分かりません。"
    first = towns[towns["first_fy"] == towns["first_fy"].min()]
    names = wording.tied_names([str(name) for name in first["name_ja"]])
    year = wording.fiscal_year(first["first_fy"].iloc[0])
    known = f"開始年度が分かるのは、並べた{wording.share(len(towns), asked)}です。"
    return f"{known}最も早いのは{names}（{year}）です。"
