"""The reason of every rating in Japanese: the rule, with the numbers it was applied to."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from data.measures.attainment_rates import WORSE, limits_ja
from data.measures.definitions import LABELS

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
    records = rows.astype(object).where(rows.notna(), None).to_dict("records")
    texts = [_state_reason(row) if row["state"] else _band_reason(row, names, limits) for row in records]
    return pd.Series(texts, index=rows.index, dtype="str")


def _state_reason(row: Row) -> str:
    if row["state"] == "not_applicable":
        return _exclusion(row)
    if row["state"] == "before_due":
        return _before_due(row) + _interim(row)
    if row["state"] == "unreported":
        return UNREPORTED[row["form_state"]] + "。"
    if row["state"] == "hard_to_rate":
        return OBSTACLES[row["obstacle"]] + "。" + (_interim(row) if row["obstacle"] != "quarantined" else "")
    if row["state"] == "qualitative":
        judged = [DONE[row["done"]]] if row["done"] else []
        judged += [f"評点{row['grade']:g}（4段階）"] if row["grade"] is not None else []
        return f"自治体の報告: {'・'.join(judged)}。体制・活動・定性の目標のため、達成率は計算しません。"
    return f"{_formula(row)}よしあしの向きがない件数のため、計画との比較だけを示し、段階も順位も付けません。"


def _exclusion(row: Row) -> str:
    if row["result_state"] == "withdrawn":
        return "自治体が目標を取り下げたため、対象外です。"
    if row["target_type"] == "not_set":
        return "目標が設定されていないため、対象外です。"
    return "この年度の報告を求めていないため、対象外です。"


def _before_due(row: Row) -> str:
    if row["due_date"] is None:
        return "目標年度がまだ終わっていません。"
    return f"目標年度の終わりまたは報告の提出期限（{row['due_date']:%Y-%m-%d}）の前です。"


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
        against = (
            "減少・後退しているため"
            if row["aim"] == "change"
            else f"基準値{_amount(row, row['baseline_value'])}より悪いため"
        )
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
    if row["attainment_pct"] is None:
        return (
            f"実績{_amount(row, row['measured'])}、目標{_amount(row, row['goal'])}。"
            if row["measured"] is not None
            else ""
        )
    measured, goal = _amount(row, row["measured"]), _amount(row, row["goal"])
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
