"""What the five services cost, per resident and per case with bounds, and grants paid; of a municipality or place. Pure.

Nothing here is a ranking.
"""

import pandas as pd

from components.drawing import grids, html, wording
from components.drawing.model import Basis, Figure, Row
from components.figures.services import of_year, spread


def of_town(spent: pd.DataFrame, peers: pd.DataFrame, year: int, basis: Basis) -> Figure:
    """Return cost and grant of each service and of all, per resident and per case with bounds, beside similar towns."""
    rows = with_least(of_year(spent, year))
    known = rows[rows["cost_yen"].notna() & (rows["pillar"] != "all")]
    group = {str(row["indicator_code"]): row for row in peers.to_dict("records")}
    beside = [
        f"{name}: {spread(group[code], yen)}"
        for code, name in (("cost_per_resident", "事業費（住民1人）"), ("grant_per_resident", "交付額（住民1人）"),
                           ("cost_per_case_low", "事業費（1件、少なく見た場合）"), ("cost_per_case_high", "事業費（1件、多く見た場合）"))
        if code in group
    ]  # fmt: skip
    listed = html.listing(
        rows, ("事業", 22, "service_ja"), ("事業費", 14, lambda row: least(row, "cost_yen")), ("交付額", 14, lambda row: yen(row["grant_yen"])),
        ("住民1人あたりの事業費", 15, lambda row: least(row, "cost_per_resident")), ("支援の件数", 13, _cases),
        ("1件あたりの事業費", 22, per_case),
    )  # fmt: skip
    meta = "".join(html.paragraph(f"似た市町村の五つの事業の合計。{text}", "km-meta") for text in beside)
    whole = rows[(rows["pillar"] == "all") & rows["cost_per_resident"].notna()].to_dict("records")
    cost = least(whole[0], "cost_per_resident") if whole else ""
    return basis.figure(
        "town_money", {"cost": cost, "is_compared": bool(beside)}, n=len(known),
        missing=int(rows.loc[rows["pillar"] != "all", "is_least"].sum()), as_of=wording.fiscal_year(year), rows=rows,
        drawing=lambda _: grids.whole(listed) + meta,
    )  # fmt: skip


def with_least(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of money with the word for a lower bound."""
    return rows.assign(least_ja=rows["is_least"].astype(bool).map({True: "少なくとも", False: ""}))


def yen(value: object) -> str:
    """Return an amount of money: 1,234円, from 100,000,000 on 1.2億円."""
    if not wording.is_missing(value) and float(str(value)) >= 1e8:
        return f"{wording.number(float(str(value)) / 1e8, 1)}億円"
    return wording.with_unit(value, "円")


def least(row: Row, name: str) -> str:
    """Return money that is a lower bound where a service in place states none."""
    if wording.is_missing(row[name]):
        return wording.NOT_REPORTED if row["is_least"] else wording.MISSING
    return f"{row['least_ja']}{yen(row[name])}"


def _cases(row: Row) -> str:
    low, high = row["cases_low"], row["cases_high"]
    if wording.is_missing(high):
        return wording.MISSING
    return f"{wording.number(high)}件" if low == high else f"{wording.number(low)}～{wording.number(high)}件"


def per_case(row: Row) -> str:
    """Return what one case costs, a span where one person may be several cases; or why it cannot be said."""
    low, high = row["cost_per_case_low"], row["cost_per_case_high"]
    if wording.is_missing(low):
        return "0件のため示さない" if row["cases_high"] == 0 else wording.MISSING
    return yen(low) if low == high else f"{yen(low)}～{yen(high)}"


def of_place(spent: pd.DataFrame, middles: pd.DataFrame, year: int, basis: Basis) -> Figure:
    """Return how far cost and grant per resident lie apart in a place: by service the median and the middle half.

    Municipalities stand in the order of their codes, in the table only: this is no ranking.

    Args:
        middles: data.answers.money_middles of the year.
    """
    rows = with_least(of_year(spent, year))
    found = of_year(middles, year)
    said = {(row["service_ja"], row["money"]): spread(row, yen) for row in found.to_dict("records")}
    lines = [
        [name, *(said.get((name, money), wording.MISSING) for money in ("cost_per_resident", "grant_per_resident"))]
        for name in found["service_ja"].unique()
    ]
    whole = rows[rows["pillar"] == "all"]
    known = whole["cost_per_resident"].notna() & ~whole["is_least"].astype(bool)
    headings = ("事業", "住民1人あたりの事業費", "住民1人あたりの交付額")
    return basis.figure(
        "services_money", {"towns": int(known.sum()), "median": yen(whole.loc[known, "cost_per_resident"].median())}, n=int(known.sum()), missing=int((~known).sum()),
        as_of=wording.fiscal_year(year), rows=rows,
        drawing=(lambda _: grids.whole(html.rows(headings, lines, (30, 35, 35)))) if lines else None,
    )  # fmt: skip


def grants(paid: pd.DataFrame, basis: Basis) -> Figure:
    """Return what a state review says was paid to the municipalities of a place, each with its source."""
    shown = paid.assign(fiscal_year_ja=paid["fiscal_year"].map(wording.fiscal_year))
    years = "と".join(shown["fiscal_year_ja"].unique())
    towns = paid["area_code"].nunique()
    is_one = len(paid) > 0 and paid["recipient_ja"].nunique() == 1
    sums = [f"{row['fiscal_year_ja']}に{yen(row['grant_yen'])}" for row in shown.to_dict("records")] if is_one else []
    listed = html.listing(
        shown, ("年度", 20, "fiscal_year_ja"), ("支出先", 20, "recipient_ja"),
        ("交付額", 20, lambda row: wording.with_unit(row["grant_yen"], "円")), ("出典", 40, "source_title"),
    )  # fmt: skip
    return basis.figure(
        "grants", {"years": years, "towns": towns, "sums": sums}, n=len(paid), as_of=years, rows=shown,
        drawing=lambda _: grids.roomy(listed),
    )  # fmt: skip
