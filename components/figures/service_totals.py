"""The five services over the municipalities of a place: how many have them, how many report 0, and the map. Pure."""

from typing import cast

import pandas as pd

from components.drawing import charts, grids, html, tables, wording
from components.drawing.declared import headings_of
from components.drawing.map_classes import NumberScale, Scale
from components.drawing.marks import PILLARS, SERVICE_STATES, words_of
from components.drawing.model import Bars, Basis, Figure, Number, Row, Share, Shares, Tiles
from components.drawing.scatter import FUNCTIONS
from components.figures.aging import SERVICE_REASON, Coverage
from components.figures.aging import SERVICES as SERVICES_BASIS
from components.figures.progress_map import MAP_NAME, map_table
from components.figures.progress_map import spread as spread_of_map
from components.figures.services import SOURCE_JA, of_year, shown, small, spread, state_ja
from components.figures.summary import number_table
from data.schema import SERVICES

STATE_HEADINGS = headings_of(
    "area_name_ja", "area_code", "fiscal_year_ja", *((code, PILLARS[code].label_ja) for code in SERVICES), "function_pct", "plan_pct",
)  # fmt: skip
# The counts of which the share of 0 is drawn; the others stand in the table.
ZEROS_DRAWN = (
    "consultations", "participation_cases", "outreach_new", "support_plans", "multilayer_meetings", "support_meetings",
)  # fmt: skip
NOT_REPORTED_JA = "{}には、五つの事業についての報告がまだありません（0ではありません）。"


def headline(found: Row, basis: Basis) -> Figure:
    """Return the main numbers of a place (data.answers.services_headline) as tiles."""
    year, reported = wording.fiscal_year(found["fiscal_year"]), int(found["reported_count"])
    cost = found["cost_per_resident"]
    numbers = [
        Number("報告した市町村", f"{reported:,}", "市町村", f"全{wording.count(int(found['town_count']), '市町村')}のうち"),
        Number("五つすべてを実施", f"{found['all_in_place_count']:,}", "市町村", "別の手法で実施を含む"),
        Number("包括的相談支援の対象", wording.number(found["coverage_pct"], 1), "%",
               f"人口の割合。{wording.count(int(found['coverage_count']), '市町村')}の合算"),
        *(Number(f"0件：{name}", f"{zero:,}", "市町村", f"報告した{wording.count(said, '市町村')}のうち。未報告{silent}")
          for name, zero, said, silent in found["zeros"]),
        Number("住民1人あたりの事業費", wording.number(cost), "円", f"すべて報告した{wording.count(int(found['cost_count']), '市町村')}の中央値"),
    ]  # fmt: skip
    return basis.figure(
        "services_headline", {"reported": reported, "towns": int(found["town_count"]), "year": year}, n=len(numbers),
        as_of=year, table=lambda: number_table(numbers), drawing=lambda _: html.number_tiles(numbers), chart=Tiles(tuple(numbers)),
    )  # fmt: skip


def by_state(services: pd.DataFrame, years: pd.DataFrame, towns: int, year: int, basis: Basis) -> Figure:
    """Return for each service how many of so many municipalities have it, in whatever way, prepare it or have said nothing."""
    rows, of_towns = of_year(services, year), years[years["fiscal_year"] == year]
    counts = pd.crosstab(rows["pillar"], rows["state"]).reindex(index=list(SERVICES), fill_value=0)
    counts["unreported"] = towns - counts.sum(axis=1)
    chart = Bars(counts.rename(index=words_of(PILLARS)), SERVICE_STATES, "市町村")
    whole = int((of_towns["in_place_count"] == len(SERVICES)).sum())
    wide = rows.pivot(index=["area_code", "area_name_ja"], columns="pillar", values="state").map(
        lambda code: wording.NOT_REPORTED if wording.is_missing(code) else state_ja(code)
    )
    table = wide.reset_index().merge(of_towns[["area_code", "function_pct", "plan_pct"]], on="area_code")
    table = table.assign(fiscal_year_ja=wording.fiscal_year(year))
    return basis.figure(
        "services_by_state", {"towns": len(of_towns), "whole": whole}, n=len(of_towns), missing=towns - len(of_towns),
        as_of=wording.fiscal_year(year), source=SOURCE_JA,
        table=lambda: tables.readable(table, STATE_HEADINGS, sources=False).round(1),
        drawing=charts.bars(chart, row_height=44), chart=chart,
    )  # fmt: skip


def zeros(found: pd.DataFrame, year: int, basis: Basis) -> Figure:
    """Return the share of municipalities that report 0, with the bounds that those leave open who report nothing."""
    rows = of_year(found, year)
    lowest = 100 * rows["zero_count"] / rows["town_count"]
    rows = rows.assign(lowest_pct=lowest, highest_pct=lowest + 100 * rows["unreported_count"] / rows["town_count"])
    drawn = rows[rows["indicator_code"].isin(ZEROS_DRAWN)]
    shares = tuple(
        Share(str(row["indicator_ja"]), wording.float_of(row["zero_pct"]), _zero_words(row), row["lowest_pct"], row["highest_pct"])
        for row in drawn.to_dict("records")
    )  # fmt: skip
    plans = rows[(rows["indicator_code"] == "support_plans") & (rows["reported_count"] > 0)]
    facts = {"plans": [_zero_words(row) for row in plans.assign(unreported_count=0).to_dict("records")]}
    return basis.figure(
        "services_zeros", facts, n=int(rows["reported_count"].sum()), missing=int(rows["unreported_count"].sum()),
        as_of=wording.fiscal_year(year), source=SOURCE_JA, rows=rows,
        drawing=(lambda _: html.bounded_shares(shares)) if shares else None, chart=Shares(shares) if shares else None,
    )  # fmt: skip


def _zero_words(row: Row) -> str:
    rest = f"、未報告{row['unreported_count']}" if row["unreported_count"] else ""
    if not row["reported_count"]:
        return f"報告なし（実施している{wording.count(int(row['town_count']), '市町村')}）"
    return f"{wording.share(int(row['zero_count']), int(row['reported_count']))}が0件{rest}"


def with_services(towns: pd.DataFrame, years: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the municipalities with what they report of a year; no_report tells why there is no value."""
    of_towns = years[years["fiscal_year"] == year]
    new = of_towns.columns.difference([*towns.columns, "fiscal_year", "area_name_ja"])
    rows = towns.merge(of_towns[["area_code", *new]], "left", "area_code")
    reported = rows["area_code"].isin(of_towns["area_code"])
    return rows.assign(
        no_report=reported.map({True: "not_computable", False: "unreported"}), fiscal_year_ja=wording.fiscal_year(year)
    )


def with_placing(
    towns: pd.DataFrame, services: pd.DataFrame, roads: pd.DataFrame, coverage: Coverage, year: int
) -> pd.DataFrame:
    """Return towns of `with_services` with what the scatter asks of each: who reported, group, population and reason.

    Args:
        services, roads: data.answers.town_services of the year, and reported_roads.
    """
    reported = towns["no_report"] != "unreported"
    of_pillar = services[services["pillar"].map(lambda code: f"c1_{code}_pct") == coverage.column]
    residents = services.groupby("area_code")["population"].max().astype("float64")
    road = roads[roads["fiscal_year"] == year].set_index("area_code")["road"]
    basis = FUNCTIONS if coverage.column == "function_pct" else SERVICES_BASIS
    reasons = towns["area_code"].map(of_pillar.set_index("area_code")["reason"]).astype(object).fillna("")
    return towns.assign(
        has_record=reported, coverage_basis=basis, coverage_as_of="",
        programme_group=towns["area_code"].map(road).astype(object).fillna("unknown"),
        population=towns["area_code"].map(residents).fillna(towns["population"].astype("float64")),
        **{SERVICE_REASON: reasons},
    )  # fmt: skip


def services_map(towns: pd.DataFrame, scale: Scale, basis: Basis) -> Figure:
    """Return what the frame around a map of the services says; the page draws the map itself."""
    known = towns[towns[scale.column].notna()]
    year_ja = "".join(towns["fiscal_year_ja"].head(1))
    facts = {
        "towns": len(towns), "known": len(known), "year": year_ja, "label": scale.label_ja,
        "spread": spread_of_map(known, cast(NumberScale, scale)) if len(known) else "",
    }  # fmt: skip
    return basis.figure(
        "services_map", facts, name=MAP_NAME, unit=scale.unit_ja,
        n=len(known), missing=len(towns) - len(known), as_of=year_ja, source=SOURCE_JA, notes=(scale.definition_ja,),
        table=lambda: map_table(towns, scale, headings_of("fiscal_year_ja")),
    )  # fmt: skip


def side_by_side(counts: pd.DataFrame, towns: pd.DataFrame, peers: pd.DataFrame, year: int, basis: Basis) -> Figure:
    """Return the counts of towns for 10,000 residents: a row per kind, a column per town, and the median of similar ones.

    The reader's own town is the first; the peers are its data.answers.service_peers.
    """
    rows = of_year(counts[counts["is_asked"] | (counts["state"] != "unreported")], year)
    rows["shown_ja"] = [shown(row["state"], row["value"], row["unit"]) for row in rows.to_dict("records")]
    cells = zip(rows["shown_ja"], rows["per_10k"], strict=True)
    rows["cell_ja"] = [cell if wording.is_missing(part) else f"{small(part)}（{cell}）" for cell, part in cells]
    beside = peers.set_index("indicator_code")
    found = {(row["indicator_code"], row["area_code"]): str(row["cell_ja"]) for row in rows.to_dict("records")}
    kinds = rows.drop_duplicates("indicator_code").sort_values(["order", "within"], kind="stable").to_dict("records")
    lines = [
        [str(kind["indicator_ja"]), *(found.get((kind["indicator_code"], code), wording.NOT_REPORTED) for code in towns["area_code"]),
         spread(beside.loc[kind["indicator_code"]].to_dict(), small) if kind["indicator_code"] in beside.index else wording.MISSING]
        for kind in kinds
    ]  # fmt: skip
    reporting = rows["area_code"].nunique()
    return basis.figure(
        "peer_counts", {"reporting": reporting, "towns": len(towns), "year": year}, n=reporting, missing=len(towns) - reporting,
        as_of=wording.fiscal_year(year), rows=rows,
        drawing=(lambda _: grids.whole(html.rows(["件数の種類", *towns["name_ja"], "似た市町村"], lines))) if lines else None,
    )  # fmt: skip
