"""The municipalities most similar to one, those near to it, and how their stages went. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from components.drawing import grids, html, tables, wording
from components.drawing.grids import Rung
from components.drawing.html import peer_list
from components.drawing.marks import STAGES
from components.drawing.model import Address, Basis, Figure, Row
from components.figures import stages
from components.figures.labels import TARGET, TARGET_YEAR, TOWN, headings_of
from data import schema

Groups = Sequence[tuple[str, Sequence[Row]]]
_PER_10K_HEADINGS = headings_of(
    "indicator_ja", "prefecture_ja", "area_name_ja", "area_code", TARGET, ("amount", "目標値（月の値は年に換算）"),
    "indicator_unit", "per_10k", TARGET_YEAR,
)  # fmt: skip
_OTHER_HEADINGS = headings_of(
    "indicator_ja", "prefecture_ja", "area_name_ja", "area_code", TARGET, "quantity_ja", TARGET_YEAR
)


def per_10k(aims: pd.DataFrame, towns: pd.DataFrame, basis: Basis) -> Figure:
    """Return the targets that are counts, for 10,000 residents: a row per indicator, a column per town."""
    usable = aims.dropna(subset="per_10k")
    having = usable["area_code"].nunique()
    return basis.figure(
        "peer_targets", reading=_per_10k_sentence(usable, towns), n=len(usable), missing=len(towns) - having,
        table=lambda: tables.readable(usable, _PER_10K_HEADINGS).round({"住民1万人あたり": 3}),
        drawing=(lambda _: _draw_per_10k(usable, towns)) if len(usable) else None,
    )  # fmt: skip


def _draw_per_10k(aims: pd.DataFrame, towns: pd.DataFrame) -> str:
    cells: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in aims.to_dict("records"):
        amount = f"{_small(row['per_10k'])}（{wording.plain_number(row['amount'])}{row['indicator_unit']}）"
        cells[f"{row['indicator_ja']}（{row['indicator_unit']}）"][row["area_code"]].append(amount)
    ordered = sorted(cells.items(), key=lambda item: -len(item[1]))
    lines = [
        [name, *("、".join(by_town.get(code, [wording.MISSING])) for code in towns["area_code"])]
        for name, by_town in ordered
    ]
    return grids.whole(html.rows(["指標", *towns["name_ja"]], lines))


def _small(value: object) -> str:
    size = float(str(value))
    return wording.number(size, 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3)


def _per_10k_sentence(aims: pd.DataFrame, towns: pd.DataFrame) -> str:
    if towns.empty:
        return "似た市町村に計画書のあるものがないため、目標を比べられません。"
    if aims.empty:
        return f"計画書のある{wording.count(len(towns), '市町村')}に、人口あたりに直せる目標はありません。"
    shared = aims.groupby("indicator_ja")["area_code"].nunique()
    most = shared[shared == shared.max()]
    if most.iloc[0] == 1:
        return f"{wording.count(len(shared), '指標')}の目標があり、2つ以上の市町村に共通する指標はありません。"
    return (
        f"{wording.count(len(shared), '指標')}の目標があり、最も多くの市町村に共通するのは"
        f"{wording.names([str(name) for name in most.index], '指標', most=1)}（{most.iloc[0]}市町村）です。"
    )


def missing_here(town: Row, aims: pd.DataFrame, others: pd.DataFrame, basis: Basis) -> Figure:
    """Return the indicators that similar municipalities have a target of and the reader's own has not."""
    quantities = [
        "数値なし" if wording.is_missing(row["value"]) else wording.quantity_of(row) for row in aims.to_dict("records")
    ]
    worded = aims.assign(quantity_ja=quantities)
    groups = _by_indicator(worded)
    return basis.figure(
        "peer_aims", reading=_missing_sentence(town, groups, len(others)), n=len(groups),
        missing=len(others) - aims["area_code"].nunique(), table=lambda: tables.readable(worded, _OTHER_HEADINGS),
        drawing=(lambda _: _draw_missing(groups)) if groups else None,
    )  # fmt: skip


def _by_indicator(aims: pd.DataFrame) -> Groups:
    """Return the first target of each municipality by indicator, the indicators of most municipalities first."""
    groups: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in aims.to_dict("records"):
        groups[str(row["indicator_ja"])].setdefault(str(row["area_code"]), row)
    return sorted(((name, list(rows.values())) for name, rows in groups.items()), key=lambda item: -len(item[1]))


def _draw_missing(groups: Groups) -> str:
    lines = [
        [name, wording.names([str(row["area_name_ja"]) for row in rows]), "、".join(map(_example, rows[:2]))]
        for name, rows in groups
    ]
    return html.rows(["指標", "掲げる市町村", "目標の例（出典）"], lines, widths=(28, 24, 48))


def _example(row: Row) -> str:
    label = "" if wording.is_missing(row["label_ja"]) else f"{row['label_ja']} "
    return f"{row['area_name_ja']}「{label}{row['quantity_ja']}」（{wording.place_of(row)}）"


def _missing_sentence(town: Row, groups: Groups, looked_at: int) -> str:
    name = town["name_ja"]
    if not looked_at:
        return "似た市町村に計画書のあるものがないため、目標を比べられません。"
    of_whom = f"計画書のある似た{wording.count(looked_at, '市町村')}"
    if not groups:
        return f"{of_whom}が掲げる指標は、すべて{name}の計画書にもあります。"
    first = (
        f"{name}の計画書は手元にないため、{of_whom}が掲げる{wording.count(len(groups), '指標')}をすべて並べています。"
        if not town["has_record"]
        else f"{of_whom}が目標を掲げ、{name}の計画書に目標がないのは{wording.count(len(groups), '指標')}です。"
    )
    most = len(groups[0][1])
    if most == 1:
        return first
    tied = [label for label, rows in groups if len(rows) == most]
    return f"{first}最も多いのは{wording.names(tied, '指標')}（{most}市町村）です。"


HEADINGS = headings_of(
    "rank", "prefecture_ja", TOWN, "area_code", "distance", "variable_ja", "unit", "own_value", "peer_value",
    ("words_ja", "違い"), "share_pct", "step_ja", "source_ja", "as_of",
)  # fmt: skip
DISTANCE_JA = "距離は、変数ごとの差を全国の市町村の四分位範囲を1として測り、重みをつけて平均したものです（0は同じ）。人口・人口密度・面積は比（対数）で比べます。"
UNKNOWN_JA = "値のない変数は、値のある市町村との差の中央値（少なくとも1）だけ離れているとみなします。"
_EARTH_KM = 6371.0
NO_CAUSE_JA = "同じ年目の段階を並べたもので、ある取組がほかの結果を生んだことを示すものではありません。"
STAGE_HEADINGS = headings_of(
    "prefecture_ja", TOWN, "area_code", "fiscal_year_ja", "year_from_start", "furthest_ja", "conflict_ja"
)


def nearest(
    town: Row, ranked: pd.DataFrame, asked: int, differences: pd.DataFrame, reasons: Mapping[str, str], basis: Basis,
    address: Address,
) -> Figure:  # fmt: skip
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


def _peers(drawn: pd.DataFrame, most: Mapping[str, Row], reasons: Mapping[str, str], address: Address) -> list[Row]:
    longest = max(float(drawn["distance"].max()), 1e-9)
    return [
        {
            "rank": f"{row['rank']}位", "name": str(row["name_ja"]), "address": address(str(row["area_code"])),
            "beside": _beside(row), "distance": f"距離 {wording.number(row['distance'], 2)}",
            "width_pct": 100 * float(row["distance"]) / longest, "reason": reasons[str(row["area_code"])],
            "furthest": _furthest(most[str(row["area_code"])]),
        }
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
    began, years_ja = rungs["area_code"].nunique(), rungs["fiscal_year"].map(wording.fiscal_year)
    years = sorted({int(year) for year in rungs["year_from_start"]})
    columns = ["開始年度" if not year else f"{abs(year)}年{'後' if year > 0 else '前'}" for year in years]
    pairs = zip(rungs["name_ja"], rungs["first_fy"], strict=True)
    named = rungs.assign(name_ja=[f"{name}（{int(str(year))}年度）" for name, year in pairs])
    return basis.figure(
        "peer_starts", reading=_stage_sentence(rungs, asked), n=began, missing=asked - began,
        notes=(
            "開始年度は、手元の資料で実施（予定を含む）が分かる最初の年度です。実際の開始はそれより前のことがあります。",
            NO_CAUSE_JA,
        ),
        table=lambda: tables.readable(rungs.assign(fiscal_year_ja=years_ja), STAGE_HEADINGS, sources=False),
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
        rows.append((str(years["name_ja"].iloc[0]), address(str(code)), cells))
    return grids.ladder("市町村", headings, rows)


def _stage_sentence(rungs: pd.DataFrame, asked: int) -> str:
    towns = rungs.drop_duplicates("area_code")
    if towns.empty:
        return f"並べた{wording.count(asked, '市町村')}の開始年度は、手元の資料からは分かりません。"
    first = towns[towns["first_fy"] == towns["first_fy"].min()]
    names = wording.tied_names([str(name) for name in first["name_ja"]])
    year = wording.fiscal_year(first["first_fy"].iloc[0])
    known = f"開始年度が分かるのは、並べた{wording.share(len(towns), asked)}です。"
    return f"{known}最も早いのは{names}（{year}）です。"
