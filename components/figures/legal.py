"""What a plan and the programmes rest on: the plans made as one with it, laws and articles. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.drawing import grids, html, tables, wording
from components.drawing.model import Basis, Figure
from data import schema

Row = Mapping[Any, Any]


def relations(plan: Row, rows: pd.DataFrame, basis: Basis) -> Figure:
    """Return the plans made as one with this one and the others it relates to, with law and article."""
    whole = int((rows["relation"] == "integrated_with").sum())
    lines = [
        [str(row["relation_ja"]), str(row["name_ja"]), law_ja(row), _where(row)] for row in rows.to_dict("records")
    ]
    first = f"{whole}件の計画と一体で策定します。" if plan["status"] == "draft" else f"{whole}件の計画と一体です。"
    return Figure(
        name="plan_relations",
        title="一体で策定する計画・関係する計画と根拠法",
        reading=(first if whole else "一体で策定する計画の記載はありません。")
        + ("根拠の法律と条は、文書に書かれたものです。" if rows["law_ja"].notna().any() else ""),
        unit="件（計画）",
        n=len(rows),
        counter="件",
        as_of=basis.as_of,
        source=basis.source,
        notes=("法律を引用した文は、自治体の目標や施策としては数えません。",),
        table=lambda: tables.published(rows.drop(columns="relation_ja"), "plan_relations"),
        drawing=lambda _: grids.roomy(html.rows(["関係", "計画", "根拠", "出典"], lines, widths=(16, 38, 30, 16))),
    )


def law_ja(row: Row) -> str:
    """Return law, article and kind of duty in words, or the mark for a missing one."""
    if wording.is_missing(row["law_ja"]):
        return wording.MISSING
    article = "" if wording.is_missing(row["article_ja"]) else f"第{str(row['article_ja']).removeprefix('第')}"
    duty = row.get("obligation")
    words = "" if wording.is_missing(duty) else f"（{schema.label_of('plan_relations', 'obligation', str(duty))}）"
    return f"{row['law_ja']}{article}{words}"


def legal_bases(programmes: pd.DataFrame, basis: Basis) -> Figure:
    """Return the programmes with their law, article and years."""
    rows = programmes.assign(law_text=[law_ja(row) for row in programmes.to_dict("records")])
    names = dict(zip(programmes["programme_code"], programmes["name_ja"], strict=True))
    lines = [
        [str(row["name_ja"]), row["law_text"], _years(row), names.get(row["successor_code"], wording.MISSING)]
        for row in rows.to_dict("records")
    ]
    known = int(programmes["law_ja"].notna().sum())
    return Figure(
        name="legal_bases",
        title="事業の根拠法",
        reading=f"{len(programmes)}事業のうち、根拠の法律が分かるのは{known}事業です。重層的支援体制整備事業は手あげによる"
        "任意の事業で、包括的な支援体制の整備（社会福祉法第106条の3）の努力義務とは別のものです。",
        unit="件（事業）",
        n=len(programmes),
        counter="件",
        as_of=basis.as_of,
        source=basis.source,
        table=lambda: tables.published(programmes, "programmes"),
        drawing=lambda _: grids.roomy(html.rows(["事業", "根拠", "期間", "後継"], lines, widths=(36, 24, 20, 20))),
    )


def _years(row: Row) -> str:
    first, last = ("" if wording.is_missing(row[name]) else f"{int(row[name])}年度" for name in ("first_fy", "last_fy"))
    return f"{first}～{last}" if first or last else wording.MISSING


def _where(row: Row) -> str:
    return wording.place(row["doc_id"], row["line_start"], row["line_end"])
