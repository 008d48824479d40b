"""How one place does it: who takes part in its team and what happens in its base during a week. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.drawing import grids, html, tables, wording
from components.drawing.grids import Slot
from components.drawing.model import Basis, Figure

Row = Mapping[Any, Any]
DAYS = {"mon": "月", "tue": "火", "wed": "水", "thu": "木", "fri": "金", "sat": "土", "sun": "日"}
# How certain a day is → how its slot is drawn.
KINDS = {"stated": "sure", "by_cell": "cell", "ambiguous": "unknown"}
PARTS = {"morning": "午前", "afternoon": "午後", "evening": "夜"}
SLOT_HEADINGS = {
    "weekday_ja": "曜日",
    "part_of_day_ja": "時間帯",
    "activity_ja": "活動",
    "starts_at": "開始",
    "ends_at": "終了",
    "cell_weekday_ja": "表の位置の曜日",
    "position_ja": "曜日の根拠",
}
WEEK_KEY = (
    ("km-sure", "曜日が説明にもある"),
    ("km-cell", "曜日は表の位置から（不確か）"),
    ("km-unknown", "読み方が複数ある"),
)


def timetable(slots: pd.DataFrame, place_ja: str, basis: Basis) -> Figure:
    """Return the week of a base; where the description and the cell disagree, the description is followed and said so."""
    moved = int(slots["is_moved"].fillna(False).sum())
    unsure = int((slots["position"] != "stated").sum())
    shown = slots.assign(
        position_ja=slots["position"].map({"stated": "明記", "by_cell": "表の位置から", "ambiguous": "不明確"})
    )
    listed: list[Row] = list(slots.to_dict("records"))
    rows = [
        (part_ja, [_slots(listed, day, part) for day in DAYS])
        for part, part_ja in PARTS.items()
        if part != "evening" or (slots["part_of_day"] == part).any()
    ]
    note = f"{moved}件は、表の位置の曜日と説明の曜日が異なるため、説明の曜日に置きました。" if moved else ""
    return Figure(
        name="timetable",
        title=f"拠点の一週間（{place_ja}）",
        reading=f"{len(slots)}枠の活動があり、曜日が表の位置からしか分からないのは{unsure}枠です。{note}",
        unit="枠（曜日×時間帯）",
        n=len(slots),
        counter="枠",
        missing=unsure,
        missing_ja="曜日が不確か",
        as_of=basis.as_of,
        source=basis.source,
        table=lambda: tables.readable(shown, SLOT_HEADINGS),
        drawing=lambda _: grids.week(list(DAYS.values()), rows) + grids.key(WEEK_KEY),
    )


def _slots(slots: list[Row], day: str, part: str) -> list[Slot]:
    return [
        Slot(str(row["activity_ja"]), _slot_words(row), KINDS[str(row["position"])])
        for row in slots
        if row["weekday"] == day and row["part_of_day"] == part
    ]


def _slot_words(row: Row) -> str:
    hours = "" if wording.is_missing(row["starts_at"]) else f"{row['starts_at']}～{_text(row['ends_at'])}"
    moved = f"表では{row['cell_weekday_ja']}曜" if bool(row["is_moved"]) else ""
    return "・".join(part for part in (hours, moved) if part)


def team(staffing: pd.DataFrame, place_ja: str, basis: Basis) -> Figure:
    """Return the roles of the people in the team of a place; the document names roles, not persons."""
    lines = [
        [_text(row["body_ja"]), _text(row["post_ja"]), wording.with_unit(row["headcount"], "人"), _where(row)]
        for row in staffing.to_dict("records")
    ]
    return Figure(
        name="example_team",
        title=f"相談支援包括化推進員の体制（{place_ja}）",
        reading=f"{len(staffing)}件の配置が役割で書かれています。氏名は載せません。",
        unit="人",
        n=len(staffing),
        counter="件",
        as_of=basis.as_of,
        source=basis.source,
        table=lambda: tables.published(staffing, "staffing"),
        drawing=lambda _: grids.roomy(html.rows(["所属", "役職", "人数", "出典"], lines, widths=(16, 48, 12, 24))),
    )


def _where(row: Row) -> str:
    return wording.place(row["doc_id"], row["line_start"], row["line_end"])


def _text(value: object) -> str:
    return "" if wording.is_missing(value) else str(value)
