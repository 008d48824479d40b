"""高齢化率 against a support coverage: which towns, where they stand and which cannot be placed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from components.drawing import scatter, tables, wording
from components.drawing.declared import PROGRAMMES, TOWN, headings_of
from components.drawing.marks import POINT_GROUPS, words_of
from components.drawing.model import Basis, Figure, Points
from components.drawing.theme import Mode
from components.figures import census
from components.figures.coverage import CEILING_JA, DECLARED_JA, is_whole
from data import schema
from data.folders import yaml_beside


@dataclass(frozen=True)
class Coverage:
    """A coverage that the scatter can show: its column, its names, what it means and why it may be missing."""

    column: str
    choice_ja: str
    name_ja: str
    note_ja: str = DECLARED_JA + CEILING_JA
    reason_column: str | None = None
    missing_ja: str = ""

    @property
    def short_ja(self) -> str:
        """Its name for a narrow column, such as C1 イ."""
        return " ".join(self.choice_ja.split()[:2])


_DECLARED = yaml_beside(__file__)
COVERAGES: Mapping[str, Coverage] = {code: Coverage(**own) for code, own in _DECLARED["plans"].items()}
SERVICE_REASON = "service_reason"
# The same of the framework since 2021, as reported for a year.
SERVICE_COVERAGES: Mapping[str, Coverage] = {
    code: Coverage(
        f"c1_{code}_pct", service.name_ja, f"対象地域の人口割合（{service.name_ja}）", _DECLARED["service_note_ja"], SERVICE_REASON,
        "この事業の報告がない",
    )
    for code, service in schema.SERVICES.items()
} | {"functions_in_place": Coverage(**_DECLARED["functions_in_place"])}  # fmt: skip
# Services: coverage by the report of a year, where nothing is declared beside it
SERVICES = "services"
BASES_JA: Mapping[str, str] = {
    "declared": "申告値", "reported": "報告値", SERVICES: "報告値", scatter.FUNCTIONS: "報告値",
}  # fmt: skip


def points(towns: pd.DataFrame, coverage: Coverage) -> pd.DataFrame:
    """Return the municipalities that have both values, with what the scatter needs to know about each.

    Returns:
        The rows with coverage_pct, is_whole, group_ja, quadrant, quadrant_ja, coverage_basis (`reported`, `declared`),
        basis_ja and coverage_as_of (ISO date, "" for a declared value).
    """
    known = towns[towns["aging_rate_pct"].notna() & towns[coverage.column].notna()]
    if "coverage_basis" not in known:
        known = known.assign(coverage_basis="declared", coverage_as_of="")
    known = known.assign(
        basis_ja=known["coverage_basis"].map(BASES_JA),
        coverage_as_of=known["coverage_as_of"].astype(object).fillna(""), coverage_pct=known[coverage.column],
        is_whole=is_whole(known, coverage.column), group_ja=known["programme_group"].map(words_of(POINT_GROUPS)),
    )  # fmt: skip
    if known.empty:
        return known.assign(quadrant="", quadrant_ja="")
    quadrant = scatter.quadrants(known)
    return known.assign(quadrant=quadrant, quadrant_ja=quadrant.map(scatter.quadrant_words(known)))


def quadrant_labels(placed: pd.DataFrame) -> dict[str, str]:
    """Return the quadrants in words with the number of municipalities in each: 高齢化が進む・一部が対象（4）."""
    counts = placed["quadrant"].value_counts()
    return {name: f"{words}（{counts.get(name, 0)}）" for name, words in scatter.quadrant_words(placed).items()}


def left_out(towns: pd.DataFrame, coverage: Coverage, reasons: Mapping[str, str]) -> pd.DataFrame:
    """Return the municipalities with a plan that cannot be placed, with reason_ja."""
    having = towns[towns["has_record"] & (towns["aging_rate_pct"].isna() | towns[coverage.column].isna())]
    words = []
    for row in having.to_dict("records"):
        causes = []
        if wording.is_missing(row[coverage.column]):
            code = str(row[coverage.reason_column]) if coverage.reason_column else ""
            causes.append(reasons.get(code, coverage.missing_ja) or "値がない")
        if wording.is_missing(row["aging_rate_pct"]):
            held = "高齢化率" in str(row["quarantined_ja"]).split("、")
            causes.append("高齢化率の値を保留している" if held else "高齢化率の値がない")
        words.append("、".join(causes))
    return having.assign(reason_ja=words)


def figure(
    placed: pd.DataFrame, missing: int, coverage: Coverage, basis: Basis, highlighted: str | None,
    peers: tuple[str, ...] = (), rest: pd.DataFrame | None = None, trails: pd.DataFrame | None = None,
) -> Figure:  # fmt: skip
    """Return the scatter, with what cannot be placed (`missing`) and what has no coverage (`rest`, of `unplaced`).

    Args:
        trails: Points of the chosen towns in each year that is known (fiscal_year); None where no town is chosen.
    """
    aging_ja, day = census.name_and_day(placed)
    facts = _facts(placed, peers) | {"aging": aging_ja, "coverage": coverage}
    facts |= {"lines": census.lines_note(rest), "moves": moves(trails)}

    def draw(mode: Mode) -> go.Figure:
        return scatter.aging_coverage(placed, coverage.name_ja, mode, highlighted, peers, aging_ja, rest, trails)

    chart = Points(placed, aging_ja, coverage.name_ja, scatter.quadrant_words(placed), highlighted)
    return basis.figure(
        "aging_coverage", facts, name=f"aging_{coverage.column.removesuffix('_pct')}", n=len(placed), missing=missing,
        as_of=basis.as_of + (f"、高齢化率は{day}現在" if day else ""),
        source=basis.source + ("、国勢調査" if day else "") + ("、市町村の報告" if _has_reports(placed) else ""),
        table=lambda: table(placed, coverage, trails), drawing=draw if len(placed) else None,
        chart=chart if len(placed) else None,
    )  # fmt: skip


def table(placed: pd.DataFrame, coverage: Coverage, trails: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the points as a table, the highest 高齢化率 first; of the chosen towns also the coverage of each year."""
    reported = ("basis_ja", "coverage_as_of") if _has_reports(placed) else ()
    of_plans = placed["coverage_basis"].isin(["declared", "reported"]).all()
    headings = headings_of(
        "prefecture_ja", TOWN, "area_code", "aging_rate_pct", *census.BASIS_COLUMNS,
        ("coverage_pct", f"{coverage.short_ja}（%）"), *reported, "population", PROGRAMMES if of_plans else ("group_ja", "進め方・段階"), "quadrant_ja",
    )  # fmt: skip
    ordered = placed.sort_values(["aging_rate_pct", "area_code"], ascending=[False, True])
    rounded = {f"{coverage.short_ja}（%）": 1}
    if trails is not None and trails["fiscal_year"].nunique() > 1:
        years = trails.pivot(index="area_code", columns="fiscal_year", values="coverage_pct")
        years = years.rename(columns=lambda year: f"{wording.fiscal_year(year)}（%）")
        ordered = ordered.merge(years, "left", left_on="area_code", right_index=True)
        headings |= {str(name): str(name) for name in years}
        rounded |= {str(name): 1 for name in years}
    return tables.readable(ordered, headings).round(rounded)


def moves(trails: pd.DataFrame | None) -> str:
    """Return what the arrows say of the chosen towns, or why there are none; "" where no town is chosen."""
    if trails is None:
        return ""
    if trails.empty:
        return "選んだ市町村の値はどの年度も分からないため、年度の動きは示せません。"
    towns = [rows for _, rows in trails.sort_values("fiscal_year").groupby("area_code", sort=False)]
    moved = [rows for rows in towns if len(rows) > 1]
    if not moved:
        years = wording.tied_names([wording.short_year(year) for year in sorted(trails["fiscal_year"].unique())])
        return f"選んだ市町村の値は、{years}の一つの年度だけが分かるため、年度の動きは示せません。"
    steps = [rows["coverage_pct"].iloc[-1].round(1) - rows["coverage_pct"].iloc[0].round(1) for rows in moved]
    only = "高齢化率は一つの時点の値で、動きは上下だけです。"
    if len(moved) == 1:
        return f"{_move_ja(moved[0], steps[0])}{only}"
    kinds = {"上がった": sum(step > 0 for step in steps), "下がった": sum(step < 0 for step in steps)}
    kinds["変わらない"] = len(steps) - sum(kinds.values())
    words = "、".join(f"{ja}のは{count}" for ja, count in kinds.items() if count)
    return f"選んだ{wording.count(len(moved), '市町村')}のうち、{words}です。{only}"


def _move_ja(rows: pd.DataFrame, step: float) -> str:
    """Return how the coverage of one town went from its first to its last year."""
    first, last = rows.iloc[0], rows.iloc[-1]
    then, now = wording.short_year(first["fiscal_year"]), wording.short_year(last["fiscal_year"])
    was, became = wording.percent(first["coverage_pct"]), wording.percent(last["coverage_pct"])
    if not step:
        return f"{first['name_ja']}は{then}の{was}から{now}まで変わっていません。"
    return f"{first['name_ja']}は{then}の{was}から、{now}の{became}に{'上' if step > 0 else '下'}がりました。"


def _facts(placed: pd.DataFrame, peers: tuple[str, ...]) -> dict[str, object]:
    """Return what is told of the points: who is aged and covered in part, which peers are ringed, who stands in the panel."""
    behind = placed[placed["quadrant"] == "older_lower"].sort_values("aging_rate_pct", ascending=False)
    whole = placed[placed["is_whole"].astype(bool)] if len(placed) else placed
    return {
        "placed": len(placed), "first": placed.head(1).to_dict("records"), "behind": behind["name_ja"].astype(str).tolist(),
        "median": placed["aging_rate_pct"].median(), "is_whole": placed["coverage_pct"].median() >= 100,
        "is_functions": (placed["coverage_basis"] == scatter.FUNCTIONS).all(), "peers": len(peers),
        "reported": int((placed["coverage_basis"] == "reported").sum()), "is_panel": len(whole) >= scatter.PANEL_FROM,
        "ringed": placed.loc[placed["area_code"].isin(peers), "name_ja"].astype(str).tolist(),
        "panel": len(whole), "is_nearly": bool((whole["coverage_pct"] < 100).any()),
    }  # fmt: skip


def _has_reports(placed: pd.DataFrame) -> bool:
    return len(placed) > 0 and bool((placed["coverage_basis"] == "reported").any())
