"""Who has reported by when: states and due dates of the municipalities' reports. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from components.drawing import charts, tables, wording
from components.drawing.figure import Basis, Figure
from components.drawing.model import Bars
from components.drawing.periods import Report
from components.drawing.theme import Mark
from data import schema

# The words are those of data.measures.submissions; nobody asked is an absence of a question, not of an answer.
REPORT_STATES: Mapping[str, Mark] = MappingProxyType(
    {
        "confirmed": Mark("確定", "#0B7A6B", "#5FD0BD", "square", ""),
        "submitted": Mark("提出済", "#0F4C81", "#8CC4F5", "circle", "."),
        "returned": Mark("差戻し", "#B4530A", "#F2A65A", "diamond", "/"),
        "not_submitted": Mark("未提出", "#687481", "#8593A1", "x-thin", "|"),
        "not_asked": Mark("期限の設定なし", "#6B7280", "#9AA5B1", "triangle-up-open", "x"),
    }
)
HEADINGS = {
    "prefecture_ja": "都道府県",
    "area_name_ja": "市町村",
    "area_code": "団体コード",
    "state_ja": "状態",
    "due_ja": "期限",
    "lateness_ja": "期限との関係",
    "revision_ja": "版",
    "received_ja": "提出日",
    "reason_ja": "差戻しの理由",
}
RULE_JA = "報告率は、期限を過ぎた市町村のうち、提出済か確定の市町村の割合です。差戻しは未提出として数えます。"


def states(towns: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per municipality with the state of its report, also for those that nobody asked."""
    columns = ["area_code", "state", "due_date", "submitted_at", "revision", "reason_ja", "is_late", "was_late"]
    names = towns[["area_code", "name_ja", "prefecture_ja"]].rename(columns={"name_ja": "area_name_ja"})
    rows = names.merge(submissions[columns], "left", "area_code")
    rows["state"] = rows["state"].astype(object).fillna("not_asked")
    for mark in ("is_late", "was_late"):
        rows[mark] = rows[mark].astype(object).fillna(False).astype(bool)
    revisions = pd.to_numeric(rows["revision"]).fillna(0).astype(int)
    return rows.assign(
        state_ja=rows["state"].map(lambda state: REPORT_STATES[state].label_ja),
        due_ja=rows["due_date"].map(_day),
        received_ja=rows["submitted_at"].map(_day),
        revision_ja=revisions.map(lambda number: f"第{number}版" if number > 0 else ""),
        lateness_ja=[_lateness(row) for row in rows.to_dict("records")],
        reason_ja=rows["reason_ja"].where(rows["state"] == "returned").astype(object).fillna(""),
    )


def figure(rows: pd.DataFrame, rate: Mapping[Any, Any] | None, report: Report, basis: Basis) -> Figure:
    """Return bars of the states: by prefecture for all of Japan, else one bar.

    Args:
        rate: The row of `reporting_rates` for the same municipalities; None where nobody was asked.
    """
    whole_japan = rows["prefecture_ja"].nunique() > 1
    asked = rows[rows["state"] != "not_asked"] if whole_japan else rows
    counts = pd.crosstab(asked["prefecture_ja"], asked["state"]).reindex(asked["prefecture_ja"].unique())
    chart = Bars(counts, REPORT_STATES, "市町村")
    return Figure(
        name="report_states",
        title=f"報告の状態（{report.year_ja}・{report.kind_ja}）",
        reading=_sentence(rows, rate),
        unit="市町村",
        n=len(rows),
        as_of=basis.as_of,
        source=basis.source,
        missing=int((rows["state"] == "not_asked").sum()),
        missing_ja="期限の設定なし",
        notes=(RULE_JA,),
        table=lambda: tables.readable(rows, HEADINGS, sources=False),
        drawing=charts.bars(chart) if len(counts) else None,
        chart=chart if len(counts) else None,
    )


def _sentence(rows: pd.DataFrame, rate: Mapping[Any, Any] | None) -> str:
    if rate is None:
        return "この年度の報告の期限は、まだ設定されていません。期限を設定すると、だれが未提出かが分かります。"
    if not rate["due_count"]:
        due = min(day for day in rows["due_date"].dropna())
        received = wording.share(int(rate["received_count"]), int(rate["asked_count"]))
        return f"期限（早い市町村で{_day(due)}）の前です。提出されたのは{received}です。"
    done = wording.share(int(rate["submitted_count"]), int(rate["due_count"]))
    late = list(rows.loc[rows["is_late"], "area_name_ja"])
    rest = f"期限を過ぎて未提出なのは{wording.names(late)}です。" if late else "期限を過ぎた未提出はありません。"
    return f"期限の来た{done}が報告し、報告率は{wording.percent(rate['reporting_pct'])}です。{rest}"


def _lateness(row: Mapping[Any, Any]) -> str:
    if row["is_late"]:
        return "期限を過ぎて未提出"
    if row["was_late"]:
        return "期限の後に提出"
    return "" if wording.is_missing(row["due_date"]) or row["state"] != "not_submitted" else "期限前"


def _day(value: Any) -> str:
    """Return a day in both calendars, "" where there is none."""
    if wording.is_missing(value):
        return ""
    iso = str(value)[:10]
    return f"{wording.era_date(iso)}（{iso}）"


HISTORY = {
    "area_name_ja": "市町村",
    "kind_ja": "報告の種類",
    "revision": "版",
    "state_ja": "状態",
    "received_at": "提出日時",
    "recorded_at": "記録日時",
}
HISTORY_OF_STAFF = {
    "reason_ja": "判断の理由",
    "file_name": "ファイル名",
    "submitter_note": "提出者の注記",
    "accepted_by": "受付者",
    "decided_by": "判断者",
}


def history(submissions: pd.DataFrame) -> pd.DataFrame:
    """Return every revision that came in, the newest first, with words for codes."""
    rows = submissions[submissions["revision"].notna()]
    rows = rows.sort_values("recorded_at", ascending=False, ignore_index=True)
    return rows.assign(
        kind_ja=tables.in_words(rows["report_kind"], schema.LIVE_TABLES["report_submissions"].column("report_kind")),
        state_ja=rows["state"].map(lambda state: REPORT_STATES[state].label_ja),
        received_at=rows["received_at"].map(_moment),
        recorded_at=rows["recorded_at"].map(_moment),
    )


def _moment(value: Any) -> str:
    return "" if wording.is_missing(value) else str(value)[:16].replace("T", " ")
