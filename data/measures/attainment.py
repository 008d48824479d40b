"""The rating of every target: its rate, its pace, its band or state, and the reason in words: the rule, with the numbers it was applied to.

A rating is either a band (S 目標超過 … D 未達成, X 悪化) or a state. 未報告 is never 0 and never has a band; a volume
without a good direction stands against its plan and is never ranked.

Source: docs/data_dictionary.md, "目標と実績の定義".
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from data.measures.attainment_rates import WORSE, attainment_rates, bands_of, check_bands, limits_ja, rounded_rates
from data.measures.definitions import LABELS
from data.measures.matching import FORM_COLUMNS, chosen_results, match_results
from data.measures.reported_years import submissions_at
from data.measures.values import first_case, fiscal_year_ends, holds, with_columns

STATES = LABELS["rating_states"]

WITH_RATE = ("numeric", "all_units", "increase")
WITHOUT_RATE = ("institution", "activity", "qualitative", "label_only")
TARGET_COLUMNS = [
    "target_id", "area_code", "pillar", "target_type", "label_ja", "indicator_code", "value", "value_max",
    "comparator", "unit", "per", "period_years", "baseline_value", "target_fy", "part_of", "duplicate_of",
    "counts_in_rate", "fact_status",
]  # fmt: skip
RENAMED = {"value": "target_value", "value_max": "target_value_max", "unit": "target_unit"}
RATING_COLUMNS = [
    "target_id", "area_code", "pillar", "target_type", "label_ja", "indicator_code", "target_fy", "comparator",
    "target_value", "target_value_max", "target_unit", "per", "baseline_value", "achievement_id", "method", "evidence",
    "actual_value", "actual_unit", "numerator", "denominator", "grade", "done", "attainment_pct", "way_pct",
    "difference_points", "elapsed_share", "pace", "band", "state", "status", "status_ja", "is_attained", "counts_in_share", "is_volume",
    "has_no_rate", "is_factor", "is_duplicate", "reason_ja",
]  # fmt: skip


def counted_once(targets: pd.DataFrame) -> pd.Series[bool]:
    """Return which targets count wherever targets are counted: no part of another one, no factor, no duplicate.

    A factor is one of a product whose total is not written. A total over several years counts as an aim, although no
    single year can be rated by it.
    """
    rows = with_columns(targets, TARGET_COLUMNS)
    no_rate = rows["target_type"].isin(WITH_RATE) & ~holds(rows["counts_in_rate"])
    is_factor = holds(no_rate & rows["period_years"].isna())
    return rows["part_of"].isna() & ~is_factor & rows["duplicate_of"].isna()


def rate_targets(
    targets: pd.DataFrame,
    achievements: pd.DataFrame,
    submissions: pd.DataFrame,
    indicators: pd.DataFrame,
    bands: pd.DataFrame,
    on: date,
) -> pd.DataFrame:
    """Return the rating of each target, as it stood on a day.

    One row per target, sorted by target_id: the target and its result; attainment_pct (A, uncapped, one decimal, NaN
    where there is none), way_pct (of the way from the baseline up to the goal), difference_points, elapsed_share (of
    the year, 0–1), pace (flows over a part of the year; 1 = on plan), band (None where a state stands), state (a key of
    STATES or None), status (band or state), status_ja, is_attained (boolean), counts_in_share, is_volume, has_no_rate,
    is_factor, is_duplicate, and reason_ja: the rule and the numbers behind the rating.

    Args:
        achievements: Table `achievements`, with the optional columns of the report form: result_state (`reported`,
            `zero`, `unmeasurable`, `withdrawn`), numerator, denominator, grade (1–4), done (`done`, `partly`,
            `not_done`), per, report_kind, revision.
        submissions: As `submissions_at` takes them; a municipality without a row was not asked to report.
        indicators: Table `indicators`: direction and kind.

    Raises:
        ValueError: The table of bands cannot work.
    """
    table, forms = check_bands(bands), submissions_at(submissions, on)
    rows = _rows(targets, achievements, forms, indicators)
    rates = attainment_rates(rows)
    rows = rows.assign(**{name: rates[name] for name in rates.columns})
    rows = rows.assign(obstacle=_obstacles(rows))
    state = _states(rows, pd.Timestamp(on))
    hidden = state.isin(["not_applicable", "unreported"])
    rows = rows.assign(state=state, pace=_pace(rows).mask(hidden))
    is_approx = holds(rows["comparator"] == "approx")
    band = bands_of(rows["attainment_pct"], rows["attained"], is_approx, rows["worse"], table, rows["beyond"])
    rows = rows.assign(
        band=band.where(state.isna(), None),
        attainment_pct=rounded_rates(rows["attainment_pct"], table).mask(hidden | (rows["obstacle"] == "quarantined")),
        difference_points=rows["difference_points"].mask(hidden),
        way_pct=rows["way_pct"].mask(hidden | (rows["obstacle"] == "quarantined")),
    )
    names = STATES | dict(zip(table["band"], table["name_ja"], strict=True))
    status = rows["band"].fillna(rows["state"])
    attained = rows["band"].map(table.set_index("band")["is_attained"].astype(bool)).astype("boolean")
    rows = rows.assign(status=status, status_ja=status.map(names), is_attained=attained)
    rows = rows.assign(reason_ja=reasons_of(rows, table))
    return rows[RATING_COLUMNS].sort_values("target_id", ignore_index=True)


def _rows(
    targets: pd.DataFrame, achievements: pd.DataFrame, forms: pd.DataFrame, indicators: pd.DataFrame
) -> pd.DataFrame:
    rows = with_columns(targets, TARGET_COLUMNS)[TARGET_COLUMNS].rename(columns=RENAMED)
    rows = rows.merge(indicators[["indicator_code", "direction", "kind"]], "left", "indicator_code")
    form = forms[forms["report_kind"] == "full_year"]
    form = form[["area_code", "fiscal_year", "state", "due_date", "is_submitted", "is_due"]]
    form = form.rename(columns={"fiscal_year": "target_fy", "state": "form_state"})
    rows = rows.assign(target_fy=rows["target_fy"].astype("Int64"))
    rows = rows.merge(form.assign(target_fy=form["target_fy"].astype("Int64")), "left", ["area_code", "target_fy"])
    matches = match_results(targets, achievements)
    rows = rows.merge(chosen_results(rows, matches, achievements, forms), "left", "target_id")
    rows = with_columns(rows, FORM_COLUMNS)
    candidates = matches.loc[matches["method"] == "candidate", "target_id"]
    countable = holds(rows["counts_in_rate"]) & rows["part_of"].isna() & rows["duplicate_of"].isna()
    is_volume = holds(rows["direction"] == "none")
    return rows.assign(
        has_candidate=holds(rows["target_id"].isin(candidates)),
        is_factor=rows["part_of"].notna(),
        is_duplicate=rows["duplicate_of"].notna(),
        is_volume=is_volume,
        has_no_rate=holds(rows["target_type"].isin(WITHOUT_RATE)),
        counts_in_share=countable & ~is_volume & holds(rows["target_type"].isin(WITH_RATE)),
    )


def _obstacles(rows: pd.DataFrame) -> pd.Series:
    """Return what keeps a reported result from being rated; empty where nothing does."""
    flow, is_interim = _is_flow(rows), holds(rows["report_kind"] == "mid_year")
    dated = holds(rows["period_known"])
    no_judgement = rows["grade"].isna() & rows["done"].isna()
    cases = {
        "unmeasurable": rows["result_state"] == "unmeasurable",
        "quarantined": holds(rows["fact_status"] == "quarantined") | holds(rows["result_quarantined"]),
        "candidate": rows["achievement_id"].isna() & rows["has_candidate"],
        "no_judgement": rows["has_no_rate"] & no_judgement,
        "": rows["has_no_rate"],
        "part_year": (flow | is_interim) & dated & ~holds(rows["covers_year"]),
        "period_unknown": flow & ~dated,
    }
    return first_case(cases, rows["difficulty"].astype(str))


def _states(rows: pd.DataFrame, today: pd.Timestamp) -> pd.Series:
    """Return the state of each target in the order of the definition; None where a band stands."""
    asked, has_result = rows["form_state"].notna(), rows["achievement_id"].notna()
    by_document = holds(rows["evidence"] == "document")
    # Where a report is asked for, neither a document nor the mid-year form takes its place.
    final = has_result & ~(asked & (by_document | holds(rows["report_kind"] == "mid_year")))
    waits = holds(rows["is_submitted"]) & rows["has_candidate"] & ~has_result
    withdrawn = holds(rows["result_state"] == "withdrawn")
    excluded = withdrawn | holds(rows["target_type"] == "not_set") | (~asked & ~has_result & ~rows["has_candidate"])
    year_runs = holds(today <= fiscal_year_ends(rows["target_fy"]))
    open_form = asked & ~holds(rows["is_due"]) & ~final & ~waits
    cases = {
        "not_applicable": excluded,
        "before_due": year_runs | open_form,
        "unreported": asked & ~final & ~waits,
        "hard_to_rate": rows["obstacle"] != "",
        "qualitative": rows["has_no_rate"],
        "against_plan": rows["is_volume"],
    }
    return first_case(cases).astype(object).replace("", None)


def _pace(rows: pd.DataFrame) -> pd.Series:
    """Return A/100 divided by the share of the year elapsed: only for flows over a part of the year."""
    plain = rows["aim"].isin(["higher", "share_of_all"])
    share = rows["elapsed_share"].astype(float)
    running = _is_flow(rows) & plain & (share > 0) & (share < 1)
    return (rows["attainment_pct"] / 100 / share).where(running).round(2)


def _is_flow(rows: pd.DataFrame) -> pd.Series:
    """Return whether a number grows over the year; where the indicator is unknown, a part of the year says so."""
    unknown = rows["kind"].isna() & holds(rows["period_kind"] == "part_year")
    return holds(rows["kind"] == "flow") | unknown


OBSTACLES = LABELS["obstacles"]
UNREPORTED = LABELS["unreported"]
DONE = LABELS["done"]
Row = Mapping[Hashable, Any]


def reasons_of(rows: pd.DataFrame, bands: pd.DataFrame) -> pd.Series:
    """Return one Japanese text per rating: why this band or state, with the numbers and the rule."""
    names: dict[str, str] = dict(zip(bands["band"], bands["name_ja"], strict=True))
    limits = {
        (band, approx): limits_ja(band, approx, bands)
        for band in names if band != WORSE for approx in (False, True)
    }  # fmt: skip
    plain = rows.astype(object).where(rows.notna(), None)
    values = plain.to_numpy(dtype=object).tolist()
    records: list[Row] = [dict(zip(plain.columns, row, strict=True)) for row in values]
    texts = [_state_reason(row) if row["state"] else _band_reason(row, names, limits) for row in records]
    return pd.Series(texts, index=rows.index, dtype="str")


def _state_reason(row: Row) -> str:
    if row["state"] == "not_applicable":
        unset = "目標が設定されていない" if row["target_type"] == "not_set" else "この年度の報告を求めていない"
        return f"{'自治体が目標を取り下げた' if row['result_state'] == 'withdrawn' else unset}ため、対象外です。"
    if row["state"] == "before_due":
        due = "" if row["due_date"] is None else f"または報告の提出期限（{row['due_date']:%Y-%m-%d}）"
        return (f"目標年度の終わり{due}の前です。" if due else "目標年度がまだ終わっていません。") + _interim(row)
    if row["state"] == "unreported":
        return UNREPORTED[row["form_state"]] + "。"
    if row["state"] == "hard_to_rate":
        return OBSTACLES[row["obstacle"]] + "。" + (_interim(row) if row["obstacle"] != "quarantined" else "")
    if row["state"] == "qualitative":
        judged = [DONE[row["done"]]] if row["done"] else []
        judged += [f"評点{row['grade']:g}（4段階）"] if row["grade"] is not None else []
        return f"自治体の報告: {'・'.join(judged)}。体制・活動・定性の目標のため、達成率は計算しません。"
    return f"{_formula(row)}よしあしの向きがない件数のため、計画との比較だけを示し、段階も順位も付けません。"


def _interim(row: Row) -> str:
    """Return what is known before the final result: the rate so far, and the pace."""
    if row["attainment_pct"] is None:
        return ""
    if row["pace"] is None:
        return "これまでの値: " + _formula(row)
    return (
        f"これまでの値: {_formula(row)}年度の{100 * row['elapsed_share']:.1f}%が過ぎた時点で、"
        f"進み具合は{row['pace']:.2f}（1が計画どおり）です。"
    )


def _band_reason(row: Row, names: Mapping[Any, str], limits: Mapping[tuple[Any, bool], str]) -> str:
    band = row["band"]
    name = f"「{names[band]}」（{band}）"
    if band == WORSE:
        against = "減少・後退しているため"
        if row["aim"] != "change":
            against = f"基準値{_amount(row, row['baseline_value'])}より悪いため"
        return f"{_formula(row)}{against}、ほかの未達の段階に優先して{name}です。"
    if row["attainment_pct"] is None:
        return f"{_yes_or_no(row)}{name}です。達成率は計算しません。"
    if row["beyond"] and row["attainment_pct"] >= 100:
        return f"{_formula(row)}基準値{_amount(row, row['baseline_value'])}がすでに目標より良いため、超えていても{name}とします。"
    rule = limits[band, row["comparator"] == "approx"]
    approx = "（「程度」の目標）" if row["comparator"] == "approx" else ""
    return f"{_formula(row)}{rule}{approx}のため{name}です。"


def _yes_or_no(row: Row) -> str:
    if row["aim"] == "share_of_all" and row["done"]:
        return f"全体の数の記載がなく、報告は{DONE[row['done']]}のため"
    word = "以下" if row["aim"] == "lower" else ""
    met = "に達したため" if row["attained"] else "に達していないため"
    return f"実績{_amount(row, row['measured'])}は目標{_amount(row, row['goal'])}{word}{met}"


def _formula(row: Row) -> str:
    """Return how the rate was computed: 「実績25名 ÷ 目標30名 × 100 ＝ 83.3%。」."""
    if row["attainment_pct"] is None and row["measured"] is None:
        return ""
    measured, goal = _amount(row, row["measured"]), _amount(row, row["goal"])
    if row["attainment_pct"] is None:
        return f"実績{measured}、目標{goal}。"
    high = row["target_value_max"]
    if high is not None and row["aim"] == "higher" and row["attainment_pct"] >= 100:
        if row["measured"] <= high:
            return f"実績{measured}は目標{goal}から{_amount(row, high)}の幅の中のため、達成率100.0%。{_way(row)}"
        return (
            f"実績{measured} ÷ 目標の幅の上の値{_amount(row, high)} × 100 ＝ {row['attainment_pct']:.1f}%。{_way(row)}"
        )
    if row["aim"] == "lower":
        baseline = _amount(row, row["baseline_value"])
        text = f"（基準値{baseline} − 実績{measured}）÷（基準値{baseline} − 目標{goal}）"
    elif row["aim"] == "change":
        way = "減少" if row["comparator"] == "decrease_by" else "増加"
        text = f"基準値からの{way}{measured} ÷ 目標{goal}"
    elif row["aim"] == "share_of_all":
        text = f"済{measured} ÷ 全{goal}"
    else:
        text = f"実績{measured} ÷ 目標{goal}"
    points = row["difference_points"]
    beside = f"（差{points:+.1f}ポイント）" if points is not None else ""
    return f"{text} × 100 ＝ {row['attainment_pct']:.1f}%{beside}。{_way(row)}"


def _way(row: Row) -> str:
    """Return how far the result is on the way from the baseline to the target; empty where there is none to tell."""
    if row["way_pct"] is None or row["way_pct"] < 0:
        return ""
    return f"基準値{_amount(row, row['baseline_value'])}から目標{_amount(row, row['goal'])}まで{row['way_pct']:.1f}%進んだ。"


def _amount(row: Row, value: float) -> str:
    return f"{round(value, 2):,.10g}{row['target_unit'] or ''}"
