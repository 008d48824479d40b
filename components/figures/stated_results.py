"""The results that the documents themselves state. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.drawing import html, tables, wording
from components.drawing.model import Basis, Figure


def listing(achievements: pd.DataFrame, basis: Basis) -> Figure:
    """Return the results that the documents state, also those that belong to no target."""
    lines = [
        [
            str(row["area_name_ja"]),
            str(row["label_ja"]),
            wording.quantity(row["value"], unit=row["unit"]),
            _until(row),
            _match_ja(row),
            wording.place(row["doc_id"], row["line_start"]),
        ]
        for row in achievements.to_dict("records")
    ]
    matched = int(achievements["target_id"].notna().sum())
    return Figure(
        name="stated_results",
        title=wording.STATED_RESULT,
        reading=f"文書に実績として書かれた数値は{len(lines):,}件で、目標と結び付くのは{matched:,}件です。",
        unit="各実績のとおり",
        n=len(lines),
        counter="件",
        as_of=basis.as_of,
        source=basis.source,
        notes=(
            "計画書に書かれた実績で、年度の実績報告ではありません。",
            "数値の前の語句は原文から機械的に切り出したものです。意味は出典の行でお確かめください。",
        ),
        table=lambda: tables.published(achievements, "achievements"),
        drawing=lambda _: html.rows(_RESULT_COLUMNS, lines, widths=(12, 34, 14, 15, 12, 13)),
    )


_RESULT_COLUMNS = ["自治体", "数値の前の語句", "実績", "時点", "対応する目標", "出典"]


def _match_ja(row: Mapping[Any, object]) -> str:
    return "不明" if wording.is_missing(row["target_id"]) else "あり"


def result_words(row: Mapping[Any, object]) -> str:
    """Return a stated result with its number, unit and time, such as 相談件数 40件（令和元年10月15日まで）."""
    until = "" if wording.is_missing(row.get("period_end")) else f"（{_until(row)}）"
    return f"{row['label_ja']} {wording.quantity(row['value'], unit=row['unit'])}{until}"


def _until(row: Mapping[Any, object]) -> str:
    end = row.get("period_end")
    return "記載なし" if wording.is_missing(end) else wording.era_date(end) + _UNTIL.get(str(row["period_kind"]), "")


_UNTIL = {"part_year": "まで", "full_year": "まで", "point_in_time": "時点"}
