"""Reporting rate and share of targets attained, for a place. Pure.

Everything here takes public ratings: small case counts are hidden before anything is counted.
"""

from typing import Any

import pandas as pd

from components.drawing import html, wording
from components.drawing.marks import PILLARS
from components.drawing.model import Basis, Figure, Number, Row, Shares
from components.figures.ratings import NEVER_ZERO_JA, REPORTED_SOURCE_JA, Rules, bounds_of, rating_words


def standing(
    shares: pd.DataFrame, rates: pd.DataFrame, year: int, rules: Rules, ratings: pd.DataFrame, basis: Basis
) -> Figure:
    """Return the reporting rate and the share of targets attained, with its bounds, as a whole and by pillar."""
    whole, numbers = _sum(shares), tiles(shares, rates, year)
    rows = {str(row["pillar"]): row for row in shares.to_dict("records")}
    pillars = [bounds_of(mark.label_ja, rows[code]) for code, mark in PILLARS.items() if code in rows]
    return basis.figure(
        "attainment", {**whole, "year": year}, title=f"{wording.fiscal_year(year)}の報告率と達成割合",
        n=int(whole["rateable_count"]), missing=int(whole["unreported_count"]), source=REPORTED_SOURCE_JA,
        notes=(f"報告率 ＝ {rules.reporting_ja}。", f"達成割合 ＝ {rules.share_ja}", NEVER_ZERO_JA),
        rows=lambda: rating_words(ratings),
        drawing=lambda _: html.number_tiles(numbers) + html.bounded_shares(pillars), chart=Shares(tuple(pillars)),
    )  # fmt: skip


def tiles(shares: pd.DataFrame, rates: pd.DataFrame, year: int) -> list[Number]:
    """Return 報告率, 達成割合, and the numbers of rated and of unreported targets; arguments as for `standing`."""
    whole, asked = _sum(shares), rates[rates["fiscal_year"] == year].to_dict("records")
    share = bounds_of("達成割合", whole)
    spread = "すべて報告済み" if not whole["unreported_count"] else (
        f"未報告しだいで{wording.percent(share.lowest)}～{wording.percent(share.highest)}"
    )  # fmt: skip
    return [
        _reporting(asked[0]) if asked else Number("報告率", wording.MISSING, "", "この年度の報告は求めていません"),
        Number("達成割合（S＋A）", wording.number(share.pct, 1), "" if share.pct is None else "%", spread),
        Number("評価できた目標", f"{whole['rateable_count']:,}", "件", f"うち達成 {whole['attained_count']:,}件"),
        Number("未報告の目標", f"{whole['unreported_count']:,}", "件", f"評価困難 {whole['hard_to_rate_count']:,}件"),
    ]


def _reporting(row: Row) -> Number:
    """Return the reporting rate of a year; before the first due date only how many came in."""
    if wording.is_missing(row["reporting_pct"]):
        note = f"期限前。{int(row['asked_count']):,}市町村のうち{int(row['received_count']):,}が提出"
        return Number("報告率", wording.MISSING, "", note)
    counts = f"期限の来た{int(row['due_count']):,}市町村のうち{int(row['submitted_count']):,}"
    note = f"{counts}。未提出・差戻し {int(row['late_count']):,}"
    return Number("報告率", wording.number(row["reporting_pct"], 1), "%", note)


def trend(shares: pd.DataFrame, rates: pd.DataFrame, basis: Basis) -> Figure:
    """Return the share of targets attained by fiscal year, each with its bounds and its reporting rate."""
    rows = shares[shares["due_count"].astype(int) > 0].sort_values("target_fy")
    years = rows.to_dict("records")
    bars = [bounds_of(wording.fiscal_year(row["target_fy"]), row) for row in years]
    reporting = {int(row["fiscal_year"]): row["reporting_pct"] for row in rates.to_dict("records")}
    in_words = rows.assign(
        fiscal_year_ja=[bar.label for bar in bars], reporting_pct=rows["target_fy"].astype(int).map(reporting)
    )
    return basis.figure(
        "attainment_trend", {"years": years}, n=sum(int(row["rateable_count"]) for row in years),
        missing=sum(int(row["unreported_count"]) for row in years), source=REPORTED_SOURCE_JA,
        rows=in_words, drawing=lambda _: html.bounded_shares(bars), chart=Shares(tuple(bars)),
    )  # fmt: skip


def _sum(shares: pd.DataFrame) -> dict[str, Any]:
    """Return the shares of several groups as one: counts add up, percentages are computed anew."""
    counts = {name: int(shares[name].sum()) for name in shares.columns if name.endswith("_count")}
    attained, rateable, missing = (counts[f"{name}_count"] for name in ("attained", "rateable", "unreported"))
    due = rateable + missing
    return {
        **counts,
        "attained_pct": round(100 * attained / rateable, 1) if rateable else None,
        "lowest_pct": round(100 * attained / due, 1) if due else None,
        "highest_pct": round(100 * (attained + missing) / due, 1) if due else None,
    }
