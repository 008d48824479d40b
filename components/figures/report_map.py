"""The map of reports in words: who has reported for a year, and which share of the targets was attained. Pure.

Everything here takes public shares: small case counts are hidden before anything is counted.
"""

from __future__ import annotations

from typing import cast

import pandas as pd

from components.drawing import wording
from components.drawing.map_classes import NumberScale, Scale
from components.drawing.model import Basis, Figure
from components.figures.labels import headings_of
from components.figures.progress_map import MAP_NAME, map_table, spread, year_of
from components.figures.ratings import NEVER_ZERO_JA, REPORTED_SOURCE_JA
from components.figures.reporting import REPORT_STATES

NO_REPORTS_JA = (
    "{place}には、期限を定めた報告も、判定できる実績も、まだありません（0ではありません）。"
    "期限は「実績報告」で定めます。"
)
SHARE_HEADINGS = headings_of(
    "rateable_count", "attained_count", "lowest_pct", "highest_pct", "unreported_count", "fiscal_year_ja"
)
STATE_HEADINGS = headings_of("due_ja", "late_ja", "fiscal_year_ja")
_COUNTS = ("attained_count", "rateable_count", "unreported_count", "before_due_count", "hard_to_rate_count")


def with_states(towns: pd.DataFrame, forms: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the municipalities with report_state, due_ja, late_ja and fiscal_year_ja.

    Args:
        forms: data.answers.submission_states of the year; a municipality that is not there was not asked.
    """
    asked = forms.set_index("area_code")
    states = dict(asked["state"])
    due = {code: f"{day:%Y-%m-%d}" for code, day in asked["due_date"].items()}
    late = set(asked.index[asked["is_late"].astype(bool)])
    return towns.assign(
        report_state=[states.get(code, "not_asked") for code in towns["area_code"]],
        due_ja=[due.get(code, "") for code in towns["area_code"]],
        late_ja=["期限超過" if code in late else "" for code in towns["area_code"]],
        fiscal_year_ja=wording.fiscal_year(year),
    )


def with_shares(towns: pd.DataFrame, shares: pd.DataFrame, ratings: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the municipalities with the public share of their targets attained, and why there is none.

    Args:
        shares: data.answers.attainment_shares of the year by area_code.

    Returns:
        The rows with attained_pct, lowest_pct, highest_pct, counts (0 where there is no target), no_share (a key of the
        scale's `empties`) and fiscal_year_ja.
    """
    hidden = set(ratings.loc[ratings["status"] == "suppressed", "area_code"])
    known = shares.set_index("area_code")
    rows = towns.assign(
        fiscal_year_ja=wording.fiscal_year(year),
        **{name: towns["area_code"].map(known[name]) for name in ("attained_pct", "lowest_pct", "highest_pct")},
        **{name: towns["area_code"].map(known[name]).fillna(0).astype(int) for name in _COUNTS},
    )
    reason = pd.Series("not_applicable", index=rows.index)
    reason = reason.mask(rows["before_due_count"] + rows["hard_to_rate_count"] > 0, "before_due")
    reason = reason.mask(rows["area_code"].isin(hidden), "suppressed")
    return rows.assign(no_share=reason.mask(rows["unreported_count"] > 0, "unreported"))


def report_map(towns: pd.DataFrame, scale: Scale, basis: Basis) -> Figure:
    """Return what the frame around a map of reports says; the page draws the map itself."""
    year_ja = year_of(towns)
    is_share = isinstance(scale, NumberScale)
    has_value = towns["attained_pct"].notna() if is_share else towns["report_state"] != "not_asked"
    tell = _share_sentence if is_share else _state_sentence
    more = SHARE_HEADINGS if is_share else STATE_HEADINGS
    return basis.figure(
        name=MAP_NAME,
        title=f"{basis.place_ja}の{scale.label_ja}・{year_ja}",
        reading=tell(towns, scale, f"{basis.place_ja}の{wording.count(len(towns), '市町村')}", year_ja),
        unit="%（評価できた数値の目標のうち達成）" if is_share else "報告の状態（市町村ごと）",
        n=int(has_value.sum()),
        missing=int((~has_value).sum()),
        missing_ja="割合なし" if is_share else "対象外",
        source=REPORTED_SOURCE_JA if is_share else "報告の受付簿",
        notes=(scale.definition_ja, NEVER_ZERO_JA) if is_share else (scale.definition_ja,),
        table=lambda: map_table(towns, scale, more),
    )


def _state_sentence(towns: pd.DataFrame, _: Scale, whole: str, year_ja: str) -> str:
    counts = towns["report_state"].value_counts()
    asked = len(towns) - int(counts.get("not_asked", 0))
    if not asked:
        return f"{whole}には、{year_ja}の報告を求めていません。"
    codes = [code for code in REPORT_STATES if code in counts and code != "not_asked"]
    parts = [f"{REPORT_STATES[code].label_ja}が{counts[code]:,}" for code in codes]
    late = int((towns["late_ja"] != "").sum())
    return (
        f"{whole}のうち{year_ja}の報告を求めたのは{asked:,}（{'、'.join(parts)}）。"
        + (f"期限を過ぎたものは{late:,}。" if late else "期限を過ぎたものはありません。")
        + _rest(len(towns) - asked, "対象外")
    )


def _share_sentence(towns: pd.DataFrame, scale: Scale, whole: str, year_ja: str) -> str:
    known = towns[towns["attained_pct"].notna()]
    others = towns.loc[towns["attained_pct"].isna(), "no_share"].value_counts()
    missing = [f"{entry.label_ja}が{others[code]:,}" for code, entry in scale.empties.items() if code in others]
    without = f"割合のない{len(towns) - len(known):,}は、{'、'.join(missing)}です。" if missing else ""
    if known.empty:
        return f"{whole}の{year_ja}の達成割合は、まだありません。{without}"
    rateable, attained = int(known["rateable_count"].sum()), int(known["attained_count"].sum())
    return (
        f"{whole}のうち{year_ja}の達成割合があるのは{len(known):,}で、{spread(known, cast(NumberScale, scale))}。"
        f"合わせて、評価できた{rateable:,}件のうち{attained:,}件（{wording.percent(100 * attained / rateable)}）が達成です。{without}"
    )


def _rest(count: int, word: str) -> str:
    return f"残り{count:,}市町村は{word}です。" if count else ""
