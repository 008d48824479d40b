"""The roadmap of a prefecture: milestones against known members, events by quarter, the prefecture's own targets."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data import dataset
from data.answers.areas import prefectures
from data.answers.facts import by_key, facts, kept, located, of_place
from data.answers.stages import programme_names, statements
from data.measures.roadmap import fiscal_quarters, known_members
from data.words import labels_of, listed_ja, year_ja, years_ja


def milestones(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the milestones of roadmaps, planned number against municipalities known by name.

    Returns:
        The facts of `milestones` with milestone_type_ja, programme_ja, position_ja, period_ja, planned_count, known_count
        (missing where nothing can be held against the milestone), known_names_ja, gap (planned − known) and reading_ja.
    """
    return of_place(_milestones(), None, prefecture_code)


@kept
def _milestones() -> pd.DataFrame:
    rows = located("milestones")
    members = known_members(rows, statements(), located("plans"))
    names = by_key("areas", "name_ja")
    rows["milestone_type_ja"] = labels_of("milestones", "milestone_type", rows["milestone_type"])
    rows["position_ja"] = labels_of("milestones", "position", rows["position"])
    rows["programme_ja"] = rows["programme_code"].map(programme_names())
    spans = zip(rows["start_fy"], rows["end_fy"], strict=True)
    rows["period_ja"] = [years_ja(start, end, "") for start, end in spans]
    is_planned = rows["milestone_type"] != "considering"
    rows["planned_count"] = rows["municipality_count"].where(is_planned)
    rows["known_count"] = pd.array([pd.NA if codes is None else len(codes) for codes in members], dtype="Int64")
    rows["known_names_ja"] = [listed_ja(names[code] for code in codes or ()) for codes in members]
    rows["gap"] = rows["planned_count"] - rows["known_count"]
    rows["reading_ja"] = [_reading(row) for _, row in rows.iterrows()]
    return rows.sort_values(["prefecture_code", "start_fy", "line_start", "milestone_id"], ignore_index=True)


def _reading(row: pd.Series) -> str:
    planned = "数の記載なし" if pd.isna(row["planned_count"]) else f"予定{row['planned_count']}市町村"
    if row["milestone_type"] == "considering":
        planned = f"{row['municipality_count']}市町村"
    comparable = pd.notna(row["known_count"]) and (pd.notna(row["planned_count"]) or row["known_count"] > 0)
    known = "" if not comparable else f"、名前がわかるのは{row['known_count']}"
    unsure = "" if row["position"] == "stated" else f"（年度は{row['position_ja']}）"
    return f"{row['period_ja']}{unsure}: {row['title_ja']}、{planned}{known}。"


@kept
def support_events(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return what prefectures do for their municipalities, by quarter; written months win over the table cell.

    Returns:
        The facts of `support_events` with kind_ja, programme_ja, month_ja, quarter_start, quarter_end (1 = April to
        June; missing where nothing tells them) and quarter_basis (`month`, `cell`, `unknown`).
    """
    rows = located("support_events")
    rows = rows.join(fiscal_quarters(rows))
    rows["kind_ja"] = labels_of("support_events", "kind", rows["kind"])
    rows["programme_ja"] = rows["programme_code"].map(programme_names())
    months = zip(rows["month_start"], rows["month_end"], strict=True)
    rows["month_ja"] = [_months_ja(start, end) for start, end in months]
    order = ["prefecture_code", "fiscal_year", "quarter_start", "number", "event_id"]
    return of_place(rows.sort_values(order), None, prefecture_code)


def _months_ja(start: Any, end: Any) -> str:
    known = [f"{month}月" for month in (start, end) if pd.notna(month)]
    return "～".join(dict.fromkeys(known)) or "月の記載なし"


@kept
def timetable_slots(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the week of a local base with weekday_ja, cell_weekday_ja, part_of_day_ja, position_ja and is_moved.

    A slot is moved where its description names another weekday than the cell it stands in.
    """
    rows = facts("timetable_slots", area_code, prefecture_code)
    for name in ("weekday", "cell_weekday", "part_of_day", "position"):
        rows[f"{name}_ja"] = labels_of("timetable_slots", name, rows[name])
    return rows.assign(is_moved=(rows["weekday"] != rows["cell_weekday"]).fillna(False))


@kept
def prefecture_targets(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the targets that prefectures set for themselves and for their municipalities, with their state.

    Returns:
        The facts of `targets` with summary_ja (of their statement), municipality_count, target_year_ja, result_count (results stated for the target),
        state (`reported`, `not_reported`) and reading_ja. What is not reported is not failed.
    """
    rows = facts("targets", None, prefecture_code)
    sizes = prefectures().set_index("area_code")["municipality_count"]
    rows = rows[rows["area_code"].isin(sizes.index)].reset_index(drop=True)
    results = dataset.read_table("achievements").groupby("target_id").size()
    summaries = by_key("target_statements", "summary_ja")
    rows["summary_ja"] = rows["statement_id"].map(summaries)
    rows["municipality_count"] = rows["area_code"].map(sizes)
    rows["target_year_ja"] = [year_ja(year) for year in rows["target_fy"]]
    rows["result_count"] = rows["target_id"].map(results).fillna(0).astype(int)
    rows["state"] = rows["result_count"].map(lambda count: "reported" if count else "not_reported")
    rows["reading_ja"] = [_target_reading(row) for _, row in rows.iterrows()]
    return rows


def _target_reading(row: pd.Series) -> str:
    label = next((row[name] for name in ("label_ja", "summary_ja") if pd.notna(row[name])), "成果目標")
    value = "" if pd.isna(row["value"]) else f"（{row['value']:g}{row['unit'] if pd.notna(row['unit']) else ''}）"
    state = f"実績の記載{row['result_count']}件。" if row["result_count"] else "実績の報告はまだない。"
    return f"{row['target_year_ja']}まで: {label}{value}。{state}"
