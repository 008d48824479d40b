"""The municipalities most similar to one, those near to it, and how their stages went. Pure."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import pandas as pd

from components.drawing import grids, html, wording
from components.drawing.grids import Rung
from components.drawing.html import peer_list
from components.drawing.marks import STAGES
from components.drawing.model import Address, Basis, Figure, Row
from components.figures import stages
from data import schema


def per_10k(aims: pd.DataFrame, towns: pd.DataFrame, basis: Basis) -> Figure:
    """Return the targets that are counts, for 10,000 residents: a row per indicator, a column per town."""
    usable = aims.dropna(subset="per_10k")
    having, shared = usable["area_code"].nunique(), usable.groupby("indicator_ja")["area_code"].nunique()
    most = shared.max() if len(shared) else 0
    first = shared.index[shared == most].tolist()
    facts = {"towns": len(towns), "indicators": len(shared), "most": most, "first": first}
    cells: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in usable.to_dict("records"):
        amount = f"{_small(row['per_10k'])}（{wording.plain_number(row['amount'])}{row['indicator_unit']}）"
        cells[f"{row['indicator_ja']}（{row['indicator_unit']}）"][row["area_code"]].append(amount)
    lines = [
        [name, *("、".join(by_town.get(code, [wording.MISSING])) for code in towns["area_code"])]
        for name, by_town in sorted(cells.items(), key=lambda item: -len(item[1]))
    ]
    return basis.figure(
        "peer_targets", facts, n=len(usable), missing=len(towns) - having, rows=usable,
        drawing=(lambda _: grids.whole(html.rows(["指標", *towns["name_ja"]], lines))) if lines else None,
    )  # fmt: skip


def _small(value: object) -> str:
    size = float(str(value))
    return wording.number(size, 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3)


def missing_here(town: Row, aims: pd.DataFrame, others: pd.DataFrame, basis: Basis) -> Figure:
    """Return the indicators that similar municipalities have a target of and the reader's own has not."""
    quantities = [
        "数値なし" if wording.is_missing(row["value"]) else wording.quantity_of(row) for row in aims.to_dict("records")
    ]
    worded = aims.assign(quantity_ja=quantities)
    each = worded.drop_duplicates(["indicator_ja", "area_code"])
    by_indicator = [(str(name), rows.to_dict("records")) for name, rows in each.groupby("indicator_ja", sort=False)]
    groups = sorted(by_indicator, key=lambda group: -len(group[1]))
    most = len(groups[0][1]) if groups else 0
    first = [name for name, rows in groups if len(rows) == most]
    facts = {"town": town, "looked_at": len(others), "indicators": len(groups), "most": most, "first": first}
    lines = [
        [name, wording.names([str(row["area_name_ja"]) for row in rows]), "、".join(map(_example, rows[:2]))]
        for name, rows in groups
    ]
    headings = ("指標", "掲げる市町村", "目標の例（出典）")
    return basis.figure(
        "peer_aims", facts, n=len(groups), missing=len(others) - aims["area_code"].nunique(), rows=worded,
        drawing=(lambda _: html.rows(headings, lines, widths=(28, 24, 48))) if groups else None,
    )  # fmt: skip


def _example(row: Row) -> str:
    label = "" if wording.is_missing(row["label_ja"]) else f"{row['label_ja']} "
    return f"{row['area_name_ja']}「{label}{row['quantity_ja']}」（{wording.place_of(row)}）"


_EARTH_KM = 6371.0


def nearest(
    town: Row, ranked: pd.DataFrame, asked: int, differences: pd.DataFrame, reasons: Mapping[str, str], basis: Basis,
    address: Address,
) -> Figure:  # fmt: skip
    """Return the nearest municipalities as a list with reasons."""
    drawn = ranked[ranked["area_code"].isin(differences["area_code"])]
    furthest = differences.sort_values("contribution").drop_duplicates("area_code", keep="last")
    most = {str(row["area_code"]): row for row in furthest.to_dict("records")}
    first = drawn[drawn["rank"] == drawn["rank"].min()].to_dict("records")
    facts = {"town": town, "asked": asked, "first": first, "reason": reasons[first[0]["area_code"]] if first else ""}

    def rows() -> pd.DataFrame:
        """Return one row for each peer and variable, with the source and the time of the values."""
        places = drawn[["area_code", "rank", "name_ja", "prefecture_ja", "distance", "step_ja"]]
        found = differences.rename(columns={"name_ja": "variable_ja"}).merge(places, on="area_code")
        found = found.assign(as_of=[time_of(source, basis) for source in found["source_ja"]])
        return found.sort_values(["rank", "area_code"], kind="stable")

    return basis.figure(
        "peers", facts, n=len(ranked), missing=asked - len(ranked), rows=rows,
        drawing=(lambda _: peer_list(_peers(drawn, most, reasons, address))) if len(drawn) else None,
    )  # fmt: skip


def time_of(source_ja: object, basis: Basis) -> str:
    """Return the time of a value: that of the view where it comes from the view's source, else that of the plan."""
    return basis.as_of if source_ja == basis.source else "各計画書の時点"


def _peers(drawn: pd.DataFrame, most: Mapping[str, Row], reasons: Mapping[str, str], address: Address) -> list[Row]:
    longest = max(float(drawn["distance"].max()), 1e-9)
    listed: list[Row] = []
    for row in drawn.to_dict("records"):
        code = str(row["area_code"])
        beside = [row["prefecture_ja"], schema.label_of("areas", "kind", str(row["kind"]))]
        beside += [] if row["step_ja"] == "情報なし" else [row["step_ja"]]
        beside += ["計画書あり"] if row["has_record"] else []
        share = wording.percent(most[code]["share_pct"], 0)
        furthest = (
            f"最も違うのは{most[code]['name_ja']}（距離の{share}）" if share != wording.MISSING else "違いはありません"
        )
        listed.append({
            "rank": f"{row['rank']}位", "name": str(row["name_ja"]), "address": address(code), "beside": "・".join(beside),
            "distance": f"距離 {wording.number(row['distance'], 2)}", "width_pct": 100 * float(row["distance"]) / longest,
            "reason": reasons[code], "furthest": furthest,
        })  # fmt: skip
    return listed


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
        "peer_ladder", {"known": len(known), "total": total}, n=len(known), missing=total - len(known), notes=(f"斜線は情報なしです。{stages.UNKNOWN_JA}",),
        rows=lambda: stages.statement_rows(statements),
        drawing=lambda _: stages.legend() + _ladder(rungs, "fiscal_year", years, columns, address),
    )  # fmt: skip


def stages_from_start(rungs: pd.DataFrame, asked: int, basis: Basis, address: Address) -> Figure:
    """Return the stages counted from the first year in which 重層的支援体制整備事業 is known, of as many towns as `asked`."""
    began, years_ja = rungs["area_code"].nunique(), rungs["fiscal_year"].map(wording.fiscal_year)
    years = sorted({int(year) for year in rungs["year_from_start"]})
    columns = ["開始年度" if not year else f"{abs(year)}年{'後' if year > 0 else '前'}" for year in years]
    pairs = zip(rungs["name_ja"], rungs["first_fy"], strict=True)
    named = rungs.assign(name_ja=[f"{name}（{int(str(year))}年度）" for name, year in pairs])
    first = rungs[rungs["first_fy"] == rungs["first_fy"].min()].drop_duplicates("area_code")
    facts = {"began": began, "asked": asked, "first": first.to_dict("records")}
    return basis.figure(
        "peer_starts", facts, n=began, missing=asked - began,
        rows=lambda: rungs.assign(fiscal_year_ja=years_ja),
        drawing=(lambda _: stages.legend() + _ladder(named, "year_from_start", years, columns, address)) if began else None,
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
