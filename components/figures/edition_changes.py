"""What changed between two editions. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from components.drawing import html, tables, wording
from components.drawing.model import Basis, Figure, Number

HEADINGS = {
    "prefecture_ja": "都道府県",
    "area_name_ja": "自治体",
    "target_fy": "年度",
    "label_ja": "目標",
    "change_ja": "変化",
    "status_ja_before": "判定（前）",
    "status_ja_after": "判定（後）",
    "actual_value_before": "実績（前）",
    "actual_value_after": "実績（後）",
    "actual_unit_after": "単位",
    "target_id": "目標番号",
}
MOST_ROWS = 40
HIDDEN_JA = "小さい件数は秘匿しています。秘匿した値どうしの変化は表れません。"


def figure(
    changes: pd.DataFrame,
    kinds: Mapping[str, str],
    shares: Sequence[pd.DataFrame],
    names: tuple[str, str],
    basis: Basis,
) -> Figure:
    """Return what changed from one edition to another: the share attained, and target by target.

    Args:
        shares: `attainment_shares` of each of the two as one group; empty where no target counts.
    """
    rows = changes.assign(change_ja=changes["change"].map(kinds))
    before, after = names
    return Figure(
        name="edition_changes",
        title=f"「{before}」から「{after}」まで",
        reading=_sentence(rows, kinds),
        unit="件（目標）",
        n=len(rows),
        counter="件",
        as_of=f"{before} → {after}",
        source=basis.source,
        notes=(
            "達成割合は、達成した目標を、判定できた目標で割った値です。下限・上限は、未報告がすべて未達成・すべて達成だったときの値です。",
            HIDDEN_JA,
        ),
        table=lambda: tables.readable(rows, HEADINGS, sources=False),
        drawing=lambda _: _tiles(shares, names) + _listed(rows),
    )


def _sentence(rows: pd.DataFrame, kinds: Mapping[str, str]) -> str:
    if rows.empty:
        return "二つの版の間で、目標の判定と実績に変化はありません。"
    counts = rows["change"].value_counts()
    parts = "、".join(f"{words}のは{counts[kind]:,}件" for kind, words in kinds.items() if counts.get(kind, 0))
    places = wording.count(rows["area_code"].nunique(), "自治体")
    return f"{places}の{len(rows):,}件の目標に変化があります（{parts}）。"


def _tiles(shares: Sequence[pd.DataFrame], names: tuple[str, str]) -> str:
    rows = [share.to_dict("records") for share in shares]
    return html.number_tiles(
        _tile(f"達成割合（{name}）", row[0] if row else None) for name, row in zip(names, rows, strict=True)
    )


def _tile(label: str, share: Mapping[Any, Any] | None) -> Number:
    if share is None or wording.is_missing(share["attained_pct"]):
        count = 0 if share is None else int(share["unreported_count"])
        return Number(label, wording.MISSING, "", f"判定できた目標がありません（未報告{count:,}件）")
    counts = f"{int(share['rateable_count']):,}件のうち{int(share['attained_count']):,}件"
    bounds = f"{wording.percent(share['lowest_pct'])}～{wording.percent(share['highest_pct'])}"
    return Number(label, wording.number(share["attained_pct"], 1), "%", f"{counts}、下限～上限 {bounds}")


def _listed(rows: pd.DataFrame) -> str:
    lines = [
        [
            str(row["area_name_ja"]),
            str(row["label_ja"]),
            str(row["change_ja"]),
            f"{state_words(row, 'before')} → {state_words(row, 'after')}",
        ]
        for row in rows.head(MOST_ROWS).to_dict("records")
    ]
    more = len(rows) - MOST_ROWS
    rest = html.paragraph(f"ほか{more:,}件は「表で見る」と CSV にあります。", "km-meta") if more > 0 else ""
    headings = ["自治体", "目標", "変化", "前 → 後"]
    return html.rows(headings, lines) + rest


def state_words(row: Mapping[Any, Any], side: str) -> str:
    """Return band or state and result of one side (`before`, `after`) of a change, such as 達成（12回）."""
    status, value = row[f"status_ja_{side}"], row[f"actual_value_{side}"]
    if wording.is_missing(status):
        return wording.MISSING
    if wording.is_missing(value):
        return str(status)
    return f"{status}（{wording.quantity(value, unit=row[f'actual_unit_{side}'])}）"
