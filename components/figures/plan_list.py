"""The plans of one municipality with their state; a draft is never counted as in force. Pure."""

from __future__ import annotations

import pandas as pd

from components.drawing import grids, html, tables, wording
from components.drawing.model import Basis, Figure
from components.figures.plan_tree import status_ja


def of_town(plans: pd.DataFrame, basis: Basis) -> Figure:
    """Return the plans of a municipality with state, period and source."""
    lines = [
        [
            str(row["name_ja"]),
            status_ja(row),
            str(row["period_ja"]),
            wording.era_date(row["adopted_date"]),
            wording.place(row["doc_id"], row["line_start"], row["line_end"]),
        ]
        for row in plans.to_dict("records")
    ]
    in_force = int(plans["counts_as_in_force"].fillna(False).sum())
    drafts = int((plans["status"] == "draft").sum())
    return Figure(
        name="town_plans",
        title="地域福祉計画などの計画",
        reading=_sentence(in_force, drafts, len(plans)),
        unit="件（計画）",
        n=in_force,
        counter="件",
        missing=len(plans) - in_force,
        missing_ja="案・見込み",
        as_of=basis.as_of,
        source=basis.source,
        table=lambda: tables.published(plans, "plans", [name for name in plans.columns if name in _SHOWN]),
        drawing=lambda _: grids.roomy(
            html.rows(["計画", "状態", "期間", "策定", "出典"], lines, widths=(26, 26, 24, 10, 14))
        ),
    )


_SHOWN = (
    "area_code", "name_ja", "plan_type", "status", "start_fy", "end_fy", "period_years", "adopted_date",
    "philosophy_ja", "record_id", "line_start", "line_end",
)  # fmt: skip


def _sentence(in_force: int, drafts: int, whole: int) -> str:
    parts = [f"策定済みの計画は{in_force}件です。" if in_force else "策定済みと分かる計画はありません。"]
    if drafts:
        parts.append(f"ほかに案が{drafts}件あり、決定を伝える文書はまだありません。")
    if whole - in_force - drafts:
        parts.append(f"将来の見込みとして書かれた計画が{whole - in_force - drafts}件あります。")
    return "".join(parts)
