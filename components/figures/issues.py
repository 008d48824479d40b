"""Doubtful values in the data, with raw and suggested ones. Pure."""

from __future__ import annotations

import re

import pandas as pd

from components.drawing import charts, html, tables, wording
from components.drawing.marks import SEVERITIES
from components.drawing.model import Basis, Figure
from components.figures.labels import AREA, headings_of
from data import schema
from data.schema import RULES_JA

HEADINGS = headings_of(
    "severity_ja", "rule_ja", "prefecture_ja", AREA, "item_ja", "message_ja", "raw_ja", "suggested_value",
    ("status_ja", "状態"),
)  # fmt: skip


def with_words(issues: pd.DataFrame, profile_values: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the issues, worst first, with words for codes and the raw value where a profile value is meant."""
    names = dict(zip(indicators["indicator_code"], indicators["name_ja"], strict=True))
    keys = profile_values["record_id"] + "," + profile_values["indicator_code"]
    raw = dict(zip(keys, profile_values["value_as_written"], strict=True))
    indicator = (
        issues["row_key"]
        .fillna("")
        .map(lambda key: next((part for part in re.split("[/|, ]", key) if part in names), ""))
    )
    is_profile = issues["table"] == "profile_values"
    declared = schema.table_named("issues")
    order = list(SEVERITIES)
    shown = issues.assign(
        item_ja=[
            names.get(code) or _column_ja(row) for code, row in zip(indicator, issues.to_dict("records"), strict=True)
        ],
        raw_ja=(issues["record_id"] + "," + indicator).where(is_profile).map(raw).fillna(""),
        rule_ja=issues["rule_id"].map(lambda rule: RULES_JA.get(rule, rule)),
        severity_ja=tables.in_words(issues["severity"], declared.column("severity")),
        status_ja=tables.in_words(issues["status"], declared.column("status")),
    )
    return shown.sort_values(
        ["severity", "rule_id", "record_id", "line_start"],
        key=lambda column: column.map(order.index) if column.name == "severity" else column,
        ignore_index=True,
    )


def by_rule(issues: pd.DataFrame, basis: Basis) -> Figure:
    """Return bars of the issues by rule, stacked by severity."""
    counts = pd.crosstab(issues["rule_ja"], issues["severity"])
    counts = counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    return basis.figure(
        "issues", reading=_sentence(issues), n=len(issues), table=lambda: tables.readable(issues, HEADINGS),
        drawing=lambda mode: charts.stacked_bars(counts, SEVERITIES, mode, "件", row_height=28) if len(issues) else "",
    )  # fmt: skip


def of_town(issues: pd.DataFrame, basis: Basis) -> Figure:
    """Return the issues of one municipality as a list with raw and suggested value."""
    drawn = html.listing(
        issues, ("重大さ", 12, "severity_ja"), ("項目", 14, lambda row: str(row["item_ja"])), ("内容", 38, "message_ja"),
        ("原文の値", 12, "raw_ja"), ("候補値", 10, "suggested_value"),
        ("出典", 14, lambda row: wording.place(row["doc_id"], row["line_start"])),
    )  # fmt: skip
    return basis.figure(
        "town_issues", reading=_sentence(issues), n=len(issues), table=lambda: tables.readable(issues, HEADINGS),
        drawing=lambda _: drawn,
    )  # fmt: skip


def _sentence(issues: pd.DataFrame) -> str:
    if issues.empty:
        return "検査で見つかった課題はありません。"
    counts = issues["severity"].value_counts()
    parts = "、".join(f"{mark.label_ja}{counts[code]:,}件" for code, mark in SEVERITIES.items() if counts.get(code, 0))
    return f"検査で見つかった課題は{len(issues):,}件です（{parts}）。"


def _column_ja(row: dict[object, object]) -> str:
    """Return the label of the column that an issue is about, from the schema."""
    table, column = row["table"], row["column"]
    if wording.is_missing(table) or wording.is_missing(column) or str(table) not in schema.TABLES:
        return ""
    declared = schema.TABLES[str(table)]
    return declared.column(str(column)).label_ja if str(column) in declared.column_names else str(column)
