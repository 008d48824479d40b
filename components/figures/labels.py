"""Headings of what figures show: a column is named once, by the schema, its recurring fields, or here. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from components.drawing.tables import heading_of
from data import schema
from data.schema import FIELDS

# Columns that only figures show or make.
_OWN: Mapping[str, str] = {
    "point_ja": "実績の種類",
    "target_id": "目標番号",
    "rank": "順位",
    "weekday_ja": "曜日",
    "part_of_day_ja": "時間帯",
    "cell_weekday_ja": "表の位置の曜日",
    "document_date": "計画書の値の時点",
    "basis_ja": "値のもと",
    "coverage_as_of": "報告値の時点",
    "quadrant_ja": "位置",
    "difference_points": "差（ポイント）",
    "document_aging_pct": "計画書の高齢化率（%）",
    "document_when_ja": "計画書の値の時点",
    "census_aging_pct": "国勢調査の高齢化率（%）",
    "census_when_ja": "国勢調査の時点",
    "formula_ja": "式",
    "scope_ja": "値のある範囲",
    "unclaimed_pct": "引き取らなかった割合（%）",
    "change_ja": "変化",
    "status_ja_before": "判定（前）",
    "status_ja_after": "判定（後）",
    "actual_value_before": "実績（前）",
    "actual_value_after": "実績（後）",
    "actual_unit_after": "単位",
    "severity_ja": "重大さ",
    "rule_ja": "検査",
    "item_ja": "項目",
    "raw_ja": "原文の値",
    "national_count": "国の数（市町村）",
    "national_evidence_ja": "国の数の根拠",
    "list_count": "名前の一覧（市町村）",
    "list_ja": "一覧",
    "national_source": "国の数の出典",
    "listed_ja": "一覧に載る",
    "indicator_unit": "単位",
    "per_10k": "住民1万人あたり",
    "quantity_ja": "目標値",
    "variable_ja": "変数",
    "distance": "距離",
    "own_value": "この町の値",
    "peer_value": "相手の値",
    "share_pct": "距離に占める割合（%）",
    "step_ja": "段階",
    "year_from_start": "開始からの年数（0＝最初の年度）",
    "furthest_ja": "段階",
    "level_ja": "階層",
    "measure_count": "施策の数",
    "known_numbers_ja": "分かる番号",
    "uncovered_numbers_ja": "施策のない番号",
    "measure_ja": "施策の番号",
    "via_repost_ja": "再掲による対応",
    "peer_median": "中央値（似た市町村）",
    "peer_n": "n（似た市町村とこの町）",
    "peer_quartile": "四分位（似た市町村とこの町。1＝低い方）",
    "peer_same_count": "同じ値の市町村（似た市町村）",
    "target_fy_ja": "年度",
    "actual_ja": "実績",
    "rateable_count": "評価できた目標（件）",
    "attained_count": "達成（件）",
    "lowest_pct": "最低（%）",
    "highest_pct": "最高（%）",
    "unreported_count": "未報告（件）",
    "late_ja": "期限との関係",
    "submitted_at": "提出日",
    "days_late": "期限を過ぎた日数（日）",
    "lateness_ja": "期限との関係",
    "revision_ja": "版",
    "received_ja": "提出日",
    "what_ja": "事業・体制",
    "when_ja": "年度・時点",
    "missing_count": "人口の分からない市町村",
    "least_ja": "下限",
    "reading_ja": "説明",
    "milestone_type_ja": "種類",
    "period_ja": "年度",
    "planned_count": "予定（市町村）",
    "known_names_ja": "確認できた市町村",
    "year_ja": "年度",
    "month_ja": "月",
    "quarter_start": "四半期（始め）",
    "quarter_end": "四半期（終わり）",
    "type_ja": "目標の型",
    "result_ja": "実績",
}

# The same column under another heading, where more than one figure shows it so.
AREA = ("area_name_ja", "自治体")  # A municipality or a prefecture
TOWN = ("name_ja", "市町村")
PROGRAMMES = ("group_ja", "計画書にある事業")
TARGET = ("label_ja", "目標")
TARGET_YEAR = ("target_fy", "年度")
OFFICER_COMMENT = ("comment_ja", "担当者のコメント")


def _of_tables() -> dict[str, str]:
    """Return the headings of the columns on which all tables agree."""
    tables = (*schema.TABLES.values(), *schema.LIVE_TABLES.values(), *schema.IMPORTED_TABLES.values())
    headings: dict[str, set[str]] = {}
    for column in (column for table in tables for column in table.columns):
        headings.setdefault(column.name, set()).add(heading_of(column))
    return {name: next(iter(same)) for name, same in headings.items() if len(same) == 1}


DECLARED: Mapping[str, str] = {**_of_tables(), **{name: heading_of(column) for name, column in FIELDS.items()}, **_OWN}


def headings_of(*columns: str | tuple[str, str]) -> dict[str, str]:
    """Return column → heading, in this order, for `tables.readable`.

    Args:
        columns: Columns under their declared headings, or a column with a heading that only this figure gives it.

    Raises:
        KeyError: A column has no declared heading.
    """
    return dict((column, DECLARED[column]) if isinstance(column, str) else column for column in columns)
