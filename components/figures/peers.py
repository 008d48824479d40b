"""The municipalities that are like one, with the reason of each. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from components.drawing import tables, wording
from components.drawing.html import Peer, peer_list
from components.drawing.model import Basis, Figure
from data import schema

HEADINGS = {
    "rank": "順位",
    "prefecture_ja": "都道府県",
    "name_ja": "市町村",
    "area_code": "団体コード",
    "distance": "距離",
    "variable_ja": "変数",
    "unit": "単位",
    "own_value": "この町の値",
    "peer_value": "相手の値",
    "words_ja": "違い",
    "share_pct": "距離に占める割合（%）",
    "step_ja": "段階",
    "source_ja": "出典",
    "as_of": "時点",
}
DISTANCE_JA = (
    "距離は、変数ごとの差を全国の市町村の四分位範囲を1として測り、重みをつけて平均したものです（0は同じ）。"
    "人口・人口密度・面積は比（対数）で比べます。"
)
UNKNOWN_JA = "値のない変数は、値のある市町村との差の中央値（少なくとも1）だけ離れているとみなします。"


def nearest(
    town: Mapping[Any, Any],
    ranked: pd.DataFrame,
    asked: int,
    differences: pd.DataFrame,
    reasons: Mapping[str, str],
    basis: Basis,
    address: Callable[[str], str],
) -> Figure:
    """Return the nearest municipalities as a list with reasons."""
    drawn = ranked[ranked["area_code"].isin(differences["area_code"])]
    furthest = differences.sort_values("contribution").drop_duplicates("area_code", keep="last")
    most = {str(row["area_code"]): row for row in furthest.to_dict("records")}
    return Figure(
        name="peers",
        title=f"{town['name_ja']}に似た市町村",
        reading=_sentence(town, drawn, reasons, asked),
        unit="距離（四分位範囲1つ分の差を1とする）",
        n=len(ranked),
        missing=asked - len(ranked),
        missing_ja="比べられない市町村（値がない、または近さの条件の外）",
        as_of=basis.as_of,
        source=basis.source,
        notes=(DISTANCE_JA, UNKNOWN_JA),
        table=lambda: table(drawn, differences, basis),
        drawing=(lambda _: peer_list(_peers(drawn, most, reasons, address))) if len(drawn) else None,
    )


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


def _peers(
    drawn: pd.DataFrame,
    most: Mapping[str, Mapping[Any, Any]],
    reasons: Mapping[str, str],
    address: Callable[[str], str],
) -> list[Peer]:
    longest = max(float(drawn["distance"].max()), 1e-9)
    return [
        Peer(
            rank=f"{row['rank']}位",
            name=str(row["name_ja"]),
            address=address(str(row["area_code"])),
            beside=_beside(row),
            distance=f"距離 {wording.number(row['distance'], 2)}",
            width_pct=100 * float(row["distance"]) / longest,
            reason=reasons[str(row["area_code"])],
            furthest=_furthest(most[str(row["area_code"])]),
        )
        for row in drawn.to_dict("records")
    ]


def _beside(row: Mapping[Any, Any]) -> str:
    kind = schema.label_of("areas", "kind", str(row["kind"]))
    step = "" if row["step_ja"] == "情報なし" else f"・{row['step_ja']}"
    return f"{row['prefecture_ja']}・{kind}{step}" + ("・計画書あり" if row["has_record"] else "")


def _furthest(row: Mapping[Any, Any]) -> str:
    if wording.is_missing(row["share_pct"]):
        return "違いはありません"
    return f"最も違うのは{row['name_ja']}（距離の{wording.percent(row['share_pct'], 0)}）"


def _sentence(town: Mapping[Any, Any], drawn: pd.DataFrame, reasons: Mapping[str, str], asked: int) -> str:
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
