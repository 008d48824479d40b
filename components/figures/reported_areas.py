"""Reported service areas beside the declared ones, and the map of reports in words: who reported, what was attained. Pure."""

from collections.abc import Mapping, Sequence
from typing import cast

import pandas as pd

from components.drawing import html, wording
from components.drawing.declared import headings_of
from components.drawing.map_classes import NumberScale, Scale
from components.drawing.marks import PILLARS, REPORT_STATES, words_of
from components.drawing.model import Basis, Figure, Row, Share
from components.figures.aging import Coverage
from components.figures.progress_map import MAP_NAME, map_table, spread, year_of
from components.figures.ratings import NEVER_ZERO_JA, REPORTED_SOURCE_JA

NO_REPORTS_JA = "{place}には、期限を定めた報告も、判定できる実績も、まだありません（0ではありません）。期限は「実績報告」で定めます。"
SHARE_HEADINGS = headings_of(
    "rateable_count", "attained_count", "lowest_pct", "highest_pct", "unreported_count", "fiscal_year_ja"
)
STATE_HEADINGS = headings_of("due_ja", "late_ja", "fiscal_year_ja")
_COUNTS = ("attained_count", "rateable_count", "unreported_count", "before_due_count", "hard_to_rate_count")


def with_states(towns: pd.DataFrame, forms: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the towns with report_state, due_ja, late_ja and fiscal_year_ja; who is in no form was not asked."""
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
    known = towns[towns["attained_pct"].notna()] if is_share else towns.head(0)
    if is_share:
        others = towns.loc[~has_value, "no_share"].value_counts()
        parts = [(entry.label_ja, others[code]) for code, entry in scale.empties.items() if code in others]
    else:
        others = towns.loc[has_value, "report_state"].value_counts()
        parts = [(mark.label_ja, others[code]) for code, mark in REPORT_STATES.items() if code in others]
    facts = {
        "is_share": is_share, "asked": int(has_value.sum()), "rest": int((~has_value).sum()), "parts": parts, "year": year_ja,
        "late": 0 if is_share else int((towns["late_ja"] != "").sum()), "towns": len(towns), "label": scale.label_ja,
        "spread": spread(known, cast(NumberScale, scale)) if len(known) else "",
    }  # fmt: skip
    facts |= {name: int(known[f"{name}_count"].sum()) if is_share else 0 for name in ("rateable", "attained")}
    more = SHARE_HEADINGS if is_share else STATE_HEADINGS
    return basis.figure(
        "report_map", facts, name=MAP_NAME,
        unit="%（評価できた数値の目標のうち達成）" if is_share else "報告の状態（市町村ごと）", n=int(has_value.sum()),
        missing=int((~has_value).sum()), missing_ja="割合なし" if is_share else "対象外",
        source=REPORTED_SOURCE_JA if is_share else "報告の受付簿",
        notes=(scale.definition_ja, NEVER_ZERO_JA) if is_share else (scale.definition_ja,),
        table=lambda: map_table(towns, scale, more),
    )  # fmt: skip


ORDER = ("consultation", "community")
WHOLE_JA = "市町村全体"
NOTE_JA = (
    "報告は、市町村が様式に書いた対象圏域・対象人口です。申告は、計画書に書かれた対象区域です。"
    "どちらも、実際に支援が届いた人の割合ではありません。相談の受け止めと地域づくりは同じ住民を含むため、足しません。"
)


def beside_declared(covered: pd.DataFrame, town: Row, basis: Basis) -> Figure:
    """Return C1 and C2 as reported, the latest year first, and below them as declared."""
    rows = covered.assign(
        pillar_ja=covered["pillar"].map(words_of(PILLARS)).astype(object).fillna(WHOLE_JA),
        fiscal_year_ja=covered["fiscal_year"].map(wording.fiscal_year),
        as_of_ja=covered["as_of_date"].map(wording.era_date),
        state_ja=covered["state"].map(words_of(REPORT_STATES)),
        order=covered["pillar"].map({code: number for number, code in enumerate(ORDER)}).fillna(len(ORDER)),
    ).sort_values(["order", "fiscal_year"], ascending=[True, False], ignore_index=True)
    latest = rows[rows["is_latest"]]
    days = [str(day) for day in latest["as_of_date"].dropna()]
    known = latest[latest["coverage_pct"].notna()].to_dict("records")
    said = [row | {"declared": wording.float_of(town.get(f"coverage_{row['pillar']}_pct"))} for row in known]
    return basis.figure(
        "reported_areas", {"rows": said, "year": latest["fiscal_year"].iloc[0] if len(latest) else None}, n=len(rows),
        missing=int(rows["coverage_pct"].isna().sum()),
        as_of=f"{wording.era_date(max(days))}（最新の報告）" if days else basis.as_of, source="市町村の報告（提出済・確定）、申告は計画書",
        notes=(NOTE_JA, "人口を上回る対象人口は、時点の違いとみて100%を上限とします。"),
        rows=rows, drawing=lambda _: _drawn(rows.to_dict("records"), town),
    )  # fmt: skip


def _drawn(rows: Sequence[Row], town: Row) -> str:
    parts = []
    for pillar in dict.fromkeys(str(row["pillar_ja"]) for row in rows):
        mine = [row for row in rows if row["pillar_ja"] == pillar]
        code = str(mine[0]["pillar"])
        bars = [
            _bar(row, "人口割合", "coverage_pct", _of(row["covered_population"], row["denominator"], "人"))
            for row in mine
        ]
        bars += [_declared(town, code)] if code in ORDER else []
        for row in mine:
            units = _of(row["units_covered"], row["units_total"], wording.text(row["unit_kind"], "圏域"))
            bars.append(_bar(row, "圏域の割合", "unit_coverage_pct", units))
        parts.append(html.subtitle(pillar) + html.share_bars(bars))
    return f'<div class="km-even">{"".join(parts)}</div>'


def _bar(row: Row, measure: str, column: str, counts: str) -> Share:
    year = wording.short_year(row["fiscal_year"])
    pct = wording.float_of(row[column])
    about = f"{counts}、{row['as_of_ja']}時点・{row['state_ja']}" if counts else str(row["state_ja"])
    words = f"{wording.percent(pct)}（{about}）" if pct is not None else f"計算できません（{about}）"
    return Share(f"{measure}　報告 {year}", pct, words)


def _declared(town: Row, pillar: str) -> Share:
    pct = town[f"coverage_{pillar}_pct"]
    label = "人口割合　申告（計画書）"
    if wording.is_missing(pct):
        return Share(label, None, "計画書からは計算できません")
    people = _of(town[f"coverage_{pillar}_numerator"], town[f"coverage_{pillar}_denominator"], "人")
    year = wording.short_year(town["fiscal_year"])
    return Share(label, float(pct), f"{wording.percent(pct)}（{people}、{year}）")


def _of(part: object, whole: object, unit: str) -> str:
    if wording.is_missing(part) or wording.is_missing(whole):
        return ""
    return f"{wording.number(whole)}{unit}のうち{wording.number(part)}"


# Column of the municipalities → pillars whose report may stand in for it, the first one first; column of the report.
REPORTED_AS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "coverage_consultation_pct": (("consultation",), "coverage_pct"),
    "coverage_community_pct": (("community",), "coverage_pct"),
    "unit_coverage_pct": (("consultation", "community"), "unit_coverage_pct"),
}


def is_reported(reported: pd.DataFrame, coverage: Coverage) -> bool:
    """Return whether any municipality reported this coverage."""
    return len(_latest(reported, coverage)) > 0


def with_reported(towns: pd.DataFrame, reported: pd.DataFrame, coverage: Coverage) -> pd.DataFrame:
    """Return the municipalities with the reported coverage where there is one, the declared one elsewhere.

    Returns:
        The same rows; coverage_basis (`reported`, `declared`), coverage_as_of (ISO date of the reported numbers,
        missing elsewhere) and declared_pct (what the plan says) beside them.
    """
    latest = _latest(reported, coverage).set_index("area_code")
    values = towns["area_code"].map(latest["value"]).astype("float64")
    known = values.notna()
    rows = towns.assign(
        declared_pct=towns[coverage.column],
        coverage_basis=known.map({True: "reported", False: "declared"}),
        coverage_as_of=towns["area_code"].map(latest["as_of_date"]),
        **{coverage.column: values.fillna(towns[coverage.column].astype("float64"))},
    )
    flag = f"{coverage.column.removesuffix('_pct')}_flag"
    # 全域 is a word of the plan: a reported coverage is whole at 100 % only.
    return rows.assign(**{flag: rows[flag].mask(known, "")}) if flag in rows else rows


def _latest(reported: pd.DataFrame, coverage: Coverage) -> pd.DataFrame:
    """Return the newest report of each municipality: area_code, value, as_of_date."""
    pillars, column = REPORTED_AS.get(coverage.column, ((), ""))
    rows = reported[reported["is_latest"] & reported["pillar"].isin(pillars)]
    if not column or rows.empty:
        return pd.DataFrame(columns=["area_code", "value", "as_of_date"])
    rows = rows.assign(value=rows[column], order=rows["pillar"].map(pillars.index))
    rows = rows[rows["value"].notna()].sort_values(["area_code", "order"])
    return rows.drop_duplicates("area_code")[["area_code", "value", "as_of_date"]]
